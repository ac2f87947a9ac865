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
    int DeadHiddenUnits, int SaturatedHiddenUnits, double RowsPerSecond, TimeSpan Elapsed);
