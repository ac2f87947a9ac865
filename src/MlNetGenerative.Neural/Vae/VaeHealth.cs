using System.Globalization;

namespace MlNetGenerative.Neural.Vae;

/// <summary>Signs of an autoencoder that has not learned to use its latent units.</summary>
internal static class VaeHealth
{
    /// <summary>A latent unit whose KL(q(z_j | x) ‖ p(z_j)) is less than this on average over rows, in nats, says nothing about a row.</summary>
    public const float UsedDivergence = 0.01f;

    /// <summary>What a whole run is warned of, from its last epoch.</summary>
    /// <param name="history">What was measured.</param>
    /// <param name="latentSize">The number of latent units.</param>
    public static IReadOnlyList<NetworkWarning> Warnings(IReadOnlyList<TrainingEpoch> history, int latentSize)
    {
        if (history.Count == 0)
            return [];
        int unused = latentSize - (int)Math.Round(history[^1].Losses[nameof(VaeLosses.UsedLatentUnits)]);
        if (2 * unused < latentSize)
            return [];
        return
        [
            new NetworkWarning(NetworkWarningKind.UnusedLatentUnits, history[^1].Epoch, unused,
                string.Create(CultureInfo.InvariantCulture, $"{unused} of {latentSize} latent units are unused: they hold less than {UsedDivergence} nats about a row.")
                    + (unused == latentSize ? " The model is one of independent columns (posterior collapse)." : ""),
                "Fewer units give the same model; where they are wanted, try another Seed, KullbackLeiblerWarmUpEpochs, FreeBits or a lower Beta."),
        ];
    }
}
