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

/// <summary>A fitted variational autoencoder: encodes, reconstructs and scores rows, generates new ones, decodes latent vectors.</summary>
/// <remarks>Each epoch of <see cref="NetworkTransformer.History"/> has <c>Loss</c>, <c>Reconstruction</c> and <c>KullbackLeibler</c>, in nats a row,
/// and <c>UsedLatentUnits</c>, the number of latent units that hold 0.01 nats about a row or more.</remarks>
public sealed class VariationalAutoencoderTransformer : NetworkTransformer, ILikelihoodModel
{
    internal const string LoaderSignature = "VariationalAutoencoder";

    private readonly FittedVae _fitted;
    private readonly VaeNetwork _network;
    private readonly VaeInference _inference;

    internal VariationalAutoencoderTransformer(FittedVae fitted, VaeNetwork network, Device device, IReadOnlyList<TrainingEpoch> history)
        : base(network, fitted.Seed, fitted.Labels, history, VaeHealth.Warnings(history, fitted.Architecture.LatentSize))
    {
        _fitted = fitted;
        _network = network;
        _inference = new VaeInference(fitted, network, device);
        Model = new VariationalAutoencoderModel(fitted.Architecture, network);
    }

    /// <summary>The networks; their weights are read as copies.</summary>
    public VariationalAutoencoderModel Model { get; }

    /// <summary>How values between 0 and 1 were given to the decoder in training.</summary>
    public Binarization Binarization => _fitted.Binarization;

    /// <summary>Scores above this, in nats, are predicted to be anomalies; null when no predicted label column was asked for. It is the quantile of the
    /// training scores, and a hundred-thousandth more for the rounding of their last bits.</summary>
    public float? ScoreThreshold => _fitted.ScoreThreshold;

    internal FittedVae Fitted => _fitted;

    /// <inheritdoc/>
    public override DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Bind(inputSchema).OutputSchema;

    /// <inheritdoc/>
    public override IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => Bind(inputSchema);

    /// <inheritdoc/>
    public override IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new BatchedView(Bind(input.Schema), input);
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

    private protected override IDataView Samples(LatentGenerationOptions options) => new VaeSamples(_fitted, _inference, options);

    private protected override void Save(ModelSaveContext ctx) => VaeModelFile.Save(ctx, _fitted, _network);

    // Found by ML.NET by its name and signature when a model is loaded.
    private static VariationalAutoencoderTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        (FittedVae fitted, Safetensors tensors) = VaeModelFile.Load(ctx);
        Device device = DeviceChoice.Of(env.Register(LoaderSignature));
        return new VariationalAutoencoderTransformer(fitted, VaeNetwork.Load(fitted.Architecture, fitted.Seed, tensors, device), device, []);
    }

    private VaeMapper Bind(DataViewSchema inputSchema)
    {
        ThrowIfDisposed();
        return VaeMapper.Bind(_fitted, _inference, inputSchema);
    }
}
