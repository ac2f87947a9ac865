using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Tests.Pipeline;
using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;

namespace MlNetGenerative.Neural.Tests;

[TestClass]
public sealed class VariationalAutoencoderTests
{
    private static readonly MLContext Context = new(seed: 1);

    private static VariationalAutoencoderTransformer Trained(Action<VariationalAutoencoderEstimator.Options>? change = null) =>
        Autoencoders.Fit(ConformanceData.Create(), options =>
        {
            options.NumberOfEpochs = 150;
            options.LearningRate = 0.01f;
            options.Binarization = Binarization.Stochastic;
            change?.Invoke(options);
        });

    [TestMethod]
    public void ItLearnsTheTwoPatternsAndSaysSoInNats()
    {
        using VariationalAutoencoderTransformer vae = Trained();
        FunctionView data = ConformanceData.Create();
        LikelihoodMetrics metrics = Context.Generative().EvaluateLikelihood(vae, data, new LikelihoodOptions { NumberOfImportanceSamples = 200 });
        // Two patterns of six columns cost log 2 and the noise of one column; independent columns cost 6 log 2.
        Assert.IsGreaterThan(metrics.BaselineMeanLogLikelihood + 1.5, metrics.MeanLogLikelihood, metrics.Verdict);
        Assert.IsLessThanOrEqualTo(metrics.MeanLogLikelihood + 3 * metrics.StandardError, metrics.LowerBound!.Value);
        Assert.AreEqual(metrics.LowerBound.Value, metrics.Reconstruction!.Value - metrics.KullbackLeibler!.Value, 1e-9);
        Assert.IsInRange(1, 3, metrics.ActiveUnits!.Value);
        Assert.IsTrue(metrics.IsReliable, metrics.Verdict);
        Assert.AreEqual(ConformanceData.Rows, metrics.NumberOfRows);
        Assert.IsGreaterThan(vae.History[^1].Losses["Loss"] + 1, vae.History[0].Losses["Loss"]);

        IEnumerable<float[]> reconstructed = vae.Transform(data).GetColumn<float[]>("Reconstruction");
        Assert.IsTrue(reconstructed.Select((row, index) => (row[..3].Average() > row[3..].Average()) == (index % 2 == 0)).All(right => right));
    }

    [TestMethod]
    public void MoreImportanceSamplesGiveATighterBound()
    {
        using VariationalAutoencoderTransformer vae = Trained();
        double At(int samples) => vae.EvaluateLikelihood(ConformanceData.Create(), new LikelihoodOptions { NumberOfImportanceSamples = samples }).MeanLogLikelihood;
        Assert.IsGreaterThan(At(1), At(20));
        Assert.AreEqual(At(3000), At(9000), 0.02);
    }

    // The encoder is tiny: what it gives the sum over all z must agree with plain integration over the prior.
    [TestMethod]
    public void TheImportanceSampledLikelihoodAgreesWithIntegrationOverThePrior()
    {
        using VariationalAutoencoderTransformer vae = Trained(options =>
        {
            options.LatentSize = 1;
            options.Binarization = Binarization.Threshold;
        });
        FunctionView data = ConformanceData.Create();
        double[][] grid = [.. Enumerable.Range(-600, 1201).Select(step => new[] { step / 100.0 })];
        IDataView latents = Context.Data.LoadFromEnumerable(grid.Select(z => new LatentRow { Latent = [(float)z[0]] }));
        float[][] means = [.. vae.Decode(latents).GetColumn<float[]>("Features")];
        double total = 0;
        float[][] rows = [.. data.GetColumn<float[]>("Features").Select(row => row.Select(value => value >= 0.5f ? 1f : 0).ToArray())];
        foreach (float[] row in rows)
            total += Math.Log(Enumerable.Range(0, grid.Length).Sum(at =>
                Math.Exp(-grid[at][0] * grid[at][0] / 2) / Math.Sqrt(2 * Math.PI) * 0.01 * row.Zip(means[at], (x, p) => x == 1 ? p : 1 - (double)p).Aggregate(1.0, (product, p) => product * p)));
        LikelihoodMetrics metrics = vae.EvaluateLikelihood(data, new LikelihoodOptions { NumberOfImportanceSamples = 400_000 });
        Assert.AreEqual(total / rows.Length, metrics.MeanLogLikelihood, 0.01);
    }

