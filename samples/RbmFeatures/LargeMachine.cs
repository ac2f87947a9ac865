using Microsoft.ML;
using MlNetGenerative;
using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Boltzmann.Likelihood;
using Samples.Common;

namespace Samples.RbmFeatures;

/// <summary>
/// A machine with 500 hidden units as a density model of images whose pixels are drawn black or white by their greys. No sum reaches its
/// partition function: annealed importance sampling estimates it from below and from above, and the gap says what the estimate is worth.
/// </summary>
internal static class LargeMachine
{
    public static LikelihoodMetrics Measure(MLContext ml, ImageSet images, int? rows, int epochs)
    {
        IDataView train = ml.Data.LoadFromIdx(images.TrainImages);
        if (rows is int most)
            train = ml.Data.TakeRows(train, most);

        RestrictedBoltzmannMachineTransformer machine = TrainingDisplay.Show("Boltzmann machine with 500 hidden units as a density", progress =>
            ml.Generative().RestrictedBoltzmannMachine(new RestrictedBoltzmannMachineEstimator.Options
            {
                InputColumnName = "Features",
                OutputColumnName = "Hidden",
                NumberOfHiddenUnits = 500,
                NumberOfEpochs = epochs,
                LearningRate = 0.05f,
                Binarization = Binarization.Stochastic,   // drawn anew in each epoch
                Progress = progress,
            }).Fit(train));

        // What figures are quoted with; a tenth of the temperatures where the run is only a trial.
        AnnealingSchedule schedule = images.NumberOfTrainImages >= 60_000 && rows is null ? AnnealingSchedule.SalakhutdinovMurray : AnnealingSchedule.Quick;
        return TrainingDisplay.Show("Its likelihood by annealed importance sampling, forward and reverse", () =>
            ml.Generative().EvaluateLikelihood(machine, ml.Data.LoadFromIdx(images.TestImages), new LikelihoodOptions { Seed = 7, Schedule = schedule }));
    }
}
