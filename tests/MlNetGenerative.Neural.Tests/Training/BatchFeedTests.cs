using MlNetGenerative.Core.Numerics;
using MlNetGenerative.Core.Training;
using MlNetGenerative.Neural.Training;

namespace MlNetGenerative.Neural.Tests.Training;

[TestClass]
public sealed class BatchFeedTests
{
    private const int BatchSize = 8;

    [TestMethod]
    public void EveryRowComesOnceAnEpochAndTheLastBatchIsShort()
    {
        List<Seen> batches = Read(RegressionRows.Create(35), TrainingPosition.Start, 2, prefetch: true);
        CollectionAssert.AreEqual(new[] { 8, 8, 8, 8, 3, 0, 8, 8, 8, 8, 3, 0 }, batches.Select(batch => batch.Count).ToArray());
        CollectionAssert.AreEqual(new long[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 }, batches.Where(batch => batch.Count > 0).Select(batch => batch.Update).ToArray());
        CollectionAssert.AreEqual(new long[] { 1, 2, 3, 4, 5, 1, 2, 3, 4, 5 }, batches.Where(batch => batch.Count > 0).Select(batch => batch.BatchInEpoch).ToArray());
        float[][] stored = All(RegressionRows.Create(35));
        foreach (int epoch in new[] { 1, 2 })
        {
            float[][] rows = [.. batches.Where(batch => batch.Epoch == epoch).SelectMany(batch => batch.Rows.Chunk(4))];
            CollectionAssert.AreEquivalent(stored.Select(row => string.Join(' ', row)).ToArray(), rows.Select(row => string.Join(' ', row)).ToArray());
        }
        CollectionAssert.AreNotEqual(batches[0].Rows, batches[6].Rows);
    }

    [TestMethod]
    public void BatchesAreTheSameWithAndWithoutPrefetch()
        => AssertSame(Read(RegressionRows.Create(101), TrainingPosition.Start, 3, prefetch: false), Read(RegressionRows.Create(101), TrainingPosition.Start, 3, prefetch: true));

    [TestMethod]
    public void ARunThatGoesOnSeesTheBatchesThatAreLeft()
    {
        List<Seen> all = Read(RegressionRows.Create(35), TrainingPosition.Start, 3, prefetch: true);
        int[] places = [1, 5, 6, 9, 13];
        foreach (int place in places)
        {
            Seen next = all[place];
            List<Seen> left = Read(RegressionRows.Create(35), new TrainingPosition(next.Epoch, next.BatchInEpoch - 1, next.Update - 1), 3, prefetch: true);
            AssertSame(all[place..], left);
        }
    }

    [TestMethod]
    public void SparseRowsAreTheSameAsDenseOnes()
        => AssertSame(
            Read(RegressionRows.Create(50), TrainingPosition.Start, 2, prefetch: false),
            Read(new DenseRows(RegressionRows.Create(50)), TrainingPosition.Start, 2, prefetch: false));

    [TestMethod]
    public void WhatIsDrawnDependsOnTheBatchAlone()
    {
        List<Seen> batches = Read(RegressionRows.Create(35), TrainingPosition.Start, 2, prefetch: true);
        Assert.AreEqual(10, batches.Where(batch => batch.Count > 0).Select(batch => batch.Noise[0]).Distinct().Count());
        foreach (Seen batch in batches.Where(batch => batch.Count > 0))
            Assert.AreEqual(new Philox(1, RandomStream.LatentNoise).Uniform((ulong)batch.Update, 0), batch.Noise[0]);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void ErrorsOfRowsComeUpAfterTheBatchesBeforeThem(bool prefetch)
    {
        using BatchFeed feed = Feed(new FailingRows(20), TrainingPosition.Start, 1, prefetch);
        Assert.AreEqual(8, feed.Next(default)!.Count);
        Assert.AreEqual(8, feed.Next(default)!.Count);
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => feed.Next(default));
        Assert.AreEqual("Row 20 is NaN.", error.Message);
    }

    [TestMethod]
    public void AFeedThatIsLeftEarlyEndsItsThreadAndItsPass()
    {
        var rows = new EndlessRows();
        using (BatchFeed feed = Feed(rows, TrainingPosition.Start, 1, prefetch: true))
            Assert.AreEqual(8, feed.Next(default)!.Count);
        Assert.AreEqual(1, rows.Opened);
        Assert.AreEqual(1, rows.Disposed);
        Assert.IsLessThanOrEqualTo(4 * BatchSize, rows.Read);
    }

    [TestMethod]
    public void WaitingForRowsCanBeCancelled()
    {
        using var cancellation = new CancellationTokenSource(50);
        using var release = new ManualResetEventSlim();
        using BatchFeed feed = Feed(new BlockedRows(release), TrainingPosition.Start, 1, prefetch: true);
        Assert.ThrowsExactly<OperationCanceledException>(() => feed.Next(cancellation.Token));
        release.Set();
    }

    private static BatchFeed Feed(ITrainingRows rows, TrainingPosition start, int epochs, bool prefetch)
        => new(BatchPasses.OfTraining(rows, Prepare, 3, start, epochs), BatchSize, rows.Width, prefetch);

    private static void Prepare(TrainingBatch batch) => new Philox(1, RandomStream.LatentNoise).Fill(batch.NoiseRow, 0, batch.Array("noise", batch.Count));

    private static List<Seen> Read(ITrainingRows rows, TrainingPosition start, int epochs, bool prefetch)
    {
        using BatchFeed feed = Feed(rows, start, epochs, prefetch);
        var seen = new List<Seen>();
        while (feed.Next(default) is { } batch)
            seen.Add(new Seen(batch.Epoch, batch.BatchInEpoch, batch.Update, batch.Count, batch.Rows.ToArray(), batch.Array("noise", batch.Count).ToArray()));
        return seen;
    }

    private static void AssertSame(List<Seen> expected, List<Seen> got)
    {
        Assert.HasCount(expected.Count, got);
        for (int i = 0; i < got.Count; i++)
        {
            Assert.AreEqual((expected[i].Epoch, expected[i].Update, expected[i].Count), (got[i].Epoch, got[i].Update, got[i].Count));
            CollectionAssert.AreEqual(expected[i].Rows, got[i].Rows);
            CollectionAssert.AreEqual(expected[i].Noise, got[i].Noise);
        }
    }

    private static float[][] All(ITrainingRows rows)
    {
        using ITrainingRowReader reader = rows.Open(null);
        var all = new List<float[]>();
        while (reader.MoveNext())
        {
            float[] row = new float[rows.Width];
            for (int i = 0; i < reader.Indices.Length; i++)
                row[reader.Indices[i]] = reader.Values[i];
            all.Add(row);
        }
        return [.. all];
    }

    private sealed record Seen(int Epoch, long BatchInEpoch, long Update, int Count, float[] Rows, float[] Noise);
}
