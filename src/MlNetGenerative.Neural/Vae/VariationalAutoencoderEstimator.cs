using System.Globalization;
using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Training;
using MlNetGenerative.Neural.Numerics;
using MlNetGenerative.Neural.Pipeline;
using MlNetGenerative.Neural.Training;
using MlNetGenerative.Neural.Vae;
using MlNetGenerative.Pipeline;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace MlNetGenerative;

/// <summary>
/// Trains a variational autoencoder on a column of vectors, and appends their latent means as features; on request also log-variances,
/// latent samples, reconstructions and an anomaly score. Rows can be generated from the prior, for each label where it is trained with labels.
/// </summary>
/// <remarks>
/// <para>To create this estimator, use
/// <see cref="VariationalAutoencoderExtensions.VariationalAutoencoder(GenerativeCatalog, string, string, int, int, float)"/> or
/// <see cref="VariationalAutoencoderExtensions.VariationalAutoencoder(GenerativeCatalog, Options)"/>.</para>
/// <para><b>Input and Output Columns</b></para>
/// <list type="table">
/// <listheader><term>Column</term><description>Type and meaning</description></listheader>
/// <item><term><see cref="Options.InputColumnName"/> (input)</term><description>Vector of <see cref="float"/> of known size, dense or
/// sparse; values in [0, 1] for a Bernoulli decoder, any finite ones for a Gaussian one.</description></item>
/// <item><term><see cref="Options.LabelColumnName"/> (input)</term><description>Optional. A key; missing ones are an error in training.</description></item>
/// <item><term><see cref="Options.OutputColumnName"/></term><description>Vector of <see cref="float"/>, one slot a latent unit: μ(x). Slot
/// names <c>Latent.0</c>, <c>Latent.1</c> …</description></item>
/// <item><term><see cref="Options.LatentLogVarianceColumnName"/></term><description>Optional. As the latent column: ln σ²(x).</description></item>
/// <item><term><see cref="Options.SampleColumnName"/></term><description>Optional. As the latent column: μ + σ ε, ε drawn by the seed and
/// the row's id. In a prediction engine the row's id is the number of the call.</description></item>
/// <item><term><see cref="Options.ReconstructionColumnName"/></term><description>Optional. Vector of <see cref="float"/> with the input's
/// size and slot names: the mean of p(x | z) at z = μ(x).</description></item>
/// <item><term><see cref="Options.ScoreColumnName"/></term><description>Optional. <see cref="float"/>: the negative of a lower bound of
/// log p(x) in nats, higher is more anomalous; its noise is the same for all rows.</description></item>
/// <item><term><see cref="Options.PredictedLabelColumnName"/></term><description>Optional. <see cref="bool"/>: whether the score is above
/// the quantile <see cref="Options.AnomalyQuantile"/> of the training rows' scores.</description></item>
/// </list>
/// <para><b>Estimator Characteristics</b></para>
/// <list type="table">
/// <listheader><term>Question</term><description>Answer</description></listheader>
/// <item><term>Does this estimator need to look at the data to train its parameters?</term><description>Yes</description></item>
/// <item><term>Is normalization required?</term><description>Yes: values in [0, 1] for a Bernoulli decoder; helps a Gaussian one</description></item>
/// <item><term>Is caching required?</term><description>No: <see cref="NetworkTrainingOptions.CacheData"/> keeps the rows itself</description></item>
/// <item><term>Required NuGet in addition to Microsoft.ML</term><description>MlNetGenerative.Neural, and in the application a native libtorch, for instance TorchSharp-cpu</description></item>
/// <item><term>Exportable to ONNX</term><description>No</description></item>
/// </list>
/// <para>The model: z ~ N(0, 1), x ~ p(x | z) from the decoder; q(z | x) = N(μ(x), σ²(x)) from the encoder. Maximised is the evidence lower
/// bound E_q[log p(x | z)] − β KL(q(z | x) ‖ p(z)), log-likelihoods summed over columns and averaged over rows, or with several samples the
/// importance-weighted bound.</para>
/// <para>D. P. Kingma and M. Welling, "Auto-encoding variational Bayes", ICLR 2014; D. J. Rezende, S. Mohamed and D. Wierstra, ICML 2014;
/// Y. Burda, R. Grosse and R. Salakhutdinov, "Importance weighted autoencoders", ICLR 2016; K. Sohn, H. Lee and X. Yan, "Learning structured
/// output representation using deep conditional generative models", NIPS 2015; I. Higgins and others, "β-VAE", ICLR 2017.</para>
/// <para>Training stops with an error that names row, column and slot at a value that is not allowed, before anything is learned from it.
/// Scoring does not stop: NaN or infinity in a row gives NaN in its vectors and its score and false for its predicted label.</para>
/// <para>A fixed seed gives the same model bit for bit on the same machine: <see cref="NetworkTrainingOptions.Seed"/>, or the seed of the <see cref="MLContext"/>.
/// Across machines the last bits of libtorch's matrix products differ.</para>
/// </remarks>
/// <example>
/// <code>
/// var ml = new MLContext(seed: 1);
/// IDataView train = ml.Data.LoadFromIdx("train-images-idx3-ubyte.gz");
/// using VariationalAutoencoderTransformer vae = ml.Generative().VariationalAutoencoder("Latent", "Features", latentSize: 16).Fit(train);
/// IDataView coded = vae.Transform(train);
/// IDataView digits = ml.Generative().Generate(vae, count: 64, seed: 7);
/// </code>
/// </example>
public sealed partial class VariationalAutoencoderEstimator : IEstimator<VariationalAutoencoderTransformer>
{
    private const float ScoreRounding = 1e-5f;

