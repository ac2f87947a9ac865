using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetGenerative;
using MlNetGenerative.Core.Evaluation;
using MlNetGenerative.Core.Training;
using Samples.Common;

namespace Samples.GanMnist;

/// <summary>The sample, step by step.</summary>
internal static class Tour
{
    private const int NumberOfGeneratedImages = 30_000;
    private const int ResumedRows = 2000;
    private const int ResumedEpochs = 4;

    public static void Run(SampleOptions options, Figures figures)
    {
        // One thread for torch: steps this small gain little from a second one, and rows are prepared on another.
        TorchSharp.torch.set_num_threads(1);
        var ml = new MLContext(options.Seed);

        // 1. Images as an ordinary IDataView: Features is a vector of pixels in [0, 1], Label a key.
        ImageSet images = ImageSet.Find(options.Data);
        IDataView train = ml.Data.LoadFromIdx(images.TrainImages, images.TrainLabels);
        IDataView test = ml.Data.LoadFromIdx(images.TestImages, images.TestLabels);
        if (options.Rows is int rows)
            train = ml.Data.TakeRows(train, rows);
        long count = Math.Min(images.NumberOfTrainImages, options.Rows ?? long.MaxValue);
        int epochs = options.Epochs ?? (int)Math.Clamp(2_000_000 / count, 33, 200);

        // 2. Training: a generator against a discriminator, both told the label.
        var clock = Stopwatch.StartNew();
        GenerativeAdversarialNetworkTransformer trained = TrainingDisplay.Show("Generative adversarial network", progress => Models.Conditional(ml, epochs, progress).Fit(train));
        double seconds = clock.Elapsed.TotalSeconds;
        TrainingEpoch last = trained.History[^1];

        // 3. One zip holds everything; what follows uses the loaded model.
        string zip = Path.Combine(options.OutputFolder, "gan.zip");
        ml.Model.Save(trained, train.Schema, zip);
        trained.Dispose();
        using var gan = (GenerativeAdversarialNetworkTransformer)ml.Model.Load(zip, out _);

        // 4. Pictures.
        var pictures = new Pictures(images.Width, images.Height, options.OutputFolder);
        pictures.SaveLabels(gan);
        pictures.SaveGrid(gan);
        pictures.SaveWalk(ml, gan);

        // 5. A classifier that has seen only generated images, tested on real ones.
        clock.Restart();
        IDataView generated = ml.Data.Cache(gan.Generate(NumberOfGeneratedImages, seed: 11));
        int made = generated.GetColumn<float[]>("Features").Count();
        double samplesPerSecond = made / clock.Elapsed.TotalSeconds;
        double onGenerated = TrainingDisplay.Show("Linear classifier of generated images, tested on real ones", () => Accuracy(ml, generated, test));
        double onReal = TrainingDisplay.Show("Linear classifier of real images, for comparison", () => Accuracy(ml, ml.Data.Cache(ml.Data.TakeRows(train, NumberOfGeneratedImages)), test));

        SampleComparison quality = TrainingDisplay.Show("Generated images beside real ones", () => Quality.Compare(train, test, generated, images));

        // 6. A training run that is broken off, and goes on from its checkpoint.
        bool resumed = TrainingDisplay.Show("Training, broken off and resumed", () => EndsTheSame(ml.Data.TakeRows(train, ResumedRows), options));

        figures.Add("epochs", epochs);
        figures.Add("discriminator_loss", last.Losses["DiscriminatorLoss"]);
        figures.Add("generator_loss", last.Losses["GeneratorLoss"]);
        figures.Add("discriminator_accuracy", last.Losses["Accuracy"]);
        figures.Add("diversity", last.Losses["Diversity"]);
        figures.Add("training_seconds", seconds);
        figures.Add("step_milliseconds", 1000 * seconds / (epochs * Math.Ceiling(count / 128.0)));
        figures.Add("samples_per_second", samplesPerSecond);
        Quality.AddTo(figures, quality);
        figures.Add("tstr_micro_accuracy", onGenerated);
        figures.Add("trtr_micro_accuracy", onReal);
        figures.Add("resume_identical", resumed ? 1 : 0);
    }

    private static double Accuracy(MLContext ml, IDataView train, IDataView test)
    {
        ITransformer linear = ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Label", "Features", optimizationTolerance: 1e-4f).Fit(train);
        return ml.MulticlassClassification.Evaluate(linear.Transform(test)).MicroAccuracy;
    }

    private static bool EndsTheSame(IDataView train, SampleOptions options)
    {
        string folder = Path.Combine(options.OutputFolder, "checkpoint");
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        MLContext Context() => new(options.Seed);
        using GenerativeAdversarialNetworkTransformer whole = Models.Conditional(Context(), ResumedEpochs).Fit(train);
        using var stop = new CancellationTokenSource();
        try
        {
            // Cancelled in the second epoch; the run leaves a checkpoint behind, as one that is killed does after each epoch.
            Models.Conditional(Context(), ResumedEpochs, new StopAfter(stop), folder, stop.Token).Fit(train).Dispose();
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine("  Broken off.");
        }
        using GenerativeAdversarialNetworkTransformer resumed = Models.Conditional(Context(), ResumedEpochs, checkpoints: folder).Fit(train);
        IReadOnlyDictionary<string, float[]> got = resumed.Model.GetWeights();
        return stop.IsCancellationRequested && whole.Model.GetWeights().All(array => array.Value.AsSpan().SequenceEqual(got[array.Key]));
    }

    private sealed class StopAfter(CancellationTokenSource stop) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Epoch >= 2)
                stop.Cancel();
        }
    }
}
