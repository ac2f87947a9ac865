using System.Runtime.CompilerServices;
using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Boltzmann;

/// <summary>A restricted Boltzmann machine of binary visible and binary hidden units: E(v, h) = -a·v - b·h - vᵀ W h.</summary>
/// <remarks>
/// <para>Immutable and safe to use from several threads. P. Smolensky, "Information processing in dynamical systems: foundations of
/// harmony theory", 1986; G. E. Hinton, "A practical guide to training restricted Boltzmann machines", 2010.</para>
/// <para>p(h_j = 1 | v) = sigmoid(b_j + sum over i of v_i W_ij), p(v_i = 1 | h) = sigmoid(a_i + sum over j of W_ij h_j).</para>
/// </remarks>
public sealed unsafe class RestrictedBoltzmannMachine
{
    // Rows and results up to this many entries are worked on in stack memory.
    private const int StackEntries = 2048;

    /// <summary>Makes a machine of its parameters, which are copied.</summary>
    /// <param name="numberOfVisibleUnits">The number of visible units, at least 1.</param>
    /// <param name="numberOfHiddenUnits">The number of hidden units, at least 1.</param>
    /// <param name="weights">W, row-major [visible, hidden].</param>
    /// <param name="visibleBias">a, one entry a visible unit.</param>
    /// <param name="hiddenBias">b, one entry a hidden unit.</param>
    /// <exception cref="ArgumentException">A length does not fit, or a parameter is not finite.</exception>
    public RestrictedBoltzmannMachine(
        int numberOfVisibleUnits, int numberOfHiddenUnits, ReadOnlySpan<float> weights, ReadOnlySpan<float> visibleBias,
        ReadOnlySpan<float> hiddenBias)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(numberOfVisibleUnits, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(numberOfHiddenUnits, 1);
        CheckParameter(weights, (long)numberOfVisibleUnits * numberOfHiddenUnits, nameof(weights));
        CheckParameter(visibleBias, numberOfVisibleUnits, nameof(visibleBias));
        CheckParameter(hiddenBias, numberOfHiddenUnits, nameof(hiddenBias));
        Weights = new PanelMatrix(numberOfVisibleUnits, numberOfHiddenUnits);
        Weights.CopyFrom(weights);
        Transpose = new PanelMatrix(numberOfHiddenUnits, numberOfVisibleUnits);
        Transpose.CopyFromTransposeOf(weights);
        VisibleBias = new AlignedBuffer<float>(Transpose.PaddedColumns);
        HiddenBias = new AlignedBuffer<float>(Weights.PaddedColumns);
        visibleBias.CopyTo(VisibleBias.Span);
        hiddenBias.CopyTo(HiddenBias.Span);
    }

    /// <summary>Takes parameters over without a copy; who passes them on must not change them any more.</summary>
    internal RestrictedBoltzmannMachine(
        PanelMatrix weights, PanelMatrix transpose, AlignedBuffer<float> visibleBias, AlignedBuffer<float> hiddenBias)
    {
        Weights = weights;
        Transpose = transpose;
        VisibleBias = visibleBias;
        HiddenBias = hiddenBias;
    }

    /// <summary>The number of visible units.</summary>
    public int NumberOfVisibleUnits => Weights.Rows;

    /// <summary>The number of hidden units.</summary>
    public int NumberOfHiddenUnits => Weights.Columns;

    /// <summary>W, panels over hidden units.</summary>
    internal PanelMatrix Weights { get; }

    /// <summary>The transpose of W, panels over visible units.</summary>
    internal PanelMatrix Transpose { get; }

    /// <summary>a, padded.</summary>
    internal AlignedBuffer<float> VisibleBias { get; }

    /// <summary>b, padded.</summary>
    internal AlignedBuffer<float> HiddenBias { get; }

    /// <summary>Copies the weights, row-major [visible, hidden].</summary>
    public float[] GetWeights() => Weights.ToRowMajor();

    /// <summary>Copies the visible biases.</summary>
    public float[] GetVisibleBias() => VisibleBias.Span[..NumberOfVisibleUnits].ToArray();

    /// <summary>Copies the hidden biases.</summary>
    public float[] GetHiddenBias() => HiddenBias.Span[..NumberOfHiddenUnits].ToArray();

    /// <summary>Computes b + v W, the input of the hidden units before the sigmoid.</summary>
    /// <param name="visible">v, one entry a visible unit.</param>
    /// <param name="activations">Receives one entry a hidden unit.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public void HiddenActivations(ReadOnlySpan<float> visible, Span<float> activations)
    {
        CheckLength(visible.Length, NumberOfVisibleUnits, nameof(visible), "visible unit");
        LayerInputs.OfDense(Weights, HiddenBias, visible, activations);
    }

    /// <summary>Computes b + v W of a row given by its non-zero entries; the same bits as of the dense row.</summary>
    /// <param name="indices">The columns, strictly increasing.</param>
    /// <param name="values">The values at those columns.</param>
    /// <param name="activations">Receives one entry a hidden unit.</param>
    /// <exception cref="ArgumentException">A length does not fit, or an index is not that of a visible unit.</exception>
    public void HiddenActivations(ReadOnlySpan<int> indices, ReadOnlySpan<float> values, Span<float> activations)
    {
        CheckSparse(indices, values);
        LayerInputs.OfSparse(Weights, HiddenBias, indices, values, activations);
    }

