using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MlNetGenerative;
using MlNetGenerative.Core.Boltzmann;
using Samples.Common;

namespace Samples.RbmFeatures;

/// <summary>The sample, step by step.</summary>
internal static class Tour
{
    private const int NumberOfServedImages = 1000;

    public static void Run(SampleOptions options, Figures figures)
    {
        var ml = new MLContext(options.Seed);

        // 1. Images as an ordinary IDataView: Features is a vector of pixels in [0, 1], Label a key.
        ImageSet images = ImageSet.Find(options.Data);
        IDataView train = ml.Data.LoadFromIdx(images.TrainImages, images.TrainLabels);
        IDataView test = ml.Data.LoadFromIdx(images.TestImages, images.TestLabels);
        if (options.Rows is int rows)
            train = ml.Data.TakeRows(train, rows);
        // Small data needs more passes for as many updates.
        long count = Math.Min(images.NumberOfTrainImages, options.Rows ?? long.MaxValue);
        int epochs = options.Epochs ?? (int)Math.Clamp(180_000 / count, 15, 30);

        // 2. What a linear classifier makes of the pixels themselves.
        MulticlassClassificationMetrics onPixels = TrainingDisplay.Show("Linear classifier on pixels", () => Classifiers.OnPixels(ml, train, test));
        Console.WriteLine($"  {onPixels.MicroAccuracy:P2} of the test images are right.");

        // 3. The same classifier on features that a Boltzmann machine learns first, without labels, as one pipeline.
        TransformerChain<KeyToValueMappingTransformer> model = TrainingDisplay.Show("Boltzmann machine, then the same classifier on its features",
            progress => Classifiers.OnFeatures(ml, epochs, progress).Fit(train));
        IDataView scored = model.Transform(test);
        MulticlassClassificationMetrics onFeatures = ml.MulticlassClassification.Evaluate(scored);
        Console.WriteLine($"  {onFeatures.MicroAccuracy:P2} of the test images are right.");

        // 4. What it has learned, as pictures.
        RestrictedBoltzmannMachineTransformer machine = model.OfType<RestrictedBoltzmannMachineTransformer>().Single();
        var pictures = new Pictures(images.Width, images.Height, options.OutputFolder);
        pictures.SaveFilters(machine.Model);
        pictures.SaveReconstructions(scored);
        pictures.SaveSamples(ml.Generative().Generate(model, count: 100, seed: 7));

        // 5. One zip, loaded again in a process that knows nothing but the zip.
        string zip = Path.Combine(options.OutputFolder, "digits.zip");
        ml.Model.Save(model, train.Schema, zip);
        ServedAnswers served = Serving.AskNewProcess(zip, images.TestImages, NumberOfServedImages);
        bool isSame = served.Answers.SequenceEqual(Serving.Answers(ml, ml.Data.TakeRows(scored, NumberOfServedImages)));
        Console.WriteLine($"A new process served {served.Answers.Count:N0} images from {zip}: {(isSame ? "every score is the same" : "SCORES DIFFER")}.");

        // 6. A machine small enough that its likelihood can be computed exactly.
        LikelihoodMetrics likelihood = SmallMachine.Measure(ml, images, options.Rows, 5 * epochs);
        Console.WriteLine($"  {likelihood.Verdict}");

        // 7. A machine with 500 hidden units as a density model: its likelihood is estimated from both sides.
        LikelihoodMetrics density = LargeMachine.Measure(ml, images, options.Rows, 4 * epochs);
        Console.WriteLine($"  {density.Verdict}");

        BoltzmannEpoch last = machine.History[^1];
        double epochSeconds = last.Elapsed.TotalSeconds / machine.History.Count;
        figures.Add("rows_per_second_training", machine.History.Average(epoch => epoch.RowsPerSecond));
        figures.Add("epoch_seconds", epochSeconds);
        figures.Add("micro_accuracy", onFeatures.MicroAccuracy);
        figures.Add("micro_accuracy_pixels", onPixels.MicroAccuracy);
        figures.Add("log_loss", onFeatures.LogLoss);
        figures.Add("pseudo_likelihood", last.PseudoLogLikelihood);
        figures.Add("rbm16_log_likelihood", likelihood.MeanLogLikelihood);
        figures.Add("rbm500_log_likelihood", density.MeanLogLikelihood);
        figures.Add("sandwich_gap", density.Gap ?? 0);
        figures.Add("engine_microseconds", served.Microseconds);
        figures.Add("engine_equals_transform", isSame ? 1 : 0);
        figures.Add("zip_bytes", new FileInfo(zip).Length);
    }
}
