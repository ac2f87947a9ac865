using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Boltzmann.Likelihood;

namespace MlNetGenerative;

/// <summary>How the likelihood of rows is measured; the defaults give figures that can be quoted.</summary>
/// <example>
/// <code>
/// using MlNetGenerative.Core.Boltzmann.Likelihood;
///
/// var ml = new MLContext(seed: 1);
/// IDataView test = ml.Data.LoadFromIdx("t10k-images-idx3-ubyte.gz");
/// ITransformer model = ml.Model.Load("digits.zip", out DataViewSchema inputSchema);
/// LikelihoodMetrics metrics = ml.Generative().EvaluateLikelihood(model, test, new LikelihoodOptions
/// {
///     Binarization = Binarization.Stochastic,
///     Seed = 7,
///     Schedule = AnnealingSchedule.Quick,
/// });
/// </code>
/// </example>
public sealed class LikelihoodOptions
{
    /// <summary>Whether the likelihood is exact or estimated.</summary>
    public LikelihoodMethod Method { get; set; } = LikelihoodMethod.Automatic;

    /// <summary>How values between 0 and 1 become 0 or 1, for models of binary rows; null is the way of training. With
    /// <see cref="Core.Boltzmann.Binarization.None"/> a value that is neither 0 nor 1 is an error: a grey value has no likelihood, and the ways
    /// to make it binary differ by more than 10 nats on images.</summary>
    public Binarization? Binarization { get; set; }

    /// <summary>The seed of an estimate and of a stochastic binarization; null is the model's own. The same seed gives the same figures, bit for
    /// bit. A row is made binary by the seed and the row's id.</summary>
    public int? Seed { get; set; }

    /// <summary>The inverse temperatures of an estimate: <see cref="AnnealingSchedule.SalakhutdinovMurray"/>, what estimates are quoted with, or
    /// <see cref="AnnealingSchedule.Quick"/>, a tenth of the steps, to follow a training run. With 784 visible
    /// and 500 hidden units and 100 runs they take about 25 and 4 seconds on two cores.</summary>
    public AnnealingSchedule Schedule { get; set; } = AnnealingSchedule.SalakhutdinovMurray;

    /// <summary>The number of annealed runs of an estimate in each direction, 2 to 1,000,000; useful: 100 to 1,000.</summary>
    public int NumberOfRuns { get; set; } = 100;

    /// <summary>Gibbs steps from the measured rows to the start of an estimate's reverse runs, 0 to 10,000,000; more where the verdict asks for it.</summary>
    public int ReverseGibbsSteps { get; set; } = 2_000;

    /// <summary>The K of importance sampling from a variational autoencoder's encoder, 1 to 1,000,000; useful: 100 to 5,000.</summary>
    public int NumberOfImportanceSamples { get; set; } = 500;

    /// <summary>Stops measuring; polled every few rows and steps.</summary>
    public CancellationToken CancellationToken { get; set; }
}
