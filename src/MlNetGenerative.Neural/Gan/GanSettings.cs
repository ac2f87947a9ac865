using MlNetGenerative.Core.Training;
using MlNetGenerative.Neural.Training;

namespace MlNetGenerative.Neural.Gan;

/// <summary>What makes one adversarial network differ from another; how it is trained is in the training settings, which are the generator's.</summary>
internal sealed record GanSettings
{
    public int NoiseSize { get; init; } = 100;

    /// <summary>From the noise to the columns; null is the default.</summary>
    public NetworkLayout? Generator { get; init; }

    /// <summary>From the columns to the layer that the output is linear in; null is the default.</summary>
    public NetworkLayout? Discriminator { get; init; }

    public AdversarialLoss Loss { get; init; } = AdversarialLoss.NonSaturating;

    public float GradientPenaltyWeight { get; init; } = 10;

    public float LabelSmoothing { get; init; }

    public int DiscriminatorSteps { get; init; } = 1;

    public float DiscriminatorLearningRate { get; init; } = 2e-4f;

    public OptimizerSettings DiscriminatorOptimizer { get; init; } = new();

    /// <summary>Of the generator's moving average; 0 has none.</summary>
    public double AverageDecay { get; init; } = 0.999;

    public bool StopAtEquilibrium { get; init; }

    public int Seed { get; init; }

    public bool IsWasserstein => Loss == AdversarialLoss.Wasserstein;

    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range, or two contradict each other.</exception>
    public void Validate()
    {
        SettingCheck.Require(NoiseSize is >= 1 and <= 65_536, nameof(NoiseSize), NoiseSize, "from 1 to 65536");
        SettingCheck.Require(Enum.IsDefined(Loss), nameof(Loss), Loss, $"one of {string.Join(", ", Enum.GetNames<AdversarialLoss>())}");
        SettingCheck.Require(GradientPenaltyWeight is >= 0 and <= 1e4f, nameof(GradientPenaltyWeight), GradientPenaltyWeight, "from 0 to 10000");
        SettingCheck.Require(LabelSmoothing is >= 0 and < 0.5f, nameof(LabelSmoothing), LabelSmoothing, "at least 0 and below 0.5");
        SettingCheck.Require(LabelSmoothing == 0 || Loss is AdversarialLoss.NonSaturating or AdversarialLoss.LeastSquares, nameof(LabelSmoothing), LabelSmoothing,
            $"0 where {nameof(Loss)} is {Loss}: only {AdversarialLoss.NonSaturating} and {AdversarialLoss.LeastSquares} have a target for real rows");
        SettingCheck.Require(DiscriminatorSteps is >= 1 and <= 1000, nameof(DiscriminatorSteps), DiscriminatorSteps, "from 1 to 1000");
        SettingCheck.Require(DiscriminatorLearningRate is > 0 and <= 10, nameof(DiscriminatorLearningRate), DiscriminatorLearningRate, "above 0 and at most 10");
        DiscriminatorOptimizer.Validate();
        SettingCheck.Require(AverageDecay is >= 0 and < 1, nameof(AverageDecay), AverageDecay, "at least 0 and below 1");
        SettingCheck.Require(!IsWasserstein || Discriminator is null || !Discriminator.Layers.Any(layer => layer is BatchNorm), nameof(Discriminator), "one with BatchNorm",
            $"without BatchNorm where {nameof(Loss)} is {AdversarialLoss.Wasserstein}: the gradient penalty is of each row alone; LayerNorm does not mix rows");
    }

    /// <summary>The discriminator's training settings: the generator's with a learning rate and an optimizer of its own, and a schedule in proportion.</summary>
    public TrainingSettings OfDiscriminator(TrainingSettings generator) => generator with
    {
        LearningRate = DiscriminatorLearningRate,
        FinalLearningRate = generator.FinalLearningRate / generator.LearningRate * DiscriminatorLearningRate,
        Optimizer = DiscriminatorOptimizer,
    };
}
