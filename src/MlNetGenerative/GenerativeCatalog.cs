using MlNetGenerative.Evaluation;
using MlNetGenerative.Generation;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace MlNetGenerative;

/// <summary>The generative models, and what is done with them once they are trained. Reached by <c>ml.Generative()</c>.</summary>
public sealed class GenerativeCatalog
{
    internal GenerativeCatalog(IHostEnvironment environment) => Environment = environment;

    /// <summary>The context that estimators register with; other packages add their models to this catalog by extension methods.</summary>
    internal IHostEnvironment Environment { get; }

    /// <summary>Makes an estimator of a binary restricted Boltzmann machine.</summary>
    /// <param name="outputColumnName">The column of hidden probabilities that is appended.</param>
    /// <param name="inputColumnName">The column of visible units, values in [0, 1]; null is the same name as the output.</param>
    /// <param name="numberOfHiddenUnits">The number of hidden units, 1 to 1,048,576; useful: 16 to 4096.</param>
    /// <param name="numberOfEpochs">Passes over the rows, 1 to 1,000,000.</param>
    /// <param name="learningRate">The learning rate of the first update, above 0 and at most 10; useful: 0.001 to 0.1.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range; the message names it, its value and the range.</exception>
    /// <example>
    /// <code>
    /// var ml = new MLContext(seed: 1);
    /// IDataView train = ml.Data.LoadFromIdx("train-images-idx3-ubyte.gz");
    /// RestrictedBoltzmannMachineTransformer machine = ml.Generative().RestrictedBoltzmannMachine("Hidden", "Features", numberOfHiddenUnits: 500).Fit(train);
    /// IDataView features = machine.Transform(train);
    /// </code>
    /// </example>
    public RestrictedBoltzmannMachineEstimator RestrictedBoltzmannMachine(
        string outputColumnName, string? inputColumnName = null, int numberOfHiddenUnits = 100, int numberOfEpochs = 10, float learningRate = 0.05f) =>
        new(Environment, new RestrictedBoltzmannMachineEstimator.Options
        {
            OutputColumnName = outputColumnName,
            InputColumnName = inputColumnName,
            NumberOfHiddenUnits = numberOfHiddenUnits,
            NumberOfEpochs = numberOfEpochs,
            LearningRate = learningRate,
        });

    /// <summary>Makes an estimator of a binary restricted Boltzmann machine from all its options.</summary>
    /// <param name="options">The options, read now.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range; the message names it, its value and the range.</exception>
    /// <exception cref="ArgumentException">A column name is missing, or two outputs share one.</exception>
    /// <example>
    /// <code>
    /// var ml = new MLContext(seed: 1);
    /// IDataView train = ml.Data.LoadFromIdx("train-images-idx3-ubyte.gz");
    /// RestrictedBoltzmannMachineTransformer machine = ml.Generative().RestrictedBoltzmannMachine(new RestrictedBoltzmannMachineEstimator.Options
    /// {
    ///     OutputColumnName = "Hidden",
    ///     InputColumnName = "Features",
    ///     ScoreColumnName = "Score",
    ///     PredictedLabelColumnName = "PredictedLabel",
    ///     NumberOfHiddenUnits = 200,
    ///     NumberOfGibbsSteps = 5,
    /// }).Fit(train);
    /// </code>
    /// </example>
    public RestrictedBoltzmannMachineEstimator RestrictedBoltzmannMachine(RestrictedBoltzmannMachineEstimator.Options options) =>
        new(Environment, options);

    /// <summary>Generates rows with the generative model in a transformer: the transformer itself, or the one in a chain, also after loading.</summary>
    /// <param name="model">The transformer.</param>
    /// <param name="count">The number of rows, at least 1.</param>
    /// <param name="seed">The seed; null uses the model's own, so that the same model gives the same rows.</param>
    /// <returns>A lazy, repeatable view with the column that the generative model was trained on.</returns>
    /// <exception cref="ArgumentException">There is no generative model in the transformer, or more than one.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is less than 1.</exception>
    /// <example>
    /// <code>
    /// var ml = new MLContext();
    /// ITransformer model = ml.Model.Load("digits.zip", out DataViewSchema inputSchema);
    /// IDataView samples = ml.Generative().Generate(model, count: 64, seed: 7);
    /// </code>
    /// </example>
    public IDataView Generate(ITransformer model, int count, int? seed = null) =>
        GenerativeModels.FindOnly<IGenerator>(model).Model.Generate(count, seed);

