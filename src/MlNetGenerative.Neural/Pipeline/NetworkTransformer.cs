using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetGenerative;

/// <summary>
/// What fitted neural models have in common. Immutable and safe to use from any number of threads. Holds native memory: whoever fits or loads it
/// disposes it.
/// </summary>
/// <remarks>
/// <para>A <see cref="PredictionEngine{TSrc, TDst}"/> disposes its transformer unless it is made with
/// <c>new PredictionEngineOptions { OwnsTransformer = false }</c>: several engines over one model need that.</para>
/// <para>Rows are computed 512 at a time. A single row (a prediction engine) is computed alone, which may differ from that in the last bits of
/// single precision: libtorch multiplies a vector in another order than a matrix.</para>
/// </remarks>
public abstract class NetworkTransformer : ITransformer, IGenerator, IDisposable
{
    private readonly IDisposable _networks;
    private int _disposed;

    /// <param name="networks">The networks, which are disposed with the transformer.</param>
    /// <param name="seed">The seed of everything drawn from the model.</param>
    /// <param name="labels">What the labels stand for; null without labels.</param>
    /// <param name="history">What was measured in training.</param>
    /// <param name="warnings">What training found to be wrong.</param>
    private protected NetworkTransformer(
        IDisposable networks, int seed, IReadOnlyList<string>? labels, IReadOnlyList<TrainingEpoch> history, IReadOnlyList<NetworkWarning> warnings)
    {
        _networks = networks;
        Seed = seed;
        Labels = labels ?? [];
        History = history;
        Warnings = warnings;
    }

    /// <summary>What was measured in each epoch of training. It is not saved with the model: empty after loading.</summary>
    public IReadOnlyList<TrainingEpoch> History { get; }

    /// <summary>What training found to be wrong, each kind at most once, with what was measured and what to do; empty after a sound run. Like
    /// <see cref="History"/> it is not saved with the model.</summary>
    public IReadOnlyList<NetworkWarning> Warnings { get; }

    /// <summary>The seed of training, of sample columns and, unless another is given, of generated rows.</summary>
    public int Seed { get; }

    /// <summary>What the labels stand for, in the order of their keys; empty for a model without labels.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>True: each row's outputs are a function of that row.</summary>
    public bool IsRowToRowMapper => true;

    /// <summary>Adds the output columns to a schema.</summary>
    /// <param name="inputSchema">The schema of the input.</param>
    /// <returns>The schema of the output.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, or its type or size is not that of training.</exception>
    /// <exception cref="ObjectDisposedException">The transformer is disposed.</exception>
    public abstract DataViewSchema GetOutputSchema(DataViewSchema inputSchema);

    /// <summary>Binds the transformer to a schema, to map single rows.</summary>
    /// <param name="inputSchema">The schema of the rows.</param>
    /// <returns>The mapper.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, or its type or size is not that of training.</exception>
    /// <exception cref="ObjectDisposedException">The transformer is disposed.</exception>
    public abstract IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema);

    /// <summary>Appends the output columns, lazily: nothing is computed until a cursor asks for it.</summary>
    /// <param name="input">The rows.</param>
    /// <returns>A view with all columns of the input and the outputs.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, or its type or size is not that of training.</exception>
    /// <exception cref="ObjectDisposedException">The transformer is disposed.</exception>
    public abstract IDataView Transform(IDataView input);

    /// <summary>Generates rows from the prior. With labels the rows go through all of them in turn.</summary>
    /// <param name="count">The number of rows, at least 1.</param>
    /// <param name="seed">The seed; null uses the model's own, so that the same model gives the same rows.</param>
    /// <returns>A lazy view with the input column and, for a model with labels, the label column.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is less than 1.</exception>
    /// <exception cref="ObjectDisposedException">The transformer is disposed.</exception>
    public IDataView Generate(int count, int? seed = null) => Generate(count, seed, label: null);

    /// <summary>Generates rows of one label from the prior.</summary>
    /// <param name="count">The number of rows, at least 1.</param>
    /// <param name="seed">The seed; null uses the model's own, so that the same model gives the same rows.</param>
    /// <param name="label">The label, one of <see cref="Labels"/>; null goes through all labels in turn.</param>
    /// <returns>A lazy view with the input column and, for a model with labels, the label column.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is less than 1, or the label is none of those trained with.</exception>
    /// <exception cref="ObjectDisposedException">The transformer is disposed.</exception>
    public IDataView Generate(int count, int? seed, string? label) => Generate(new LatentGenerationOptions { Count = count, Seed = seed, Label = label });

    /// <summary>Generates rows.</summary>
    /// <param name="options">How: <see cref="LatentGenerationOptions"/>.</param>
    /// <returns>A lazy view with the input column and, for a model with labels, the label column.</returns>
    /// <exception cref="ArgumentException">The options belong to another kind of model.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range, or the label is none of those trained with.</exception>
    /// <exception cref="ObjectDisposedException">The transformer is disposed.</exception>
    public IDataView Generate(GenerationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ThrowIfDisposed();
        return options is LatentGenerationOptions latent
            ? Samples(latent)
            : throw new ArgumentException($"A {GetType().Name} generates by {nameof(LatentGenerationOptions)}, but got {options.GetType().Name}.", nameof(options));
    }

    /// <summary>Frees the native memory of the networks. May be called more than once.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            _networks.Dispose();
    }

    void ICanSaveModel.Save(ModelSaveContext ctx) => Save(ctx);

    private protected abstract IDataView Samples(LatentGenerationOptions options);

    private protected abstract void Save(ModelSaveContext ctx);

    private protected void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_disposed != 0, this);
}
