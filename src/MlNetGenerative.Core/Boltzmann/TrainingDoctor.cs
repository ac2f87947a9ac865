using static System.FormattableString;

namespace MlNetGenerative.Core.Boltzmann;

/// <summary>Watches a training run and warns, once each, of what would otherwise fail silently.</summary>
/// <remarks>What it finds follows from the data, the history and the model alone, so that a resumed run finds the same.</remarks>
internal sealed class TrainingDoctor
{
    // No better than independent columns: within this many nats of them, and in narrow tables within this share of their log-likelihood.
    private const double IndependentNats = 2;
    private const double IndependentShare = 0.1;

    // A share of dead or saturated hidden units that is worth a word.
    private const double StuckShare = 0.1;

    // Columns that are named.
    private const int NamedColumns = 5;

    private readonly RestrictedBoltzmannMachineSettings _settings;
    private readonly TrainingData _data;
    private readonly Action<BoltzmannWarning>? _onWarning;
    private readonly List<BoltzmannWarning> _warnings = [];
    private double _bestGain;   // a machine starts as independent columns, or below them
    private double _smallestGap = double.PositiveInfinity;

    /// <param name="settings">The settings of the run.</param>
    /// <param name="data">What is known of its rows.</param>
    /// <param name="onWarning">Told of each warning when it is found.</param>
    public TrainingDoctor(RestrictedBoltzmannMachineSettings settings, TrainingData data, Action<BoltzmannWarning>? onWarning)
    {
        _settings = settings;
        _data = data;
        _onWarning = onWarning;
        _bestGain = settings.InitialVisibleBias == InitialVisibleBias.ColumnMeans ? 0 : double.NegativeInfinity;
    }

    /// <summary>What was found so far.</summary>
    public IReadOnlyList<BoltzmannWarning> Warnings => _warnings;

    /// <summary>Looks at the data.</summary>
    public void BeforeTraining()
    {
        int[] constant = _data.ConstantColumns;
        if (constant.Length == 0)
            return;
        string named = string.Join(", ", constant.Take(NamedColumns)) + (constant.Length > NamedColumns ? ", …" : "");
        Warn(BoltzmannWarningKind.ConstantColumns, 0, constant.Length,
            Invariant($"{constant.Length} of {_data.Means.Length} columns have the same value in every row (slots {named})."),
            "They teach the model nothing: leave them out of the input column, or check where their values were lost.");
    }

    /// <summary>Looks at an epoch.</summary>
    public void AfterEpoch(BoltzmannEpoch epoch)
    {
        double gain = epoch.GainOverIndependentColumns;
        double small = SmallGain(epoch.PseudoLogLikelihood - gain);
        string? finding = gain < -small && _bestGain >= -small
            ? Invariant($"After epoch {epoch.Epoch} the pseudo-log-likelihood is {-gain:F2} nats below that of independent columns.")
            : _bestGain > 2 * small && gain < _bestGain / 2
            ? Invariant($"After epoch {epoch.Epoch} the pseudo-log-likelihood is {gain:F2} nats above that of independent columns, but was {_bestGain:F2} nats above it before.")
            : null;
        if (finding is not null)
            Warn(BoltzmannWarningKind.LearningRateTooHigh, epoch.Epoch, gain, finding,
                LowerRates() + Invariant($" or raise BatchSize (it is {_settings.BatchSize})."));
        _bestGain = Math.Max(_bestGain, gain);
        LookForOverfitting(epoch);
    }

    /// <summary>Warns of a run that cannot go on.</summary>
    /// <returns>What is to be said of it.</returns>
    public string Diverged(int epoch, long batch, double magnitude, string how)
    {
        var warning = new BoltzmannWarning(
            BoltzmannWarningKind.Divergence, epoch, magnitude, $"Training diverged in epoch {epoch}, batch {batch}: {how}.",
            Invariant($"Lower the learning rate (LearningRate is {_settings.LearningRate}")
                + (_settings.Momentum == 0 ? "" : Invariant($", Momentum {_settings.Momentum}"))
                + (_settings.WeightDecay == 0 ? "" : Invariant($", WeightDecay {_settings.WeightDecay}")) + ").");
        Warn(warning);
        return $"{warning.Finding} {warning.Remedy}";
    }

