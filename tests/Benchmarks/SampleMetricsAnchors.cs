using System.Diagnostics;
using MlNetGenerative.Core.Evaluation;
using MlNetGenerative.Core.Numerics;

namespace Benchmarks;

/// <summary>Metrics of sources whose values are known: real digits, binarised digits, independent pixels, uniform noise.</summary>
internal static class SampleMetricsAnchors
{
    private const ulong Seed = 1;
    private const uint Noise = 1;
    private const int NeighbourCount = 3_000;
    private const int LeadingDirections = 64;

    public static void Run()
    {
        Digits digits = Digits.Load();
        Console.WriteLine($"Data: {digits.Name}");
        SampleRows train = Grey(digits.Train);
        SampleRows test = Grey(digits.Test);
        LeNet network = LeNet.Load(LeNetWeights.Mnist);

        long start = Stopwatch.GetTimestamp();
        SampleFeatures trainFeatures = network.Apply(train);
        Figures.Print("lenet_rows_per_second", train.Count / Stopwatch.GetElapsedTime(start).TotalSeconds);

        start = Stopwatch.GetTimestamp();
        GaussianMoments pixels = GaussianMoments.Of(train);
        Figures.Print("pixel_covariance_seconds", Stopwatch.GetElapsedTime(start).TotalSeconds);
        var projection = new PrincipalProjection(pixels, LeadingDirections);
        GaussianMoments features = GaussianMoments.Of(trainFeatures.Features);

        int count = test.Count;
        foreach ((string name, SampleRows images) in new (string, SampleRows)[]
        {
            ("real", test),
            ("bernoulli", Draw(test.Count, (row, column, u) => u < test[row][column] ? 1 : 0)),
            ("threshold", Draw(test.Count, (row, column, _) => test[row][column] >= 0.5f ? 1 : 0)),
            ("independent", Draw(count, (_, column, u) => u < pixels.Mean[column] ? 1 : 0)),
            ("uniform", Draw(count, (_, _, u) => u)),
        })
        {
            GaussianMoments pixelsOfImages = GaussianMoments.Of(images);
            Figures.Print($"{name}_fd_pixel", FrechetDistance.Between(pixels, pixelsOfImages));
            Figures.Print($"{name}_fd_pca64", FrechetDistance.Between(projection.Apply(pixels), projection.Apply(pixelsOfImages)));
            Measure(name, trainFeatures.Features, features, network.Apply(images));
        }

        start = Stopwatch.GetTimestamp();
        SampleComparison comparison = SampleEvaluation.Compare(trainFeatures, network.Apply(test), network.Apply(test));
        Figures.Print("comparison_seconds", Stopwatch.GetElapsedTime(start).TotalSeconds);
        Console.WriteLine(comparison.RealFloor);
    }

    private static void Measure(string name, SampleRows train, GaussianMoments trainMoments, SampleFeatures samples)
    {
        Figures.Print($"{name}_fld84", FrechetDistance.Between(trainMoments, GaussianMoments.Of(samples.Features)));
        Figures.Print($"{name}_kid84", KernelDistance.Cubic(First(train, samples.Count), samples.Features));
        Figures.Print($"{name}_inception_score", InceptionScore.Of(samples.Probabilities()));
        SampleRows real = First(train, NeighbourCount);
        SampleRows near = First(samples.Features, NeighbourCount);
        PrecisionRecall precisionRecall = NeighbourMetrics.PrecisionAndRecall(real, near);
        DensityCoverage densityCoverage = NeighbourMetrics.DensityAndCoverage(real, near);
        Figures.Print($"{name}_precision", precisionRecall.Precision);
        Figures.Print($"{name}_recall", precisionRecall.Recall);
        Figures.Print($"{name}_class_kl", Divergence.FromUniform(samples.ClassCounts()));
        Figures.Print($"{name}_density", densityCoverage.Density);
        Figures.Print($"{name}_coverage", densityCoverage.Coverage);
    }

    private static SampleRows First(SampleRows rows, int count)
        => rows.Choose([.. Enumerable.Range(0, Math.Min(count, rows.Count))]);

    private static SampleRows Grey(byte[][] images)
        => new(images[0].Length, [.. images.SelectMany(image => image.Select(grey => grey / 255f))]);

    private static SampleRows Draw(int count, Func<int, int, float, float> value)
    {
        float[] values = new float[count * LeNet.ImageLength];
        var philox = new Philox(Seed, Noise);
        float[] uniforms = new float[LeNet.ImageLength];
        for (int row = 0; row < count; row++)
        {
            philox.Fill((ulong)row, 0, uniforms);
            for (int column = 0; column < uniforms.Length; column++)
                values[row * LeNet.ImageLength + column] = value(row, column, uniforms[column]);
        }
        return new SampleRows(LeNet.ImageLength, values);
    }
}
