using System.Globalization;
using MlNetGenerative.Core.Training;
using MlNetGenerative.Neural.Gan;
using MlNetGenerative.Neural.Numerics;
using MlNetGenerative.Neural.Training;
using MlNetGenerative.Pipeline;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace MlNetGenerative;

/// <summary>
/// Trains a generator, which makes rows of noise, against a discriminator, which tells them from real ones. Fitted, it turns a column of noise into
/// a column of samples, scores rows by the discriminator, and generates rows, for each label where it is trained with labels.
/// </summary>
/// <remarks>
/// <para>To create this estimator, use
/// <see cref="GenerativeAdversarialNetworkExtensions.GenerativeAdversarialNetwork(GenerativeCatalog, string, string, int, int, float)"/> or
/// <see cref="GenerativeAdversarialNetworkExtensions.GenerativeAdversarialNetwork(GenerativeCatalog, Options)"/>.</para>
/// <para><b>Input and Output Columns</b></para>
/// <list type="table">
/// <listheader><term>Column</term><description>Type and meaning</description></listheader>
/// <item><term><see cref="Options.InputColumnName"/> (input)</term><description>Vector of <see cref="float"/> of known size, dense or sparse; values
/// in [0, 1] where the generator ends with <c>Tanh</c> or <c>Sigmoid</c>, any finite ones elsewhere.</description></item>
/// <item><term><see cref="Options.LabelColumnName"/> (input)</term><description>Optional. A key; missing ones are an error in training.</description></item>
/// <item><term><see cref="Options.NoiseColumnName"/> (input)</term><description>Not needed in training. Vector of <see cref="float"/> with
/// <see cref="Options.NoiseSize"/> slots, normally distributed, as the noise views of <c>ml.Generative()</c> have.</description></item>
/// <item><term><see cref="Options.OutputColumnName"/></term><description>Where the noise column is. Vector of <see cref="float"/> with the training
/// column's size and slot names: the row that the generator makes of the noise.</description></item>
/// <item><term><see cref="Options.ScoreColumnName"/></term><description>Where the input column is. <see cref="float"/>: the negative output of the
/// discriminator, higher for rows that look less like those trained on.</description></item>
/// </list>
/// <para><b>Estimator Characteristics</b></para>
/// <list type="table">
/// <listheader><term>Question</term><description>Answer</description></listheader>
/// <item><term>Does this estimator need to look at the data to train its parameters?</term><description>Yes</description></item>
/// <item><term>Is normalization required?</term><description>Yes: values in [0, 1] for a generator that ends with <c>Tanh</c> or <c>Sigmoid</c>; helps others</description></item>
/// <item><term>Is caching required?</term><description>No: <see cref="NetworkTrainingOptions.CacheData"/> keeps the rows itself</description></item>
/// <item><term>Required NuGet in addition to Microsoft.ML</term><description>MlNetGenerative.Neural, and in the application a native libtorch, for instance TorchSharp-cpu</description></item>
/// <item><term>Exportable to ONNX</term><description>No</description></item>
/// </list>
/// <para>The losses, with their sources, are at <see cref="AdversarialLoss"/>. Every update takes as many generated rows as real ones, with the same
/// labels. With labels the generator is told the label with the noise, and the discriminator projects its last layer on it.</para>
/// <para>After each epoch the log has a warning when the discriminator is saturated, when it cannot tell the rows apart, or when generated rows vary
/// much less than real ones (mode collapse); the figures are in the fitted transformer's history.</para>
/// <para>I. Goodfellow and others, "Generative adversarial nets", NIPS 2014; A. Radford, L. Metz and S. Chintala, ICLR 2016; T. Miyato and M. Koyama,
/// "cGANs with projection discriminator", ICLR 2018.</para>
/// <para>Training stops with an error that names row, column and slot at a value that is not allowed, before anything is learned from it.
/// Scoring does not stop: NaN or infinity in a row gives NaN.</para>
/// <para>A fixed seed gives the same model bit for bit on the same machine: <see cref="NetworkTrainingOptions.Seed"/>, or the seed of the <see cref="MLContext"/>.
/// Across machines the last bits of libtorch's matrix products differ.</para>
/// </remarks>
/// <example>
/// <code>
/// var ml = new MLContext(seed: 1);
/// IDataView train = ml.Data.LoadFromIdx("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz");
/// using GenerativeAdversarialNetworkTransformer gan = ml.Generative().GenerativeAdversarialNetwork("Features", "Label").Fit(train);
/// IDataView threes = gan.Generate(count: 64, seed: 7, label: "3");
/// IDataView scored = gan.Transform(train);
/// </code>
/// </example>
public sealed partial class GenerativeAdversarialNetworkEstimator : IEstimator<GenerativeAdversarialNetworkTransformer>
{
    private readonly IHost _host;
    private readonly Options _options;
    private readonly int _seed;
    private readonly GanSettings _settings;
    private readonly TrainingSettings _training;
    private readonly GanColumns _columns;

