namespace MlNetGenerative.Core.Boltzmann.Likelihood;

/// <summary>The purposes random numbers are drawn for when likelihoods are estimated, beside those of <see cref="Numerics.RandomStream"/>.</summary>
internal static class LikelihoodStream
{
    /// <summary>First visible states of forward runs; row = run.</summary>
    public const uint BaseRate = 128;

    /// <summary>Hidden states of forward runs; row = run and temperature.</summary>
    public const uint ForwardHidden = 129;

    /// <summary>Visible states of forward runs; row = run and temperature.</summary>
    public const uint ForwardVisible = 130;

    /// <summary>Hidden states of reverse runs; row = run and temperature.</summary>
    public const uint ReverseHidden = 131;

    /// <summary>Visible states of reverse runs; row = run and temperature.</summary>
    public const uint ReverseVisible = 132;

    /// <summary>Which states exact samples are; row = sample.</summary>
    public const uint ExactState = 133;

    /// <summary>The other side of exact samples; row = sample.</summary>
    public const uint ExactOtherSide = 134;

    /// <summary>Measured rows that reverse runs start at; row 0.</summary>
    public const uint StartRows = 136;

    /// <summary>Stochastic binarisation of the rows whose likelihood is measured; row = row in the pass.</summary>
    public const uint Binarization = 135;
}
