using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Training;
using Microsoft.ML;
using Microsoft.ML.SearchSpace;

namespace MlNetGenerative;

sealed partial class RestrictedBoltzmannMachineEstimator
{
    /// <summary>The options of a <see cref="RestrictedBoltzmannMachineEstimator"/>. They are read once, when the estimator is made.</summary>
    public sealed class Options
    {
        /// <summary>The column of hidden probabilities p(h = 1 | v) that is appended: a vector of <see cref="float"/> in [0, 1].</summary>
        public string OutputColumnName { get; set; } = "Hidden";

        /// <summary>The column of visible units: a vector of <see cref="float"/> of known size, values in [0, 1]; null is the same name as <see cref="OutputColumnName"/>.</summary>
        public string? InputColumnName { get; set; } = "Features";

        /// <summary>The column of sampled hidden states, each 0 or 1, drawn from the seed and the row's id; null leaves it out.</summary>
        public string? SampleColumnName { get; set; }

        /// <summary>The column of mean-field reconstructions p(v = 1 | h), h the hidden probabilities; null leaves it out.</summary>
        public string? ReconstructionColumnName { get; set; }

        /// <summary>The column of free energies in nats, higher is more anomalous; null leaves it out.</summary>
        public string? ScoreColumnName { get; set; }

        /// <summary>The column that says whether the free energy is above its training quantile <see cref="AnomalyQuantile"/>; null leaves it out.</summary>
        public string? PredictedLabelColumnName { get; set; }

        /// <summary>The share of training rows that are not predicted to be anomalies, above 0 and at most 1; useful: 0.9 to 0.999.</summary>
        public double AnomalyQuantile { get; set; } = 0.99;

        /// <summary>The number of hidden units, 1 to 1,048,576; useful: 16 to 4096.</summary>
        [Range(16, 2048, 100, true)]
        public int NumberOfHiddenUnits { get; set; } = 100;

        /// <summary>How the model's side of the gradient is estimated.</summary>
        [Choice(BoltzmannAlgorithm.ContrastiveDivergence, BoltzmannAlgorithm.PersistentContrastiveDivergence)]
        public BoltzmannAlgorithm Algorithm { get; set; } = BoltzmannAlgorithm.PersistentContrastiveDivergence;

        /// <summary>Full Gibbs steps an update (the k of CD-k and PCD-k), 1 to 10,000; useful: 1 to 25.</summary>
        [Range(1, 25, 1, true)]
        public int NumberOfGibbsSteps { get; set; } = 1;

        /// <summary>Rows an update, 1 to 16,384; useful: 10 to 500. Also the number of persistent chains.</summary>
        [Range(10, 500, 100, true)]
        public int BatchSize { get; set; } = 100;

        /// <summary>Passes over the rows, 1 to 1,000,000; useful: 5 to 100.</summary>
        [Range(5, 100, 10, true)]
        public int NumberOfEpochs { get; set; } = 10;

        /// <summary>The learning rate of the first update, above 0 and at most 10; useful: 0.001 to 0.1.</summary>
        [Range(0.001f, 0.1f, 0.05f, true)]
        public float LearningRate { get; set; } = 0.05f;

        /// <summary>How the learning rate goes from <see cref="LearningRate"/> to <see cref="FinalLearningRate"/>.</summary>
        public LearningRateSchedule LearningRateSchedule { get; set; } = LearningRateSchedule.LateLinear;

        /// <summary>The learning rate that a linear (at least 0) or exponential (above 0) schedule ends at; a constant one ignores it.</summary>
        public float FinalLearningRate { get; set; }

        /// <summary>The share of the last update that is repeated, 0 to below 1; useful: 0 to 0.9.</summary>
        [Range(0f, 0.9f, 0f)]
        public float Momentum { get; set; }

        /// <summary>L2 weight decay on the weights, 0 to 1; useful: 0 to 0.001.</summary>
        [Range(0f, 0.001f, 0f)]
        public float WeightDecay { get; set; }

        /// <summary>The momentum that a run ends at, going there from <see cref="Momentum"/> in a straight line; 0 to below 1, null keeps it.</summary>
        public float? FinalMomentum { get; set; }

