namespace MlNetGenerative.Core.Boltzmann;

/// <summary>A restricted Boltzmann machine of binary visible and binary hidden units: E(v, h) = -a·v - b·h - vᵀ W h.</summary>
/// <remarks>
/// <para>Immutable and safe to use from several threads. P. Smolensky, "Information processing in dynamical systems: foundations of
/// harmony theory", 1986; G. E. Hinton, "A practical guide to training restricted Boltzmann machines", 2010.</para>
/// <para>p(h_j = 1 | v) = sigmoid(b_j + sum over i of v_i W_ij), p(v_i = 1 | h) = sigmoid(a_i + sum over j of W_ij h_j).</para>
/// </remarks>
public sealed class RestrictedBoltzmannMachine
{
    /// <summary>Makes a machine of its parameters, which are copied.</summary>
    /// <param name="numberOfVisibleUnits">The number of visible units, at least 1.</param>
    /// <param name="numberOfHiddenUnits">The number of hidden units, at least 1.</param>
    /// <param name="weights">W, row-major [visible, hidden].</param>
    /// <param name="visibleBias">a, one entry a visible unit.</param>
    /// <param name="hiddenBias">b, one entry a hidden unit.</param>
    /// <exception cref="ArgumentException">A length does not fit, or a parameter is not finite.</exception>
    public RestrictedBoltzmannMachine(
        int numberOfVisibleUnits, int numberOfHiddenUnits, ReadOnlySpan<float> weights, ReadOnlySpan<float> visibleBias,
        ReadOnlySpan<float> hiddenBias) => throw new NotImplementedException();

    /// <summary>The number of visible units.</summary>
    public int NumberOfVisibleUnits => throw new NotImplementedException();

    /// <summary>The number of hidden units.</summary>
    public int NumberOfHiddenUnits => throw new NotImplementedException();

    /// <summary>Copies the weights, row-major [visible, hidden].</summary>
    public float[] GetWeights() => throw new NotImplementedException();

    /// <summary>Copies the visible biases.</summary>
    public float[] GetVisibleBias() => throw new NotImplementedException();

    /// <summary>Copies the hidden biases.</summary>
    public float[] GetHiddenBias() => throw new NotImplementedException();

    /// <summary>Computes b + v W, the input of the hidden units before the sigmoid.</summary>
    /// <param name="visible">v, one entry a visible unit.</param>
    /// <param name="activations">Receives one entry a hidden unit.</param>
    public void HiddenActivations(ReadOnlySpan<float> visible, Span<float> activations) => throw new NotImplementedException();

    /// <summary>Computes b + v W of a row given by its non-zero entries; the same bits as of the dense row.</summary>
    /// <param name="indices">The columns, strictly increasing.</param>
    /// <param name="values">The values at those columns.</param>
    /// <param name="activations">Receives one entry a hidden unit.</param>
    public void HiddenActivations(ReadOnlySpan<int> indices, ReadOnlySpan<float> values, Span<float> activations) => throw new NotImplementedException();

    /// <summary>Computes p(h = 1 | v) = sigmoid(b + v W).</summary>
    /// <param name="visible">v, one entry a visible unit.</param>
    /// <param name="probabilities">Receives one entry a hidden unit.</param>
    public void HiddenProbabilities(ReadOnlySpan<float> visible, Span<float> probabilities) => throw new NotImplementedException();

    /// <summary>Computes p(v = 1 | h) = sigmoid(a + W h).</summary>
    /// <param name="hidden">h, states or probabilities, one entry a hidden unit.</param>
    /// <param name="probabilities">Receives one entry a visible unit.</param>
    public void VisibleProbabilities(ReadOnlySpan<float> hidden, Span<float> probabilities) => throw new NotImplementedException();

    /// <summary>Computes the free energy F(v) = -a·v - sum over j of softplus(b_j + sum over i of v_i W_ij), in nats.</summary>
    /// <param name="visible">v, one entry a visible unit.</param>
    /// <returns>F(v); -F(v) - log Z is the log-likelihood.</returns>
    public double FreeEnergy(ReadOnlySpan<float> visible) => throw new NotImplementedException();

    internal double FreeEnergy(ReadOnlySpan<int> indices, ReadOnlySpan<float> values, ReadOnlySpan<float> activations) => throw new NotImplementedException();

    /// <summary>Computes 1 / (1 + exp(-x)) of each entry; input and output may be the same memory.</summary>
    internal static void Sigmoid(ReadOnlySpan<float> activations, Span<float> probabilities) => throw new NotImplementedException();
}
