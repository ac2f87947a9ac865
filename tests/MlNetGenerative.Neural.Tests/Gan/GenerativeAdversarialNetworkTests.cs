using MlNetGenerative.Core.Training;
using MlNetGenerative.Tests;
using MlNetGenerative.Tests.Pipeline;
using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;

namespace MlNetGenerative.Neural.Tests;

[TestClass]
public sealed class GenerativeAdversarialNetworkTests
{
    private static readonly MLContext Context = new(seed: 1);

    private static GenerativeAdversarialNetworkTransformer Trained(Action<GenerativeAdversarialNetworkEstimator.Options>? change = null)
    {
        GenerativeAdversarialNetworkEstimator.Options options = AdversarialNetworks.Learning();
        change?.Invoke(options);
        return AdversarialNetworks.Fit(options);
    }

    private static float[][] Rows(IDataView view) => [.. view.GetColumn<float[]>("Features")];

    private static bool IsFirst(float[] row) => row[..3].Average() > row[3..].Average();

    // Both patterns, each clearly: means of the two halves differ by about 0.8 in the data.
    private static void AssertTwoPatterns(IDataView generated, string message)
    {
        float[][] rows = Rows(generated);
        Assert.IsInRange(0.15, 0.85, rows.Count(IsFirst) / (double)rows.Length, message);
        Assert.IsGreaterThan(0.55, rows.Average(row => Math.Abs(row[..3].Average() - row[3..].Average())), message);
        Assert.IsTrue(rows.All(row => row.All(value => value is >= 0 and <= 1)), message);
    }

    [TestMethod]
    public void EveryLossLearnsTheTwoPatterns()
    {
        foreach ((string name, Action<GenerativeAdversarialNetworkEstimator.Options> change) in (IEnumerable<(string, Action<GenerativeAdversarialNetworkEstimator.Options>)>)
        [
            ("non-saturating", o => o.LabelSmoothing = 0.1f),
            ("least squares", o => o.Loss = AdversarialLoss.LeastSquares),
            ("hinge", o => (o.Loss, o.Discriminator) = (AdversarialLoss.Hinge, new NetworkLayout(new Dense(32, SpectralNormalization: true), new LeakyRelu(0.2f)))),
            ("Wasserstein", o => (o.Loss, o.DiscriminatorSteps, o.NumberOfEpochs, o.GradientPenaltyWeight) = (AdversarialLoss.Wasserstein, 3, 900, 1)),
        ])
        {
            using GenerativeAdversarialNetworkTransformer gan = Trained(change);
            AssertTwoPatterns(gan.Generate(200, seed: 3), name);
            TrainingEpoch last = gan.History[^1];
            Assert.IsGreaterThan(0.6, last.Losses["Diversity"], name);
            Assert.AreEqual(name == "Wasserstein", last.Losses["GradientPenalty"] > 0, name);
        }
    }

