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

/// <summary>A fitted generative adversarial network: makes rows of noise, and scores rows.</summary>
/// <remarks>
/// <para>What it appends depends on the schema. Where the noise column is, the sample column: the row that the generator makes of the noise. Where
/// the input column is, the score column: the negative output of the discriminator. One of them must be there; a column that is named as both is
/// taken for noise. <see cref="Sample"/> and <see cref="Score"/> do one thing, whatever other columns there are.</para>
/// <para>Each epoch of <see cref="NetworkTransformer.History"/> has <c>DiscriminatorLoss</c>, <c>GeneratorLoss</c>, <c>GradientPenalty</c>,
/// <c>RealOutput</c>, <c>FakeOutput</c>, <c>Accuracy</c> (½ when the discriminator cannot tell) and <c>Diversity</c> (1 when generated rows vary as
/// much as real ones).</para>
/// </remarks>
public sealed class GenerativeAdversarialNetworkTransformer : NetworkTransformer
{
    internal const string LoaderSignature = "GenerativeAdversarialNet";

    private readonly FittedGan _fitted;
    private readonly GanNetwork _network;
    private readonly GanInference _inference;

    internal GenerativeAdversarialNetworkTransformer(FittedGan fitted, GanNetwork network, Device device, IReadOnlyList<TrainingEpoch> history)
        : base(network, fitted.Seed, fitted.Labels, history, GanHealth.Warnings(history, fitted.Loss))
    {
        _fitted = fitted;
        _network = network;
        _inference = new GanInference(fitted.Architecture, network, device);
        Model = new GenerativeAdversarialNetworkModel(fitted.Architecture, network);
    }

    /// <summary>The networks; their weights are read as copies.</summary>
    public GenerativeAdversarialNetworkModel Model { get; }

    /// <summary>The loss that it was trained with.</summary>
    public AdversarialLoss Loss => _fitted.Loss;

    /// <summary>Adds the sample column, the score column or both to a schema.</summary>
    /// <param name="inputSchema">The schema of the input.</param>
    /// <returns>The schema of the output.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, or its type or size is not that of training.</exception>
    public override DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        (GanMapper first, GanMapper? second) = Bind(inputSchema);
        return (second ?? first).OutputSchema;
    }

    /// <summary>Binds the transformer to a schema, to map single rows.</summary>
    /// <param name="inputSchema">The schema of the rows.</param>
    /// <returns>The mapper.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, or its type or size is not that of training.</exception>
    /// <exception cref="ObjectDisposedException">The transformer is disposed.</exception>
    public override IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema)
    {
        (GanMapper first, GanMapper? second) = Bind(inputSchema);
        return second is null ? first : new StackedMapper(first, second);
    }

    /// <summary>Appends the sample column where the noise column is, the score column where the input column is; lazily: nothing is computed until a cursor asks for it.</summary>
    /// <param name="input">The rows.</param>
    /// <returns>A view with all columns of the input and those.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, or its type or size is not that of training.</exception>
    /// <exception cref="ObjectDisposedException">The transformer is disposed.</exception>
    public override IDataView Transform(IDataView input)
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

    private protected override IDataView Samples(LatentGenerationOptions options) => new GanSamples(_fitted, _inference, options);

    private protected override void Save(ModelSaveContext ctx) => GanModelFile.Save(ctx, _fitted, _network);

    // Found by ML.NET by its name and signature when a model is loaded.
    private static GenerativeAdversarialNetworkTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        (FittedGan fitted, Safetensors tensors) = GanModelFile.Load(ctx);
        Device device = DeviceChoice.Of(env.Register(LoaderSignature));
        return new GenerativeAdversarialNetworkTransformer(fitted, GanNetwork.Load(fitted.Architecture, fitted.Seed, tensors.GetSingles, device), device, []);
    }

    private (GanMapper First, GanMapper? Second) Bind(DataViewSchema inputSchema)
    {
        ThrowIfDisposed();
        return GanMapper.Bind(_fitted, _inference, inputSchema);
    }
}
