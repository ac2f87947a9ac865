using System.Runtime.InteropServices;
using System.Text.Json;
using MlNetGenerative.Tests;
using MlNetGenerative.Tests.Pipeline;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetGenerative.Neural.Tests;

[TestClass]
public sealed class GanBadInputTests
{
    private static GenerativeAdversarialNetworkEstimator Create(Action<GenerativeAdversarialNetworkEstimator.Options> change)
    {
        GenerativeAdversarialNetworkEstimator.Options options = AdversarialNetworks.Small();
        change(options);
        return new MLContext(seed: 1).Generative().GenerativeAdversarialNetwork(options);
    }

    [TestMethod]
    public void OptionsOutOfRangeAreRefusedByNameWhenTheEstimatorIsMade()
    {
        foreach ((string name, Action<GenerativeAdversarialNetworkEstimator.Options> change) in (IEnumerable<(string, Action<GenerativeAdversarialNetworkEstimator.Options>)>)
        [
            ("NoiseSize", o => o.NoiseSize = 0), ("Loss", o => o.Loss = (AdversarialLoss)9), ("GradientPenaltyWeight", o => o.GradientPenaltyWeight = float.NaN),
            ("LabelSmoothing", o => o.LabelSmoothing = 0.5f), ("LabelSmoothing", o => (o.LabelSmoothing, o.Loss) = (0.1f, AdversarialLoss.Hinge)),
            ("DiscriminatorSteps", o => o.DiscriminatorSteps = 0), ("DiscriminatorLearningRate", o => o.DiscriminatorLearningRate = 0), ("AverageDecay", o => o.AverageDecay = 1),
            ("NumberOfEpochs", o => o.NumberOfEpochs = 0), ("BatchSize", o => o.BatchSize = 0), ("LearningRate", o => o.LearningRate = 0),
            ("Discriminator", o => (o.Loss, o.Discriminator) = (AdversarialLoss.Wasserstein, new NetworkLayout(new Dense(3), new BatchNorm()))),
        ])
        {
            ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Create(change), name);
            Assert.StartsWith($"{name} must be ", error.Message);
        }
        Assert.Contains("LabelColumnName must differ from InputColumnName", Assert.ThrowsExactly<ArgumentException>(() => Create(o => o.LabelColumnName = "Features")).Message);
        Assert.Contains("OutputColumnName must be the name of a column", Assert.ThrowsExactly<ArgumentException>(() => Create(o => o.OutputColumnName = "")).Message);
    }

    [TestMethod]
    public void ANetworkThatDoesNotFitTheColumnIsAnErrorBeforeTraining()
    {
        ArgumentException error = Assert.ThrowsExactly<ArgumentException>(() => Create(o => o.Generator = new NetworkLayout(new Dense(5))).Fit(ConformanceData.Create()));
        Assert.Contains("The generator does not fit the column: expected 6 values a row, as the input column has, but its layers give 5. End it with new Dense(6)", error.Message);
        error = Assert.ThrowsExactly<ArgumentException>(() => Create(o => o.Discriminator = NetworkPresets.ConvolutionalDiscriminator).Fit(ConformanceData.Create()));
        Assert.Contains("Layer 0 (Reshape): expected 784 values", error.Message);
    }

    [TestMethod]
    public void MissingAndWrongColumnsAreRefusedInTheWordingOfTheLibrary()
    {
        FunctionView data = ConformanceData.Create();
        Assert.Contains("Could not find input column 'Missing'", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Create(o => o.InputColumnName = "Missing").Fit(data)).Message);
        Assert.Contains("Schema mismatch for label column 'Name': expected Key<UInt32>, got String", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Create(o => o.LabelColumnName = "Name").Fit(data)).Message);
        SchemaShape shape = ProbeEstimator.ShapeOf(data);
        Assert.Contains("Could not find label column 'Missing'", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Create(o => o.LabelColumnName = "Missing").GetOutputSchema(shape)).Message);
        Assert.Contains("expected Vector<Single>", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Create(o => o.NoiseColumnName = "Label").GetOutputSchema(shape)).Message);
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
        Create(o => o.Generator = NetworkPresets.TableGenerator(6)).Fit(ConformanceData.WithValue(2)).Dispose();
        Assert.Contains("no training rows", Assert.ThrowsExactly<InvalidOperationException>(() => Create(_ => { }).Fit(ConformanceData.Create(rows: 0))).Message);
    }

    [TestMethod]
    public void ARowThatIsNotFiniteScoresNaNAndItsNeighboursAsEver()
    {
        using GenerativeAdversarialNetworkTransformer gan = Create(_ => { }).Fit(ConformanceData.Create());
        FunctionView Data(bool damaged) => new FunctionView(3).AddVector("Features", 6, row => damaged && row == 1 ? [float.NaN, 1, 1, 0, 0, 0] : ConformanceData.Features(row), false, null);
        float[] scores = [.. gan.Transform(Data(true)).GetColumn<float>("Score")], expected = [.. gan.Transform(Data(false)).GetColumn<float>("Score")];
        Assert.IsTrue(float.IsNaN(scores[1]));
        Assert.AreEqual(expected[0], scores[0]);
        Assert.AreEqual(expected[2], scores[2]);
    }

    [TestMethod]
    public void AMissingLabelIsAnErrorWithItsRowOrIsSkippedAndLabelsOfScoredRowsMustBeThoseOfTraining()
    {
        FunctionView Data(int labels) => new FunctionView(40).AddVector("Features", 6, ConformanceData.Features, false, null)
            .Add("Label", new KeyDataViewType(typeof(uint), labels), row => row == 17 ? 0 : (uint)(1 + row % 2));
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => Create(o => o.LabelColumnName = "Label").Fit(Data(2)));
        Assert.Contains("Row 17 of column 'Label'", error.Message);
        using GenerativeAdversarialNetworkTransformer gan = Create(o => (o.LabelColumnName, o.SkipInvalidRows) = ("Label", true)).Fit(Data(2));
        // A row without a label is scored without one; another set of labels is another column.
        Assert.IsTrue(gan.Transform(Data(2)).GetColumn<float>("Score").All(float.IsFinite));
        ArgumentOutOfRangeException mismatch = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => gan.Transform(Data(3)));
        Assert.Contains("Schema mismatch for label column 'Label': expected a key of 2 labels, got a key of 3 labels", mismatch.Message);
        Assert.Contains("Could not find label column 'Label'", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() =>
            gan.Transform(new FunctionView(3).AddVector("Features", 6, ConformanceData.Features, false, null))).Message);
    }

    [TestMethod]
    public void TrainingThatDivergesKeepsTheLastGoodCheckpoint()
    {
        using var folder = new TemporaryFolder();
        float[] weights = [];
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => Create(o =>
        {
            o.Loss = AdversarialLoss.LeastSquares;
            o.Generator = NetworkPresets.TableGenerator(6);
            o.Optimizer = new OptimizerSettings { Kind = OptimizerKind.Sgd };
            (o.LearningRate, o.LearningRateWarmUpUpdates, o.NumberOfEpochs, o.AverageDecay) = (10, 400, 100, 0);
            o.CheckpointDirectory = folder.Path;
            o.EpochCompleted = snapshot => weights = snapshot.Model.GetWeights()["output.0.weight"];
        }).Fit(ConformanceData.Create()));
        Assert.Contains("Training diverged in epoch", error.Message);
        string file = Directory.GetFiles(folder.Path).Single();
        Assert.Contains($"The last good checkpoint is kept in '{file}'.", error.Message);
        // It holds what the last whole epoch left.
        byte[] bytes = File.ReadAllBytes(file);
        int header = BitConverter.ToInt32(bytes);
        using var entries = JsonDocument.Parse(bytes.AsMemory(8, header));
        int[] place = [.. entries.RootElement.GetProperty("state.output.0.weight").GetProperty("data_offsets").EnumerateArray().Select(offset => 8 + header + offset.GetInt32())];
        CollectionAssert.AreEqual(weights, MemoryMarshal.Cast<byte, float>(bytes.AsSpan(place[0]..place[1])).ToArray());
        Assert.IsTrue(weights.All(float.IsFinite));
    }

    [TestMethod]
    public void ADamagedCheckpointIsAnErrorThatNamesTheFile()
    {
        using var folder = new TemporaryFolder();
        Create(o => o.CheckpointDirectory = folder.Path).Fit(ConformanceData.Create()).Dispose();
        string file = Directory.GetFiles(folder.Path).Single();
        byte[] bytes = File.ReadAllBytes(file);
        foreach (byte[] damaged in (byte[][])[bytes[..(bytes.Length / 2)], [], [.. bytes[..^40], .. new byte[39], 1]])
        {
            File.WriteAllBytes(file, damaged);
            InvalidDataException error = Assert.ThrowsExactly<InvalidDataException>(() => Create(o => o.CheckpointDirectory = folder.Path).Fit(ConformanceData.Create()));
            Assert.Contains(file, error.Message);
        }
    }

    [TestMethod]
    public void TrainingThatDivergesStopsWithEpochBatchAndCause()
    {
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => Create(o =>
        {
            o.Loss = AdversarialLoss.LeastSquares;
            o.Generator = NetworkPresets.TableGenerator(6);
            o.Optimizer = new OptimizerSettings { Kind = OptimizerKind.Sgd };
            o.LearningRate = 10;
            o.NumberOfEpochs = 50;
        }).Fit(ConformanceData.Create()));
        Assert.Contains("epoch", error.Message);
        Assert.Contains("learning rate", error.Message);
    }
}
