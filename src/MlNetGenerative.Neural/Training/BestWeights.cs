using MlNetGenerative.Neural.Numerics;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural.Training;

/// <summary>A copy of a model's state: that of the best epoch so far.</summary>
internal sealed class BestWeights(IReadOnlyList<(string Name, Tensor Tensor)> state)
{
    /// <summary>The copies, in the order of the state; empty before the first.</summary>
    public float[][] Values { get; private set; } = [];

    /// <summary>Copies the state as it is.</summary>
    public void Keep()
    {
        if (Values.Length == 0)
            Values = [.. state.Select(entry => new float[entry.Tensor.NumberOfElements])];
        for (int i = 0; i < Values.Length; i++)
            TensorArrays.CopyTo(state[i].Tensor, Values[i]);
    }

    /// <summary>Takes copies that an earlier part of the run has made.</summary>
    public void Set(float[][] values) => Values = values;

    /// <summary>Gives the model its best state back; nothing before the first copy.</summary>
    public void Restore()
    {
        for (int i = 0; i < Values.Length; i++)
            TensorArrays.CopyTo(Values[i], state[i].Tensor);
    }
}
