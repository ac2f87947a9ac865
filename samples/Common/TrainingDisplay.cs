using MlNetGenerative.Core.Training;
using Spectre.Console;

namespace Samples.Common;

/// <summary>Shows training as it goes: a live bar when the output is a terminal, else about ten lines.</summary>
public static class TrainingDisplay
{
    /// <summary>Runs something that trains.</summary>
    /// <param name="title">What is trained.</param>
    /// <param name="train">Trains, and reports to what it is given.</param>
    /// <returns>What <paramref name="train"/> returned.</returns>
    public static T Show<T>(string title, Func<IProgress<TrainingProgress>, T> train)
    {
        Console.WriteLine($"{title} ...");
        if (Console.IsOutputRedirected)
            return train(new Lines());
        return AnsiConsole.Progress()
            .Columns(new ProgressBarColumn(), new RemainingTimeColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context => train(new Bar(context.AddTask("starting"))));
    }

    /// <summary>Runs something that cannot say how far it is.</summary>
    /// <param name="title">What is done.</param>
    /// <param name="run">Does it.</param>
    /// <returns>What <paramref name="run"/> returned.</returns>
    public static T Show<T>(string title, Func<T> run)
    {
        Console.WriteLine($"{title} ...");
        return Console.IsOutputRedirected ? run() : AnsiConsole.Status().Start("working", _ => run());
    }

    // Not System.Progress, which would report on other threads, after the training and out of order.
    private sealed class Bar(ProgressTask task) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            task.MaxValue = value.NumberOfEpochs;
            task.Value = value.Epoch - 1 + (double)value.RowsDone / Math.Max(1, value.RowsInEpoch);
            task.Description = $"epoch {value.Epoch} of {value.NumberOfEpochs}, {value.RowsPerSecond:N0} rows/s";
        }
    }

    private sealed class Lines : IProgress<TrainingProgress>
    {
        private const int MostLines = 10;

        private int _epoch;

        public void Report(TrainingProgress value)
        {
            int epochsPerLine = (value.NumberOfEpochs + MostLines - 1) / MostLines;
            if (value.RowsDone < value.RowsInEpoch || value.Epoch == _epoch || value.Epoch % epochsPerLine != 0)
                return;
            _epoch = value.Epoch;
            Console.WriteLine($"  epoch {value.Epoch} of {value.NumberOfEpochs}: {value.RowsPerSecond:N0} rows/s, {value.Elapsed.TotalSeconds:F1} s");
        }
    }
}
