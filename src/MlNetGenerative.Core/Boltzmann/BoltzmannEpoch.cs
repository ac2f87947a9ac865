namespace MlNetGenerative.Core.Boltzmann;

/// <summary>What was measured at the end of one epoch.</summary>
/// <param name="Epoch">The epoch, counted from 1.</param>
/// <param name="LearningRate">The learning rate of the epoch's last update.</param>
/// <param name="ReconstructionError">The mean squared difference, per visible unit, between monitored rows and their mean-field
/// reconstruction. It says whether the features keep the data, not how good a density the model is.</param>
/// <param name="PseudoLogLikelihood">The mean pseudo-log-likelihood of the monitored rows in nats, from randomly chosen units
/// (see <see cref="PseudoLikelihood"/>); grey rows are binarised first.</param>
/// <param name="GainOverIndependentColumns">How far that is above the one of independent columns, of the same units of the same rows, in
/// nats.</param>
/// <param name="DeadHiddenUnits">The number of hidden units whose probability to be on is below 0.01 for every monitored row.</param>
/// <param name="SaturatedHiddenUnits">The number of hidden units whose probability to be on is above 0.99 for every monitored row.</param>
/// <param name="RowsPerSecond">Rows trained a second in this epoch.</param>
/// <param name="Elapsed">The time since training began.</param>
public sealed record BoltzmannEpoch(
    int Epoch, double LearningRate, double ReconstructionError, double PseudoLogLikelihood, double GainOverIndependentColumns,
    int DeadHiddenUnits, int SaturatedHiddenUnits, double RowsPerSecond, TimeSpan Elapsed)
{
    /// <summary>The mean free energy of held-out rows less that of training rows, in nats: near zero at first, larger as a model learns its
    /// training rows by heart. Null without held-out rows.</summary>
    public double? FreeEnergyGap { get; init; }

    /// <summary>The standard error of <see cref="FreeEnergyGap"/>, from the spread of the free energies of both kinds of rows. Null without held-out
    /// rows.</summary>
    public double? FreeEnergyGapStandardError { get; init; }

    /// <summary>The mean log-likelihood of held-out rows in nats, where early stopping measures it; otherwise null.</summary>
    public double? ValidationLogLikelihood { get; init; }

    /// <summary>The share of proposed swaps of chains at neighbouring temperatures that were accepted in this epoch, of the pair with the
    /// smallest share: near zero, the ladder of temperatures is broken there. Null without parallel tempering.</summary>
    public double? SwapAcceptance { get; init; }
}
