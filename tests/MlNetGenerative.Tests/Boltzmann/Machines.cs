using Microsoft.ML;
using MlNetGenerative.Tests.Pipeline;

namespace MlNetGenerative.Tests.Boltzmann;

/// <summary>Small machines for tests.</summary>
internal static class Machines
{
    public static RestrictedBoltzmannMachineEstimator.Options AllColumns(CancellationToken cancellation = default) => new()
    {
        OutputColumnName = "Hidden",
        InputColumnName = "Features",
        SampleColumnName = "Sample",
        ReconstructionColumnName = "Reconstruction",
        ScoreColumnName = "Score",
        PredictedLabelColumnName = "PredictedLabel",
        NumberOfHiddenUnits = 4,
        NumberOfEpochs = 3,
        BatchSize = 10,
        CancellationToken = cancellation,
    };

    /// <summary>The options of <see cref="AllColumns"/>, changed.</summary>
    public static RestrictedBoltzmannMachineEstimator.Options With(Action<RestrictedBoltzmannMachineEstimator.Options> change)
    {
        RestrictedBoltzmannMachineEstimator.Options options = AllColumns();
        change(options);
        return options;
    }

    public static RestrictedBoltzmannMachineTransformer Fit(
        Action<RestrictedBoltzmannMachineEstimator.Options>? change = null, IDataView? data = null, MLContext? ml = null) =>
        (ml ?? new MLContext(seed: 1)).Generative().RestrictedBoltzmannMachine(With(change ?? (_ => { }))).Fit(data ?? ConformanceData.Create());
}