    [TestMethod]
    public void AGaussianDecoderLearnsTheDeviationsOfItsColumns()
    {
        var random = new Random(3);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        IDataView data = Context.Data.LoadFromEnumerable(Enumerable.Range(0, 2000).Select(_ => new TwoColumns { Features = [(float)(3 + 0.5 * Normal()), (float)(-1 + 2 * Normal())] }).ToArray());
        using VariationalAutoencoderTransformer vae = Autoencoders.Fit(data, options =>
        {
            options.Decoder = new NetworkLayout(new Dense(2));
            options.LatentSize = 1;
            options.Beta = 4;   // the latent unit is to explain nothing: columns are independent
            options.Distribution = DecoderDistribution.GaussianLearnedDeviations;
            options.NumberOfEpochs = 40;
            options.LearningRate = 0.02f;
        });
        float[] logVariances = vae.Model.GetWeights()["log_variance"];
        Assert.AreEqual(0.5, Math.Exp(0.5 * logVariances[0]), 0.05);
        Assert.AreEqual(2, Math.Exp(0.5 * logVariances[1]), 0.2);
        LikelihoodMetrics metrics = vae.EvaluateLikelihood(data);
        Assert.AreEqual(-0.5 * (Math.Log(2 * Math.PI * Math.E * 0.25) + Math.Log(2 * Math.PI * Math.E * 4)), metrics.MeanLogLikelihood, 0.06);
        float[][] drawn = [.. vae.Generate(new LatentGenerationOptions { Count = 2000, DrawValues = true, Seed = 5 }).GetColumn<float[]>("Features")];
        Assert.AreEqual(3, drawn.Average(row => row[0]), 0.1);
        Assert.AreEqual(2, Math.Sqrt(drawn.Average(row => (row[1] + 1) * (row[1] + 1))), 0.2);
    }

