using System.Numerics.Tensors;

namespace MlNetGenerative.Core.Evaluation;

/// <summary>What a classifier says of samples.</summary>
public sealed class SampleFeatures
{
    /// <summary>Joins features and logits of the same samples.</summary>
    /// <param name="features">One row a sample: the activations that distances are measured on.</param>
    /// <param name="logits">One row a sample: unnormalised log probabilities of the classes.</param>
    /// <exception cref="ArgumentException">The numbers of rows differ.</exception>
    public SampleFeatures(SampleRows features, SampleRows logits)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(logits);
        if (features.Count != logits.Count)
            throw new ArgumentException($"Features and logits must be of the same samples, but there are {features.Count} and {logits.Count} rows.", nameof(logits));
        Features = features;
        Logits = logits;
    }

    /// <summary>The number of samples.</summary>
    public int Count => Features.Count;

    /// <summary>The activations that distances are measured on, one row a sample.</summary>
    public SampleRows Features { get; }

    /// <summary>Unnormalised log probabilities of the classes, one row a sample.</summary>
    public SampleRows Logits { get; }

    /// <summary>Class probabilities: softmax of the logits.</summary>
    public SampleRows Probabilities()
    {
        float[] probabilities = new float[Logits.Count * Logits.Width];
        for (int i = 0; i < Logits.Count; i++)
            TensorPrimitives.SoftMax(Shifted(Logits[i]), probabilities.AsSpan(i * Logits.Width, Logits.Width));
        return new SampleRows(Logits.Width, probabilities);
    }

    /// <summary>How many samples each class is the most probable of.</summary>
    public int[] ClassCounts()
    {
        int[] counts = new int[Logits.Width];
        for (int i = 0; i < Logits.Count; i++)
            counts[TensorPrimitives.IndexOfMax(Logits[i])]++;
        return counts;
    }

    internal SampleFeatures Choose(ReadOnlySpan<int> indices) => new(Features.Choose(indices), Logits.Choose(indices));

    // The largest logit becomes 0, so that no exponential overflows.
    private static float[] Shifted(ReadOnlySpan<float> logits)
    {
        float[] shifted = new float[logits.Length];
        TensorPrimitives.Subtract(logits, TensorPrimitives.Max(logits), shifted);
        return shifted;
    }
}
