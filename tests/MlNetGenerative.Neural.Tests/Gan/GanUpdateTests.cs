using MlNetGenerative.Core.Numerics;
using MlNetGenerative.Core.Tests;
using MlNetGenerative.Neural.Gan;
using MlNetGenerative.Neural.Numerics;
using MlNetGenerative.Neural.Training;
using Microsoft.ML.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural.Tests;

/// <summary>What one update is made of: as many generated rows as real ones, points between them, outputs, and what they mean.</summary>
[TestClass]
public sealed class GanUpdateTests
{
    private const int Columns = 4;
    private const int Labels = 2;

    private static readonly TrainingSettings Training = new() { BatchSize = 8 };

    // Without dropout and batch normalisation: training and evaluation compute the same.
    private static GanSettings Settings(AdversarialLoss loss) => new()
    {
        NoiseSize = 3, Loss = loss, Seed = 5,
        Generator = new NetworkLayout(new Dense(5), new LeakyRelu(0.2f), new Dense(Columns), new Tanh()),
        Discriminator = new NetworkLayout(new Dense(6), new Tanh()),
    };

    private static TrainingBatch Batch(GanModel model, int rows, long update)
    {
        var batch = new TrainingBatch(Training.BatchSize, Columns + Labels);
        batch.Begin(1, update, update, false);
        for (int row = 0; row < rows; row++)
            batch.Append([0, 1, 2, 3, 4 + row % 2], [row % 2, 0.25f * row, 0.5f, 1 - 0.2f * row, 1]);
        model.Prepare(batch);
        return batch;
    }

    private static void WithModel(AdversarialLoss loss, Action<GanModel, GanNetwork> act)
    {
        using DisposeScope scope = NewDisposeScope();
        GanSettings settings = Settings(loss);
        GanArchitecture architecture = GanArchitecture.Of(settings, Columns, Labels);
        using GanNetwork network = GanNetwork.Create(architecture, settings.Seed, CPU);
        using var model = new GanModel(settings, architecture, network, Training, CPU);
        act(model, network);
    }

    private static Tensor Of(ReadOnlySpan<float> values, params long[] shape) => TensorArrays.Create(values, shape, CPU);

    // correctness G8: the last batch has three real rows, and three generated ones with the same labels.
    [TestMethod]
    public void TheLastBatchIsJudgedOnAsManyGeneratedRowsAsRealOnesWithTheirLabels() => WithModel(AdversarialLoss.NonSaturating, (model, network) =>
    {
        TrainingBatch batch = Batch(model, rows: 3, update: 7);
        float[] noise = new float[9];
        NormalNumbers.Fill(new Philox(5, RandomStream.GeneratorNoise), 7, noise);
        Tensor labels = Of([1, 0, 0, 1, 1, 0], 3, 2);
        Tensor real = Of([-1, -1, 0, 1, 1, -0.5f, 0, 0.6f, -1, 0, 0, 0.2f], 3, 4);
        float[] realOutputs = TensorArrays.ToArray(network.Discriminate(real, labels));
        float[] fakeOutputs = TensorArrays.ToArray(network.Discriminate(network.Generate(Of(noise, 3, 3), labels), labels));

        GanLosses losses = model.Step(batch);
        static double Softplus(double x) => Math.Log(1 + Math.Exp(x));
        Assert.AreEqual(realOutputs.Average(x => Softplus(-x)) + fakeOutputs.Average(x => Softplus(x)), losses.DiscriminatorLoss, 1e-6);
        Assert.AreEqual(fakeOutputs.Average(x => Softplus(-x)), losses.GeneratorLoss, 1e-6);
        Assert.AreEqual(realOutputs.Average(), losses.RealOutput, 1e-6);
        Assert.AreEqual(fakeOutputs.Average(), losses.FakeOutput, 1e-6);
        Assert.AreEqual((realOutputs.Count(x => x > 0) + fakeOutputs.Count(x => x < 0)) / 6.0, losses.Accuracy, 1e-9);
    });

    [TestMethod]
    public void AnUpdateLowersTheLossesOfBothPlayersOnItsOwnBatch() => WithModel(AdversarialLoss.LeastSquares, (model, network) =>
    {
        model.SetTraining(true);
        foreach (Optimizer optimizer in model.Optimizers)
            optimizer.Begin(1, 100);
        TrainingBatch batch = Batch(model, rows: 8, update: 1);
        Tensor noise = Of(batch.Array("noise", 24), 8, 3), rows = Of(batch.Array("values", 32), 8, 4), labels = Of(batch.Array("labels", 16), 8, 2);
        Tensor before = network.Generate(noise, labels).detach();
        double Discriminator() => GanObjective.Discriminator(AdversarialLoss.LeastSquares, network.Discriminate(rows, labels), network.Discriminate(before, labels), 0).item<float>();
        double Generator(Tensor generated) => GanObjective.Generator(AdversarialLoss.LeastSquares, network.Discriminate(generated, labels)).item<float>();

        GanLosses losses = model.Step(batch);
        Assert.IsLessThan(losses.DiscriminatorLoss, Discriminator());
        // The generator's step is against the discriminator as it is after its own.
        Assert.IsLessThan(Generator(before), Generator(network.Generate(noise, labels)));
    });

