using MlNetGenerative.Tests;
using MlNetGenerative.Tests.Pipeline;
using Microsoft.ML;

namespace MlNetGenerative.Neural.Tests;

[TestClass]
public sealed class BadInputTests
{
    private static VariationalAutoencoderEstimator Create(Action<VariationalAutoencoderEstimator.Options> change)
    {
        VariationalAutoencoderEstimator.Options options = Autoencoders.AllColumns();
        change(options);
        return new MLContext(seed: 1).Generative().VariationalAutoencoder(options);
    }

    [TestMethod]
    public void OptionsOutOfRangeAreRefusedByNameWhenTheEstimatorIsMade()
    {
        foreach ((string name, Action<VariationalAutoencoderEstimator.Options> change) in (IEnumerable<(string, Action<VariationalAutoencoderEstimator.Options>)>)
        [
            ("LatentSize", o => o.LatentSize = 0), ("StandardDeviation", o => o.StandardDeviation = 0), ("Beta", o => o.Beta = -1), ("Beta", o => o.Beta = float.NaN),
            ("WarmUpEpochs", o => o.KullbackLeiblerWarmUpEpochs = -1), ("FreeBits", o => o.FreeBits = -1), ("NumberOfImportanceSamples", o => o.NumberOfImportanceSamples = 0),
            ("NumberOfScoreSamples", o => o.NumberOfScoreSamples = 0), ("AnomalyQuantile", o => o.AnomalyQuantile = 0), ("NumberOfEpochs", o => o.NumberOfEpochs = 0),
            ("BatchSize", o => o.BatchSize = 0), ("LearningRate", o => o.LearningRate = 0), ("ValidationFraction", o => o.ValidationFraction = 1),
            ("EarlyStoppingPatience", o => o.EarlyStoppingPatience = 3), ("CheckpointEpochs", o => o.CheckpointEpochs = 0),
            ("FreeBits", o => (o.FreeBits, o.NumberOfImportanceSamples) = (1, 2)),
            ("Binarization", o => (o.Distribution, o.Binarization) = (DecoderDistribution.Gaussian, Core.Boltzmann.Binarization.Stochastic)),
        ])
        {
            ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Create(change), name);
            Assert.StartsWith($"{name} must be ", error.Message);
        }
        Assert.Contains("ScoreColumnName must differ from OutputColumnName", Assert.ThrowsExactly<ArgumentException>(() => Create(o => o.ScoreColumnName = "Latent")).Message);
    }

    [TestMethod]
    public void ANetworkThatDoesNotFitTheColumnIsAnErrorBeforeTraining()
    {
        ArgumentException error = Assert.ThrowsExactly<ArgumentException>(() => Create(o => o.Decoder = new NetworkLayout(new Dense(5))).Fit(ConformanceData.Create()));
        Assert.Contains("The decoder does not fit the column: expected 6 values a row, as the input column has, but its layers give 5. End it with new Dense(6)", error.Message);
        error = Assert.ThrowsExactly<ArgumentException>(() => Create(o => o.Encoder = NetworkPresets.ConvolutionalEncoder).Fit(ConformanceData.Create()));
        Assert.Contains("Layer 0 (Reshape): expected 784 values", error.Message);
    }

    [TestMethod]
    public void MissingAndWrongColumnsAreRefusedInTheWordingOfTheLibrary()
    {
        FunctionView data = ConformanceData.Create();
        Assert.Contains("Could not find input column 'Missing'", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Create(o => o.InputColumnName = "Missing").Fit(data)).Message);
        Assert.Contains("Schema mismatch for input column 'Label': expected Vector<Single>, got Key<UInt32>", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Create(o => o.InputColumnName = "Label").Fit(data)).Message);
        Assert.Contains("Schema mismatch for label column 'Name': expected Key<UInt32>, got String", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Create(o => o.LabelColumnName = "Name").Fit(data)).Message);
        SchemaShape shape = ProbeEstimator.ShapeOf(data);
        Assert.Contains("Could not find label column 'Missing'", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Create(o => o.LabelColumnName = "Missing").GetOutputSchema(shape)).Message);
    }

    [TestMethod]
    public void ValuesThatAreNotAllowedAreAnErrorWithRowColumnAndSlotOrAreSkipped()
    {
        foreach (float value in (float[])[float.NaN, float.PositiveInfinity, 2, -0.5f])
        {
            InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => Create(_ => { }).Fit(ConformanceData.WithValue(value)));
            Assert.Contains("Row 17 of column 'Features' has", error.Message);
            Assert.Contains("slot 2 ('px2')", error.Message);
            Create(o => o.SkipInvalidRows = true).Fit(ConformanceData.WithValue(value)).Dispose();
        }
        Create(o => o.Distribution = DecoderDistribution.Gaussian).Fit(ConformanceData.WithValue(2)).Dispose();
        Assert.Contains("has no rows", Assert.ThrowsExactly<InvalidOperationException>(() => Create(_ => { }).Fit(ConformanceData.Create(rows: 0))).Message);
    }

    [TestMethod]
    public void TrainingThatDivergesStopsWithEpochBatchAndCause()
    {
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => Create(o =>
        {
            o.Distribution = DecoderDistribution.GaussianLearnedDeviation;
            o.Optimizer = new OptimizerSettings { Kind = OptimizerKind.Sgd };
            o.LearningRate = 10;
            o.NumberOfEpochs = 50;
        }).Fit(ConformanceData.Create()));
        Assert.Contains("epoch", error.Message);
        Assert.Contains("batch", error.Message);
        Assert.Contains("learning rate", error.Message);
    }

    [TestMethod]
    public void ACheckpointOfAnotherConfigurationIsRefusedByNameAndAFinishedOneIsTaken()
    {
        using var folder = new TemporaryFolder();
        FunctionView data = ConformanceData.Create();
        using VariationalAutoencoderTransformer first = Create(o => o.CheckpointDirectory = folder.Path).Fit(data);
        using VariationalAutoencoderTransformer again = Create(o => o.CheckpointDirectory = folder.Path).Fit(data);
        foreach ((string name, float[] values) in first.Model.GetWeights())
            CollectionAssert.AreEqual(values, again.Model.GetWeights()[name]);
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => Create(o => (o.CheckpointDirectory, o.Beta, o.BatchSize) = (folder.Path, 2, 8)).Fit(data));
        Assert.Contains("BatchSize is 8 now, 16 in the checkpoint", error.Message);
        Assert.Contains("Beta is 2 now, 1 in the checkpoint", error.Message);
    }
}
