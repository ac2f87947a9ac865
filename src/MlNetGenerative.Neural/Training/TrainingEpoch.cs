using System.Globalization;

namespace MlNetGenerative;

/// <summary>What was measured in one epoch of training a neural model.</summary>
/// <param name="Epoch">The epoch, counted from 1.</param>
/// <param name="Losses">The model's losses by name, means over the rows trained on, each batch measured before its update.</param>
/// <param name="ValidationLosses">The same losses on the rows kept back for validation, after the epoch; empty without validation.</param>
/// <param name="LearningRate">The learning rate of the epoch's last update.</param>
/// <param name="GradientNorm">The norm of the gradients before clipping, a mean over the updates.</param>
/// <param name="RowsPerSecond">Rows trained a second in this epoch, without validation.</param>
/// <param name="Elapsed">The time since training began, not counting the time between runs that a checkpoint connects.</param>
public sealed record TrainingEpoch(
    int Epoch, IReadOnlyDictionary<string, double> Losses, IReadOnlyDictionary<string, double> ValidationLosses, double LearningRate,
    double GradientNorm, double RowsPerSecond, TimeSpan Elapsed)
{
    /// <summary>One line for the log.</summary>
    /// <param name="numberOfEpochs">The number of epochs of the run.</param>
    internal string Describe(int numberOfEpochs)
    {
        static string Values(IReadOnlyDictionary<string, double> losses) => string.Join(", ", losses.Select(loss =>
            string.Create(CultureInfo.InvariantCulture, $"{loss.Key} {loss.Value:G6}")));
        string validation = ValidationLosses.Count == 0 ? "" : $"; validation: {Values(ValidationLosses)}";
        return string.Create(CultureInfo.InvariantCulture,
            $"Epoch {Epoch} of {numberOfEpochs}: {Values(Losses)}{validation}; learning rate {LearningRate:G4}, gradient norm {GradientNorm:G4}, {RowsPerSecond:F0} rows per second.");
    }
}