    private readonly IHost _host;
    private readonly Options _options;
    private readonly int _seed;
    private readonly VaeSettings _settings;
    private readonly TrainingSettings _training;
    private readonly VaeColumns _columns;

    internal VariationalAutoencoderEstimator(IHostEnvironment environment, Options options)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(options);
        _host = environment.Register("VariationalAutoencoder");
        _options = options.Copy();
        _seed = _options.Seed ?? _host.Rand.Next();
        _settings = _options.ToSettings(_seed);
        _settings.Validate();
        _training = _options.ToTrainingSettings(_seed);
        _training.Validate();
        SettingCheck.Require(_options.AnomalyQuantile is > 0 and <= 1, nameof(Options.AnomalyQuantile), _options.AnomalyQuantile, "above 0 and at most 1");
        _columns = new VaeColumns(_options.InputColumnName ?? _options.OutputColumnName, _options.LabelColumnName, _options.OutputColumnName,
            _options.LatentLogVarianceColumnName, _options.SampleColumnName, _options.ReconstructionColumnName, _options.ScoreColumnName, _options.PredictedLabelColumnName);
        _columns.Validate();
    }

    /// <summary>Adds the output columns to the shape of a schema.</summary>
    /// <param name="inputSchema">The shape of the input.</param>
    /// <returns>The shape of the output.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or is not a vector of <see cref="float"/> of known size, or the label column is not a key.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        SchemaShape.Column features = FeatureColumn.Require(inputSchema, _columns.Input);
        if (_columns.Label is { } label)
            KeyColumn.Require(inputSchema, label);
        Dictionary<string, SchemaShape.Column> columns = inputSchema.ToDictionary(column => column.Name);
        foreach (SchemaShape.Column column in VaeColumnTypes.Shapes(_columns, IsBernoulli, features))
            columns[column.Name] = column;
        return new SchemaShape(columns.Values);
    }

    /// <summary>Trains the autoencoder.</summary>
    /// <param name="input">The training rows.</param>
    /// <returns>The fitted transformer, which the caller disposes. The same rows give the same model, however often this is called.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The input or label column is missing, or has another type.</exception>
    /// <exception cref="ArgumentException">A network does not fit the columns; the message names the layer.</exception>
    /// <exception cref="InvalidOperationException">There are no rows, a value is not allowed, training diverged, or the checkpoint belongs to another run.</exception>
    /// <exception cref="InvalidDataException">The checkpoint is damaged.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled and <see cref="NetworkTrainingOptions.ReturnBestOnCancel"/> is false.</exception>
    public VariationalAutoencoderTransformer Fit(IDataView input)
    {
        TrainingInput training = TrainingInput.Of(input, _columns.Input, _columns.Label);
        VaeArchitecture architecture = VaeArchitecture.Of(_settings, training.NumberOfColumns, training.NumberOfLabels);
        using IChannel channel = _host.Start("Training");

        FeatureRows read = training.Rows(IsBernoulli ? ValueRange.UnitInterval : ValueRange.Finite, _options);
        ITrainingRows rows = _options.CacheData ? read.Cache(_options.CancellationToken) : read;
        (float[] means, float[] variances) = Moments(rows, architecture.NumberOfColumns, read);
        read.ReportSkipped(channel, " or without a label");

        Device device = DeviceChoice.Of(_host, _options.GpuDeviceId, _options.FallbackToCpu);
        VaeNetwork network = VaeNetwork.Create(architecture, _seed, _options.InitializeOutputBias ? OutputBias(means) : null, device);
        try
        {
            TrainingResult result;
            using (var model = new VaeModel(_settings, architecture, network, _training, device))
                result = TrainingLoop.Run(model, rows, _training, new TrainingObservers(line => channel.Info(MessageSensitivity.None, "{0}", line), null, _options.Progress),
                    _options.CancellationToken, _options.ReturnBestOnCancel);
            var fitted = new FittedVae(architecture, _columns)
            {
                Binarization = _settings.Binarization,
                Seed = _seed,
                ScoreBound = _settings.ScoreBound,
                NumberOfScoreSamples = _settings.NumberOfScoreSamples,
                ColumnMeans = means,
                ColumnVariances = variances,
                SlotNames = training.SlotNames,
                Labels = training.LabelNames,
                ScoreThreshold = null,
            };
            if (_columns.PredictedLabel is not null)
                fitted = fitted with { ScoreThreshold = Threshold(fitted, new VaeInference(fitted, network, device), rows) };
            var vae = new VariationalAutoencoderTransformer(fitted, network, device, result.History);
            foreach (NetworkWarning warning in vae.Warnings)
                channel.Warning(MessageSensitivity.None, "{0}", warning);
            return vae;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    private bool IsBernoulli => _settings.Distribution == DecoderDistribution.Bernoulli;

    private (float[] Means, float[] Variances) Moments(ITrainingRows rows, int columns, FeatureRows read)
    {
        ColumnMeans means = ColumnMeans.Of(rows, VisibleValue, _options.CancellationToken);
        if (means.NumberOfRows == 0)
            throw read.NothingToTrainOn();
        float[] first = means.Means[..columns];
        if (IsBernoulli)
            return (first, [.. first.Select(mean => mean * (1 - mean))]);
        float[] squares = ColumnMeans.Of(rows, value => value * value, _options.CancellationToken).Means;
        return (first, [.. first.Select((mean, column) => MathF.Max(0, squares[column] - mean * mean))]);
    }

    // A decoder that starts at the columns' means does not spend its first epochs on finding them.
    private float[] OutputBias(float[] means) => IsBernoulli
        ? Array.ConvertAll(means, mean => (float)Math.Log(IndependentColumns.Clip(mean) / (1 - IndependentColumns.Clip(mean))))
        : means;

    // A row scored alone may differ from the same row in a batch in its last bits: no training row up to the quantile is an anomaly for that.
    private float Threshold(FittedVae fitted, VaeInference inference, ITrainingRows rows)
    {
        IEnumerable<float> scores = VaeTrainingScores.Of(fitted, inference, rows);
        if (_options.CacheData)
            scores = [.. scores];
        float quantile = ScoreQuantile.Of(() => scores, _options.AnomalyQuantile);
        return quantile + ScoreRounding * (1 + Math.Abs(quantile));
    }

    private float VisibleValue(float value) => _settings.Binarization == Binarization.Threshold ? value >= 0.5f ? 1 : 0 : value;
}
