using System.Globalization;
using MlNetGenerative.Boltzmann;
using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Training;
using MlNetGenerative.Pipeline;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace MlNetGenerative;

/// <summary>
/// Trains a restricted Boltzmann machine of binary visible and hidden units on a column of unlabelled vectors, and appends its hidden
/// probabilities as features; on request also samples, reconstructions and an anomaly score.
/// </summary>
/// <remarks>
/// <para>To create this estimator, use
/// <see cref="GenerativeCatalog.RestrictedBoltzmannMachine(string, string, int, int, float)"/> or
/// <see cref="GenerativeCatalog.RestrictedBoltzmannMachine(Options)"/>.</para>
/// <para><b>Input and Output Columns</b></para>
/// <list type="table">
/// <listheader><term>Column</term><description>Type and meaning</description></listheader>
/// <item><term><see cref="Options.InputColumnName"/> (input)</term><description>Vector of <see cref="float"/> of known size, dense or
/// sparse, values in [0, 1]. No label is read.</description></item>
/// <item><term><see cref="Options.OutputColumnName"/></term><description>Vector of <see cref="float"/>, one slot a hidden unit:
/// p(h = 1 | v). Slot names <c>Hidden.0</c>, <c>Hidden.1</c> …; annotated as normalized.</description></item>
/// <item><term><see cref="Options.SampleColumnName"/></term><description>Optional. Vector of <see cref="float"/>, one slot a hidden unit:
/// 0 or 1, drawn from p(h | v) by the seed and the row's id. In a prediction engine the row's id is the number of the call.</description></item>
/// <item><term><see cref="Options.ReconstructionColumnName"/></term><description>Optional. Vector of <see cref="float"/>, one slot a
/// visible unit, with the input's slot names: p(v = 1 | h) with the hidden probabilities for h.</description></item>
/// <item><term><see cref="Options.ScoreColumnName"/></term><description>Optional. <see cref="float"/>: the free energy F(v) in nats,
/// higher is more anomalous.</description></item>
/// <item><term><see cref="Options.PredictedLabelColumnName"/></term><description>Optional. <see cref="bool"/>: whether the score is above the
/// quantile <see cref="Options.AnomalyQuantile"/> of the training rows' scores. <c>ml.AnomalyDetection.Evaluate</c> reads it and the score
/// beside a label that is a number above 0 for anomalies.</description></item>
/// </list>
/// <para><b>Estimator Characteristics</b></para>
/// <list type="table">
/// <listheader><term>Question</term><description>Answer</description></listheader>
/// <item><term>Does this estimator need to look at the data to train its parameters?</term><description>Yes</description></item>
/// <item><term>Is normalization required?</term><description>Yes: values in [0, 1]</description></item>
/// <item><term>Is caching required?</term><description>No: <see cref="Options.CacheData"/> keeps the rows itself</description></item>
/// <item><term>Required NuGet in addition to Microsoft.ML</term><description>MlNetGenerative; no native code</description></item>
/// <item><term>Exportable to ONNX</term><description>No</description></item>
/// </list>
/// <para>The model: E(v, h) = -a·v - b·h - vᵀ W h, p(v, h) = exp(-E(v, h)) / Z. Hence p(h_j = 1 | v) = sigmoid(b_j + Σ_i v_i W_ij),
/// p(v_i = 1 | h) = sigmoid(a_i + Σ_j W_ij h_j), and F(v) = -a·v - Σ_j log(1 + exp(b_j + Σ_i v_i W_ij)), -F(v) - log Z the log-likelihood
/// of v. Trained by persistent contrastive divergence with the centred gradient unless the options say otherwise.</para>
/// <para>T. Tieleman, "Training restricted Boltzmann machines using approximations to the likelihood gradient", ICML 2008;
/// G. E. Hinton, "A practical guide to training restricted Boltzmann machines", 2010; J. Melchior, A. Fischer and L. Wiskott,
/// "How to center deep Boltzmann machines", JMLR 17, 2016. Parallel tempering: G. Desjardins and others, AISTATS 2010; Adam: D. P. Kingma and
/// J. L. Ba, ICLR 2015; dropout of hidden units: N. Srivastava and others, JMLR 15, 2014.</para>
/// <para>With <see cref="Options.ValidationFraction"/> or <see cref="Options.ValidationData"/> the free-energy gap, mean F of held-out rows less that of
/// training rows, is in <see cref="RestrictedBoltzmannMachineTransformer.History"/> for each epoch, and
/// <see cref="Options.EarlyStoppingPatience"/> ends training by what <see cref="Options.EarlyStoppingMeasure"/> says of them.</para>
/// <para>Training stops with an error that names row, column and slot (counted from 0) at a value that is NaN, infinite or outside [0, 1],
/// before anything is learned from it; see <see cref="Options.SkipInvalidRows"/>. Scoring does not stop: NaN or infinity in a row gives NaN
/// in its vectors and its score and false for its predicted label, and values outside [0, 1], as a normalizer may give for rows beyond the training range, are used as they are.</para>
/// <para>What goes wrong without an error is told as a warning in the log and in
/// <see cref="RestrictedBoltzmannMachineTransformer.Warnings"/>, with what was measured and what to do: see <see cref="BoltzmannWarningKind"/>.</para>
/// <para>A fixed seed gives the same model bit for bit: <see cref="Options.Seed"/>, or the seed of the <see cref="MLContext"/>.</para>
/// </remarks>
/// <example>
/// <code>
/// var ml = new MLContext(seed: 1);
/// IDataView train = ml.Data.LoadFromIdx("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz");
/// var pipeline = ml.Generative().RestrictedBoltzmannMachine("Hidden", "Features", numberOfHiddenUnits: 500)
///     .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Label", "Hidden"));
/// ITransformer model = pipeline.Fit(train);
/// ml.Model.Save(model, train.Schema, "digits.zip");
/// </code>
/// </example>
public sealed partial class RestrictedBoltzmannMachineEstimator : IEstimator<RestrictedBoltzmannMachineTransformer>
{
    private readonly IHost _host;
    private readonly Options _options;
    private readonly int _seed;
    private readonly RestrictedBoltzmannMachineSettings _settings;
    private readonly BoltzmannColumns _columns;

