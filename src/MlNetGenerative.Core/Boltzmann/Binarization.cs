namespace MlNetGenerative.Core.Boltzmann;

/// <summary>How values between 0 and 1 are given to binary visible units.</summary>
public enum Binarization
{
    /// <summary>Values are used as they are: a grey value stands for the mean of its unit.</summary>
    None,

    /// <summary>A unit is on when its value is at least 0.5.</summary>
    Threshold,

    /// <summary>A unit is on with the probability that its value gives, drawn anew in each epoch.</summary>
    Stochastic,
}
