using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetGenerative;
using MlNetGenerative.Core.Evaluation;
using Samples.Common;

namespace Samples.GanMnist;

/// <summary>The sample, step by step.</summary>
internal static class Tour
{
    private const int NumberOfGeneratedImages = 30_000;

    public static void Run(string preset, SampleOptions options, Figures figures)
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
        int epochs = options.Epochs ?? Models.Epochs(preset, count);

        // 2. Training: a generator against a discriminator. After each epoch it shows what it makes of the same noise.
        var pictures = new Pictures(images, options.OutputFolder);
        var clock = Stopwatch.StartNew();
        GenerativeAdversarialNetworkTransformer trained = TrainingDisplay.Show($"Generative adversarial network ({preset})",
            progress => Models.Fit(ml, preset, epochs, train, progress, epoch => pictures.AddEpoch(epoch, epochs)));
        double seconds = clock.Elapsed.TotalSeconds;
        IReadOnlyDictionary<string, double> losses = trained.History[^1].Losses;
        pictures.ShowEpochs();

        // 3. One zip holds everything; what follows uses the loaded model.
        string zip = Path.Combine(options.OutputFolder, $"gan-{preset}.zip");
        ml.Model.Save(trained, train.Schema, zip);
        trained.Dispose();
        using var gan = (GenerativeAdversarialNetworkTransformer)ml.Model.Load(zip, out _);

        // 4. Pictures.
        bool hasLabels = gan.Labels.Count > 0;
        if (hasLabels)
            pictures.SaveLabels(gan);
        pictures.SaveGrid(gan);
        pictures.SaveWalk(ml, gan);

        // 5. Generated images beside real ones.
        clock.Restart();
        IDataView generated = ml.Data.Cache(gan.Generate(hasLabels ? NumberOfGeneratedImages : Quality.MostImages, seed: 11));
        int made = generated.GetColumn<float[]>("Features").Count();
        double samplesPerSecond = made / clock.Elapsed.TotalSeconds;
        SampleComparison quality = TrainingDisplay.Show("Generated images beside real ones", () => Quality.Compare(train, test, generated, images));

        figures.Add("epochs", epochs);
        figures.Add("discriminator_loss", losses["DiscriminatorLoss"]);
        figures.Add("generator_loss", losses["GeneratorLoss"]);
        figures.Add("discriminator_accuracy", losses["Accuracy"]);
        figures.Add("diversity", losses["Diversity"]);
        figures.Add("training_seconds", seconds);
        figures.Add("step_milliseconds", 1000 * seconds / (epochs * Math.Ceiling((double)count / Models.Options(preset, epochs).BatchSize)));
        figures.Add("samples_per_second", samplesPerSecond);
        Quality.AddTo(figures, quality);

        // 6. A classifier that has seen only generated images, tested on real ones.
        if (hasLabels)
            Classifiers.AddTo(figures, ml, generated, ml.Data.TakeRows(train, NumberOfGeneratedImages), test);

        // 7. A training run that is killed, and goes on from its checkpoint.
        figures.Add("resume_identical", TrainingDisplay.Show("Training, killed and resumed", () => Resuming.EndsTheSame(preset, options.Data, options.OutputFolder)) ? 1 : 0);
    }
}