    internal RestrictedBoltzmannMachineEstimator(IHostEnvironment environment, Options options)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(options);
        _host = environment.Register("RestrictedBoltzmannMachine");
        _options = options.Copy();
        _seed = _options.Seed ?? _host.Rand.Next();
        _settings = _options.ToSettings(_seed);
        _settings.Validate();
        _settings.ValidateWith(_options.ValidationData is not null);
        SettingCheck.Require(_options.AnomalyQuantile is > 0 and <= 1, nameof(Options.AnomalyQuantile), _options.AnomalyQuantile, "above 0 and at most 1");
        _columns = new BoltzmannColumns(_options.InputColumnName ?? _options.OutputColumnName, _options.OutputColumnName,
            _options.SampleColumnName, _options.ReconstructionColumnName, _options.ScoreColumnName, _options.PredictedLabelColumnName);
        _columns.Validate();
    }

    /// <summary>Adds the output columns to the shape of a schema.</summary>
    /// <param name="inputSchema">The shape of the input.</param>
    /// <returns>The shape of the output.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or is not a vector of <see cref="float"/> of known size.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        SchemaShape.Column features = FeatureColumn.Require(inputSchema, _columns.Input);
        Dictionary<string, SchemaShape.Column> columns = inputSchema.ToDictionary(column => column.Name);
        foreach (SchemaShape.Column column in _columns.Append(features))
            columns[column.Name] = column;
        return new SchemaShape(columns.Values);
    }

    /// <summary>Trains the machine.</summary>
    /// <param name="input">The training rows; no label is read.</param>
    /// <returns>The fitted transformer. The same rows give the same model, however often this is called.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or is not a vector of <see cref="float"/> of known size.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The validation data have no such column, or one of another size.</exception>
    /// <exception cref="InvalidOperationException">There are no rows, a value is NaN, infinite or outside [0, 1], training diverged, or the
    /// checkpoint belongs to another configuration.</exception>
    /// <exception cref="InvalidDataException">The checkpoint is damaged.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled and <see cref="Options.ReturnBestOnCancel"/> is false.</exception>
    public RestrictedBoltzmannMachineTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        DataViewSchema.Column features = FeatureColumn.Require(input.Schema, _columns.Input);
        using IChannel channel = _host.Start("Training");

        var read = new FeatureRows(input, features, ValueRange.UnitInterval, _options.SkipInvalidRows) { AfterFirstPass = rows => Report(channel, rows) };
        ITrainingRows rows = _options.CacheData ? read.Cache(_options.CancellationToken) : read;
        BoltzmannTrainingResult result = BoltzmannTrainer.Train(rows, _settings, epoch => Report(channel, epoch),
            _options.Progress, _options.CancellationToken, _options.ReturnBestOnCancel,
            warning => channel.Warning(MessageSensitivity.Schema, "{0}", warning.ToString()),
            line => channel.Info(MessageSensitivity.Schema, "{0}", line), HeldOutRows(read.Width));
        var fitted = new FittedBoltzmannMachine(result.Model, _columns)
        {
            Binarization = _settings.Binarization,
            Seed = _seed,
            ColumnMeans = [.. result.ColumnMeans],
            SlotNames = ColumnAnnotations.ReadSlotNames(features),
            ScoreThreshold = null,
        };
        if (_columns.PredictedLabel is not null)
            fitted = fitted with { ScoreThreshold = ScoreQuantile.Of(TrainingScores(fitted, rows), _options.AnomalyQuantile) };
        return new RestrictedBoltzmannMachineTransformer(_host, fitted, result.History, result.Warnings);
    }

    /// <summary>The rows of <see cref="Options.ValidationData"/>; null without.</summary>
    private FeatureRows? HeldOutRows(int width)
    {
        if (_options.ValidationData is not { } data)
            return null;
        var rows = new FeatureRows(data, FeatureColumn.Require(data.Schema, _columns.Input), ValueRange.UnitInterval, _options.SkipInvalidRows);
        return rows.Width == width
            ? rows
            : throw new ArgumentOutOfRangeException(nameof(Options.ValidationData), rows.Width,
                $"Column '{_columns.Input}' of {nameof(Options.ValidationData)} has {rows.Width} slots, but {width} in the training data; both must be the same.");
    }

    // Scores cost more than rows: where rows may be kept, so may their scores, otherwise they are computed in each pass.
    private Func<IEnumerable<float>> TrainingScores(FittedBoltzmannMachine fitted, ITrainingRows rows)
    {
        if (!_options.CacheData)
            return () => BoltzmannScores.Of(fitted, rows);
        float[] scores = [.. BoltzmannScores.Of(fitted, rows)];
        return () => scores;
    }

    private static void Report(IChannel channel, FeatureRows read)
    {
        read.ReportSkipped(channel);
        if (read.Count == 0)
            throw read.NothingToTrainOn();
    }

    private void Report(IChannel channel, BoltzmannEpoch epoch) =>
        channel.Info(MessageSensitivity.None, "{0}", string.Create(CultureInfo.InvariantCulture,
            $"Epoch {epoch.Epoch} of {_settings.NumberOfEpochs}: reconstruction error {epoch.ReconstructionError:F5}, pseudo-log-likelihood {epoch.PseudoLogLikelihood:F2} nats{Optional("free-energy gap", epoch.FreeEnergyGap)}{Optional("held-out log-likelihood", epoch.ValidationLogLikelihood)}{(epoch.SwapAcceptance is { } share ? string.Create(CultureInfo.InvariantCulture, $", smallest swap acceptance {share:F3}") : "")}, learning rate {epoch.LearningRate:G4}, {epoch.RowsPerSecond:F0} rows/s"));

    private static string Optional(string name, double? nats) =>
        nats is { } value ? string.Create(CultureInfo.InvariantCulture, $", {name} {value:F2} nats") : "";
}
