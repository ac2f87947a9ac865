using System.Globalization;
using MlNetGenerative.Neural.Numerics;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural.Gan;

/// <summary>Signs of a game that has gone wrong, or is over: measured on every batch, judged after every epoch.</summary>
internal static class GanHealth
{
    /// <summary>Rows of each kind whose distances are measured.</summary>
    public const int NumberOfComparedRows = 64;

    private const double SaturatedAccuracy = 0.99;
    private const double UndecidedDistance = 0.02;
    private const double CollapsedDiversity = 0.5;

    /// <summary>The share of rows on the right side of a boundary, or of the middle of both means where the loss has no boundary.</summary>
    public static double Accuracy(ReadOnlySpan<float> real, ReadOnlySpan<float> fake, double? boundary)
    {
        double at = boundary ?? (Mean(real) + Mean(fake)) / 2;
        double right = 0;   // an output just at the boundary is half right
        foreach (float output in real)
            right += output > at ? 1 : output == at ? 0.5 : 0;
        foreach (float output in fake)
            right += output < at ? 1 : output == at ? 0.5 : 0;
        return right / (real.Length + fake.Length);
    }

    public static double Mean(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float value in values)
            sum += value;
        return sum / values.Length;
    }

    /// <summary>How much generated rows vary, against as many real ones; 1 where the real ones do not vary at all.</summary>
    public static double Diversity(Tensor real, Tensor fake)
    {
        double expected = Spread(real);
        return expected > 0 ? Math.Sqrt(Spread(fake) / expected) : 1;
    }

    /// <summary>Whether an epoch's accuracy says that the discriminator cannot tell generated rows from real ones.</summary>
    public static bool IsUndecided(TrainingEpoch epoch) => Math.Abs(epoch.Losses[nameof(GanLosses.Accuracy)] - 0.5) <= UndecidedDistance;

    /// <summary>What to warn of after an epoch.</summary>
    public static IEnumerable<NetworkWarning> Warnings(TrainingEpoch epoch, AdversarialLoss loss)
    {
        double accuracy = epoch.Losses[nameof(GanLosses.Accuracy)], diversity = epoch.Losses[nameof(GanLosses.Diversity)];
        string accurate = string.Create(CultureInfo.InvariantCulture, $"In epoch {epoch.Epoch} the discriminator tells {accuracy:P1} of the rows apart");
        // A critic of the Wasserstein distance is meant to be good: its gradients do not vanish.
        if (accuracy >= SaturatedAccuracy && loss != AdversarialLoss.Wasserstein)
            yield return new NetworkWarning(NetworkWarningKind.DiscriminatorSaturated, epoch.Epoch, accuracy,
                $"{accurate}, and the generator learns little from it.",
                "Lower DiscriminatorLearningRate, raise LabelSmoothing, give it dropout, or use the Wasserstein loss.");
        if (IsUndecided(epoch))
            yield return new NetworkWarning(NetworkWarningKind.DiscriminatorUndecided, epoch.Epoch, accuracy,
                $"{accurate}, no more than by chance.",
                "The rows are as good as it can judge (StopAtEquilibrium ends training there), or it is too weak or learns too slowly.");
        if (diversity < CollapsedDiversity)
            yield return new NetworkWarning(NetworkWarningKind.ModeCollapse, epoch.Epoch, diversity,
                string.Create(CultureInfo.InvariantCulture, $"In epoch {epoch.Epoch} generated rows vary {diversity:F2} times as much as real ones."),
                "Lower the learning rates, give the generator more noise, or use the Wasserstein or hinge loss.");
    }

    /// <summary>What a whole run is warned of: each kind when it was first seen.</summary>
    public static IReadOnlyList<NetworkWarning> Warnings(IEnumerable<TrainingEpoch> history, AdversarialLoss loss) =>
        [.. history.SelectMany(epoch => Warnings(epoch, loss)).DistinctBy(warning => warning.Kind)];

    // The mean square distance of two different rows is twice the sum of the columns' unbiased variances. Divided alike for both kinds, so the factor is left out.
    private static double Spread(Tensor rows)
    {
        Tensor first = rows.narrow(0, 0, Math.Min(NumberOfComparedRows, rows.shape[0]));
        return (first - first.mean([0L], true)).Squared().sum().item<float>();
    }
}
