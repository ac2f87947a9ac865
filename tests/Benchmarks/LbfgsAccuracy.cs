using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetGenerative;

namespace Benchmarks;

/// <summary>
/// What a maximum entropy classifier learns of raw pixels, and how long that takes: MNIST, 60,000 digits of 28 × 28 in
/// [0, 1] (the official Microsoft.ML 5.0.0: 0.9270 in 50 s), and 1,797 digits of 8 × 8 (0.949 on a part kept back).
/// </summary>
internal static class LbfgsAccuracy
{
    public static void Run()
    {
        string root = Digits.RepositoryRoot();
        var ml = new MLContext(1);
        Mnist(ml, root);
        SmallDigits(ml, Path.Combine(root, "tests", "StandIns.Tests", "Zip", "golden", "digits.csv"));
    }

    private static void Mnist(MLContext ml, string root)
    {
        string full = Path.Combine(root, "datasets", "full", "mnist");
        string folder = Digits.Find(full, "train-images") is null ? Path.Combine(root, "datasets", "subset") : full;
        Console.WriteLine($"pixels of {folder}");
        IDataView train = Load("train"), test = Load("t10k");

        long start = Stopwatch.GetTimestamp();
        ITransformer model = ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy().Fit(train);
        Figures.Print("seconds", Stopwatch.GetElapsedTime(start).TotalSeconds);
        MulticlassClassificationMetrics metrics = ml.MulticlassClassification.Evaluate(model.Transform(test));
        Figures.Print("micro_accuracy_pixels", metrics.MicroAccuracy);
        Figures.Print("log_loss_pixels", metrics.LogLoss);

        IDataView Load(string prefix) => ml.Data.LoadFromIdx(
            Digits.Find(folder, prefix + "-images") ?? throw new FileNotFoundException($"No images {prefix} in {folder}."),
            Digits.Find(folder, prefix + "-labels"));
    }

    private static void SmallDigits(MLContext ml, string path)
    {
        IDataView data = ml.Data.LoadFromTextFile(path,
            [new TextLoader.Column("Pixels", DataKind.Single, 0, 63), new TextLoader.Column("Number", DataKind.Single, 64)], ',', hasHeader: false);
        IEstimator<ITransformer> pipeline = ml.Transforms.Conversion.MapValueToKey("Label", "Number")
            .Append(ml.Transforms.NormalizeMinMax("Features", "Pixels"))
            .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy());
        // A test part of 360 rows leaves a standard deviation of 0.011: several splits say more than one.
        var accuracies = new List<double>();
        for (int seed = 0; seed < 10; seed++)
        {
            DataOperationsCatalog.TrainTestData split = ml.Data.TrainTestSplit(data, testFraction: 0.2, seed: seed);
            accuracies.Add(ml.MulticlassClassification.Evaluate(pipeline.Fit(split.TrainSet).Transform(split.TestSet)).MicroAccuracy);
        }

        Figures.Print("micro_accuracy_digits", accuracies.Average());
        Figures.Print("micro_accuracy_digits_least", accuracies.Min());
        Figures.Print("micro_accuracy_digits_most", accuracies.Max());
    }
}
