using MlNetGenerative.Core.Boltzmann.Likelihood;
using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Boltzmann;

/// <summary>Measures a machine in training on rows that it is not trained on, beside rows that it is.</summary>
internal sealed class ValidationMonitor
{
    private const int AnnealedRuns = 100;

    private readonly List<float[]> _training;
    private readonly List<float[]> _heldOut;
    private readonly float[] _means;
    private readonly RestrictedBoltzmannMachineSettings _settings;

    /// <param name="training">Rows trained on, binary.</param>
    /// <param name="heldOut">Rows held out; grey ones are binarised once, by the seed.</param>
    /// <param name="means">The means of the training columns.</param>
    /// <param name="settings">The settings.</param>
    public ValidationMonitor(List<float[]> training, List<float[]> heldOut, float[] means, RestrictedBoltzmannMachineSettings settings)
    {
        _training = training;
        _heldOut = MonitoredRows.Binarize(heldOut, new Philox(settings.Seed, RandomStream.MonitoredRows), MonitoredRows.FirstHeldOut);
        _means = means;
        _settings = settings;
    }

    /// <summary>How far the free energy of held-out rows is above that of training rows.</summary>
    public FreeEnergyDifference FreeEnergyGap(RestrictedBoltzmannMachine model) => FreeEnergyDifference.Between(
        [.. _heldOut.Select(row => model.FreeEnergy(row))], [.. _training.Select(row => model.FreeEnergy(row))]);

    /// <summary>The mean log-likelihood of the held-out rows: -F(v) - log Z, log Z exact where that is quick and otherwise estimated. The same
    /// random numbers in each epoch, so that epochs differ by their models alone.</summary>
    public double LogLikelihood(RestrictedBoltzmannMachine model, CancellationToken cancellation)
    {
        double free = _heldOut.Average(row => model.FreeEnergy(row));
        if (TrainingMonitor.ExactIsQuick(model))
            return -free - PartitionFunction.ExactLog(model);
        var runs = new AnnealingRuns(
            AnnealedRuns, AnnealingSchedule.Quick, _settings.Seed, _settings.NumberOfThreads, VectorWidths.Best, cancellation);
        return -free - AnnealedImportanceSampling.Forward(AnnealedMachine.FromColumnMeans(model, _means), runs).LogPartition;
    }
}
