using MlNetGenerative.Core.Training;

namespace MlNetGenerative.Core.Boltzmann;

/// <summary>The settings of <see cref="BoltzmannTrainer"/>; the defaults train a sound density model of binary data.</summary>
public sealed record RestrictedBoltzmannMachineSettings
{
    /// <summary>The number of hidden units, 1 to 1,048,576; useful: 16 to 4096.</summary>
    public int NumberOfHiddenUnits { get; init; } = 100;

    /// <summary>How the model's side of the gradient is estimated.</summary>
    public BoltzmannAlgorithm Algorithm { get; init; } = BoltzmannAlgorithm.PersistentContrastiveDivergence;

    /// <summary>Full Gibbs steps an update (the k of CD-k and PCD-k), 1 to 10,000; useful: 1 to 25.</summary>
    public int NumberOfGibbsSteps { get; init; } = 1;

    /// <summary>Rows an update, 1 to 16,384; useful: 10 to 500. Also the number of persistent chains.</summary>
    public int BatchSize { get; init; } = 100;

    /// <summary>Passes over the rows, 1 to 1,000,000.</summary>
    public int NumberOfEpochs { get; init; } = 10;

    /// <summary>The learning rate of the first update, above 0 and at most 10; useful: 0.001 to 0.1.</summary>
    public float LearningRate { get; init; } = 0.05f;

    /// <summary>How the learning rate goes from <see cref="LearningRate"/> to <see cref="FinalLearningRate"/>.</summary>
    public LearningRateSchedule LearningRateSchedule { get; init; } = LearningRateSchedule.LateLinear;

    /// <summary>The learning rate that a linear (at least 0) or exponential (above 0) schedule ends at; a constant one ignores
    /// it.</summary>
    public float FinalLearningRate { get; init; }

    /// <summary>The share of the last update that is repeated, 0 to below 1: velocity = Momentum * velocity + rate * gradient.</summary>
    public float Momentum { get; init; }

    /// <summary>L2 weight decay (lambda of lambda/2 * |W|^2, on weights only), 0 to 1; useful: 0 to 0.001.</summary>
    public float WeightDecay { get; init; }

    /// <summary>The momentum that a run ends at, going there from <see cref="Momentum"/> in a straight line; 0 to below 1, null keeps it.</summary>
    public float? FinalMomentum { get; init; }

    /// <summary>Whether momentum looks ahead (Nesterov's): step = Momentum * velocity + rate * gradient, with the new velocity.</summary>
    public bool Nesterov { get; init; }

    /// <summary>L1 weight decay (lambda of lambda * |W|, on weights only), 0 to 1; useful: 0 to 0.001. Makes weights exactly zero.</summary>
    public float L1WeightDecay { get; init; }

    /// <summary>The largest Euclidean norm of the weights of a hidden unit, above 0; useful: 1 to 10; null sets no bound.</summary>
    public float? MaximumWeightNorm { get; init; }

    /// <summary>The share of rows that a hidden unit should be on for, above 0 and below 1; useful: 0.01 to 0.2; null sets none.</summary>
    public float? SparsityTarget { get; init; }

    /// <summary>How strongly hidden biases are moved to <see cref="SparsityTarget"/>: 0 without a target, else above 0 and at most 100; useful: 0.1 to 5.</summary>
    public float SparsityCost { get; init; }

    /// <summary>The Gibbs steps that a run ends with, going there from <see cref="NumberOfGibbsSteps"/> in a straight line, 1 to 10,000; null keeps them.</summary>
    public int? FinalNumberOfGibbsSteps { get; init; }

    /// <summary>The share of hidden units that each row leaves out of an update, 0 to below 1; useful: 0 to 0.5. The trained machine has all
    /// units; see <see cref="HiddenDropout"/>.</summary>
    public float HiddenDropoutRate { get; init; }

    /// <summary>The number of temperatures of <see cref="BoltzmannAlgorithm.ParallelTempering"/>, 2 to 256; null is 10 there, and all that other
    /// algorithms allow.</summary>
    public int? NumberOfTemperatures { get; init; }

    /// <summary>The inverse temperature of the hottest chains of <see cref="BoltzmannAlgorithm.ParallelTempering"/>, 0 to below 1; useful: 0 to 0.9,
    /// such that <see cref="BoltzmannEpoch.SwapAcceptance"/> is well above zero. 0 with other algorithms.</summary>
    public float LowestInverseTemperature { get; init; }

    /// <summary>How an update follows the gradient.</summary>
    public BoltzmannUpdateRule UpdateRule { get; init; } = BoltzmannUpdateRule.Momentum;

    /// <summary>Whether visible and hidden units are centred at their means in the gradient (Melchior, Fischer and Wiskott,
    /// 2016).</summary>
    public bool Centered { get; init; } = true;

    /// <summary>The standard deviation of the normal distribution that the first weights are drawn from, 0 to 1.</summary>
    public float InitialWeightStandardDeviation { get; init; } = 0.01f;

    /// <summary>Where visible biases start.</summary>
    public InitialVisibleBias InitialVisibleBias { get; init; } = InitialVisibleBias.ColumnMeans;

