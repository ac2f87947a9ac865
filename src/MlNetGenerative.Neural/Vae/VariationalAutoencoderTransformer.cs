using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Persistence;
using MlNetGenerative.Neural.Numerics;
using MlNetGenerative.Neural.Pipeline;
using MlNetGenerative.Neural.Vae;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace MlNetGenerative;

/// <summary>
/// A fitted variational autoencoder: encodes, reconstructs and scores rows, generates new ones, decodes latent vectors. Immutable and safe to
/// use from any number of threads. Holds native memory: whoever fits or loads it disposes it.
/// </summary>
/// <remarks>
/// <para>A <see cref="PredictionEngine{TSrc, TDst}"/> disposes its transformer unless it is made with
/// <c>new PredictionEngineOptions { OwnsTransformer = false }</c>: several engines over one model need that.</para>
/// <para>Rows are computed 512 at a time. A single row (a prediction engine) is computed alone, which may differ from that in the last bits of
/// single precision: libtorch multiplies a vector in another order than a matrix.</para>
/// </remarks>
public sealed class VariationalAutoencoderTransformer : ITransformer, IGenerator, ILikelihoodModel, IDisposable
{
    internal const string LoaderSignature = "VariationalAutoencoder";

    private readonly IHost _host;
    private readonly FittedVae _fitted;
    private readonly VaeNetwork _network;
    private readonly VaeInference _inference;
    private int _disposed;

    internal VariationalAutoencoderTransformer(IHostEnvironment environment, FittedVae fitted, VaeNetwork network, Device device, IReadOnlyList<TrainingEpoch> history)
    {
        _host = environment.Register(LoaderSignature);
        _fitted = fitted;
        _network = network;
        _inference = new VaeInference(fitted, network, device);
        History = history;
        Warnings = VaeHealth.Warnings(history, fitted.Architecture.LatentSize);
        Model = new VariationalAutoencoderModel(fitted.Architecture, network);
    }

    /// <summary>The networks; their weights are read as copies.</summary>
    public VariationalAutoencoderModel Model { get; }

    /// <summary>What was measured in each epoch of training: <c>Loss</c>, <c>Reconstruction</c> and <c>KullbackLeibler</c> in nats a row, and
    /// <c>UsedLatentUnits</c>, the number of latent units that hold 0.01 nats about a row or more. It is not saved with the model: empty after loading.</summary>
    public IReadOnlyList<TrainingEpoch> History { get; }

    /// <summary>What training found to be wrong, with what was measured and what to do; empty after a sound run. Like <see cref="History"/> it is
    /// not saved with the model.</summary>
    public IReadOnlyList<NetworkWarning> Warnings { get; }

    /// <summary>The seed of training, of sample columns and, unless another is given, of generated rows.</summary>
    public int Seed => _fitted.Seed;

    /// <summary>How values between 0 and 1 were given to the decoder in training.</summary>
    public Binarization Binarization => _fitted.Binarization;

    /// <summary>What the labels stand for, in the order of their keys; empty for a model without labels.</summary>
    public IReadOnlyList<string> Labels => _fitted.Labels ?? [];

    /// <summary>Scores above this, in nats, are predicted to be anomalies; null when no predicted label column was asked for.</summary>
    public float? ScoreThreshold => _fitted.ScoreThreshold;

    /// <summary>True: each row's outputs are a function of that row.</summary>
    public bool IsRowToRowMapper => true;

    internal FittedVae Fitted => _fitted;

    /// <summary>Adds the output columns to a schema.</summary>
    /// <param name="inputSchema">The schema of the input.</param>
    /// <returns>The schema of the output.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The input or label column is missing, or its type or size is not that of training.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Bind(inputSchema).OutputSchema;

    /// <summary>Binds the transformer to a schema, to map single rows.</summary>
    /// <param name="inputSchema">The schema of the rows.</param>
    /// <returns>The mapper.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The input or label column is missing, or its type or size is not that of training.</exception>
    /// <exception cref="ObjectDisposedException">The transformer is disposed.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => Bind(inputSchema);

