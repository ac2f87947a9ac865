using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Training;
using MlNetGenerative.Tests.Pipeline;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace MlNetGenerative.Tests.Boltzmann;

/// <summary>Fitting: log, progress, cancellation, memory, and data of other shapes.</summary>
[TestClass]
public sealed class TrainingTests
{
    [TestMethod]
    public void OneLineAnEpochGoesToTheLog()
    {
        var epochs = new List<string>();
        var ml = new MLContext(seed: 1);
        ml.Log += (_, message) =>
        {
            if (message.Kind == ChannelMessageKind.Info && message.Source.Contains("RestrictedBoltzmannMachine"))
                epochs.Add(message.RawMessage);
        };
        RestrictedBoltzmannMachineTransformer model = Machines.Fit(ml: ml);
        Assert.HasCount(3, epochs);
        Assert.HasCount(3, model.History);
        StringAssert.Contains(epochs[2], "Epoch 3 of 3: reconstruction error ");
        CollectionAssert.AreEqual(new[] { 1, 2, 3 }, model.History.Select(epoch => epoch.Epoch).ToArray());
    }

    /// <summary>A table with structure that the defaults do not find: Fit says so, in the log and on the transformer.</summary>
    [TestMethod]
    [DataRow(4)]
    [DataRow(100)]
    public void AFitThatStaysAtIndependentColumnsWarns(int hiddenUnits)
    {
        var logged = new List<string>();
        var ml = new MLContext(seed: 1);
        ml.Log += (_, message) =>
        {
            if (message.Kind == ChannelMessageKind.Warning && message.Source.Contains("RestrictedBoltzmannMachine"))
                logged.Add(message.RawMessage);
        };
        FunctionView table = new FunctionView(300).AddVector("Features", 6, row => [.. Enumerable.Range(0, 6).Select(slot => (float)(((row >> slot / 2) + (row * 7 + slot * 3) % 11 / 8) % 2))]);
        var options = new RestrictedBoltzmannMachineEstimator.Options { BatchSize = 10, NumberOfEpochs = 50, LearningRate = 0.05f, NumberOfHiddenUnits = hiddenUnits, Seed = 1 };
        RestrictedBoltzmannMachineTransformer model = ml.Generative().RestrictedBoltzmannMachine(options).Fit(table);
        LikelihoodMetrics likelihood = model.EvaluateLikelihood(table);
        Assert.IsLessThan(0.4, likelihood.MeanLogLikelihood - likelihood.BaselineMeanLogLikelihood);
        BoltzmannWarning warning = model.Warnings.Single();
        Assert.AreEqual(BoltzmannWarningKind.BiasLockedChains, warning.Kind);
        Assert.AreEqual(likelihood.MeanLogLikelihood - likelihood.BaselineMeanLogLikelihood, warning.Figure, 1e-6, "all 300 rows are monitored");
        CollectionAssert.AreEqual(new[] { warning.ToString() }, logged);
    }

    [TestMethod]
    public void RowsOfAViewAreHeldOutAndTrainingEndsByThem()
    {
        var logged = new List<string>();
        var ml = new MLContext(seed: 1);
        ml.Log += (_, message) => logged.Add(message.RawMessage);
        FunctionView heldOut = ConformanceData.Create(rows: 40);
        RestrictedBoltzmannMachineTransformer model = Machines.Fit(
            options =>
            {
                (options.ValidationData, options.EarlyStoppingPatience, options.NumberOfEpochs) = (heldOut, 3, 1000);
                (options.LearningRate, options.LearningRateSchedule, options.CacheData) = (0.1f, LearningRateSchedule.Constant, false);
            }, ConformanceData.Create(rows: 30), ml);
        int best = 1 + Enumerable.Range(0, model.History.Count).MaxBy(i => model.History[i].ValidationLogLikelihood);
        Assert.HasCount(best + 3, model.History);
        Assert.IsTrue(logged.Any(line => line.Contains($"Training ends after epoch {best + 3}")));
        BoltzmannEpoch kept = model.History[best - 1];
        Assert.IsTrue(logged.Any(line => line.Contains(FormattableString.Invariant(
            $"free-energy gap {kept.FreeEnergyGap:F2} nats, held-out log-likelihood {kept.ValidationLogLikelihood:F2} nats"))));
        LikelihoodOptions asTrained = new() { Binarization = Binarization.Stochastic };
        Assert.AreEqual(kept.ValidationLogLikelihood!.Value, model.EvaluateLikelihood(heldOut, asTrained).MeanLogLikelihood, 0.5,
            "grey values are drawn by other random numbers");
    }