    /// <summary>Generates rows with the generative model in a transformer, with the options of its kind.</summary>
    /// <param name="model">The transformer, or a chain with one generative model in it.</param>
    /// <param name="options">For a Boltzmann machine <see cref="GibbsGenerationOptions"/>.</param>
    /// <returns>A lazy, repeatable view with the column that the generative model was trained on.</returns>
    /// <exception cref="ArgumentException">There is no generative model in the transformer, or more than one, or the options are another model's.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    /// <example>
    /// <code>
    /// var ml = new MLContext();
    /// ITransformer model = ml.Model.Load("digits.zip", out DataViewSchema inputSchema);
    /// IDataView samples = ml.Generative().Generate(model, new GibbsGenerationOptions { Count = 100, Seed = 7, NumberOfChains = 20, BurnIn = 2000, Thinning = 100 });
    /// </code>
    /// </example>
    public IDataView Generate(ITransformer model, GenerationOptions options) =>
        GenerativeModels.FindOnly<IGenerator>(model).Model.Generate(options);

    /// <summary>Makes a column of noise: standard normal vectors, for a model that turns latent vectors into rows.</summary>
    /// <param name="outputColumnName">The column.</param>
    /// <param name="size">Entries of a vector, at least 1.</param>
    /// <param name="count">The number of rows, at least 1.</param>
    /// <param name="seed">The seed; null draws one from the context.</param>
    /// <param name="truncation">The largest magnitude of an entry, at least 0.5, larger ones are drawn anew; null does not truncate.</param>
    /// <returns>A lazy, repeatable view.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public IDataView Noise(string outputColumnName, int size, int count, int? seed = null, float? truncation = null) =>
        LatentViews.Noise(outputColumnName, size, count, seed ?? Environment.Register("Noise").Rand.Next(), truncation);

    /// <summary>Makes a column of points on the way between two points, both included.</summary>
    /// <param name="outputColumnName">The column.</param>
    /// <param name="from">The first point.</param>
    /// <param name="to">The last point, with as many entries.</param>
    /// <param name="count">The number of rows, at least 1.</param>
    /// <param name="kind">Along a line or an arc.</param>
    /// <returns>A lazy, repeatable view.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    /// <exception cref="ArgumentException">The points have other numbers of entries.</exception>
    public IDataView Interpolate(string outputColumnName, IReadOnlyList<float> from, IReadOnlyList<float> to, int count, InterpolationKind kind = InterpolationKind.Linear) =>
        LatentViews.Interpolation(outputColumnName, from, to, count, kind);

    /// <summary>Makes a column of the points of a square grid, row by row of a picture: center + a · right + b · up, a and b in equal steps from -1 to 1.</summary>
    /// <param name="outputColumnName">The column.</param>
    /// <param name="center">The middle of the grid.</param>
    /// <param name="right">From the middle to the right edge.</param>
    /// <param name="up">From the middle to the upper edge.</param>
    /// <param name="side">Points in a row of the grid, 2 to 10,000.</param>
    /// <returns>A lazy, repeatable view of side · side rows.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    /// <exception cref="ArgumentException">The points have other numbers of entries.</exception>
    public IDataView LatentGrid(string outputColumnName, IReadOnlyList<float> center, IReadOnlyList<float> right, IReadOnlyList<float> up, int side) =>
        LatentViews.Grid(outputColumnName, center, right, up, side);

    /// <summary>Measures how likely rows are under the generative model in a transformer.</summary>
    /// <param name="model">The transformer, or a chain with one generative model in it.</param>
    /// <param name="data">The rows as the whole model takes them: they go through the transformers before the generative one first.</param>
    /// <param name="options">How; null for the model's own way.</param>
    /// <returns>The metrics, in nats per row.</returns>
    /// <exception cref="ArgumentException">There is no model with a likelihood in the transformer, or more than one.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range, or the data do not have the columns that the model reads.</exception>
    /// <exception cref="NotSupportedException">The exact likelihood is asked for, but the model is too large for it.</exception>
    /// <example>
    /// <code>
    /// var ml = new MLContext(seed: 1);
    /// IDataView train = ml.Data.LoadFromIdx("train-images-idx3-ubyte.gz", pixels: IdxPixels.Threshold);
    /// IDataView test = ml.Data.LoadFromIdx("t10k-images-idx3-ubyte.gz", pixels: IdxPixels.Threshold);
    /// RestrictedBoltzmannMachineTransformer machine = ml.Generative().RestrictedBoltzmannMachine("Hidden", "Features", numberOfHiddenUnits: 16).Fit(train);
    /// LikelihoodMetrics metrics = ml.Generative().EvaluateLikelihood(machine, test);
    /// string verdict = metrics.Verdict;
    /// </code>
    /// </example>
    public LikelihoodMetrics EvaluateLikelihood(ITransformer model, IDataView data, LikelihoodOptions? options = null) =>
        LikelihoodEvaluation.Evaluate(model, data, options);
}
