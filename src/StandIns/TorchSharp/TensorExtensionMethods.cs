namespace TorchSharp;

/// <summary>Numbers out of tensors of one element.</summary>
public static class TensorExtensionMethods
{
    public static float ToSingle(this torch.Tensor value) => (float)value.Number();

    public static double ToDouble(this torch.Tensor value) => value.Number();
}