    [TestMethod]
    public void ValidationDataOfAnotherShapeAreRefused()
    {
        FunctionView wider = new FunctionView(5).AddVector("Features", 7, row => new float[7]);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Machines.Fit(options => options.ValidationData = wider)).Message,
            "Column 'Features' of ValidationData has 7 slots, but 6 in the training data; both must be the same.");
        FunctionView other = new FunctionView(5).AddVector("Pixels", 6, row => new float[6]);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Machines.Fit(options => options.ValidationData = other)).Message, "'Features'");
        FunctionView outside = new FunctionView(5).AddVector("Features", 6, row => [0, 0, 0, 0, 2, 0]);
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => Machines.Fit(options => options.ValidationData = outside)).Message, "Features");
    }

    [TestMethod]
    public void ProgressIsReported()
    {
        var reports = new Reports(_ => { });
        Machines.Fit(options => options.Progress = reports);
        Assert.AreEqual(3, reports.Seen[^1].Epoch);
        Assert.AreEqual(60, reports.Seen[^1].RowsInEpoch);
    }

    [TestMethod]
    public void CancellingGivesTheModelSoFarOnRequestAndThrowsOtherwise()
    {
        foreach (bool returnBest in (ReadOnlySpan<bool>)[true, false])
        {
            using var cancellation = new CancellationTokenSource();
            void Change(RestrictedBoltzmannMachineEstimator.Options options)
            {
                options.NumberOfEpochs = 1000;
                options.CancellationToken = cancellation.Token;
                options.ReturnBestOnCancel = returnBest;
                options.Progress = new Reports(report =>
                {
                    if (report.Epoch == 2)
                        cancellation.Cancel();
                });
            }
            if (returnBest)
                Assert.IsInRange(1, 10, Machines.Fit(Change).History.Count);
            else
                Assert.ThrowsExactly<OperationCanceledException>(() => Machines.Fit(Change));
        }
    }

    [TestMethod]
    public void StreamingDoesNotKeepTheRows()
    {
        const int rows = 60_000, width = 100;
        long before = GC.GetTotalMemory(forceFullCollection: true), most = 0;
        float[] values = new float[width];
        FunctionView data = new FunctionView(rows, canShuffle: false).AddVector("Features", width, row =>
        {
            values.AsSpan().Fill(row % 100 / 100f);
            if (row == rows - 1)
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
            return values;
        });
        Machines.Fit(options => (options.CacheData, options.NumberOfEpochs, options.BatchSize) = (false, 1, 1000), data);
        // The pool holds 10,000 rows of 800 bytes; all rows would take 48 MB.
        Assert.IsInRange(1, 24_000_000, most);
    }

    [TestMethod]
    public void StreamedAndCachedRowsBothLearnTheTwoPatterns()
    {
        foreach (bool cache in (ReadOnlySpan<bool>)[true, false])
        {
            RestrictedBoltzmannMachineTransformer model = Machines.Fit(options =>
                (options.CacheData, options.NumberOfEpochs, options.LearningRate) = (cache, 200, 0.1f), ConformanceData.Create(rows: 200));
            FunctionView patterns = new FunctionView(2).AddVector("Features", 6, row => row == 0 ? [1, 1, 1, 0, 0, 0] : [0, 0, 0, 1, 1, 1]);
            List<float[]> reconstruction = ViewReader.Vectors(model.Transform(patterns), "Reconstruction");
            Assert.IsGreaterThan(0.5f, reconstruction[0][1], $"cache {cache}");
            Assert.IsLessThan(0.5f, reconstruction[0][5], $"cache {cache}");
            Assert.IsLessThan(0.5f, reconstruction[1][1], $"cache {cache}");
            Assert.IsGreaterThan(0.5f, reconstruction[1][5], $"cache {cache}");
        }
    }

    [TestMethod]
    public void OneColumnIsEnough()
    {
        FunctionView data = new FunctionView(400).AddVector("Features", 1, row => [row % 4 == 0 ? 1 : 0]);
        RestrictedBoltzmannMachineTransformer model = Machines.Fit(options => options.NumberOfEpochs = 50, data);
        Assert.AreEqual(0.25, ViewReader.Vectors(model.Generate(new GibbsGenerationOptions { Count = 2000, BurnIn = 50 }), "Features").Average(row => row[0]), 0.1);
    }

    [TestMethod]
    public void WideSparseRowsWork()
    {
        const int width = 50_000;
        int[] slots(int row) => [.. Enumerable.Range(0, 20).Select(i => (row % 5 * 20 + i) * 500)];
        FunctionView data = new FunctionView(100).Add("Features", new Microsoft.ML.Data.VectorDataViewType(Microsoft.ML.Data.NumberDataViewType.Single, width),
            row => new Microsoft.ML.Data.VBuffer<float>(width, 20, [.. Enumerable.Repeat(1f, 20)], slots(row)));
        RestrictedBoltzmannMachineTransformer model = Machines.Fit(options => (options.NumberOfHiddenUnits, options.NumberOfEpochs, options.BatchSize) = (8, 2, 50), data);
        Assert.IsTrue(ViewReader.Vectors(model.Transform(data), "Hidden").All(row => row.All(float.IsFinite)));
    }

    private sealed class Reports(Action<TrainingProgress> onReport) : IProgress<TrainingProgress>
    {
        public List<TrainingProgress> Seen { get; } = [];

        public void Report(TrainingProgress value)
        {
            Seen.Add(value);
            onReport(value);
        }
    }
}
