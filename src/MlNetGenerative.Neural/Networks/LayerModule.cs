using MlNetGenerative.Core.Numerics;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural.Networks;

/// <summary>A layer with its arrays.</summary>
/// <remarks>Fields and automatic properties must not be tensors or modules: a module that becomes part of another registers all such fields of its own,
/// and a field with the network would make the network a part of its layer.</remarks>
internal sealed class LayerModule : nn.Module<Tensor, Tensor>
{
    private readonly Layer _layer;
    private readonly Dictionary<string, Tensor> _arrays = [];
    private readonly DropoutNumbers _dropout;
    private readonly int _place;

    public LayerModule(Layer layer, TensorShape input, DropoutNumbers dropout, int place, IEnumerable<(LayerArray Array, Tensor Tensor)> arrays)
        : base(layer.GetType().Name)
    {
        _layer = layer;
        _dropout = dropout;
        _place = place;
        Input = input;
        foreach ((LayerArray array, Tensor tensor) in arrays)
        {
            // A layer's arrays outlive the scope that the caller may have open.
            tensor.DetachFromDisposeScope();
            // Trained arrays are registered as buffers too, not as parameters: a Parameter takes the tensor over but stays counted twice in
            // Tensor.TotalCount of the official library for ever, so that whoever looks for leaks would find one in each disposed network.
            tensor.requires_grad = !array.IsBuffer;
            register_buffer(array.Name, tensor);
            _arrays.Add(array.Name, tensor);
        }
    }

    /// <summary>The shape of the input, without the rows.</summary>
    public TensorShape Input { get; }

    /// <summary>The weight; only asked for by layers that have one.</summary>
    public Tensor Weight => _arrays[LayerArray.WeightName];

    public Tensor? Bias => Find(LayerArray.BiasName);

    /// <summary>Whether it normalises by statistics of the batch in training, and keeps running ones.</summary>
    public bool IsBatchNorm => _layer is BatchNorm;

    /// <summary>The random numbers of dropout.</summary>
    public Philox Dropout => _dropout.Random;

    /// <summary>The row of dropout's random numbers for this layer in this update.</summary>
    public ulong DropoutRow => _dropout.Update << 16 | (uint)_place;

    public Tensor? Find(string name) => _arrays.GetValueOrDefault(name);

    public override Tensor forward(Tensor input) => _layer.Forward(input, this);
}
