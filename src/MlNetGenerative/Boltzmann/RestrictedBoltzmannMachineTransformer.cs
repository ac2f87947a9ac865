using MlNetGenerative.Boltzmann;
using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Generation;
using MlNetGenerative.Pipeline;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace MlNetGenerative;

/// <summary>
/// A trained restricted Boltzmann machine as a transformer: appends hidden probabilities and the optional columns named in the options
/// of its <see cref="RestrictedBoltzmannMachineEstimator"/>, generates rows, and measures likelihood. Immutable and safe to use from
/// several threads.
/// </summary>
/// <remarks>To serve one model from several prediction engines, make them with
/// <c>new PredictionEngineOptions { OwnsTransformer = false }</c>: by default an engine owns the transformer it is given. In an engine the id
/// of a row, which sample columns are drawn from, is the number of the call.</remarks>
/// <example>
/// <code>
/// var ml = new MLContext();
/// ITransformer model = ml.Model.Load("digits.zip", out DataViewSchema inputSchema);
/// IDataView samples = ml.Generative().Generate(model, count: 64, seed: 7);
/// </code>
/// </example>
public sealed class RestrictedBoltzmannMachineTransformer : ITransformer, IGenerator, ILikelihoodModel
{
    internal const string LoaderSignature = "RestrictedBoltzmann";

    private readonly IHost _host;
    private readonly FittedBoltzmannMachine _fitted;

    internal RestrictedBoltzmannMachineTransformer(
        IHostEnvironment environment, FittedBoltzmannMachine fitted, IReadOnlyList<BoltzmannEpoch> history, IReadOnlyList<BoltzmannWarning> warnings)
    {
        _host = environment.Register(LoaderSignature);
        _fitted = fitted;
        History = history;
        Warnings = warnings;
    }

    /// <summary>The trained machine; its parameters are read as copies.</summary>
    public RestrictedBoltzmannMachine Model => _fitted.Machine;

    /// <summary>What was measured at the end of each epoch of training. It is not saved with the model: empty after loading, so that a saved
    /// model is a function of rows, options and seed alone.</summary>
    public IReadOnlyList<BoltzmannEpoch> History { get; }

    /// <summary>What training found to be wrong, each kind at most once, with what was measured and what to do; empty after a sound run. Like
    /// <see cref="History"/> it is not saved with the model.</summary>
    public IReadOnlyList<BoltzmannWarning> Warnings { get; }

    /// <summary>The seed of training, of sample columns and, unless another is given, of generated rows.</summary>
    public int Seed => _fitted.Seed;

    /// <summary>How values between 0 and 1 were given to the visible units in training.</summary>
    public Binarization Binarization => _fitted.Binarization;

    /// <summary>Scores above this, in nats, are predicted to be anomalies; null when no predicted label column was asked for.</summary>
    public float? ScoreThreshold => _fitted.ScoreThreshold;

    /// <summary>True: each row's outputs are a function of that row.</summary>
    public bool IsRowToRowMapper => true;

    /// <summary>Adds the output columns to a schema.</summary>
    /// <param name="inputSchema">The schema of the input.</param>
    /// <returns>The schema of the output.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing, or its type or size is not that of training.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => BoltzmannMapper.Bind(_fitted, inputSchema).OutputSchema;

    /// <summary>Binds the transformer to a schema, to map single rows.</summary>
    /// <param name="inputSchema">The schema of the rows.</param>
    /// <returns>The mapper.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing, or its type or size is not that of training.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => BoltzmannMapper.Bind(_fitted, inputSchema);

    /// <summary>Appends the output columns, lazily: nothing is computed until a cursor asks for it.</summary>
    /// <param name="input">The rows.</param>
    /// <returns>A view with all columns of the input and the outputs.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing, or its type or size is not that of training.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new AppendColumnsView(BoltzmannMapper.Bind(_fitted, input.Schema), input);
    }

    /// <summary>Generates rows by Gibbs sampling, one chain a row, each started from noise. See <see cref="GibbsGenerationOptions"/> for more.</summary>
    /// <param name="count">The number of rows, at least 1.</param>
    /// <param name="seed">The seed; null uses the model's own, so that the same model gives the same rows.</param>
    /// <returns>A lazy view with one column, named as the input column: p(v = 1 | h) of the last Gibbs step.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is less than 1.</exception>
    public IDataView Generate(int count, int? seed = null) => Generate(new GibbsGenerationOptions { Count = count, Seed = seed });

    /// <summary>Generates rows by Gibbs sampling.</summary>
    /// <param name="options">How: <see cref="GibbsGenerationOptions"/>.</param>
    /// <returns>A lazy view with one column, named as the input column.</returns>
    /// <exception cref="ArgumentException">The options belong to another kind of model.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range, or the starting rows do not fit the model.</exception>
    public IDataView Generate(GenerationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options is GibbsGenerationOptions gibbs
            ? new BoltzmannSamples(_fitted, gibbs)
            : throw new ArgumentException(
                $"A restricted Boltzmann machine generates by {nameof(GibbsGenerationOptions)}, but got {options.GetType().Name}.", nameof(options));
    }

    /// <summary>Measures the log-likelihood of rows, log p(v) = -F(v) - log Z: exactly where the smaller side of the machine has at most 24
    /// units, otherwise with log Z from annealed importance sampling in both directions.</summary>
    /// <remarks>R. M. Neal, "Annealed importance sampling", Statistics and Computing 11, 2001; R. Salakhutdinov and I. Murray, "On the
    /// quantitative analysis of deep belief networks", ICML 2008. The data are read once. A gap between the two directions of 1 nat or more
    /// means that the figure is not to be quoted; <see cref="LikelihoodMetrics.Verdict"/> says so, and what to do.</remarks>
    /// <param name="data">The rows, with the input column of this transformer, each value 0 or 1 or turned into that by a binarization.</param>
    /// <param name="options">How; null for the binarization and the seed of training.</param>
    /// <returns>The metrics, in nats per row.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range, or the input column is missing, or its type or size is not that of training.</exception>
    /// <exception cref="NotSupportedException"><see cref="LikelihoodMethod.Exact"/> is asked for, but the smaller side of the machine has more than 24 units.</exception>
    /// <exception cref="InvalidOperationException">There are no rows, or a value is neither 0 nor 1 and no binarization is chosen.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public LikelihoodMetrics EvaluateLikelihood(IDataView data, LikelihoodOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        return BoltzmannLikelihoodEvaluation.Evaluate(_fitted, data, options ?? new LikelihoodOptions());
    }

    void ICanSaveModel.Save(ModelSaveContext ctx) => BoltzmannModelFile.Save(ctx, _fitted);

    // Found by ML.NET by its name and signature when a model is loaded.
    private static RestrictedBoltzmannMachineTransformer Create(IHostEnvironment env, ModelLoadContext ctx) => new(env, BoltzmannModelFile.Load(ctx), [], []);
}