    [TestMethod]
    public void AConditionalModelGeneratesTheLabelThatIsAskedForAlsoFromNoiseAndAfterLoading()
    {
        using GenerativeAdversarialNetworkTransformer trained = Trained(options => options.LabelColumnName = "Label");
        using var folder = new TemporaryFolder();
        Context.Model.Save(trained, ConformanceData.Create().Schema, folder.File("gan.zip"));
        using var loaded = (GenerativeAdversarialNetworkTransformer)new MLContext().Model.Load(folder.File("gan.zip"), out _);
        foreach (GenerativeAdversarialNetworkTransformer gan in (GenerativeAdversarialNetworkTransformer[])[trained, loaded])
        {
            CollectionAssert.AreEqual(new[] { "0", "1" }, gan.Labels.ToArray());
            foreach (string label in gan.Labels)
            {
                IDataView rows = gan.Generate(50, seed: 3, label);
                Assert.IsGreaterThan(45, Rows(rows).Count(row => IsFirst(row) == (label == "0")), label);
                Assert.IsTrue(rows.GetColumn<uint>("Label").All(key => key == (label == "0" ? 1u : 2u)));
                IDataView walk = Context.Generative().Interpolate("Noise", [1, -1, 0.5f, 0], [-1, 1, 0, 1], count: 9, InterpolationKind.Spherical);
                Assert.IsGreaterThan(6, gan.Sample(walk, label: label).GetColumn<float[]>("Sample").Count(row => IsFirst(row) == (label == "0")), label);
            }
            CollectionAssert.AreEqual(new uint[] { 1, 2, 1, 2 }, gan.Generate(4).GetColumn<uint>("Label").ToArray());
            ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => gan.Generate(4, null, "7"));
            Assert.Contains("Label must be a label that the model was trained with (0, 1), but is 7.", error.Message);
        }
        CollectionAssert.AreEqual(ViewReader.ById(trained.Generate(70, 5)), ViewReader.ById(loaded.Generate(70, 5)));
    }

    [TestMethod]
    public void NoiseBecomesSamplesAndDataBecomesScores()
    {
        using GenerativeAdversarialNetworkTransformer gan = AdversarialNetworks.Fit(_ => { });
        FunctionView data = ConformanceData.Create();
        IDataView scored = gan.Transform(data);
        Assert.IsNull(scored.Schema.GetColumnOrNull("Sample"));
        float[] scores = [.. scored.GetColumn<float>("Score")];
        Assert.HasCount(ConformanceData.Rows, scores);
        Assert.IsTrue(scores.All(float.IsFinite));

        FunctionView noise = new FunctionView(20).AddVector("Noise", 6, row => [.. Enumerable.Range(0, 6).Select(slot => MathF.Sin(row * 7 + slot))], false, null);
        IDataView sampled = gan.Transform(noise);
        Assert.IsNull(sampled.Schema.GetColumnOrNull("Score"));
        CollectionAssert.AreEqual(ViewReader.ById(sampled), ViewReader.ById(gan.Sample(noise)));
        Assert.AreEqual(20, sampled.GetColumn<float[]>("Sample").Select(row => string.Join(' ', row)).Distinct().Count());
        // What was sampled can be scored, though the noise is still there; both networks at once give the same.
        IDataView judged = gan.Score(gan.Sample(noise, "Features"));
        float[] expected = [.. judged.GetColumn<float>("Score")];
        IDataView both = gan.Transform(gan.Sample(noise, "Features"));
        CollectionAssert.AreEqual(expected, both.GetColumn<float>("Score").ToArray());
        CollectionAssert.AreEqual(Rows(judged), both.GetColumn<float[]>("Sample").ToArray(), StructuralComparer);
        IRowToRowMapper mapper = gan.GetRowToRowMapper(both.Schema);
        CollectionAssert.AreEqual(new[] { "Noise", "Features" }, mapper.GetDependencies(mapper.OutputSchema.Where(column => column.Index >= both.Schema.Count)).Select(column => column.Name).ToArray());
        Assert.Contains("Could not find input column 'Features'", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => gan.Transform(new FunctionView(3).AddVector("Other", 6, _ => new float[6], false, null))).Message);
        Assert.Contains("Vector<Single, 6>", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => gan.Transform(new FunctionView(3).AddVector("Noise", 5, _ => new float[5], false, null))).Message);
    }

    [TestMethod]
    public void ScoresAreLowerForRowsLikeThoseTrainedOn()
    {
        using GenerativeAdversarialNetworkTransformer gan = Trained(options => (options.Loss, options.NumberOfEpochs) = (AdversarialLoss.Wasserstein, 400));
        IDataView Flat() => new FunctionView(5).AddVector("Features", 6, _ => [0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f], false, null);
        double real = gan.Transform(ConformanceData.Create()).GetColumn<float>("Score").Average(), other = gan.Transform(Flat()).GetColumn<float>("Score").Average();
        Assert.IsGreaterThan(real, other);
    }

    [TestMethod]
    public void GeneratedRowsAreTheSameInWhateverOrderTheyAreRead()
    {
        using GenerativeAdversarialNetworkTransformer gan = AdversarialNetworks.Fit(_ => { });
        IDataView rows = Context.Generative().Generate(gan, count: 150, seed: 9);
        Dictionary<string, string> serial = ViewReader.ById(rows);
        CollectionAssert.AreEquivalent(serial, ViewReader.ById(rows, new Random(4)));
        CollectionAssert.AreEquivalent(serial, ViewReader.ByIdFromSet(rows, 3));
        CollectionAssert.AreEquivalent(serial, ViewReader.ById(gan.Generate(150, 9)));
        CollectionAssert.AreNotEquivalent(serial, ViewReader.ById(gan.Generate(150, 10)));
        Assert.Contains("GibbsGenerationOptions", Assert.ThrowsExactly<ArgumentException>(() => gan.Generate(new GibbsGenerationOptions())).Message);
        Assert.Contains("DrawValues must be false", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => gan.Generate(new LatentGenerationOptions { DrawValues = true })).Message);
    }

    [TestMethod]
    public void ATableGeneratorMakesValuesOfAnyRange()
    {
        // A ring around (3, -2).
        FunctionView data = new FunctionView(1000).AddVector("Features", 2, row => [3 + MathF.Cos(row), -2 + MathF.Sin(row)], false, null);
        GenerativeAdversarialNetworkEstimator.Options options = AdversarialNetworks.Learning();
        (options.Generator, options.NumberOfEpochs, options.Loss, options.LearningRate) = (NetworkPresets.TableGenerator(2), 150, AdversarialLoss.Wasserstein, 0.001f);
        options.Discriminator = new NetworkLayout(new Dense(64), new LeakyRelu(0.2f), new Dense(64), new LeakyRelu(0.2f));
        (options.DiscriminatorSteps, options.GradientPenaltyWeight, options.Optimizer) = (5, 1, new OptimizerSettings { FirstMomentDecay = 0, SecondMomentDecay = 0.9 });
        using GenerativeAdversarialNetworkTransformer gan = AdversarialNetworks.Fit(options, data);
        float[][] rows = Rows(gan.Generate(500, 2));
        Assert.AreEqual(3, rows.Average(row => row[0]), 0.2);
        Assert.AreEqual(-2, rows.Average(row => row[1]), 0.2);
        Assert.AreEqual(1, rows.Average(row => Math.Sqrt(Math.Pow(row[0] - 3, 2) + Math.Pow(row[1] + 2, 2))), 0.1);
        Assert.IsFalse(gan.Generate(1).Schema["Features"].IsNormalized());
    }

    [TestMethod]
    public void TrainingThatIsCancelledGoesOnToTheSameBits()
    {
        using var folder = new TemporaryFolder();
        GenerativeAdversarialNetworkEstimator.Options Options(string? checkpoints)
        {
            GenerativeAdversarialNetworkEstimator.Options options = AdversarialNetworks.Small();
            (options.Loss, options.DiscriminatorSteps, options.LabelColumnName, options.NumberOfEpochs, options.BatchSize) = (AdversarialLoss.Wasserstein, 3, "Label", 6, 7);
            options.Generator = new NetworkLayout(new Dense(8), new BatchNorm(), new LeakyRelu(), new Dense(6), new Tanh());
            options.Discriminator = new NetworkLayout(new Dense(8, SpectralNormalization: true), new LeakyRelu(0.2f), new Dropout(0.3f));
            options.CheckpointDirectory = checkpoints;
            return options;
        }
        using GenerativeAdversarialNetworkTransformer whole = AdversarialNetworks.Fit(Options(null));
        using var cancellation = new CancellationTokenSource();
        GenerativeAdversarialNetworkEstimator.Options broken = Options(folder.Path);
        broken.CancellationToken = cancellation.Token;
        // Reports come at most every 100 ms and at the ends of epochs: the third one is within the run.
        int reports = 0;
        broken.Progress = new Reported(_ =>
        {
            if (++reports == 3)
                cancellation.Cancel();
        });
        Assert.Throws<OperationCanceledException>(() => AdversarialNetworks.Fit(broken));
        using GenerativeAdversarialNetworkTransformer resumed = AdversarialNetworks.Fit(Options(folder.Path));
        foreach ((string name, float[] values) in whole.Model.GetWeights())
            CollectionAssert.AreEqual(values, resumed.Model.GetWeights()[name], name);
        for (int epoch = 0; epoch < 6; epoch++)
        {
            CollectionAssert.AreEqual(whole.History[epoch].Losses.ToArray(), resumed.History[epoch].Losses.ToArray());
            Assert.AreEqual(whole.History[epoch].GradientNorm, resumed.History[epoch].GradientNorm);
        }
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() =>
        {
            GenerativeAdversarialNetworkEstimator.Options other = Options(folder.Path);
            (other.DiscriminatorLearningRate, other.LabelColumnName) = (0.1f, "Label");
            AdversarialNetworks.Fit(other);
        });
        Assert.Contains("DiscriminatorLearningRate is 0.1 now, 0.0002 in the checkpoint", error.Message);
    }

    [TestMethod]
    public void CancellingMayLeaveTheModelAsItIsThen()
    {
        using var cancellation = new CancellationTokenSource();
        GenerativeAdversarialNetworkEstimator.Options options = AdversarialNetworks.Small(cancellation.Token);
        (options.NumberOfEpochs, options.ReturnBestOnCancel) = (50, true);
        Dictionary<string, string> third = [];
        options.EpochCompleted = snapshot =>
        {
            if (snapshot.History[^1].Epoch != 3)
                return;
            third = ViewReader.ById(snapshot.Generate(20, seed: 4));
            cancellation.Cancel();
        };
        using GenerativeAdversarialNetworkTransformer gan = AdversarialNetworks.Fit(options);
        Assert.HasCount(3, gan.History);
        CollectionAssert.AreEqual(third, ViewReader.ById(gan.Generate(20, seed: 4)));
    }

    [TestMethod]
    public void EachEpochHandsOutTheModelAsItIsThenAndChangesNothing()
    {
        GenerativeAdversarialNetworkEstimator.Options Options(Action<GenerativeAdversarialNetworkTransformer>? completed)
        {
            GenerativeAdversarialNetworkEstimator.Options options = AdversarialNetworks.Small();
            (options.NumberOfEpochs, options.LabelColumnName, options.EpochCompleted) = (3, "Label", completed);
            return options;
        }
        var seen = new List<GenerativeAdversarialNetworkTransformer>();
        var images = new List<Dictionary<string, string>>();
        using GenerativeAdversarialNetworkTransformer gan = AdversarialNetworks.Fit(Options(snapshot =>
        {
            seen.Add(snapshot);
            Assert.AreEqual(seen.Count, snapshot.History[^1].Epoch);
            images.Add(ViewReader.ById(snapshot.Generate(20, seed: 4)));
        }));
        using GenerativeAdversarialNetworkTransformer quiet = AdversarialNetworks.Fit(Options(null));
        Assert.HasCount(3, images);
        CollectionAssert.AreNotEqual(images[0], images[1]);
        // The last one is the model that training gives, its generator being the average.
        CollectionAssert.AreEqual(images[2], ViewReader.ById(gan.Generate(20, seed: 4)));
        CollectionAssert.AreEqual(images[2], ViewReader.ById(quiet.Generate(20, seed: 4)));
        CollectionAssert.AreEqual(gan.History.Select(epoch => epoch.Losses["DiscriminatorLoss"]).ToArray(), quiet.History.Select(epoch => epoch.Losses["DiscriminatorLoss"]).ToArray());
        Assert.ThrowsExactly<ObjectDisposedException>(() => seen[0].Generate(1));
        Assert.Throws<NotSupportedException>(() => AdversarialNetworks.Fit(Options(_ => throw new NotSupportedException())));
    }

    // correctness G4 and G5: ten by ten points of a plane are a hundred rows in the plane's order, and noise of any number of rows has the size of the model's.
    [TestMethod]
    public void AGridOfNoiseGivesARowForEachPointInItsOrder()
    {
        using GenerativeAdversarialNetworkTransformer gan = AdversarialNetworks.Fit(_ => { });
        float[] right = [2, 0, 0, 1, 0, 0], up = [0, 2, 1, 0, 0, 0], center = [0.5f, 0, 0, 0, 0, 0];
        float[][] rows = [.. gan.Sample(Context.Generative().LatentGrid("Noise", center, right, up, side: 10)).GetColumn<float[]>("Sample")];
        Assert.AreEqual(100, rows.Select(row => string.Join(' ', row)).Distinct().Count());
        foreach ((int row, int column) in (IEnumerable<(int, int)>)[(0, 0), (3, 7), (7, 3), (9, 9)])
        {
            float[] point = [.. center.Select((value, at) => value + right[at] * (column / 4.5f - 1) + up[at] * (1 - row / 4.5f))];
            float[] expected = gan.Sample(new FunctionView(1).AddVector("Noise", 6, _ => point, false, null)).GetColumn<float[]>("Sample").Single();
            for (int at = 0; at < 6; at++)
                Assert.AreEqual(expected[at], rows[row * 10 + column][at], 1e-5);
        }
        foreach (int count in (int[])[1, 225, 400])
            Assert.AreEqual(count, gan.Transform(Context.Generative().Noise("Noise", 6, count, seed: 1)).GetColumn<float[]>("Sample").Count(row => row.Length == 6));
    }

    // A real batch of constant rows, as many generated: an odd last batch of one row must work as well.
    [TestMethod]
    public void TheLastBatchHasAsManyGeneratedRowsAsRealOnes()
    {
        using GenerativeAdversarialNetworkTransformer gan = AdversarialNetworks.Fit(options => options.BatchSize = 59);
        Assert.IsTrue(gan.History.All(epoch => double.IsFinite(epoch.Losses["DiscriminatorLoss"])));
        // 59 and 1 rows: with a batch of 59 generated ones beside the single real one the mean accuracy could not be a multiple of 1 / 120.
        Assert.IsTrue(gan.History.All(epoch => Math.Abs(epoch.Losses["Accuracy"] * 120 - Math.Round(epoch.Losses["Accuracy"] * 120)) < 1e-9));
    }

    [TestMethod]
    public void TrainingEndsWhenTheDiscriminatorCannotTell()
    {
        // A discriminator that does not learn and is 0 everywhere.
        using GenerativeAdversarialNetworkTransformer gan = AdversarialNetworks.Fit(options =>
        {
            options.StopAtEquilibrium = true;
            options.NumberOfEpochs = 20;
            options.DiscriminatorLearningRate = 1e-12f;
            options.Discriminator = new NetworkLayout(new Dense(4, Initialization: WeightInitialization.Normal002), new Relu(), new Dropout(0.999f));
        });
        Assert.IsLessThan(20, gan.History.Count);
        Assert.AreEqual(0.5, gan.History[^1].Losses["Accuracy"], 0.02);
        Assert.Contains(NetworkWarningKind.DiscriminatorUndecided, gan.Warnings.Select(warning => warning.Kind).ToArray());
    }

    [TestMethod]
    public void TheExampleOfTensorFlowTrainsAndGeneratesImages()
    {
        FunctionView images = new FunctionView(6).AddVector("Features", 784, row => [.. Enumerable.Range(0, 784).Select(pixel => (pixel + row) % 5 / 4f)], false, null);
        // As model.summary() of the example: 1,254,400 + 25,088 (trainable) + 819,200 + 256 + 204,800 + 128 + 1,600.
        Assert.AreEqual(2_305_472L,
            NetworkPresets.ConvolutionalGenerator.CountParameters(new TensorShape(100)));
        using GenerativeAdversarialNetworkTransformer gan = AdversarialNetworks.Fit(options =>
        {
            (options.NoiseSize, options.Generator, options.Discriminator) = (100, NetworkPresets.ConvolutionalGenerator, NetworkPresets.ConvolutionalDiscriminator);
            (options.NumberOfEpochs, options.BatchSize) = (1, 3);
        }, images);
        Assert.IsTrue(Rows(gan.Generate(3)).All(image => image.Length == 784 && image.All(value => value is >= 0 and <= 1)));
    }

    [TestMethod]
    public void DisposingLeavesNoTensorAndUseAfterItIsAnError()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long before = torch.Tensor.TotalCount;
        GenerativeAdversarialNetworkTransformer gan = AdversarialNetworks.Fit(options => (options.Loss, options.DiscriminatorSteps) = (AdversarialLoss.Wasserstein, 2));
        ViewReader.ById(gan.Transform(ConformanceData.Create()));
        IDataView generated = gan.Generate(100);
        ViewReader.ById(generated);
        gan.Dispose();
        gan.Dispose();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.AreEqual(before, torch.Tensor.TotalCount);
        Assert.ThrowsExactly<ObjectDisposedException>(() => gan.Transform(ConformanceData.Create()));
        Assert.ThrowsExactly<ObjectDisposedException>(() => gan.Generate(3));
        Assert.ThrowsExactly<ObjectDisposedException>(() => ViewReader.ById(generated));
    }

    private static readonly System.Collections.IComparer StructuralComparer = Comparer<object>.Create((a, b) => ((float[])a).AsSpan().SequenceEqual((float[])b) ? 0 : 1);

    private sealed class Reported(Action<TrainingProgress> act) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => act(value);
    }
}
