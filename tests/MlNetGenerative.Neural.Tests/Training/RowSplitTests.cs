using MlNetGenerative.Core.Training;
using MlNetGenerative.Neural.Training;

namespace MlNetGenerative.Neural.Tests.Training;

[TestClass]
public sealed class RowSplitTests
{
    [TestMethod]
    public void TheTwoPartsAreAllRowsInEveryOrder()
    {
        CachedRows rows = RegressionRows.Create(2000);
        TrainingData data = TrainingData.Of(rows, new TrainingSettings { ValidationFraction = 0.25, Seed = 4 }, default);
        string[] training = Read(data.Training, null);
        string[] validation = Read(data.Validation!, null);
        Assert.AreEqual(data.TrainingCount, training.Length);
        Assert.AreEqual(data.ValidationCount, validation.Length);
        Assert.AreEqual(500, validation.Length, 4 * Math.Sqrt(2000 * 0.25 * 0.75));
        CollectionAssert.AreEquivalent(Read(rows, null), training.Concat(validation).ToArray());
        CollectionAssert.AreEquivalent(training, Read(data.Training, 77));
        CollectionAssert.AreEquivalent(validation, Read(data.Validation!, 77));
        CollectionAssert.AreNotEqual(training, Read(data.Training, 77));
    }

    [TestMethod]
    public void AnotherSeedGivesOtherParts()
    {
        CachedRows rows = RegressionRows.Create(500);
        string[] Validation(ulong seed) => Read(TrainingData.Of(rows, new TrainingSettings { ValidationFraction = 0.2, Seed = seed }, default).Validation!, null);
        CollectionAssert.AreEqual(Validation(1), Validation(1));
        CollectionAssert.AreNotEqual(Validation(1), Validation(2));
    }

    [TestMethod]
    public void EqualRowsAreOnOneSide()
    {
        var rows = new CachedRows(2);
        for (int i = 0; i < 400; i++)
            rows.Add([0, 1], [i % 20 + 1, 1]);
        TrainingData data = TrainingData.Of(rows, new TrainingSettings { ValidationFraction = 0.5, Seed = 1 }, default);
        Assert.AreEqual(0, Read(data.Training, null).Intersect(Read(data.Validation!, null)).Count());
        Assert.AreEqual(0, data.ValidationCount % 20);
    }

    [TestMethod]
    public void APartWithoutRowsIsAnError()
    {
        InvalidOperationException none = Assert.ThrowsExactly<InvalidOperationException>(() => TrainingData.Of(new CachedRows(3), new TrainingSettings(), default));
        Assert.AreEqual("There are no training rows. Check the filters before the trainer.", none.Message);
        var one = new CachedRows(1);
        one.Add([0], [1]);
        InvalidOperationException part = Assert.ThrowsExactly<InvalidOperationException>(
            () => TrainingData.Of(one, new TrainingSettings { ValidationFraction = 0.1 }, default));
        Assert.Contains("ValidationFraction 0.1 leaves", part.Message);
    }

    [TestMethod]
    public void TheDigestStandsForTheContentInWhateverOrder()
    {
        var settings = new TrainingSettings { CheckpointDirectory = "unused" };
        var forwards = new CachedRows(2);
        var backwards = new CachedRows(2);
        var other = new CachedRows(2);
        for (int i = 1; i <= 10; i++)
        {
            forwards.Add([0, 1], [i, 1]);
            backwards.Add([0, 1], [11 - i, 1]);
            other.Add([0, 1], [i, i == 4 ? 1.0001f : 1]);
        }
        string? digest = TrainingData.Of(forwards, settings, default).Digest;
        Assert.AreEqual(digest, TrainingData.Of(backwards, settings, default).Digest);
        Assert.AreNotEqual(digest, TrainingData.Of(other, settings, default).Digest);
        Assert.IsNull(TrainingData.Of(forwards, new TrainingSettings(), default).Digest);
    }

    private static string[] Read(ITrainingRows rows, ulong? seed)
    {
        using ITrainingRowReader reader = rows.Open(seed);
        var read = new List<string>();
        while (reader.MoveNext())
            read.Add(string.Join(' ', reader.Indices.ToArray().Zip(reader.Values.ToArray())));
        return [.. read];
    }
}
