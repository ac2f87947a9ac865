using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetGenerative;
using Samples.Common;

namespace Samples.VaeMnist;

/// <summary>The sample, step by step.</summary>
internal static class Tour
{
    private const int NumberOfEncodedImages = 1000;
    private const int NumberOfLikelihoodImages = 1000;

    public static void Run(SampleOptions options, Figures figures)
    {
        // One thread for torch: steps this small gain nothing from a second one, and rows are prepared on another.
        TorchSharp.torch.set_num_threads(1);
        var ml = new MLContext(options.Seed);

        // 1. Images as an ordinary IDataView: Features is a vector of pixels in [0, 1].
        ImageSet images = ImageSet.Find(options.Data);
        IDataView train = ml.Data.LoadFromIdx(images.TrainImages, images.TrainLabels);
        IDataView test = ml.Data.LoadFromIdx(images.TestImages, images.TestLabels);
        if (options.Rows is int rows)
            train = ml.Data.TakeRows(train, rows);
        long count = Math.Min(images.NumberOfTrainImages, options.Rows ?? long.MaxValue);
        int epochs = options.Epochs ?? (int)Math.Clamp(6_000_000 / count, 100, 200);
        int pixels = images.Width * images.Height;

        // 2. Training, without labels.
        VariationalAutoencoderTransformer vae = TrainingDisplay.Show("Variational autoencoder with 50 latent units",
            progress => Models.ForFigures(ml, pixels, epochs, progress).Fit(train));

        // 3. How likely the test images are.
        var likelihood = new LikelihoodOptions { NumberOfImportanceSamples = 500 };
        LikelihoodMetrics first = TrainingDisplay.Show("Likelihood of the first test images by importance sampling",
            () => vae.EvaluateLikelihood(ml.Data.TakeRows(test, NumberOfLikelihoodImages), likelihood));
        Console.WriteLine($"  {first.Verdict}");
        LikelihoodMetrics all = TrainingDisplay.Show("Evidence lower bound of all test images",
            () => vae.EvaluateLikelihood(test, new LikelihoodOptions { NumberOfImportanceSamples = 50 }));

        // 4. Features for a linear classifier, and scores against images of another kind.
        double accuracy = TrainingDisplay.Show("Linear classifier on the latent means", () => Classifier.MicroAccuracy(ml, vae, train, test));
        var clock = Stopwatch.StartNew();
        int encoded = vae.Transform(test).GetColumn<float[]>("Latent").Count();
        double encodedPerSecond = encoded / clock.Elapsed.TotalSeconds;
        double? auc = Anomalies.AreaUnderCurve(ml, vae, test, images);

        // 5. Pictures.
        var pictures = new Pictures(images.Width, images.Height, options.OutputFolder);
        pictures.SaveSamples(ml.Generative().Generate(vae, count: 100, seed: 7));
        pictures.SaveReconstructions(vae.Transform(test));
        pictures.SaveInterpolations(ml, vae, test);
        using (VariationalAutoencoderTransformer map = TrainingDisplay.Show("Variational autoencoder with 2 latent units, for maps",
            progress => Models.ForMaps(ml, pixels, Math.Clamp(epochs / 5, 1, 10), progress).Fit(train)))
        {
            pictures.SaveMap(ml, map);
            pictures.SaveScatter(map.Transform(test));
        }

        // 6. One zip, loaded again in a process that knows nothing but the zip.
        string zip = Path.Combine(options.OutputFolder, "vae.zip");
        ml.Model.Save(vae, train.Schema, zip);
        bool isSame = Encoding.NewProcessAgrees(ml, vae, test, zip, images.TestImages, NumberOfEncodedImages, out double microseconds);
        Console.WriteLine($"A new process encoded {NumberOfEncodedImages:N0} images with {zip}: {(isSame ? "the same vectors" : "OTHER VECTORS")}.");

        // 7. A training run that is killed, and goes on from its checkpoint.
        bool resumed = TrainingDisplay.Show("Training, killed and resumed", () => Resuming.EndsTheSame(options.Data, options.OutputFolder));

        figures.Add("elbo_test", all.LowerBound!.Value);
        figures.Add("reconstruction", all.Reconstruction!.Value);
        figures.Add("kl", all.KullbackLeibler!.Value);
        figures.Add("nll_iwae", -first.MeanLogLikelihood);
        figures.Add("nll_iwae_standard_error", first.StandardError);
        figures.Add("active_units", all.ActiveUnits!.Value);
        figures.Add("epochs", epochs);
        figures.Add("train_rows_per_second", vae.History.Average(epoch => epoch.RowsPerSecond));
        figures.Add("encode_rows_per_second", encodedPerSecond);
        figures.Add("micro_accuracy_latent", accuracy);
        if (auc is { } area)
            figures.Add("anomaly_auc", area);
        figures.Add("engine_microseconds", microseconds);
        figures.Add("new_process_agrees", isSame ? 1 : 0);
        figures.Add("resume_identical", resumed ? 1 : 0);
        figures.Add("zip_bytes", new FileInfo(zip).Length);
        vae.Dispose();
    }
}