    [TestMethod]
    public void AConditionalModelGeneratesTheLabelThatIsAskedFor()
    {
        using VariationalAutoencoderTransformer vae = Trained(options => options.LabelColumnName = "Label");
        CollectionAssert.AreEqual(new[] { "0", "1" }, vae.Labels.ToArray());
        foreach (string label in vae.Labels)
        {
            IDataView rows = vae.Generate(30, seed: 3, label);
            bool first = label == "0";
            Assert.IsGreaterThan(28, rows.GetColumn<float[]>("Features").Count(row => row[..3].Average() > row[3..].Average() == first));
            Assert.IsTrue(rows.GetColumn<uint>("Label").All(key => key == (first ? 1u : 2u)));
        }
        CollectionAssert.AreEqual(new uint[] { 1, 2, 1, 2 }, vae.Generate(4).GetColumn<uint>("Label").ToArray());
        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => vae.Generate(new LatentGenerationOptions { Label = "7" }));
        Assert.Contains("Label must be a label that the model was trained with (0, 1), but is 7.", error.Message);
        Assert.IsTrue(double.IsFinite(vae.EvaluateLikelihood(ConformanceData.Create()).MeanLogLikelihood));
    }

    [TestMethod]
    public void ImportanceWeightedTrainingFreeBitsAndWarmUpTrain()
    {
        foreach (Action<VariationalAutoencoderEstimator.Options> change in (Action<VariationalAutoencoderEstimator.Options>[])
            [options => options.NumberOfImportanceSamples = 5, options => options.FreeBits = 0.2f, options => options.KullbackLeiblerWarmUpEpochs = 50])
        {
            using VariationalAutoencoderTransformer vae = Trained(change);
            LikelihoodMetrics metrics = vae.EvaluateLikelihood(ConformanceData.Create());
            Assert.IsGreaterThan(metrics.BaselineMeanLogLikelihood + 1, metrics.MeanLogLikelihood, metrics.Verdict);
        }
        // Free bits: no unit gives up what costs it nothing.
        using VariationalAutoencoderTransformer plain = Trained(options => options.Beta = 20), free = Trained(options => (options.Beta, options.FreeBits) = (20, 0.3f));
        Assert.IsLessThan(0.2, plain.History[^1].Losses["KullbackLeibler"]);
        Assert.IsGreaterThan(0.6, free.History[^1].Losses["KullbackLeibler"]);
        Assert.IsEmpty(free.Warnings);
    }

    [TestMethod]
    public void UnusedLatentUnitsAreWarnedOf()
    {
        // Two patterns: one unit tells them apart.
        using VariationalAutoencoderTransformer sound = Trained(options => options.LatentSize = 1), spare = Trained(), collapsed = Trained(options => options.Beta = 200);
        Assert.IsEmpty(sound.Warnings);
        Assert.AreEqual(1, sound.History[^1].Losses["UsedLatentUnits"]);
        Assert.StartsWith("2 of 3 latent units are unused", spare.Warnings.Single().Finding);
        NetworkWarning warning = collapsed.Warnings.Single();
        Assert.AreEqual((NetworkWarningKind.UnusedLatentUnits, collapsed.History.Count, 3.0), (warning.Kind, warning.Epoch, warning.Figure));
        Assert.Contains("3 of 3 latent units are unused: they hold less than 0.01 nats about a row. The model is one of independent columns", warning.Finding);
    }

    [TestMethod]
    public void GeneratedRowsAreTheSameInWhateverOrderTheyAreRead()
    {
        using VariationalAutoencoderTransformer vae = Trained();
        IDataView rows = Context.Generative().Generate(vae, count: 150, seed: 9);
        Dictionary<string, string> serial = ViewReader.ById(rows);
        CollectionAssert.AreEquivalent(serial, ViewReader.ById(rows, new Random(4)));
        CollectionAssert.AreEquivalent(serial, ViewReader.ByIdFromSet(rows, 3));
        CollectionAssert.AreEquivalent(serial, ViewReader.ById(vae.Generate(150, 9)));
        CollectionAssert.AreNotEquivalent(serial, ViewReader.ById(vae.Generate(150, 10)));
        Assert.AreEqual(1, vae.Generate(new LatentGenerationOptions { Count = 20, Temperature = 0 }).GetColumn<float[]>("Features").Select(row => string.Join(' ', row)).Distinct().Count());
        Assert.IsTrue(vae.Generate(new LatentGenerationOptions { Count = 20, DrawValues = true }).GetColumn<float[]>("Features").All(row => row.All(value => value is 0 or 1)));
        Assert.Contains("GibbsGenerationOptions", Assert.ThrowsExactly<ArgumentException>(() => vae.Generate(new GibbsGenerationOptions())).Message);
    }

    [TestMethod]
    public void DecodingTheLatentColumnGivesTheReconstructions()
    {
        using VariationalAutoencoderTransformer vae = Trained();
        IDataView coded = vae.Transform(ConformanceData.Create());
        float[][] expected = [.. coded.GetColumn<float[]>("Reconstruction")];
        float[][] decoded = [.. vae.Decode(coded, "Decoded").GetColumn<float[]>("Decoded")];
        for (int row = 0; row < expected.Length; row++)
            CollectionAssert.AreEqual(expected[row], decoded[row]);
        float[][] way = [.. vae.Decode(Context.Generative().Interpolate("Latent", [1, 2, 3], [-3, 1, 0], count: 5, InterpolationKind.Spherical)).GetColumn<float[]>("Features")];
        Assert.HasCount(5, way);
    }

    [TestMethod]
    public void ANotFiniteRowGivesNaNAndItsNeighboursNothing()
    {
        using VariationalAutoencoderTransformer vae = Trained();
        float[][] rows = [[1, 1, 1, 0, 0, 0], [float.NaN, 1, 1, 0, 0, 0], [0, 0, 0, 1, 1, 1], [float.PositiveInfinity, 1, 0, 0, 0, 0]];
        IDataView scored = vae.Transform(Context.Data.LoadFromEnumerable(rows.Select(row => new SixColumns { Features = row })));
        float[][] latent = [.. scored.GetColumn<float[]>("Latent")];
        float[] score = [.. scored.GetColumn<float>("Score")];
        bool[] predicted = [.. scored.GetColumn<bool>("IsAnomaly")];
        Assert.IsTrue(latent[1].All(float.IsNaN) && latent[3].All(float.IsNaN) && float.IsNaN(score[1]) && float.IsNaN(score[3]));
        Assert.IsFalse(predicted[1] || predicted[3]);
        IDataView alone = vae.Transform(Context.Data.LoadFromEnumerable(new[] { new SixColumns { Features = rows[0] }, new SixColumns { Features = rows[2] } }));
        float[][] expected = [.. alone.GetColumn<float[]>("Latent")];
        CollectionAssert.AreEqual(expected[0], latent[0]);
        CollectionAssert.AreEqual(expected[1], latent[2]);
    }

    [TestMethod]
    public void NoTrainingRowUpToTheQuantileIsAnAnomalyScoredInABatchOrAlone()
    {
        FunctionView data = ConformanceData.Create();
        foreach ((double quantile, int most) in (IEnumerable<(double, int)>)[(1, 0), (0.9, ConformanceData.Rows / 10)])
        {
            using VariationalAutoencoderTransformer model = Autoencoders.Fit(data, options => options.AnomalyQuantile = quantile);
            List<bool> inBatch = ViewReader.Scalars<bool>(model.Transform(data), "IsAnomaly");
            Assert.IsInRange(most - 3, most, inBatch.Count(anomaly => anomaly));
            IRowToRowMapper mapper = model.GetRowToRowMapper(data.Schema);
            using DataViewRowCursor cursor = data.GetRowCursor(data.Schema);
            using DataViewRow row = mapper.GetRow(cursor, [mapper.OutputSchema["IsAnomaly"]]);
            ValueGetter<bool> getter = row.GetGetter<bool>(mapper.OutputSchema["IsAnomaly"]);
            bool alone = false;
            foreach (bool together in inBatch)
            {
                Assert.IsTrue(cursor.MoveNext());
                getter(ref alone);
                Assert.AreEqual(together, alone);
            }
        }
    }

    [TestMethod]
    public void DisposingLeavesNoTensorAndUseAfterItIsAnError()
    {
        long before = torch.Tensor.TotalCount;
        VariationalAutoencoderTransformer vae = Autoencoders.Fit(ConformanceData.Create());
        IDataView view = vae.Transform(ConformanceData.Create());
        ViewReader.ById(view);
        ViewReader.ById(vae.Generate(100));
        vae.EvaluateLikelihood(ConformanceData.Create());
        using (PredictionEngine<SixColumns, ScoreOnly> engine = Context.Model.CreatePredictionEngine<SixColumns, ScoreOnly>(vae, new PredictionEngineOptions { OwnsTransformer = false }))
            engine.Predict(new SixColumns { Features = new float[6] });
        vae.Dispose();
        vae.Dispose();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.AreEqual(before, torch.Tensor.TotalCount);
        Assert.ThrowsExactly<ObjectDisposedException>(() => vae.Transform(ConformanceData.Create()));
        Assert.ThrowsExactly<ObjectDisposedException>(() => vae.Generate(3));
        Assert.ThrowsExactly<ObjectDisposedException>(() => ViewReader.ById(view));
    }

    [TestMethod]
    public void AModelThatOutlivesTheScopeOfItsCallerStillWorks()
    {
        VariationalAutoencoderTransformer vae;
        using (torch.NewDisposeScope())
            vae = Autoencoders.Fit(ConformanceData.Create());
        Assert.HasCount(ConformanceData.Rows, ViewReader.ById(vae.Transform(ConformanceData.Create())));
        vae.Dispose();
    }

    [TestMethod]
    public void StreamedRowsGiveTheModelOfCachedOnesUpToTheirOrder()
    {
        using VariationalAutoencoderTransformer streamed = Trained(options => options.CacheData = false);
        LikelihoodMetrics metrics = streamed.EvaluateLikelihood(ConformanceData.Create());
        Assert.IsGreaterThan(metrics.BaselineMeanLogLikelihood + 1.5, metrics.MeanLogLikelihood);
    }

    private sealed class LatentRow
    {
        [VectorType(1)]
        public float[] Latent { get; set; } = [];
    }

    private sealed class TwoColumns
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];
    }

    private sealed class SixColumns
    {
        [VectorType(6)]
        public float[] Features { get; set; } = [];
    }

    private sealed class ScoreOnly
    {
        public float Score { get; set; }
    }
}
