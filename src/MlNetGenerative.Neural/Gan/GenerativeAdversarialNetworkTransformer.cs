using MlNetGenerative.Core.Persistence;
using MlNetGenerative.Neural.Gan;
using MlNetGenerative.Neural.Numerics;
using MlNetGenerative.Neural.Pipeline;
using MlNetGenerative.Pipeline;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace MlNetGenerative;

/// <summary>
/// A fitted generative adversarial network: makes rows of noise, and scores rows. Immutable and safe to use from any number of threads. Holds
/// native memory: whoever fits or loads it disposes it.
/// </summary>
/// <remarks>
/// <para>What it appends depends on the schema. Where the noise column is, the sample column: the row that the generator makes of the noise. Where
/// the input column is, the score column: the negative output of the discriminator. One of them must be there; a column that is named as both is
/// taken for noise. <see cref="Sample"/> and <see cref="Score"/> do one thing, whatever other columns there are.</para>
/// <para>A <see cref="PredictionEngine{TSrc, TDst}"/> disposes its transformer unless it is made with
/// <c>new PredictionEngineOptions { OwnsTransformer = false }</c>: several engines over one model need that.</para>
/// <para>Rows are computed 512 at a time. A single row (a prediction engine) is computed alone, which may differ from that in the last bits of
/// single precision: libtorch multiplies a vector in another order than a matrix.</para>
/// </remarks>
public sealed class GenerativeAdversarialNetworkTransformer : ITransformer, IGenerator, IDisposable
{
    internal const string LoaderSignature = "GenerativeAdversarialNet";

    private readonly IHost _host;
    private readonly FittedGan _fitted;
    private readonly GanNetwork _network;
    private readonly GanInference _inference;
    private int _disposed;

    internal GenerativeAdversarialNetworkTransformer(IHostEnvironment environment, FittedGan fitted, GanNetwork network, Device device, IReadOnlyList<TrainingEpoch> history)
    {
        _host = environment.Register(LoaderSignature);
        _fitted = fitted;
        _network = network;
        _inference = new GanInference(fitted.Architecture, network, device);
        History = history;
        Warnings = GanHealth.Warnings(history, fitted.Loss);
        Model = new GenerativeAdversarialNetworkModel(fitted.Architecture, network);
    }

    /// <summary>The networks; their weights are read as copies.</summary>
    public GenerativeAdversarialNetworkModel Model { get; }

    /// <summary>What was measured in each epoch of training: <c>DiscriminatorLoss</c>, <c>GeneratorLoss</c>, <c>GradientPenalty</c>, <c>RealOutput</c>,
    /// <c>FakeOutput</c>, <c>Accuracy</c> (½ when the discriminator cannot tell) and <c>Diversity</c> (1 when generated rows vary as much as real
    /// ones). It is not saved with the model: empty after loading.</summary>
    public IReadOnlyList<TrainingEpoch> History { get; }

    /// <summary>What training found to be wrong, each kind at most once, with what was measured and what to do; empty after a sound run. Like
    /// <see cref="History"/> it is not saved with the model.</summary>
    public IReadOnlyList<NetworkWarning> Warnings { get; }

    /// <summary>The loss that it was trained with.</summary>
    public AdversarialLoss Loss => _fitted.Loss;

    /// <summary>The seed of training and, unless another is given, of generated rows.</summary>
    public int Seed => _fitted.Seed;

    /// <summary>What the labels stand for, in the order of their keys; empty for a model without labels.</summary>
    public IReadOnlyList<string> Labels => _fitted.Labels ?? [];

    /// <summary>True: each row's outputs are a function of that row.</summary>
    public bool IsRowToRowMapper => true;

