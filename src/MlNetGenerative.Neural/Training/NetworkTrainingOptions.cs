using MlNetGenerative.Core.Training;
using MlNetGenerative.Neural;
using MlNetGenerative.Neural.Training;
using Microsoft.ML.SearchSpace;

namespace MlNetGenerative;

/// <summary>How the networks of an estimator are trained: what all of this library's estimators on TorchSharp have in common.</summary>
public abstract class NetworkTrainingOptions
{
    private protected NetworkTrainingOptions()
    {
    }

    /// <summary>Passes over the rows, 1 to 1,000,000; useful: 10 to 200.</summary>
    [Range(10, 200, 30, true)]
    public int NumberOfEpochs { get; set; } = 30;

    /// <summary>Rows an update, 1 to 65,536; useful: 32 to 512.</summary>
    [Range(32, 512, 128, true)]
    public int BatchSize { get; set; } = 128;

    /// <summary>How the learning rate goes from its first value to <see cref="FinalLearningRate"/>; a second network's goes in proportion.</summary>
    public LearningRateSchedule LearningRateSchedule { get; set; } = LearningRateSchedule.Constant;

    /// <summary>The learning rate that a schedule ends at.</summary>
    public float FinalLearningRate { get; set; }

    /// <summary>Updates in which the learning rate rises from 0 in equal steps, 0 to 1,000,000,000.</summary>
    public int LearningRateWarmUpUpdates { get; set; }

    /// <summary>The largest norm of all gradients of a network together; longer ones are shortened to it. Null does not.</summary>
    public float? GradientClipNorm { get; set; }

    /// <summary>The largest magnitude of each entry of a gradient; null does not clip.</summary>
    public float? GradientClipValue { get; set; }

    /// <summary>The folder of the checkpoint, from which a run that was broken off goes on, to the same bits; null writes none.</summary>
    public string? CheckpointDirectory { get; set; }

    /// <summary>Epochs from one checkpoint to the next, 1 to 1,000,000.</summary>
    public int CheckpointEpochs { get; set; } = 1;

    /// <summary>Minutes after which a checkpoint is written within an epoch, above 0; null writes none there.</summary>
    public double? CheckpointMinutes { get; set; } = 10;

    /// <summary>The seed of training and of all that the model draws; null draws one from the context when the estimator is made.</summary>
    public int? Seed { get; set; }

    /// <summary>The number of the graphics card to train on; null is what the context says, the processor where it says nothing.</summary>
    public int? GpuDeviceId { get; set; }

    /// <summary>Whether the processor may take the place of a card that is not there; null is what the context says.</summary>
    public bool? FallbackToCpu { get; set; }

    /// <summary>Whether training keeps the rows in memory (only entries that are not zero); false reads them anew in each epoch, in bounded memory.</summary>
    public bool CacheData { get; set; } = true;

    /// <summary>Whether training leaves out rows with values that are not allowed or without a label, with a warning in the log, instead of stopping with an error.</summary>
    public bool SkipInvalidRows { get; set; }

    /// <summary>Told where training stands, at most every 100 ms and at the end of each epoch.</summary>
    public IProgress<TrainingProgress>? Progress { get; set; }

    /// <summary>Stops training; polled before each batch.</summary>
    public CancellationToken CancellationToken { get; set; }

    /// <summary>Whether cancelling gives the best model so far (the last one where nothing tells which is best) instead of an <see cref="OperationCanceledException"/>.</summary>
    public bool ReturnBestOnCancel { get; set; }

    /// <summary>These options as the training loop reads them.</summary>
    private protected TrainingSettings ToTrainingSettings(int seed, float learningRate, OptimizerSettings optimizer) => new()
    {
        NumberOfEpochs = NumberOfEpochs,
        BatchSize = BatchSize,
        LearningRate = learningRate,
        LearningRateSchedule = LearningRateSchedule,
        FinalLearningRate = FinalLearningRate,
        LearningRateWarmUpUpdates = LearningRateWarmUpUpdates,
        Optimizer = optimizer,
        GradientClipNorm = GradientClipNorm,
        GradientClipValue = GradientClipValue,
        CheckpointDirectory = CheckpointDirectory,
        CheckpointEpochs = CheckpointEpochs,
        CheckpointMinutes = CheckpointMinutes,
        Seed = (uint)seed,
    };
}
