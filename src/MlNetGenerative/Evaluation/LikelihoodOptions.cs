using MlNetGenerative.Core.Boltzmann;

namespace MlNetGenerative;

/// <summary>How the likelihood of rows is measured.</summary>
public sealed class LikelihoodOptions
{
    /// <summary>How values between 0 and 1 become 0 or 1, for models of binary rows; null is the way of training. With
    /// <see cref="Core.Boltzmann.Binarization.None"/> a value that is neither 0 nor 1 is an error: a grey value has no likelihood.</summary>
    public Binarization? Binarization { get; set; }

    /// <summary>The seed of a stochastic binarization; null is the model's own. A row is drawn from the seed and the row's id.</summary>
    public int? Seed { get; set; }
}