    internal GenerativeAdversarialNetworkEstimator(IHostEnvironment environment, Options options)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(options);
        _host = environment.Register(GenerativeAdversarialNetworkTransformer.LoaderSignature);
        _options = options.Copy();
        _seed = _options.Seed ?? _host.Rand.Next();
        _training = _options.ToTrainingSettings(_seed);
        _training.Validate();
        _settings = _options.ToSettings(_seed);
        _settings.Validate();
        _columns = new GanColumns(_options.InputColumnName, _options.LabelColumnName, _options.NoiseColumnName, _options.OutputColumnName, _options.ScoreColumnName);
        _columns.Validate();
    }

    /// <summary>Adds the score column to the shape of a schema and, where that has the noise column, the sample column.</summary>
    /// <param name="inputSchema">The shape of the input.</param>
    /// <returns>The shape of the output.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or is not a vector of <see cref="float"/> of known size, or the label column is not a key.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        SchemaShape.Column features = FeatureColumn.Require(inputSchema, _columns.Input);
        if (_columns.Label is { } label)
            KeyColumn.Require(inputSchema, label);
        Dictionary<string, SchemaShape.Column> columns = inputSchema.ToDictionary(column => column.Name);
        if (columns.ContainsKey(_columns.Noise))
        {
            FeatureColumn.Require(inputSchema, _columns.Noise);
            columns[_columns.Output] = new SchemaShape.Column(_columns.Output, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, isKey: false,
                ColumnAnnotations.ShapeOfVector(ColumnAnnotations.HasSlotNames(features), GanArchitecture.IsUnitIntervalOf(_settings)));
        }
        if (_columns.Noise != _columns.Input)
            columns[_columns.Score] = new SchemaShape.Column(_columns.Score, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.Single, isKey: false);
        return new SchemaShape(columns.Values);
    }

    /// <summary>Trains both networks.</summary>
    /// <param name="input">The training rows.</param>
    /// <returns>The fitted transformer, which the caller disposes. The same rows give the same model, however often this is called.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The input or label column is missing, or has another type.</exception>
    /// <exception cref="ArgumentException">A network does not fit the columns; the message names the layer.</exception>
    /// <exception cref="InvalidOperationException">There are no rows, a value is not allowed, training diverged, or the checkpoint belongs to another run.</exception>
    /// <exception cref="InvalidDataException">The checkpoint is damaged.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled and <see cref="NetworkTrainingOptions.ReturnBestOnCancel"/> is false.</exception>
    public GenerativeAdversarialNetworkTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        DataViewSchema.Column features = FeatureColumn.Require(input.Schema, _columns.Input);
        DataViewSchema.Column? label = _columns.Label is { } name ? KeyColumn.Require(input.Schema, name) : null;
        GanArchitecture architecture = GanArchitecture.Of(_settings, FeatureColumn.SizeOf(features), label is { } key ? KeyColumn.CountOf(key) : 0);
        using IChannel channel = _host.Start("Training");
        var read = new FeatureRows(input, features, architecture.IsUnitInterval ? ValueRange.UnitInterval : ValueRange.Finite, _options.SkipInvalidRows, label);
        ITrainingRows rows = _options.CacheData ? read.Cache(_options.CancellationToken) : read;

        Device device = DeviceChoice.Of(_host, _options.GpuDeviceId, _options.FallbackToCpu);
        var fitted = new FittedGan(architecture, _columns)
        {
            Loss = _settings.Loss,
            Seed = _seed,
            SlotNames = ColumnAnnotations.ReadSlotNames(features),
            Labels = label is { } column ? KeyColumn.ReadNames(column) : null,
        };
        GanNetwork network = GanNetwork.Create(architecture, _seed, device);
        try
        {
            TrainingResult result;
            using (var model = new GanModel(_settings, architecture, network, _training, device))
            {
                Action<TrainingEpoch> onEpoch = WarningsTo(channel) + SnapshotsOf(model, fitted, device);
                var observers = new TrainingObservers(line => channel.Info(MessageSensitivity.None, "{0}", line), onEpoch, _options.Progress);
                result = TrainingLoop.Run(model, rows, _training, observers, _options.CancellationToken, _options.ReturnBestOnCancel);
                model.UseAverage();
            }
            ReportSkipped(channel, read);
            return new GenerativeAdversarialNetworkTransformer(_host, fitted, network, device, result.History);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>Warns when a sign appears, not in each epoch that has it.</summary>
    private Action<TrainingEpoch> WarningsTo(IChannel channel)
    {
        HashSet<string> before = [];
        return epoch =>
        {
            (string Sign, string Line)[] warnings = [.. GanHealth.Warnings(epoch, _settings.Loss)];
            foreach ((string sign, string line) in warnings)
                if (!before.Contains(sign))
                    channel.Warning(MessageSensitivity.None, "{0}", line);
            before = [.. warnings.Select(warning => warning.Sign)];
        };
    }

    /// <summary>Hands the model out after each epoch; null when nobody asks.</summary>
    private Action<TrainingEpoch>? SnapshotsOf(GanModel model, FittedGan fitted, Device device)
    {
        if (_options.EpochCompleted is not { } completed)
            return null;
        var history = new List<TrainingEpoch>();
        return epoch =>
        {
            history.Add(epoch);
            using var snapshot = new GenerativeAdversarialNetworkTransformer(_host, fitted, model.Snapshot(), device, [.. history]);
            completed(snapshot);
        };
    }

    private void ReportSkipped(IChannel channel, FeatureRows read)
    {
        if (read.NumberOfSkippedRows > 0)
            channel.Warning(MessageSensitivity.Schema, "{0}", string.Create(CultureInfo.InvariantCulture,
                $"Skipped {read.NumberOfSkippedRows} of {read.NumberOfSkippedRows + read.Count} rows of column '{_columns.Input}' with NaN, infinite or out-of-range values or without a label."));
    }
}
