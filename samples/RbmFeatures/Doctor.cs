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

    private const int FewRows = 3000;

    public static void Run(SampleOptions options, Figures figures)
    {
        var ml = new MLContext(options.Seed);
        var logged = new List<string>();
        ml.Log += (_, message) =>
        {
            if (message.Kind == ChannelMessageKind.Warning)
                logged.Add(message.RawMessage);   // where a service would see them
        };

        ImageSet images = ImageSet.Find(options.Data);
        IDataView all = ml.Data.LoadFromIdx(images.TrainImages, pixels: IdxPixels.Threshold);
        if (options.Rows is int rows)
            all = ml.Data.TakeRows(all, rows);
        IDataView few = ml.Data.TakeRows(all, Math.Min(FewRows, options.Rows ?? FewRows));

        Train("Chains locked in biases: visible biases start at zero, persistent chains, not centred", all, defaultEpochs: 5, settings =>
        {
            settings.InitialVisibleBias = InitialVisibleBias.Zero;
            settings.Centered = false;
            settings.NumberOfHiddenUnits = 16;
            settings.LearningRateSchedule = LearningRateSchedule.Constant;
        });
        Train("Blind contrastive divergence: one step, a constant rate, visible biases from zero, as tutorials have it", all, defaultEpochs: 3, settings =>
        {
            settings.Algorithm = BoltzmannAlgorithm.ContrastiveDivergence;
            settings.InitialVisibleBias = InitialVisibleBias.Zero;
            settings.Centered = false;
            settings.NumberOfHiddenUnits = 500;
            settings.BatchSize = 64;
            settings.LearningRateSchedule = LearningRateSchedule.Constant;
            settings.LearningRate = 0.1f;
        });
        Train("A learning rate of 3", few, defaultEpochs: 15, settings => settings.LearningRate = 3);
        Train("A learning rate of 10, momentum and weight decay: training diverges", few, defaultEpochs: 15, settings =>
        {
            settings.LearningRate = 10;
            settings.Momentum = 0.9f;
            settings.WeightDecay = 1;
        });
        int before = logged.Count;
        Train("The defaults", few, defaultEpochs: 15, _ => { });

        string[] kinds = [.. logged.Select(line => line[..line.IndexOf(':')])];
        figures.Add("doctor_warnings", logged.Count);
        figures.Add("doctor_kinds", kinds.Distinct().Count());
        figures.Add("doctor_bias_locked", kinds.Count(kind => kind == nameof(BoltzmannWarningKind.BiasLockedChains)));
        figures.Add("doctor_blind", kinds.Count(kind => kind == nameof(BoltzmannWarningKind.BlindContrastiveDivergence)));
        figures.Add("doctor_diverged", kinds.Count(kind => kind == nameof(BoltzmannWarningKind.Divergence)));
        figures.Add("doctor_warnings_of_defaults", logged.Count - before);

        void Train(string title, IDataView train, int defaultEpochs, Action<RestrictedBoltzmannMachineEstimator.Options> spoil)
        {
            int first = logged.Count;
            try
            {
                TrainingDisplay.Show(title, progress =>
                {
                    var settings = new RestrictedBoltzmannMachineEstimator.Options { NumberOfEpochs = options.Epochs ?? defaultEpochs, Progress = progress };
                    spoil(settings);
                    return ml.Generative().RestrictedBoltzmannMachine(settings).Fit(train);
                });
            }
            catch (InvalidOperationException error)
            {
                Console.WriteLine($"  stopped: {error.Message}");
            }
            foreach (string line in logged.Skip(first))
                Console.WriteLine($"  {line}");
        }
    }
}
