using MlNetGenerative.Neural.Training;

namespace MlNetGenerative.Neural.Vae;

/// <summary>The losses of one batch, in nats a row.</summary>
/// <param name="Loss">What is minimised: the weighted divergence less the reconstruction, or the negative importance-weighted bound.</param>
/// <param name="Reconstruction">log p(x | z), averaged over rows and samples.</param>
/// <param name="KullbackLeibler">KL(q(z | x) ‖ p(z)), averaged over rows; not weighted.</param>
internal readonly record struct VaeLosses(double Loss, double Reconstruction, double KullbackLeibler) : ILosses
{
    public static IReadOnlyList<string> Names { get; } = [nameof(Loss), nameof(Reconstruction), nameof(KullbackLeibler)];

    public void CopyTo(Span<double> values)
    {
        values[0] = Loss;
        values[1] = Reconstruction;
        values[2] = KullbackLeibler;
    }
}