        /// <summary>Whether momentum looks ahead (Nesterov's): step = Momentum * velocity + rate * gradient, with the new velocity.</summary>
        public bool Nesterov { get; set; }

        /// <summary>L1 weight decay (lambda of lambda * |W|, on weights only), 0 to 1; useful: 0 to 0.001. Makes weights exactly zero.</summary>
        public float L1WeightDecay { get; set; }

        /// <summary>The largest Euclidean norm of the weights of a hidden unit, above 0; useful: 1 to 10; null sets no bound.</summary>
        public float? MaximumWeightNorm { get; set; }

        /// <summary>The share of rows that a hidden unit should be on for, above 0 and below 1; useful: 0.01 to 0.2; null sets none.</summary>
        public float? SparsityTarget { get; set; }

        /// <summary>How strongly hidden biases are moved to <see cref="SparsityTarget"/>: 0 without a target, else above 0 and at most 100; useful: 0.1 to 5.</summary>
        public float SparsityCost { get; set; }

        /// <summary>The Gibbs steps that a run ends with, going there from <see cref="NumberOfGibbsSteps"/> in a straight line, 1 to 10,000; null keeps them.</summary>
        public int? FinalNumberOfGibbsSteps { get; set; }

        /// <summary>The share of hidden units that each row leaves out of an update, 0 to below 1; useful: 0 to 0.5. The fitted machine has all units,
        /// with weights scaled by the share that stayed.</summary>
        public float HiddenDropoutRate { get; set; }

        /// <summary>The number of temperatures of <see cref="BoltzmannAlgorithm.ParallelTempering"/>, 2 to 256; null is 10 there, and all that other algorithms
        /// allow.</summary>
        public int? NumberOfTemperatures { get; set; }

        /// <summary>The inverse temperature of the hottest chains of <see cref="BoltzmannAlgorithm.ParallelTempering"/>, 0 to below 1; useful: 0 to 0.9, such that
        /// <see cref="BoltzmannEpoch.SwapAcceptance"/> is well above zero. 0 with other algorithms.</summary>
        public float LowestInverseTemperature { get; set; }

        /// <summary>How an update follows the gradient. Adam takes no <see cref="Momentum"/>, and learning rates of 0.0001 to 0.003.</summary>
        public BoltzmannUpdateRule UpdateRule { get; set; } = BoltzmannUpdateRule.Momentum;

        /// <summary>Whether visible and hidden units are centred at their means in the gradient.</summary>
        [BooleanChoice(true)]
        public bool Centered { get; set; } = true;

        /// <summary>The standard deviation of the normal distribution that the first weights are drawn from, 0 to 1.</summary>
        public float InitialWeightStandardDeviation { get; set; } = 0.01f;

        /// <summary>Where visible biases start: at the columns' means, or at zero as much other software does.</summary>
        public InitialVisibleBias InitialVisibleBias { get; set; } = InitialVisibleBias.ColumnMeans;

        /// <summary>How values between 0 and 1 are given to the binary visible units. Thresholding also applies when rows are scored.</summary>
        public Binarization Binarization { get; set; } = Binarization.None;

        /// <summary>The share of rows that is not trained on but measured after each epoch (see <see cref="BoltzmannEpoch.FreeEnergyGap"/>), 0 to 0.9.
        /// Equal rows stay on one side: where rows have few different values, give <see cref="ValidationData"/> instead.</summary>
        public double ValidationFraction { get; set; }

        /// <summary>Rows to measure after each epoch instead of a share of the training rows: a view with a column <see cref="InputColumnName"/> of the same size,
        /// with whatever comes before this estimator in a pipeline already applied; null for none.</summary>
        public IDataView? ValidationData { get; set; }

        /// <summary>Epochs without a better one, as <see cref="EarlyStoppingMeasure"/> has it, after which training ends, 1 to 1,000,000; the machine of the best
        /// epoch is kept. Null trains all epochs and keeps the last.</summary>
        public int? EarlyStoppingPatience { get; set; }

