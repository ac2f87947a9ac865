namespace MlNetGenerative.Core.Boltzmann;

/// <summary>A batch of Gibbs chains of one machine, stepped together; a chain's values depend only on (seed, chain index, step).</summary>
internal sealed class GibbsChains
{
    /// <summary>Makes chains, not yet started.</summary>
    /// <param name="model">The machine.</param>
    /// <param name="seed">The seed of all chains.</param>
    /// <param name="firstChain">The index of the first chain, 0 to 2^32 - 1.</param>
    /// <param name="count">The number of chains.</param>
    public GibbsChains(RestrictedBoltzmannMachine model, ulong seed, long firstChain, int count) => throw new NotImplementedException();

    /// <summary>Starts every chain at visible units that are on with probability one half.</summary>
    public void StartFromNoise() => throw new NotImplementedException();

    /// <summary>Starts one chain at a row; a grey value is on with the probability it gives.</summary>
    /// <param name="chain">The chain, 0 to count - 1.</param>
    /// <param name="indices">The row's columns.</param>
    /// <param name="values">The row's values in [0, 1].</param>
    public void StartFrom(int chain, ReadOnlySpan<int> indices, ReadOnlySpan<float> values) => throw new NotImplementedException();

    /// <summary>Takes full Gibbs steps (hidden given visible, then visible given hidden) with every chain.</summary>
    /// <param name="steps">How many.</param>
    public void Step(int steps) => throw new NotImplementedException();

    /// <summary>Copies a chain's visible states, 0 or 1.</summary>
    public void CopyStates(int chain, Span<float> visible) => throw new NotImplementedException();

    /// <summary>Copies p(v | h) of a chain's last step.</summary>
    public void CopyMeans(int chain, Span<float> visible) => throw new NotImplementedException();
}
