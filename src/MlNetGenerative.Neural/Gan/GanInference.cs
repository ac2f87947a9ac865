using MlNetGenerative.Neural.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural.Gan;

/// <summary>Uses fitted networks on batches of rows in arrays. Any number of threads may use one at the same time.</summary>
internal sealed class GanInference(GanArchitecture architecture, GanNetwork network, Device device)
{
    /// <summary>Rows from noise: [count × noise] to [count × columns].</summary>
    /// <param name="noise">The noise.</param>
    /// <param name="labels">The label of each row, empty for a model without labels; a negative one is no label (its code is all zero).</param>
    /// <param name="rows">The rows.</param>
    /// <param name="tensor">The same noise as a tensor, where there is one already.</param>
    public void Generate(ReadOnlySpan<float> noise, ReadOnlySpan<int> labels, Span<float> rows, Tensor? tensor = null)
    {
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor input = TensorArrays.Rows(noise, architecture.NoiseSize, tensor, device);
        TensorArrays.CopyTo(network.Generate(input, OneHot.Create(labels, architecture.NumberOfLabels, device)), rows);
        if (architecture.IsTanh)
            foreach (ref float value in rows)
                value = (value + 1) / 2;
    }

    /// <summary>The negative outputs of the discriminator, higher for rows that look less like those trained on: [count × columns] to [count].</summary>
    public void Score(ReadOnlySpan<float> rows, ReadOnlySpan<int> labels, Span<float> scores, Tensor? tensor = null)
    {
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor input = TensorArrays.Rows(rows, architecture.NumberOfColumns, tensor, device);
        if (architecture.IsTanh)
            input = input.Times(2).Plus(-1);
        TensorArrays.CopyTo(network.Discriminate(input, OneHot.Create(labels, architecture.NumberOfLabels, device)).neg(), scores);
    }
}