    /// <summary>Appends the output columns, lazily: nothing is computed until a cursor asks for it.</summary>
    /// <param name="input">The rows.</param>
    /// <returns>A view with all columns of the input and the outputs.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The input or label column is missing, or its type or size is not that of training.</exception>
    /// <exception cref="ObjectDisposedException">The transformer is disposed.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new BatchedView(Bind(input.Schema), input);
    }

    /// <summary>Generates rows: latent vectors from the prior, decoded to the means of p(x | z). With labels the rows go through all of them in turn.</summary>
    /// <param name="count">The number of rows, at least 1.</param>
    /// <param name="seed">The seed; null uses the model's own, so that the same model gives the same rows.</param>
    /// <returns>A lazy view with the input column and, for a model with labels, the label column.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is less than 1.</exception>
    /// <exception cref="ObjectDisposedException">The transformer is disposed.</exception>
    public IDataView Generate(int count, int? seed = null) => Generate(new LatentGenerationOptions { Count = count, Seed = seed });

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
            ? new VaeSamples(_fitted, _inference, latent)
            : throw new ArgumentException($"A variational autoencoder generates by {nameof(LatentGenerationOptions)}, but got {options.GetType().Name}.", nameof(options));
    }

    /// <summary>Decodes a column of latent vectors to the means of p(x | z).</summary>
    /// <param name="data">Rows with a latent column, such as interpolations or grids, and for a model with labels the label column.</param>
    /// <param name="outputColumnName">The column that is appended; null is the name of the column that the model was trained on.</param>
    /// <param name="latentColumnName">The column of latent vectors; null is the model's latent column.</param>
    /// <returns>A lazy view with all columns of the input and the decoded one.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The latent or label column is missing, or its type or size does not fit.</exception>
    /// <exception cref="ObjectDisposedException">The transformer is disposed.</exception>
    public IDataView Decode(IDataView data, string? outputColumnName = null, string? latentColumnName = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ThrowIfDisposed();
        return new BatchedView(VaeDecodingMapper.Bind(_fitted, _inference, data.Schema, outputColumnName ?? _fitted.Columns.Input, latentColumnName ?? _fitted.Columns.Latent), data);
    }

    /// <summary>Measures how likely rows are: the evidence lower bound with its two parts, and the log-likelihood by importance sampling.</summary>
    /// <remarks>log p(x) ≈ log (1/K) Σ_k p(x, z_k) / q(z_k | x), a lower bound in expectation that rises with K
    /// (<see cref="LikelihoodOptions.NumberOfImportanceSamples"/>). The noise of the samples is a function of the seed and the row's values. A unit is active when the variance of its
    /// mean μ over the rows is above 0.01 (Burda and others, 2016).</remarks>
    /// <param name="data">The rows, with the input column and for a model with labels the label column.</param>
    /// <param name="options">How; null for the binarization and the seed of training.</param>
    /// <returns>The metrics, in nats per row.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range, or a column is missing, or its type or size is not that of training.</exception>
    /// <exception cref="NotSupportedException">The exact likelihood or annealed importance sampling is asked for.</exception>
    /// <exception cref="InvalidOperationException">There are no rows, or a value is not allowed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The transformer is disposed.</exception>
    public LikelihoodMetrics EvaluateLikelihood(IDataView data, LikelihoodOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ThrowIfDisposed();
        return VaeLikelihoodEvaluation.Evaluate(_fitted, _inference, data, options ?? new LikelihoodOptions());
    }

    /// <summary>Frees the native memory of the networks. May be called more than once.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            _network.Dispose();
    }

    void ICanSaveModel.Save(ModelSaveContext ctx) => VaeModelFile.Save(ctx, _fitted, _network);

    // Found by ML.NET by its name and signature when a model is loaded.
    private static VariationalAutoencoderTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        (FittedVae fitted, Safetensors tensors) = VaeModelFile.Load(ctx);
        Device device = DeviceChoice.Of(env.Register(LoaderSignature));
        return new VariationalAutoencoderTransformer(env, fitted, VaeNetwork.Load(fitted.Architecture, fitted.Seed, tensors, device), device, []);
    }

    private VaeMapper Bind(DataViewSchema inputSchema)
    {
        ThrowIfDisposed();
        return VaeMapper.Bind(_fitted, _inference, inputSchema);
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_disposed != 0, this);
}
