using Microsoft.ML;
using MlNetGenerative;
using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Training;
using Samples.Common;

namespace Samples.RbmFeatures;

/// <summary>
/// A machine with 16 hidden units as a density model of black-and-white images. With so few units the partition function is a sum over
/// 65,536 states, so the likelihood of the test images is exact.
/// </summary>
internal static class SmallMachine
{
    public static LikelihoodMetrics Measure(MLContext ml, ImageSet images, int? rows, int epochs)
    {
        IDataView train = ml.Data.LoadFromIdx(images.TrainImages, pixels: IdxPixels.Threshold);
        IDataView test = ml.Data.LoadFromIdx(images.TestImages, pixels: IdxPixels.Threshold);
        if (rows is int most)
            train = ml.Data.TakeRows(train, most);

        RestrictedBoltzmannMachineTransformer machine = TrainingDisplay.Show("Boltzmann machine with 16 hidden units", progress =>
            ml.Generative().RestrictedBoltzmannMachine(new RestrictedBoltzmannMachineEstimator.Options
            {
                InputColumnName = "Features",
                OutputColumnName = "Hidden",
                NumberOfHiddenUnits = 16,
                NumberOfEpochs = epochs,
                LearningRate = 0.01f,
                LearningRateSchedule = LearningRateSchedule.Constant,
                Progress = progress,
            }).Fit(train));
        return ml.Generative().EvaluateLikelihood(machine, test);
    }
}
