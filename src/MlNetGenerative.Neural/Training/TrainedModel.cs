using static TorchSharp.torch;

namespace MlNetGenerative.Neural.Training;

/// <summary>What <see cref="TrainingLoop"/> trains: it knows no more of a model than this.</summary>
/// <typeparam name="TLosses">The losses of a batch.</typeparam>
internal abstract class TrainedModel<TLosses> : IDisposable
    where TLosses : struct, ILosses
{
    /// <summary>What is trained, for instance <c>VariationalAutoencoder</c>; part of the checkpoint's file name.</summary>
    public abstract string Name { get; }

    /// <summary>The model's own settings that the course of training depends on, as text by name: a checkpoint is used only where all agree.</summary>
    public abstract IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>Parameters, buffers and averages, by name, in a fixed order: everything that a checkpoint must hold besides the optimizers.
    /// Single precision, with a fixed shape.</summary>
    public abstract IReadOnlyList<(string Name, Tensor Tensor)> State { get; }

    /// <summary>The optimizers, each with its own moments and count of updates.</summary>
    public abstract IReadOnlyList<Optimizer> Optimizers { get; }

    /// <summary>Draws what the model needs for a batch into its arrays, and may change its rows (binarise them). Called on a background
    /// thread, while another batch is trained on.</summary>
    /// <remarks>What is drawn must be a function of the model's seed, <see cref="TrainingBatch.NoiseRow"/> and the rows alone.</remarks>
    public abstract void Prepare(TrainingBatch batch);

    /// <summary>One update: losses, gradients and the steps of the optimizers. Every tensor made here goes when it returns.</summary>
    public abstract TLosses Step(TrainingBatch batch);

    /// <summary>The losses of a batch without gradients. The same batch and parameters give the same losses.</summary>
    public abstract TLosses Evaluate(TrainingBatch batch);

    /// <summary>Whether training is to end after an epoch, for a reason of the model's own; null goes on.</summary>
    /// <param name="epoch">What was measured.</param>
    /// <returns>The reason, for the log.</returns>
    public virtual string? ReasonToEnd(TrainingEpoch epoch) => null;

    /// <summary>Says whether the next batches are trained on or evaluated.</summary>
    public virtual void SetTraining(bool training)
    {
    }

    /// <inheritdoc/>
    public abstract void Dispose();
}