    /// <summary>Adds the sample column, the score column or both to a schema.</summary>
    /// <param name="inputSchema">The schema of the input.</param>
    /// <returns>The schema of the output.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, or its type or size is not that of training.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        (GanMapper first, GanMapper? second) = Bind(inputSchema);
        return (second ?? first).OutputSchema;
    }

    /// <summary>Binds the transformer to a schema, to map single rows.</summary>
    /// <param name="inputSchema">The schema of the rows.</param>
    /// <returns>The mapper.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, or its type or size is not that of training.</exception>
    /// <exception cref="ObjectDisposedException">The transformer is disposed.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema)
    {
        (GanMapper first, GanMapper? second) = Bind(inputSchema);
        return second is null ? first : new StackedMapper(first, second);
    }

    /// <summary>Appends the sample column where the noise column is, the score column where the input column is; lazily: nothing is computed until a cursor asks for it.</summary>
    /// <param name="input">The rows.</param>
    /// <returns>A view with all columns of the input and those.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, or its type or size is not that of training.</exception>
    /// <exception cref="ObjectDisposedException">The transformer is disposed.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        (GanMapper first, GanMapper? second) = Bind(input.Schema);
        var view = new BatchedView(first, input);
        return second is null ? view : new BatchedView(second, view);
    }

    /// <summary>Makes a row of each row of noise.</summary>
    /// <param name="data">Rows with a noise column, such as interpolations or grids, and for a model with labels the label column.</param>
    /// <param name="outputColumnName">The column that is appended; null is the model's sample column.</param>
    /// <param name="noiseColumnName">The column of noise; null is the model's noise column.</param>
    /// <param name="label">The label of all rows, in place of a label column.</param>
    /// <returns>A lazy view with all columns of the input and the samples.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The noise or label column is missing, or its type or size does not fit, or the label is none of those trained with.</exception>
    /// <exception cref="ObjectDisposedException">The transformer is disposed.</exception>
    public IDataView Sample(IDataView data, string? outputColumnName = null, string? noiseColumnName = null, string? label = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ThrowIfDisposed();
        GanColumns columns = _fitted.Columns;
        int? number = LatentSamples.FindLabel(_fitted.Labels ?? [], label);
        return new BatchedView(GanMapper.ForSamples(_fitted, _inference, data.Schema, noiseColumnName ?? columns.Noise, outputColumnName ?? columns.Output, number), data);
    }

    /// <summary>Scores rows by the discriminator: its negative output, higher for rows that look less like those trained on.</summary>
    /// <param name="data">Rows, and for a model with labels the label column.</param>
    /// <param name="scoreColumnName">The column that is appended; null is the model's score column.</param>
    /// <param name="inputColumnName">The column that is scored; null is the one that the model was trained on.</param>
    /// <returns>A lazy view with all columns of the input and the scores.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, or its type or size is not that of training.</exception>
    /// <exception cref="ObjectDisposedException">The transformer is disposed.</exception>
    public IDataView Score(IDataView data, string? scoreColumnName = null, string? inputColumnName = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ThrowIfDisposed();
        DataViewSchema.Column input = FeatureColumn.Require(data.Schema, inputColumnName ?? _fitted.Columns.Input);
        return new BatchedView(GanMapper.ForScores(_fitted, _inference, data.Schema, input, scoreColumnName ?? _fitted.Columns.Score), data);
    }

    /// <summary>Generates rows from normal noise. With labels the rows go through all of them in turn.</summary>
    /// <param name="count">The number of rows, at least 1.</param>
    /// <param name="seed">The seed; null uses the model's own, so that the same model gives the same rows.</param>
    /// <returns>A lazy view with the input column and, for a model with labels, the label column.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is less than 1.</exception>
    /// <exception cref="ObjectDisposedException">The transformer is disposed.</exception>
    public IDataView Generate(int count, int? seed = null) => Generate(count, seed, label: null);

    /// <summary>Generates rows of one label from normal noise.</summary>
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
            ? new GanSamples(_fitted, _inference, latent)
            : throw new ArgumentException($"A generative adversarial network generates by {nameof(LatentGenerationOptions)}, but got {options.GetType().Name}.", nameof(options));
    }

    /// <summary>Frees the native memory of the networks. May be called more than once.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            _network.Dispose();
    }

    void ICanSaveModel.Save(ModelSaveContext ctx) => GanModelFile.Save(ctx, _fitted, _network);

    // Found by ML.NET by its name and signature when a model is loaded.
    private static GenerativeAdversarialNetworkTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        (FittedGan fitted, Safetensors tensors) = GanModelFile.Load(ctx);
        Device device = DeviceChoice.Of(env.Register(LoaderSignature));
        return new GenerativeAdversarialNetworkTransformer(env, fitted, GanNetwork.Load(fitted.Architecture, fitted.Seed, tensors.GetSingles, device), device, []);
    }

    private (GanMapper First, GanMapper? Second) Bind(DataViewSchema inputSchema)
    {
        ThrowIfDisposed();
        return GanMapper.Bind(_fitted, _inference, inputSchema);
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_disposed != 0, this);
}
