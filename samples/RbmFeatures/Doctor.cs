using Microsoft.ML;
using Microsoft.ML.Runtime;
using MlNetGenerative;
using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Training;
using Samples.Common;

namespace Samples.RbmFeatures;

/// <summary>Trains with settings that are known to fail, and shows what training says of each: measured, and with what to do about it.</summary>
internal static class Doctor
{
    public const string Option = "--doctor";

    private const int NumberOfRows = 3000;

    public static void Run(SampleOptions options, Figures figures)
    {
        var ml = new MLContext(options.Seed);
        int logged = 0;
        ml.Log += (_, message) => logged += message.Kind == ChannelMessageKind.Warning ? 1 : 0;   // where a service would see them

        ImageSet images = ImageSet.Find(options.Data);
        IDataView train = ml.Data.TakeRows(ml.Data.LoadFromIdx(images.TrainImages, pixels: IdxPixels.Threshold), options.Rows ?? NumberOfRows);
        int epochs = options.Epochs ?? 15;

        IReadOnlyList<BoltzmannWarning>[] found =
        [
            Train(ml, train, epochs, "A learning rate of 3", settings => settings.LearningRate = 3),
            Train(ml, train, epochs, "A learning rate of 0.00001", settings => settings.LearningRate = 0.00001f),
            Train(ml, train, epochs, "One step of contrastive divergence, many small batches", settings =>
            {
                settings.Algorithm = BoltzmannAlgorithm.ContrastiveDivergence;
                settings.Centered = false;
                settings.BatchSize = 10;
                settings.NumberOfHiddenUnits = 500;
                settings.LearningRateSchedule = LearningRateSchedule.Constant;
                settings.LearningRate = 0.1f;
            }),
            Train(ml, train, epochs, "The defaults", _ => { }),
        ];
        figures.Add("doctor_warnings", found.Sum(warnings => warnings.Count));
        figures.Add("doctor_warnings_logged", logged);
        figures.Add("doctor_kinds", found.SelectMany(warnings => warnings).Select(warning => warning.Kind).Distinct().Count());
        figures.Add("doctor_warnings_of_defaults", found[^1].Count);
    }

    private static IReadOnlyList<BoltzmannWarning> Train(
        MLContext ml, IDataView train, int epochs, string title, Action<RestrictedBoltzmannMachineEstimator.Options> spoil)
    {
        RestrictedBoltzmannMachineTransformer machine = TrainingDisplay.Show(title, progress =>
        {
            var settings = new RestrictedBoltzmannMachineEstimator.Options { NumberOfEpochs = epochs, Progress = progress };
            spoil(settings);
            return ml.Generative().RestrictedBoltzmannMachine(settings).Fit(train);
        });
        foreach (BoltzmannWarning warning in machine.Warnings)
            Console.WriteLine($"  {warning}");
        return machine.Warnings;
    }
}
