using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Training;
using MlNetGenerative.Neural;
using MlNetGenerative.Neural.Training;
using MlNetGenerative.Neural.Vae;
using Microsoft.ML.SearchSpace;

namespace MlNetGenerative;

sealed partial class VariationalAutoencoderEstimator
{
    /// <summary>The options of a <see cref="VariationalAutoencoderEstimator"/>. They are read once, when the estimator is made.</summary>
    public sealed class Options : NetworkTrainingOptions
    {
        /// <summary>The column of latent means μ(x) that is appended: a vector of <see cref="float"/>.</summary>
        public string OutputColumnName { get; set; } = "Latent";

        /// <summary>The column that is encoded: a vector of <see cref="float"/> of known size; null is the same name as <see cref="OutputColumnName"/>.</summary>
        public string? InputColumnName { get; set; } = "Features";

        /// <summary>A key column that encoder and decoder are told as well, so that rows can be generated for a label; null trains without labels.</summary>
        public string? LabelColumnName { get; set; }

        /// <summary>The column of latent log-variances ln σ²(x); null leaves it out.</summary>
        public string? LatentLogVarianceColumnName { get; set; }

        /// <summary>The column of latent samples μ + σ ε, ε drawn from the seed and the row's id; null leaves it out.</summary>
        public string? SampleColumnName { get; set; }

        /// <summary>The column of reconstructions, the mean of p(x | z) at z = μ(x); null leaves it out.</summary>
        public string? ReconstructionColumnName { get; set; }

        /// <summary>The column of negative bounds of log p(x) in nats, higher is more anomalous; null leaves it out.</summary>
        public string? ScoreColumnName { get; set; }

        /// <summary>The column that says whether the score is above its training quantile <see cref="AnomalyQuantile"/>; null leaves it out.</summary>
        public string? PredictedLabelColumnName { get; set; }

        /// <summary>The share of training rows that are not predicted to be anomalies, above 0 and at most 1; useful: 0.9 to 0.999.</summary>
        public double AnomalyQuantile { get; set; } = 0.99;

        /// <summary>The bound that the score is the negative of.</summary>
        public AnomalyBound ScoreBound { get; set; } = AnomalyBound.Evidence;

        /// <summary>Latent samples that the score of a row is taken over, the same noise for all rows, 1 to 10,000; useful: 1 to 64.</summary>
        public int NumberOfScoreSamples { get; set; } = 8;

        /// <summary>The number of latent units, 1 to 65,536; useful: 2 to 128.</summary>
        [Range(2, 128, 16, true)]
        public int LatentSize { get; set; } = 16;

        /// <summary>The layers from the columns to the one that mean and log-variance are linear in; null is two dense layers of 512 units with
        /// ReLU. See <see cref="NetworkPresets"/>.</summary>
        public NetworkLayout? Encoder { get; set; }

        /// <summary>The layers from the latent vector (and the label's one-hot code after it) to as many values as the input has columns: logits of
        /// a Bernoulli decoder, means of a Gaussian one. Null is two dense layers of 512 units with ReLU and a dense one.</summary>
        public NetworkLayout? Decoder { get; set; }

        /// <summary>The distribution of a row given its latent vector.</summary>
        public DecoderDistribution Distribution { get; set; } = DecoderDistribution.Bernoulli;

        /// <summary>The standard deviation of a Gaussian decoder, 0.0001 to 10,000; where it is learned, the first one.</summary>
        public float StandardDeviation { get; set; } = 1;

        /// <summary>How values between 0 and 1 are given to a Bernoulli decoder: as they are, thresholded, or drawn anew in each epoch.
        /// Thresholding also applies when rows are scored.</summary>
        public Binarization Binarization { get; set; } = Binarization.None;

        /// <summary>What the Kullback-Leibler divergence is multiplied with (β-VAE), 0 to 1000; useful: 0.1 to 10.</summary>
        [Range(0.1f, 10f, 1f, true)]
        public float Beta { get; set; } = 1;

        /// <summary>Epochs in which the divergence's weight rises to <see cref="Beta"/> in equal steps, 0 to 1,000,000; useful: 0 to 20.</summary>
        public int KullbackLeiblerWarmUpEpochs { get; set; }

        /// <summary>The divergence of each latent unit, averaged over the batch, that costs nothing beyond this, in nats, 0 to 1000; useful: 0 to 0.5.
        /// Only with one importance sample.</summary>
        public float FreeBits { get; set; }

        /// <summary>The K of the importance-weighted bound that is trained (IWAE), 1 to 10,000; 1 is the evidence lower bound.</summary>
        [Range(1, 50, 1, true)]
        public int NumberOfImportanceSamples { get; set; } = 1;

        /// <summary>Whether the last dense layer of the decoder starts with the columns' means as its bias (their logits for Bernoulli columns).</summary>
        public bool InitializeOutputBias { get; set; } = true;

        /// <summary>The learning rate of the first update after warming up, above 0 and at most 10; useful: 0.0001 to 0.01.</summary>
        [Range(0.0001f, 0.01f, 0.001f, true)]
        public float LearningRate { get; set; } = 1e-3f;

        /// <summary>How gradients change the parameters.</summary>
        public OptimizerSettings Optimizer { get; set; } = new();

        /// <summary>The share of rows that is not trained on but measured after each epoch, 0 to 0.9; the parameters of the epoch with the lowest loss on them are kept.</summary>
        public double ValidationFraction { get; set; }

        /// <summary>Epochs without a lower validation loss after which training ends, 1 to 1,000,000; null trains all epochs.</summary>
        public int? EarlyStoppingPatience { get; set; }

        internal VaeSettings ToSettings(int seed) => new()
        {
            LatentSize = LatentSize,
            Encoder = Encoder,
            Decoder = Decoder,
            Distribution = Distribution,
            StandardDeviation = StandardDeviation,
            Binarization = Binarization,
            Beta = Beta,
            WarmUpEpochs = KullbackLeiblerWarmUpEpochs,
            FreeBits = FreeBits,
            NumberOfImportanceSamples = NumberOfImportanceSamples,
            ScoreBound = ScoreBound,
            NumberOfScoreSamples = NumberOfScoreSamples,
            InitializeOutputBias = InitializeOutputBias,
            Seed = seed,
        };

        internal TrainingSettings ToTrainingSettings(int seed) => ToTrainingSettings(seed, LearningRate, Optimizer) with
        {
            ValidationFraction = ValidationFraction,
            EarlyStoppingPatience = EarlyStoppingPatience,
        };

        /// <summary>A copy, so that later changes by the caller change nothing.</summary>
        internal Options Copy() => (Options)MemberwiseClone();
    }
}