    /// <summary>Computes p(h = 1 | v) = sigmoid(b + v W).</summary>
    /// <param name="visible">v, one entry a visible unit.</param>
    /// <param name="probabilities">Receives one entry a hidden unit.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public void HiddenProbabilities(ReadOnlySpan<float> visible, Span<float> probabilities)
    {
        HiddenActivations(visible, probabilities);
        Sigmoid(probabilities, probabilities);
    }

    /// <summary>Computes p(h = 1 | v) of many rows at once: the same bits as one by one, at about twice the speed.</summary>
    /// <param name="visible">The rows one after the other, each one entry a visible unit.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="probabilities">Receives the rows one after the other, each one entry a hidden unit.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public void HiddenProbabilities(ReadOnlySpan<float> visible, int count, Span<float> probabilities)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        CheckLength(visible.Length, (long)count * NumberOfVisibleUnits, nameof(visible), $"visible unit of {count} rows");
        CheckLength(probabilities.Length, (long)count * NumberOfHiddenUnits, nameof(probabilities), $"hidden unit of {count} rows");
        LayerInputs.ProbabilitiesOfRows(Weights, HiddenBias, visible, count, probabilities);
    }

    /// <summary>Computes p(v = 1 | h) = sigmoid(a + W h).</summary>
    /// <param name="hidden">h, states or probabilities, one entry a hidden unit.</param>
    /// <param name="probabilities">Receives one entry a visible unit.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public void VisibleProbabilities(ReadOnlySpan<float> hidden, Span<float> probabilities)
    {
        CheckLength(hidden.Length, NumberOfHiddenUnits, nameof(hidden), "hidden unit");
        LayerInputs.OfDense(Transpose, VisibleBias, hidden, probabilities);
        Sigmoid(probabilities, probabilities);
    }

    /// <summary>Computes the free energy F(v) = -a·v - sum over j of softplus(b_j + sum over i of v_i W_ij), in nats.</summary>
    /// <param name="visible">v, one entry a visible unit.</param>
    /// <returns>F(v); -F(v) - log Z is the log-likelihood.</returns>
    /// <exception cref="ArgumentException">The length does not fit.</exception>
    [SkipLocalsInit]
    public double FreeEnergy(ReadOnlySpan<float> visible)
    {
        Span<float> activations = NumberOfHiddenUnits <= StackEntries
            ? stackalloc float[StackEntries] : new float[NumberOfHiddenUnits];
        activations = activations[..NumberOfHiddenUnits];
        HiddenActivations(visible, activations);
        double energy = 0;
        for (int i = 0; i < visible.Length; i++)
            if (visible[i] != 0)
                energy -= (double)VisibleBias.Pointer[i] * visible[i];
        GC.KeepAlive(this);
        return energy - Softplus.Sum(activations);
    }

    /// <summary>Computes the free energy of a row whose hidden activations are known.</summary>
    /// <param name="indices">The row's columns, strictly increasing.</param>
    /// <param name="values">The row's values.</param>
    /// <param name="activations">What <see cref="HiddenActivations(ReadOnlySpan{int}, ReadOnlySpan{float}, Span{float})"/> gave for the
    /// row.</param>
    /// <returns>The free energy in nats.</returns>
    internal double FreeEnergy(ReadOnlySpan<int> indices, ReadOnlySpan<float> values, ReadOnlySpan<float> activations)
    {
        CheckSparse(indices, values);
        CheckLength(activations.Length, NumberOfHiddenUnits, nameof(activations), "hidden unit");
        double energy = 0;
        for (int i = 0; i < indices.Length; i++)
            if (values[i] != 0)
                energy -= (double)VisibleBias.Pointer[indices[i]] * values[i];
        GC.KeepAlive(this);
        return energy - Softplus.Sum(activations);
    }

    /// <summary>Computes 1 / (1 + exp(-x)) of each entry; input and output may be the same memory.</summary>
    internal static void Sigmoid(ReadOnlySpan<float> activations, Span<float> probabilities)
        => BoltzmannKernels.Best.Sigmoid(activations, probabilities);

    private static void CheckParameter(ReadOnlySpan<float> values, long length, string name)
    {
        if (values.Length != length)
            throw new ArgumentException($"{name} must have {length} entries, but has {values.Length}.", name);
        for (int i = 0; i < values.Length; i++)
            if (!float.IsFinite(values[i]))
                throw new ArgumentException($"{name}[{i}] is {values[i]}; parameters must be finite.", name);
    }

    private static void CheckLength(int length, long expected, string name, string what)
    {
        if (length != expected)
            throw new ArgumentException($"Expected {expected} entries, one a {what}, but got {length}.", name);
    }

    private void CheckSparse(ReadOnlySpan<int> indices, ReadOnlySpan<float> values)
    {
        if (indices.Length != values.Length)
            throw new ArgumentException($"There are {indices.Length} indices, but {values.Length} values.", nameof(values));
        foreach (int index in indices)
            if ((uint)index >= (uint)NumberOfVisibleUnits)
                throw new ArgumentException($"Index {index} is not that of one of {NumberOfVisibleUnits} visible units.", nameof(indices));
    }
}
