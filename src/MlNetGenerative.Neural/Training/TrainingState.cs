using System.Diagnostics;

namespace MlNetGenerative.Neural.Training;

/// <summary>Everything about a run that is neither in the model nor in its optimizers: together they are what a checkpoint holds.</summary>
internal sealed class TrainingState
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _before;
    private TimeSpan _epochStart;

    /// <param name="numberOfLosses">The number of losses of a batch.</param>
    public TrainingState(int numberOfLosses) => LossSums = new double[numberOfLosses];

    /// <summary>Where training stands.</summary>
    public TrainingPosition Position { get; set; } = TrainingPosition.Start;

    /// <summary>Rows of the current epoch that have been trained on.</summary>
    public long RowsDone { get; set; }

    /// <summary>The losses of the current epoch's batches, each multiplied with the batch's rows.</summary>
    public double[] LossSums { get; }

    /// <summary>The sum of the gradients' norms over the updates of the current epoch.</summary>
    public double GradientNormSum { get; set; }

    /// <summary>The epochs that are done.</summary>
    public List<TrainingEpoch> History { get; } = [];

    /// <summary>The epoch with the lowest validation loss; 0 before the first one.</summary>
    public int BestEpoch { get; set; }

    /// <summary>Whether there is nothing left to train: all epochs are done, or the run was stopped early.</summary>
    public bool Finished { get; set; }

    /// <summary>Runs since training began here.</summary>
    public Stopwatch Clock => _clock;

    /// <summary>The time since training began, with that of earlier parts of the run.</summary>
    public TimeSpan Elapsed => _before + _clock.Elapsed;

    /// <summary>The time since the current epoch began, with that of earlier parts of the run.</summary>
    public TimeSpan EpochElapsed => Elapsed - _epochStart;

    /// <summary>Rows trained a second in the current epoch.</summary>
    public double RowsPerSecond => RowsDone / Math.Max(1e-9, EpochElapsed.TotalSeconds);

    /// <summary>Begins an epoch.</summary>
    public void BeginEpoch()
    {
        Array.Clear(LossSums);
        RowsDone = 0;
        GradientNormSum = 0;
        _epochStart = Elapsed;
    }

    /// <summary>Goes on where an earlier part of the run ended.</summary>
    public void Continue(TimeSpan elapsed, TimeSpan epochElapsed)
    {
        _before = elapsed - _clock.Elapsed;
        _epochStart = elapsed - epochElapsed;
    }
}
