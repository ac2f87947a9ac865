using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Training;

namespace MlNetGenerative.Neural.Vae;

/// <summary>What makes one variational autoencoder differ from another; how it is trained is in the training settings.</summary>
internal sealed record VaeSettings
{
    public int LatentSize { get; init; } = 16;

    /// <summary>From the columns to the layer that mean and log-variance are linear in; null is the default.</summary>
    public NetworkLayout? Encoder { get; init; }

    /// <summary>From the latent vector to the columns; null is the default.</summary>
    public NetworkLayout? Decoder { get; init; }

    public DecoderDistribution Distribution { get; init; } = DecoderDistribution.Bernoulli;

    /// <summary>That of a Gaussian decoder; the first one where it is learned.</summary>
    public float StandardDeviation { get; init; } = 1;

    public Binarization Binarization { get; init; } = Binarization.None;

    public float Beta { get; init; } = 1;

    public int WarmUpEpochs { get; init; }

    /// <summary>Nats a latent unit.</summary>
    public float FreeBits { get; init; }

    /// <summary>The K of the importance-weighted bound that is trained; 1 is the evidence lower bound.</summary>
    public int NumberOfImportanceSamples { get; init; } = 1;

    public AnomalyBound ScoreBound { get; init; } = AnomalyBound.Evidence;

    public int NumberOfScoreSamples { get; init; } = 8;

    public bool InitializeOutputBias { get; init; } = true;

    public int Seed { get; init; }

    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range, or two contradict each other.</exception>
    public void Validate()
    {
        SettingCheck.Require(LatentSize is >= 1 and <= 65_536, nameof(LatentSize), LatentSize, "from 1 to 65536");
        SettingCheck.Require(Enum.IsDefined(Distribution), nameof(Distribution), Distribution, $"one of {string.Join(", ", Enum.GetNames<DecoderDistribution>())}");
        SettingCheck.Require(StandardDeviation is >= 1e-4f and <= 1e4f, nameof(StandardDeviation), StandardDeviation, "from 0.0001 to 10000");
        SettingCheck.Require(Enum.IsDefined(Binarization), nameof(Binarization), Binarization, $"one of {string.Join(", ", Enum.GetNames<Binarization>())}");
        SettingCheck.Require(Binarization == Binarization.None || Distribution == DecoderDistribution.Bernoulli, nameof(Binarization), Binarization,
            $"{Binarization.None} where {nameof(Distribution)} is not {DecoderDistribution.Bernoulli}: only a Bernoulli decoder has binary columns");
        SettingCheck.Require(Beta is >= 0 and <= 1000, nameof(Beta), Beta, "from 0 to 1000");
        SettingCheck.Require(WarmUpEpochs is >= 0 and <= 1_000_000, nameof(WarmUpEpochs), WarmUpEpochs, "from 0 to 1000000");
        SettingCheck.Require(FreeBits is >= 0 and <= 1000, nameof(FreeBits), FreeBits, "from 0 to 1000 nats");
        SettingCheck.Require(NumberOfImportanceSamples is >= 1 and <= 10_000, nameof(NumberOfImportanceSamples), NumberOfImportanceSamples, "from 1 to 10000");
        SettingCheck.Require(FreeBits == 0 || NumberOfImportanceSamples == 1, nameof(FreeBits), FreeBits,
            $"0 where {nameof(NumberOfImportanceSamples)} is above 1: the importance-weighted bound has no divergence of its own that bits could be free of");
        SettingCheck.Require(Enum.IsDefined(ScoreBound), nameof(ScoreBound), ScoreBound, $"one of {string.Join(", ", Enum.GetNames<AnomalyBound>())}");
        SettingCheck.Require(NumberOfScoreSamples is >= 1 and <= 10_000, nameof(NumberOfScoreSamples), NumberOfScoreSamples, "from 1 to 10000");
    }

    /// <summary>What the divergence is multiplied with in an epoch counted from 1: it rises in equal steps to <see cref="Beta"/>, which it has from epoch <see cref="WarmUpEpochs"/> on.</summary>
    public double DivergenceWeight(int epoch) => WarmUpEpochs == 0 ? Beta : Beta * Math.Min(1.0, (double)epoch / WarmUpEpochs);
}
