namespace TorchSharp.Modules;

/// <summary>A tensor that a module owns and training changes. It takes the reference of the tensor it is made from, which is invalid afterwards.</summary>
public class Parameter : torch.Tensor
{
    public Parameter(torch.Tensor data, bool requires_grad = true) : base(data.Release()) => this.requires_grad = requires_grad;
}
