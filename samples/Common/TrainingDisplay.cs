using MlNetGenerative.Core.Training;
using Spectre.Console;

namespace Samples.Common;

/// <summary>Shows training as it goes: a live bar when the output is a terminal, else a line an epoch.</summary>
public static class TrainingDisplay
{
    /// <summary>Runs something that trains.</summary>
    /// <param name="title">What is trained.</param>
    /// <param name="train">Trains, and reports to what it is given.</param>
    /// <returns>What <paramref name="train"/> returned.</returns>
    public static T Show<T>(string title, Func<IProgress<TrainingProgress>, T> train)
    {
        if (Console.IsOutputRedirected)
        {
            Console.WriteLine($"{title} ...");
            return train(new Lines());
        }
        return AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(), new SpinnerColumn())
            .Start(context => train(new Bar(context.AddTask(Markup.Escape(title)), title)));
    }

    // Not System.Progress, which would report on other threads, after the training and out of order.
    private sealed class Bar(ProgressTask task, string title) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            task.MaxValue = value.NumberOfEpochs;
            task.Value = value.Epoch - 1 + (double)value.RowsDone / Math.Max(1, value.RowsInEpoch);
            task.Description = Markup.Escape($"{title}, epoch {value.Epoch} of {value.NumberOfEpochs}, {value.RowsPerSecond:N0} rows/s");
        }
    }

    private sealed class Lines : IProgress<TrainingProgress>
    {
        private int _epoch;

        public void Report(TrainingProgress value)
        {
            if (value.RowsDone < value.RowsInEpoch || value.Epoch == _epoch)
                return;
            _epoch = value.Epoch;
            Console.WriteLine($"  epoch {value.Epoch} of {value.NumberOfEpochs}: {value.RowsPerSecond:N0} rows/s, {value.Elapsed.TotalSeconds:F1} s");
        }
    }
}