    /// <summary>How values between 0 and 1 are given to the binary visible units.</summary>
    public Binarization Binarization { get; init; } = Binarization.None;

    /// <summary>The share of rows that is not trained on but measured after each epoch, 0 to 0.9; 0 is none, unless held-out rows are given
    /// themselves. Equal rows stay on one side.</summary>
    public double ValidationFraction { get; init; }

    /// <summary>Epochs without a better one, as <see cref="EarlyStoppingMeasure"/> has it, after which training ends, 1 to 1,000,000; the machine of
    /// the best epoch is the result. Null trains all epochs and keeps the last.</summary>
    public int? EarlyStoppingPatience { get; init; }

    /// <summary>What makes an epoch the best, where <see cref="EarlyStoppingPatience"/> is set.</summary>
    public EarlyStoppingMeasure EarlyStoppingMeasure { get; init; } = EarlyStoppingMeasure.LogLikelihood;

    /// <summary>The seed: the same rows, settings and seed give the same model, bit for bit.</summary>
    public ulong Seed { get; init; }

    /// <summary>Threads that share the work of each update, at most: 1 to 1024, or null for one on each processor. Training goes on with
    /// fewer while that is faster. The model is the same, bit for bit, whatever their number.</summary>
    public int? NumberOfThreads { get; init; } = 1;

    /// <summary>The folder of the checkpoint, from which a run that was broken off goes on, to the same bits; null writes none.</summary>
    public string? CheckpointDirectory { get; init; }

    /// <summary>Epochs from one checkpoint to the next, 1 to 1,000,000.</summary>
    public int CheckpointEpochs { get; init; } = 1;

    /// <summary>Minutes after which a checkpoint is written within an epoch, above 0; null writes none there.</summary>
    public double? CheckpointMinutes { get; init; } = 10;

    /// <summary>Checks every setting.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range; the message names setting, value and
    /// range.</exception>
    public void Validate()
    {
        SettingCheck.Require(NumberOfHiddenUnits is >= 1 and <= 1 << 20, nameof(NumberOfHiddenUnits), NumberOfHiddenUnits, "from 1 to 1048576");
        SettingCheck.Require(Enum.IsDefined(Algorithm), nameof(Algorithm), Algorithm, $"one of {string.Join(", ", Enum.GetNames<BoltzmannAlgorithm>())}");
        SettingCheck.Require(NumberOfGibbsSteps is >= 1 and <= 10_000, nameof(NumberOfGibbsSteps), NumberOfGibbsSteps, "from 1 to 10000");
        SettingCheck.Require(BatchSize is >= 1 and <= MaximumBatchSize, nameof(BatchSize), BatchSize, $"from 1 to {MaximumBatchSize}");
        SettingCheck.Require(NumberOfEpochs is >= 1 and <= 1_000_000, nameof(NumberOfEpochs), NumberOfEpochs, "from 1 to 1000000");
        LearningRates.Check(LearningRateSchedule, LearningRate, FinalLearningRate);
        SettingCheck.Require(Momentum is >= 0 and < 1, nameof(Momentum), Momentum, "at least 0 and below 1");
        SettingCheck.Require(WeightDecay is >= 0 and <= 1, nameof(WeightDecay), WeightDecay, "from 0 to 1");
        SettingCheck.Require(FinalMomentum is null or (>= 0 and < 1), nameof(FinalMomentum), FinalMomentum, "at least 0 and below 1, or null");
        SettingCheck.Require(!Nesterov || Momentum > 0 || FinalMomentum > 0, nameof(Nesterov), Nesterov, "false while there is no momentum (set Momentum or FinalMomentum)");
        SettingCheck.Require(L1WeightDecay is >= 0 and <= 1, nameof(L1WeightDecay), L1WeightDecay, "from 0 to 1");
        SettingCheck.Require(MaximumWeightNorm is null or (> 0 and <= 1e4f), nameof(MaximumWeightNorm), MaximumWeightNorm, "above 0 and at most 10000, or null");
        SettingCheck.Require(SparsityTarget is null or (> 0 and < 1), nameof(SparsityTarget), SparsityTarget, "above 0 and below 1, or null");
        SettingCheck.Require(SparsityTarget is null ? SparsityCost == 0 : SparsityCost is > 0 and <= 100, nameof(SparsityCost), SparsityCost,
            SparsityTarget is null ? "0 while SparsityTarget is null (set both, or neither)" : "above 0 and at most 100 with a SparsityTarget");
        SettingCheck.Require(FinalNumberOfGibbsSteps is null or (>= 1 and <= 10_000), nameof(FinalNumberOfGibbsSteps), FinalNumberOfGibbsSteps,
            "from 1 to 10000, or null");
        ValidateRule();
        ValidateTempering();
        ValidateHeldOut();
        SettingCheck.Require(InitialWeightStandardDeviation is >= 0 and <= 1, nameof(InitialWeightStandardDeviation), InitialWeightStandardDeviation,
            "from 0 to 1");
        SettingCheck.Require(Enum.IsDefined(Binarization), nameof(Binarization), Binarization,
            $"one of {string.Join(", ", Enum.GetNames<Binarization>())}");
        SettingCheck.Require(NumberOfThreads is null or (>= 1 and <= MaximumThreads), nameof(NumberOfThreads), NumberOfThreads,
            $"from 1 to {MaximumThreads}, or null");
        SettingCheck.Require(CheckpointDirectory is null || !string.IsNullOrWhiteSpace(CheckpointDirectory), nameof(CheckpointDirectory), "empty",
            "the path of a folder, or null");
        SettingCheck.Require(CheckpointEpochs is >= 1 and <= 1_000_000, nameof(CheckpointEpochs), CheckpointEpochs, "from 1 to 1000000");
        SettingCheck.Require(CheckpointMinutes is null or (> 0 and <= 1e6), nameof(CheckpointMinutes), CheckpointMinutes,
            "above 0 and at most 1000000, or null");
    }

