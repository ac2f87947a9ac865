using System.Diagnostics;
using Microsoft.ML;
using MlNetGenerative;
using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Training;

namespace Benchmarks;

/// <summary>What the pipeline adds to training: Fit on a view of the image file beside the bare loop on arrays, ten epochs of 784 × 500 units with
/// the same settings and the same result.</summary>
/// <remarks>Both begin with what a program has: the file, or the rows as arrays. Reading, checking and packing them counts. They take turns, so
/// that a change of load favours neither; the fastest of each counts.</remarks>
internal static class BoltzmannPipeline
{
    private const int Rounds = 3;
    private const int HiddenUnits = 500;
    private const int Epochs = 10;
    private const int Seed = 1;

    public static void Run()
    {
        Digits digits = Digits.Load();
        float[][] rows = [.. digits.Train.Select(image => Array.ConvertAll(image, pixel => pixel / 255f))];
        var ml = new MLContext(Seed);
        IDataView view = ml.Data.LoadFromIdx(digits.TrainPath);
        double pipeline = double.PositiveInfinity, bare = double.PositiveInfinity;
        for (int round = 0; round < Rounds; round++)
        {
            var clock = Stopwatch.StartNew();
            RestrictedBoltzmannMachineTransformer fitted = ml.Generative().RestrictedBoltzmannMachine(new RestrictedBoltzmannMachineEstimator.Options
            {
                NumberOfHiddenUnits = HiddenUnits, NumberOfEpochs = Epochs, Binarization = Binarization.Stochastic, Seed = Seed,
            }).Fit(view);
            pipeline = Math.Min(pipeline, clock.Elapsed.TotalSeconds);
            clock.Restart();
            RestrictedBoltzmannMachine trained = Bare(rows);
            bare = Math.Min(bare, clock.Elapsed.TotalSeconds);
            if (!fitted.Model.GetWeights().AsSpan().SequenceEqual(trained.GetWeights()))
                throw new InvalidOperationException("The pipeline and the bare loop gave different weights: they did not do the same.");
        }
        Figures.Print("fit_pipeline_seconds", pipeline);
        Figures.Print("fit_bare_seconds", bare);
        Figures.Print("fit_pipeline_vs_bare", pipeline / bare);
    }

    private static RestrictedBoltzmannMachine Bare(float[][] images)
    {
        var rows = new CachedRows(images[0].Length);
        int[] indices = new int[images[0].Length];
        float[] values = new float[images[0].Length];
        foreach (float[] image in images)
        {
            int count = MlNetGenerative.Core.Numerics.NonZeros.Find(image, indices, values);
            rows.Add(indices.AsSpan(0, count), values.AsSpan(0, count));
        }
        return BoltzmannTrainer.Train(rows, new RestrictedBoltzmannMachineSettings
        {
            NumberOfHiddenUnits = HiddenUnits, NumberOfEpochs = Epochs, Binarization = Binarization.Stochastic, Seed = Seed,
        }).Model;
    }
}