    /// <summary>Looks at the trained model.</summary>
    public void AfterTraining(RestrictedBoltzmannMachine model, TrainingMonitor monitor, int epoch)
    {
        LookForIndependentColumns(model, monitor, epoch);
        HiddenActivity activity = monitor.Measure(model);
        string remedy = LowerRates() + (_settings.Centered ? "" : " set Centered,")
            + Invariant($" or use fewer hidden units (NumberOfHiddenUnits is {_settings.NumberOfHiddenUnits}).");
        LookForStuckUnits(BoltzmannWarningKind.DeadHiddenUnits, activity.Dead, "off", model, epoch, remedy);
        LookForStuckUnits(BoltzmannWarningKind.SaturatedHiddenUnits, activity.Saturated, "on", model, epoch, remedy);

        if (_settings.Algorithm != BoltzmannAlgorithm.ContrastiveDivergence)
            return;
        FreeEnergyDifference distance = monitor.DistanceOfChains(model);
        if (distance.IsSignificantEitherWay)
            Warn(BoltzmannWarningKind.BlindContrastiveDivergence, epoch, distance.Nats,
                Invariant($"Free-running chains {(distance.Nats > 0 ? "leave" : "do not find")} the data: after {TrainingMonitor.FreeSteps} steps from noise their free energy is {Math.Abs(distance.Nats):F2} nats {(distance.Nats > 0 ? "below" : "above")} that of the rows (standard error {distance.StandardError:F2})."),
                Invariant($"Contrastive divergence does not see those states: use PersistentContrastiveDivergence, or raise NumberOfGibbsSteps (it is {_settings.NumberOfGibbsSteps})."));
    }

    private void LookForStuckUnits(BoltzmannWarningKind kind, int stuck, string where, RestrictedBoltzmannMachine model, int epoch, string remedy)
    {
        if (stuck >= Math.Max(1, StuckShare * model.NumberOfHiddenUnits))
            Warn(kind, epoch, (double)stuck / model.NumberOfHiddenUnits,
                Invariant($"{stuck} of {model.NumberOfHiddenUnits} hidden units are {where} whatever the row."), remedy);
    }

    private void LookForOverfitting(BoltzmannEpoch epoch)
    {
        if (_settings.EarlyStoppingPatience is not null || epoch.FreeEnergyGap is not { } gap)
            return;   // early stopping does what the warning would advise
        _smallestGap = Math.Min(_smallestGap, gap);
        double error = epoch.FreeEnergyGapStandardError!.Value;
        if (new FreeEnergyDifference(gap - _smallestGap, error).IsSignificant)
            Warn(BoltzmannWarningKind.Overfitting, epoch.Epoch, gap,
                Invariant($"After epoch {epoch.Epoch} the free energy of held-out rows is {gap:F2} nats above that of training rows (standard error {error:F2}), but was {_smallestGap:F2} nats before."),
                Invariant($"Set EarlyStoppingPatience, use fewer hidden units (NumberOfHiddenUnits is {_settings.NumberOfHiddenUnits}), raise WeightDecay (it is {_settings.WeightDecay}) or HiddenDropoutRate (it is {_settings.HiddenDropoutRate})."));
    }

    private void LookForIndependentColumns(RestrictedBoltzmannMachine model, TrainingMonitor monitor, int epoch)
    {
        (double gain, double independent, string measure) = monitor.GainOfModel(model);
        double small = SmallGain(independent);
        if (gain >= small)
            return;
        bool worse = gain < -small;   // less than this is chance
        string centre = _settings.Centered ? "" : " set Centered,";
        string start = _settings.InitialVisibleBias == InitialVisibleBias.ColumnMeans ? "" : " start InitialVisibleBias at ColumnMeans,";
        string remedy = worse
            ? LowerRates() + centre + Invariant($" raise NumberOfGibbsSteps (it is {_settings.NumberOfGibbsSteps}) or set WeightDecay (it is {_settings.WeightDecay}).")
            : Invariant($"Train longer (NumberOfEpochs is {_settings.NumberOfEpochs}), raise LearningRate (it is {_settings.LearningRate}),") + centre + start
                + Invariant($" or raise InitialWeightStandardDeviation (it is {_settings.InitialWeightStandardDeviation}); if nothing changes, the columns may not depend on each other.");
        Warn(worse ? BoltzmannWarningKind.WorseThanIndependentColumns : BoltzmannWarningKind.BiasLockedChains, epoch, gain,
            Invariant($"The model is {(worse ? "worse" : "no better")} than independent columns: its {measure} is {independent + gain:F2} nats a row, theirs {independent:F2}."),
            remedy);
    }

    private string LowerRates() => Invariant($"Lower LearningRate (it is {_settings.LearningRate}) to a third,")
        + (_settings.Momentum == 0 ? "" : Invariant($" lower Momentum (it is {_settings.Momentum}),"));

    private static double SmallGain(double independent) => Math.Min(IndependentNats, IndependentShare * Math.Abs(independent));

    private void Warn(BoltzmannWarningKind kind, int epoch, double figure, string finding, string remedy)
    {
        if (_warnings.Exists(warning => warning.Kind == kind))
            return;
        Warn(new BoltzmannWarning(kind, epoch, figure, finding, remedy));
    }

    private void Warn(BoltzmannWarning warning)
    {
        _warnings.Add(warning);
        _onWarning?.Invoke(warning);
    }
}