    /// <summary>The number of temperatures, 1 without tempering.</summary>
    internal int Temperatures => Algorithm == BoltzmannAlgorithm.ParallelTempering ? NumberOfTemperatures ?? DefaultTemperatures : 1;

    private void ValidateRule()
    {
        SettingCheck.Require(Enum.IsDefined(UpdateRule), nameof(UpdateRule), UpdateRule, $"one of {string.Join(", ", Enum.GetNames<BoltzmannUpdateRule>())}");
        SettingCheck.Require(Enum.IsDefined(InitialVisibleBias), nameof(InitialVisibleBias), InitialVisibleBias,
            $"one of {string.Join(", ", Enum.GetNames<InitialVisibleBias>())}");
        SettingCheck.Require(HiddenDropoutRate is >= 0 and < 1, nameof(HiddenDropoutRate), HiddenDropoutRate, "at least 0 and below 1");
        if (UpdateRule != BoltzmannUpdateRule.Adam)
            return;
        SettingCheck.Require(Momentum == 0, nameof(Momentum), Momentum, "0 with the update rule Adam, which has moments of its own");
        SettingCheck.Require(FinalMomentum is null or 0, nameof(FinalMomentum), FinalMomentum, "null with the update rule Adam, which has moments of its own");
    }

    private void ValidateTempering()
    {
        bool tempered = Algorithm == BoltzmannAlgorithm.ParallelTempering;
        SettingCheck.Require(tempered || NumberOfTemperatures is null, nameof(NumberOfTemperatures), NumberOfTemperatures,
            $"null unless the algorithm is {BoltzmannAlgorithm.ParallelTempering} (Algorithm is {Algorithm})");
        SettingCheck.Require(NumberOfTemperatures is null or (>= 2 and <= 256), nameof(NumberOfTemperatures), NumberOfTemperatures,
            $"from 2 to 256, or null: with one temperature it is {BoltzmannAlgorithm.PersistentContrastiveDivergence}");
        SettingCheck.Require(LowestInverseTemperature is >= 0 and < 1, nameof(LowestInverseTemperature), LowestInverseTemperature, "at least 0 and below 1");
        SettingCheck.Require(tempered || LowestInverseTemperature == 0, nameof(LowestInverseTemperature), LowestInverseTemperature,
            $"0 unless the algorithm is {BoltzmannAlgorithm.ParallelTempering} (Algorithm is {Algorithm})");
        SettingCheck.Require(!tempered || HiddenDropoutRate == 0, nameof(HiddenDropoutRate), HiddenDropoutRate,
            $"0 with {BoltzmannAlgorithm.ParallelTempering}: chains that are swapped must have the same hidden units");
    }

    private void ValidateHeldOut()
    {
        SettingCheck.Require(ValidationFraction is >= 0 and <= 0.9, nameof(ValidationFraction), ValidationFraction, "from 0 to 0.9");
        SettingCheck.Require(EarlyStoppingPatience is null or (>= 1 and <= 1_000_000), nameof(EarlyStoppingPatience), EarlyStoppingPatience,
            "from 1 to 1000000, or null");
        SettingCheck.Require(Enum.IsDefined(EarlyStoppingMeasure), nameof(EarlyStoppingMeasure), EarlyStoppingMeasure,
            $"one of {string.Join(", ", Enum.GetNames<EarlyStoppingMeasure>())}");
    }

    /// <summary>Checks the settings against the held-out rows that are given, or not.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Held-out rows are given and taken from the others as well, or training is to stop early with
    /// neither.</exception>
    internal void ValidateWith(bool heldOutRowsAreGiven)
    {
        SettingCheck.Require(!heldOutRowsAreGiven || ValidationFraction == 0, nameof(ValidationFraction), ValidationFraction,
            "0 where validation data are given: rows are held out in one of the two ways");
        SettingCheck.Require(heldOutRowsAreGiven || ValidationFraction > 0 || EarlyStoppingPatience is null, nameof(EarlyStoppingPatience), EarlyStoppingPatience,
            $"null where {nameof(ValidationFraction)} is 0 and no validation data are given: there is nothing to stop by");
    }

    internal const int MaximumBatchSize = 16_384;

    private const int DefaultTemperatures = 10;

    private const int MaximumThreads = 1024;
}