    // correctness A8: u in x̂ = u x + (1 - u) G(z) is uniform on [0, 1]; normal ones leave the segment.
    [TestMethod]
    public void PointsOfThePenaltyLieUniformlyBetweenRealAndGeneratedRows() => WithModel(AdversarialLoss.Wasserstein, (model, _) =>
    {
        var shares = new List<float>();
        for (long update = 1; update <= 500; update++)
            shares.AddRange(Batch(model, rows: 8, update).Array("shares", 8));
        Assert.IsTrue(shares.All(share => share is >= 0 and < 1));
        // Each row of each update has a share of its own: 4000 of 2^24 numbers, of which two or three may be equal by chance.
        Assert.IsGreaterThan(shares.Count - 10, shares.Distinct().Count());
        // The largest distance of the empirical distribution from the uniform one (Kolmogorov, Smirnov): above 1.95 / √n once in a thousand.
        shares.Sort();
        Assert.IsLessThan(1.95 / Math.Sqrt(shares.Count), shares.Select((share, i) => Math.Max(share - i / (double)shares.Count, (i + 1) / (double)shares.Count - share)).Max());
    });

    [TestMethod]
    public void ThePenaltyIsThatOfFiniteDifferencesOfTheDiscriminatorBetweenTheRows() => WithModel(AdversarialLoss.Wasserstein, (model, network) =>
    {
        const float Step = 0.02f;
        TrainingBatch batch = Batch(model, rows: 5, update: 3);
        float[] real = batch.Array("values", 20).ToArray(), labels = batch.Array("labels", 10).ToArray(), shares = batch.Array("shares", 5).ToArray();
        float[] fake = TensorArrays.ToArray(network.Generate(Of(batch.Array("noise", 15), 5, 3), Of(labels, 5, 2)));
        double expected = 0;
        for (int row = 0; row < 5; row++)
        {
            double Output(int column, float by)
            {
                float[] point = [.. Enumerable.Range(row * Columns, Columns).Select(at => fake[at] + (real[at] - fake[at]) * shares[row])];
                point[column] += by;
                return network.Discriminate(Of(point, 1, Columns), Of(labels.AsSpan(row * 2, 2), 1, 2)).item<float>();
            }
            double Slope(int column) => (8 * (Output(column, Step) - Output(column, -Step)) - (Output(column, 2 * Step) - Output(column, -2 * Step))) / (12 * Step);
            expected += Math.Pow(Math.Sqrt(Enumerable.Range(0, Columns).Sum(column => Math.Pow(Slope(column), 2))) - 1, 2) / 5;
        }
        Assert.AreEqual(expected, model.Step(batch).GradientPenalty, 1e-4);
    });

    // correctness G9: with D*(x) = log p(x) / q(x) the discriminator's loss is 2 ln 2 - 2 JSD(p, q), in nats; rows in the proportions of p and q.
    [TestMethod]
    public void TheLossOfTheBestDiscriminatorIsTheJensenShannonDivergence()
    {
        using DisposeScope scope = NewDisposeScope();
        double[] p = TestVectors.Vector("kl_js_discrete", "p"), q = TestVectors.Vector("kl_js_discrete", "q");
        Tensor Outputs(double[] shares) => Of([.. shares.SelectMany((share, state) => Enumerable.Repeat((float)Math.Log(p[state] / q[state]), (int)Math.Round(20 * share)))], 20, 1);
        double loss = GanObjective.Discriminator(AdversarialLoss.NonSaturating, Outputs(p), Outputs(q), 0).item<float>();
        Assert.AreEqual(2 * Math.Log(2) - 2 * TestVectors.Number("kl_js_discrete", "JS_nats"), loss, 1e-6);
    }

    // After eight updates running statistics would still be near their first values, 0 and 1.
    [TestMethod]
    public void RowsAreGeneratedWithStatisticsOfTheGeneratorThatMakesThem()
    {
        foreach (double average in (double[])[0, 0.9])
        {
            using GenerativeAdversarialNetworkTransformer gan = AdversarialNetworks.Fit(options =>
            {
                options.Generator = new NetworkLayout(new Dense(6), new Dropout(0.5f), new BatchNorm(0.99));
                (options.LearningRate, options.AverageDecay, options.LabelColumnName) = (0.05f, average, "Label");
            });
            float[][] rows = [.. gan.Generate(4000, seed: 3).GetColumn<float[]>("Features")];
            IReadOnlyDictionary<string, float[]> weights = gan.Model.GetWeights();
            for (int column = 0; column < 6; column++)
            {
                double mean = rows.Average(row => row[column]), deviation = Math.Sqrt(rows.Average(row => Math.Pow(row[column] - mean, 2)));
                Assert.AreEqual(weights["generator.2.bias"][column], mean, 0.1 * deviation);
                Assert.AreEqual(1, deviation / Math.Abs(weights["generator.2.weight"][column]), 0.05);
            }
        }
    }
}
