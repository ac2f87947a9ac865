using MlNetGenerative.Neural.Training;

namespace MlNetGenerative.Neural.Gan;

/// <summary>What is measured of one batch, before its update.</summary>
/// <param name="DiscriminatorLoss">What the discriminator minimises, without the gradient penalty.</param>
/// <param name="GeneratorLoss">What the generator minimises.</param>
/// <param name="GradientPenalty">The penalty before it is weighted; 0 where the loss has none.</param>
/// <param name="RealOutput">The mean output of the discriminator for real rows.</param>
/// <param name="FakeOutput">The mean output of the discriminator for generated rows.</param>
/// <param name="Accuracy">The share of rows, real and generated, that the discriminator takes for what they are: ½ when it cannot tell.</param>
/// <param name="Diversity">The root mean square distance of pairs of generated rows, divided by that of real ones: 1 when they vary as much.</param>
internal readonly record struct GanLosses(
    double DiscriminatorLoss, double GeneratorLoss, double GradientPenalty, double RealOutput, double FakeOutput, double Accuracy, double Diversity) : ILosses
{
    public static IReadOnlyList<string> Names { get; } =
        [nameof(DiscriminatorLoss), nameof(GeneratorLoss), nameof(GradientPenalty), nameof(RealOutput), nameof(FakeOutput), nameof(Accuracy), nameof(Diversity)];

    public void CopyTo(Span<double> values)
    {
        ReadOnlySpan<double> all = [DiscriminatorLoss, GeneratorLoss, GradientPenalty, RealOutput, FakeOutput, Accuracy, Diversity];
        all.CopyTo(values);
    }
}