        /// <summary>What makes an epoch the best, where <see cref="EarlyStoppingPatience"/> is set.</summary>
        public EarlyStoppingMeasure EarlyStoppingMeasure { get; set; } = EarlyStoppingMeasure.LogLikelihood;

        /// <summary>The folder of the checkpoint, from which a run that was broken off goes on, to the same bits; null writes none.</summary>
        public string? CheckpointDirectory { get; set; }

        /// <summary>Epochs from one checkpoint to the next, 1 to 1,000,000.</summary>
        public int CheckpointEpochs { get; set; } = 1;

        /// <summary>Minutes after which a checkpoint is written within an epoch, above 0; null writes none there.</summary>
        public double? CheckpointMinutes { get; set; } = 10;

        /// <summary>The seed of training, samples and generated rows; null draws one from the context when the estimator is made.</summary>
        public int? Seed { get; set; }

        /// <summary>Threads that share the work of each update, at most: 1 to 1024, or null for one on each processor. Training goes on
        /// with fewer while that is faster. The model is the same, bit for bit, whatever their number.</summary>
        public int? NumberOfThreads { get; set; } = 1;

        /// <summary>Whether training keeps the rows in memory (only entries that are not zero); false reads them anew in each epoch, in bounded memory.</summary>
        public bool CacheData { get; set; } = true;

        /// <summary>Whether training leaves out rows with NaN, infinite or out-of-range values, with a warning in the log, instead of stopping with an error.</summary>
        public bool SkipInvalidRows { get; set; }

        /// <summary>Told where training stands, at most every 100 ms and at the end of each epoch.</summary>
        public IProgress<TrainingProgress>? Progress { get; set; }

        /// <summary>Stops training; polled before each batch.</summary>
        public CancellationToken CancellationToken { get; set; }

        /// <summary>Whether cancelling gives the model as trained so far (with early stopping, that of the best epoch) instead of an
        /// <see cref="OperationCanceledException"/>. Either way a checkpoint is written first where <see cref="CheckpointDirectory"/> is set.
        /// Cancelled while the rows are still being read for the first time, there is no model yet, and the exception it is.</summary>
        public bool ReturnBestOnCancel { get; set; }

        /// <summary>The settings of training; Core knows no columns.</summary>
        internal RestrictedBoltzmannMachineSettings ToSettings(int seed) => new()
        {
            NumberOfHiddenUnits = NumberOfHiddenUnits,
            Algorithm = Algorithm,
            NumberOfGibbsSteps = NumberOfGibbsSteps,
            BatchSize = BatchSize,
            NumberOfEpochs = NumberOfEpochs,
            LearningRate = LearningRate,
            LearningRateSchedule = LearningRateSchedule,
            FinalLearningRate = FinalLearningRate,
            Momentum = Momentum,
            WeightDecay = WeightDecay,
            FinalMomentum = FinalMomentum,
            Nesterov = Nesterov,
            L1WeightDecay = L1WeightDecay,
            MaximumWeightNorm = MaximumWeightNorm,
            SparsityTarget = SparsityTarget,
            SparsityCost = SparsityCost,
            FinalNumberOfGibbsSteps = FinalNumberOfGibbsSteps,
            HiddenDropoutRate = HiddenDropoutRate,
            NumberOfTemperatures = NumberOfTemperatures,
            LowestInverseTemperature = LowestInverseTemperature,
            UpdateRule = UpdateRule,
            Centered = Centered,
            InitialWeightStandardDeviation = InitialWeightStandardDeviation,
            InitialVisibleBias = InitialVisibleBias,
            Binarization = Binarization,
            ValidationFraction = ValidationFraction,
            EarlyStoppingPatience = EarlyStoppingPatience,
            EarlyStoppingMeasure = EarlyStoppingMeasure,
            NumberOfThreads = NumberOfThreads,
            CheckpointDirectory = CheckpointDirectory,
            CheckpointEpochs = CheckpointEpochs,
            CheckpointMinutes = CheckpointMinutes,
            Seed = (uint)seed,
        };

        /// <summary>A copy, so that later changes by the caller change nothing.</summary>
        internal Options Copy() => (Options)MemberwiseClone();
    }
}
