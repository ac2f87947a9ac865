using MlNetGenerative.Neural.Training;

namespace MlNetGenerative.Neural.Vae;

/// <summary>The losses of one batch, in nats a row, and how many latent units take part.</summary>
/// <param name="Loss">What is minimised: the weighted divergence less the reconstruction, or the negative importance-weighted bound.</param>
/// <param name="Reconstruction">log p(x | z), averaged over rows and samples.</param>
/// <param name="KullbackLeibler">KL(q(z | x) ‖ p(z)), averaged over rows; not weighted.</param>
/// <param name="UsedLatentUnits">The number of latent units whose divergence, averaged over rows, is at least <see cref="VaeHealth.UsedDivergence"/>.</param>
internal readonly record struct VaeLosses(double Loss, double Reconstruction, double KullbackLeibler, double UsedLatentUnits) : ILosses
{
    public static IReadOnlyList<string> Names { get; } = [nameof(Loss), nameof(Reconstruction), nameof(KullbackLeibler), nameof(UsedLatentUnits)];

    public void CopyTo(Span<double> values)
    {
        values[0] = Loss;
        values[1] = Reconstruction;
        values[2] = KullbackLeibler;
        values[3] = UsedLatentUnits;
    }
}
