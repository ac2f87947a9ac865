using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Training;

namespace MlNetGenerative.Core.Tests.Boltzmann;

[TestClass]
public sealed class BoltzmannTrainerTests
{
    private static readonly RestrictedBoltzmannMachineSettings Small = new() { NumberOfHiddenUnits = 5, BatchSize = 30, NumberOfEpochs = 2, Seed = 3 };

    /// <summary>With default settings the exact likelihood rises well above that of independent columns, which is that of coin tosses here.</summary>
    [TestMethod]
    [DataRow(1ul)]
    [DataRow(2ul)]
    public void DefaultsBeatIndependentColumnsClearlyAndTheExactLikelihoodRises(ulong seed)
    {
        CachedRows rows = StructuredRows.Cached(repeats: 500);
        var settings = new RestrictedBoltzmannMachineSettings { NumberOfHiddenUnits = 16, Seed = seed };
        double few = Likelihood(settings with { NumberOfEpochs = 3 });
        double many = Likelihood(settings);
        float[] means = [.. Enumerable.Repeat(0.5f, 16)];
        double independent = StructuredRows.All().Average(row => IndependentColumns.LogLikelihood(means, row));
        Assert.AreEqual(-16 * Math.Log(2), independent, 1e-9);
        Assert.IsGreaterThan(independent, few);
        Assert.IsGreaterThan(few + 1, many);
        Assert.IsGreaterThan(-6.0, many, "the entropy of the rows, which no model beats, is 2.77 nats");

        double Likelihood(RestrictedBoltzmannMachineSettings with)
        {
            RestrictedBoltzmannMachine model = BoltzmannTrainer.Train(rows, with).Model;
            return -StructuredRows.All().Average(row => model.FreeEnergy(row)) - PartitionFunction.ExactLog(model);
        }
    }

    /// <summary>At a rate of the size that the documentation calls useful.</summary>
    [TestMethod]
    [DataRow(BoltzmannAlgorithm.PersistentContrastiveDivergence, 0f)]
    [DataRow(BoltzmannAlgorithm.ContrastiveDivergence, 0f)]
    [DataRow(BoltzmannAlgorithm.ParallelTempering, 0f)]
    [DataRow(BoltzmannAlgorithm.PersistentContrastiveDivergence, 0.2f)]
    public void AdamLearnsWhatTheRowsShow(BoltzmannAlgorithm algorithm, float dropout)
    {
        RestrictedBoltzmannMachine model = BoltzmannTrainer.Train(StructuredRows.Cached(100), new RestrictedBoltzmannMachineSettings
        {
            Algorithm = algorithm, UpdateRule = BoltzmannUpdateRule.Adam, LearningRate = 0.003f, NumberOfHiddenUnits = 16, NumberOfEpochs = 100, HiddenDropoutRate = dropout, Seed = 1,
        }).Model;
        double exact = -StructuredRows.All().Average(row => model.FreeEnergy(row)) - PartitionFunction.ExactLog(model);
        Assert.IsInRange(-16 * Math.Log(2) + 3, -Math.Log(16), exact, "from 3 nats above independent columns to the rows' own distribution");
    }

    [TestMethod]
    public void TheSameSeedGivesTheSameBitsAndAnotherSeedOthers()
    {
        CachedRows rows = StructuredRows.Cached(repeats: 4);
        foreach (Binarization binarization in Enum.GetValues<Binarization>())
        {
            RestrictedBoltzmannMachineSettings settings = Small with { Binarization = binarization };
            BoltzmannTrainingResult one = BoltzmannTrainer.Train(rows, settings), again = BoltzmannTrainer.Train(rows, settings);
            CollectionAssert.AreEqual(Parameters(one), Parameters(again));
            Assert.AreEqual(one.History[^1].PseudoLogLikelihood, again.History[^1].PseudoLogLikelihood);
            Assert.AreEqual(one.History[^1].ReconstructionError, again.History[^1].ReconstructionError);
            CollectionAssert.AreNotEqual(Parameters(one), Parameters(BoltzmannTrainer.Train(rows, settings with { Seed = 4 })));
        }
    }

    [TestMethod]
    public void AnyNumberOfThreadsGivesTheSameModelAndHistory()
    {
        var rows = new CachedRows(150);
        for (int i = 0; i < 90; i++)
        {
            (int[] indices, float[] values) = RandomMachine.Sparse(RandomMachine.Row(150, 0.5, grey: true, (ulong)i));
            rows.Add(indices, values);
        }
        foreach (Binarization binarization in Enum.GetValues<Binarization>())
        {
            RestrictedBoltzmannMachineSettings settings = Small with { NumberOfHiddenUnits = 70, NumberOfEpochs = 30, Binarization = binarization, BatchSize = 40 };
            BoltzmannTrainingResult one = BoltzmannTrainer.Train(rows, settings);
            foreach (int? threads in (int?[])[2, 3, 4, 1000, null])
            {
                BoltzmannTrainingResult several = BoltzmannTrainer.Train(rows, settings with { NumberOfThreads = threads });
                CollectionAssert.AreEqual(Parameters(one), Parameters(several), $"{threads} threads");
                Assert.AreEqual(one.History[^1].PseudoLogLikelihood, several.History[^1].PseudoLogLikelihood);
            }
        }
    }

    [TestMethod]
    [DataRow(1, 784, 500, 100, 1)]
    [DataRow(2, 784, 500, 100, 2)]
    [DataRow(100, 784, 500, 100, 25)]
    [DataRow(1024, 3, 2, 1, 1)]
    [DataRow(null, 16, 16, 100, 1)]
    [DataRow(null, 40, 60, 100, 1)]
    public void ThreadsAreNoMoreThanThereIsWorkFor(int? threads, int visible, int hidden, int batchSize, int expected)
    {
        RestrictedBoltzmannMachineSettings settings = Small with { NumberOfThreads = threads, NumberOfHiddenUnits = hidden, BatchSize = batchSize };
        Assert.AreEqual(expected, BoltzmannTrainer.Threads(settings, visible));
        Assert.AreEqual(Environment.ProcessorCount > 1, BoltzmannTrainer.Threads(Small with { NumberOfThreads = null, NumberOfHiddenUnits = 4096 }, 4096) > 1);
    }

    [TestMethod]
    public void RowsThatFailAndCancellingEndTrainingOnSeveralThreads()
    {
        RestrictedBoltzmannMachineSettings settings = Small with { NumberOfHiddenUnits = 100, NumberOfThreads = 3, NumberOfEpochs = 1000 };
        CachedRows rows = StructuredRows.Cached(repeats: 4);
        Assert.ThrowsExactly<ArithmeticException>(
            () => BoltzmannTrainer.Train(rows, settings, epoch => throw new ArithmeticException($"after epoch {epoch.Epoch}")));
        using var cancellation = new CancellationTokenSource();
        Assert.ThrowsExactly<OperationCanceledException>(
            () => BoltzmannTrainer.Train(rows, settings, epoch => cancellation.Cancel(), null, cancellation.Token));
        var unordered = new UnorderedRows();
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => BoltzmannTrainer.Train(unordered, settings)).Message, "not strictly increasing in [0, 8)");
    }

    [TestMethod]
    public void OnBinaryRowsAllBinarizationsAreTheSame()
    {
        CachedRows rows = StructuredRows.Cached(repeats: 3);
        float[] none = Parameters(BoltzmannTrainer.Train(rows, Small));
        CollectionAssert.AreEqual(none, Parameters(BoltzmannTrainer.Train(rows, Small with { Binarization = Binarization.Threshold })));
        CollectionAssert.AreEqual(none, Parameters(BoltzmannTrainer.Train(rows, Small with { Binarization = Binarization.Stochastic })));
    }

    [TestMethod]
    public void ThresholdedGreyRowsTrainAsTheirBinaryRows()
    {
        var grey = new CachedRows(3);
        var binary = new CachedRows(3);
        for (int i = 0; i < 50; i++)
        {
            float[] row = RandomMachine.Row(3, 0.8, grey: true, (ulong)i);
            (int[] indices, float[] values) = RandomMachine.Sparse(row);
            grey.Add(indices, values);
            (indices, values) = RandomMachine.Sparse([.. row.Select(x => x >= 0.5f ? 1f : 0f)]);
            binary.Add(indices, values);
        }
        CollectionAssert.AreEqual(
            Parameters(BoltzmannTrainer.Train(binary, Small)),
            Parameters(BoltzmannTrainer.Train(grey, Small with { Binarization = Binarization.Threshold })));
    }

    [TestMethod]
    public void StochasticBinarizationDrawsEachEpochAnewWithTheRightMeans()
    {
        const int Rows = 4000;
        var rows = new CachedRows(3);
        for (int i = 0; i < Rows; i++)
            rows.Add([0, 1, 2], [0.25f, 1, 0.75f]);
        RestrictedBoltzmannMachineSettings settings = Small with { Binarization = Binarization.Stochastic };
        string First(int epoch)
        {
            using var reader = new BatchReader(rows, settings, epoch);
            var batch = new UnitLists(Rows, 1, withValues: false);
            Assert.IsTrue(reader.Read(batch, Rows));
            int[] on = new int[3];
            var text = new System.Text.StringBuilder();
            unsafe
            {
                for (int s = 0; s < Rows; s++)
                {
                    for (int i = 0; i < batch.Count[s]; i++)
                        on[batch.Indices[batch.Start[s] + i]]++;
                    text.Append(batch.Count[s]);
                }
            }
            Assert.AreEqual(Rows, on[1]);
            Assert.AreEqual(0.25, (double)on[0] / Rows, 5 * 0.433 / Math.Sqrt(Rows));
            Assert.AreEqual(0.75, (double)on[2] / Rows, 5 * 0.433 / Math.Sqrt(Rows));
            Assert.IsFalse(reader.Read(batch, Rows));
            return text.ToString();
        }
        Assert.AreEqual(First(1), First(1));
        Assert.AreNotEqual(First(1), First(2));
    }

    [TestMethod]
    public void RowsThatAreReadAnewInEachPassTrainAsCachedOnes()
    {
        CachedRows cached = StructuredRows.Cached(repeats: 3);
        CollectionAssert.AreEqual(
            Parameters(BoltzmannTrainer.Train(cached, Small)), Parameters(BoltzmannTrainer.Train(new UncountedRows(cached), Small)));
    }

    [TestMethod]
    public void TrainingMemoryDoesNotGrowWithTheRows()
    {
        RestrictedBoltzmannMachineSettings settings = Small with { NumberOfEpochs = 1 };
        BoltzmannTrainer.Train(new GeneratedRows(1000), settings);
        long few = Allocated(5_000), many = Allocated(50_000);
        Assert.IsLessThan(few + 200_000, many, $"{few} bytes for 5,000 rows");

        long Allocated(int count)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            BoltzmannTrainer.Train(new GeneratedRows(count), settings);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [TestMethod]
    public void HistoryAndProgressTellOfEachEpoch()
    {
        CachedRows rows = StructuredRows.Cached(repeats: 4);
        var epochs = new List<BoltzmannEpoch>();
        var reports = new List<TrainingProgress>();
        RestrictedBoltzmannMachineSettings settings = Small with { NumberOfEpochs = 3, LearningRateSchedule = LearningRateSchedule.LateLinear };
        BoltzmannTrainingResult result = BoltzmannTrainer.Train(rows, settings, epochs.Add, new Reports(reports));
        CollectionAssert.AreEqual(epochs, result.History.ToArray());
        CollectionAssert.AreEqual((int[])[1, 2, 3], epochs.Select(epoch => epoch.Epoch).ToArray());
        foreach (BoltzmannEpoch epoch in epochs)
        {
            Assert.IsInRange(0.001, 0.3, epoch.ReconstructionError);
            Assert.IsInRange(-20, -2, epoch.PseudoLogLikelihood);
            Assert.IsGreaterThan(0, epoch.RowsPerSecond);
        }
        Assert.IsLessThan(epochs[0].LearningRate, epochs[2].LearningRate);
        TrainingProgress last = reports[^1];
        Assert.AreEqual(3, last.Epoch);
        Assert.AreEqual(3, last.NumberOfEpochs);
        Assert.AreEqual(64L, last.RowsInEpoch);
        Assert.AreEqual(64L, last.RowsDone);
        Assert.IsGreaterThanOrEqualTo(3, reports.Count);
    }

    [TestMethod]
    public void CancellingThrowsOrReturnsTheModelAsItIs()
    {
        CachedRows rows = StructuredRows.Cached(repeats: 4);
        RestrictedBoltzmannMachineSettings settings = Small with { NumberOfEpochs = 1000 };
        using var cancellation = new CancellationTokenSource();
        int epochs = 0;
        void CancelAfterTwo(BoltzmannEpoch epoch)
        {
            epochs++;
            if (epoch.Epoch == 2)
                cancellation.Cancel();
        }
        Assert.ThrowsExactly<OperationCanceledException>(() => BoltzmannTrainer.Train(rows, settings, CancelAfterTwo, null, cancellation.Token));
        Assert.AreEqual(2, epochs);

        using var second = new CancellationTokenSource();
        BoltzmannTrainingResult result = BoltzmannTrainer.Train(
            rows, settings, epoch => { if (epoch.Epoch == 2) second.Cancel(); }, null, second.Token, returnBestOnCancel: true);
        Assert.HasCount(2, result.History);
        CollectionAssert.AreNotEqual(new float[result.Model.GetWeights().Length], result.Model.GetWeights());

        using var before = new CancellationTokenSource();
        before.Cancel();
        Assert.ThrowsExactly<OperationCanceledException>(
            () => BoltzmannTrainer.Train(rows, settings, null, null, before.Token, returnBestOnCancel: true));
    }

    [TestMethod]
    public void DivergenceIsNamedWithEpochBatchAndRemedy()
    {
        CachedRows rows = StructuredRows.Cached(repeats: 4);
        RestrictedBoltzmannMachineSettings settings = Small with
        {
            LearningRate = 10, WeightDecay = 1, Momentum = 0.9f, NumberOfEpochs = 50, LearningRateSchedule = LearningRateSchedule.Constant,
        };
        string message = Assert.ThrowsExactly<InvalidOperationException>(() => BoltzmannTrainer.Train(rows, settings)).Message;
        StringAssert.Matches(message, new System.Text.RegularExpressions.Regex(@"diverged in epoch \d+, batch \d+: .*Lower the learning rate \(LearningRate is 10"));
    }

    [TestMethod]
    public void BadRowsAreNamed()
    {
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => BoltzmannTrainer.Train(new CachedRows(3), Small)).Message, "no training rows");
        foreach (float bad in (float[])[1.5f, -0.25f, float.NaN, float.PositiveInfinity])
        {
            var rows = new CachedRows(3);
            rows.Add([0], [1]);
            rows.Add([1, 2], [0.5f, bad]);
            string message = Assert.ThrowsExactly<InvalidOperationException>(() => BoltzmannTrainer.Train(rows, Small)).Message;
            StringAssert.Contains(message, "Row 1, column 2");
        }
    }

    [TestMethod]
    public void OneRowAndConstantColumnsTrain()
    {
        var rows = new CachedRows(4);
        rows.Add([1, 3], [1, 1]);
        BoltzmannTrainingResult result = BoltzmannTrainer.Train(rows, Small);
        Assert.IsTrue(double.IsFinite(PartitionFunction.ExactLog(result.Model)));
        Assert.HasCount(2, result.History);
    }

    [TestMethod]
    public void SchedulesRunFromTheFirstToTheFinalRate()
    {
        var settings = new RestrictedBoltzmannMachineSettings { LearningRate = 0.1f, FinalLearningRate = 0.001f };
        Assert.AreEqual(0.1, BoltzmannTrainer.LearningRate(settings with { LearningRateSchedule = LearningRateSchedule.Constant }, 0.7), 1e-8);
        Assert.AreEqual(0.1, BoltzmannTrainer.LearningRate(settings with { LearningRateSchedule = LearningRateSchedule.LateLinear }, 0), 1e-8);
        Assert.AreEqual(0.1, BoltzmannTrainer.LearningRate(settings with { LearningRateSchedule = LearningRateSchedule.LateLinear }, 0.75), 1e-8);
        Assert.AreEqual(0.0505, BoltzmannTrainer.LearningRate(settings with { LearningRateSchedule = LearningRateSchedule.LateLinear }, 0.875), 1e-8);
        Assert.AreEqual(0.001, BoltzmannTrainer.LearningRate(settings with { LearningRateSchedule = LearningRateSchedule.LateLinear }, 1), 1e-8);
        Assert.AreEqual(0.1, BoltzmannTrainer.LearningRate(settings with { LearningRateSchedule = LearningRateSchedule.Linear }, 0), 1e-8);
        Assert.AreEqual(0.0505, BoltzmannTrainer.LearningRate(settings with { LearningRateSchedule = LearningRateSchedule.Linear }, 0.5), 1e-8);
        Assert.AreEqual(0.001, BoltzmannTrainer.LearningRate(settings with { LearningRateSchedule = LearningRateSchedule.Linear }, 1), 1e-8);
        Assert.AreEqual(0.1, BoltzmannTrainer.LearningRate(settings with { LearningRateSchedule = LearningRateSchedule.Exponential }, 0), 1e-8);
        Assert.AreEqual(0.01, BoltzmannTrainer.LearningRate(settings with { LearningRateSchedule = LearningRateSchedule.Exponential }, 0.5), 1e-8);
        Assert.AreEqual(0.001, BoltzmannTrainer.LearningRate(settings with { LearningRateSchedule = LearningRateSchedule.Exponential }, 1), 1e-8);
    }

    private static float[] Parameters(BoltzmannTrainingResult result)
        => [.. result.Model.GetWeights(), .. result.Model.GetVisibleBias(), .. result.Model.GetHiddenBias()];

    private sealed class Reports(List<TrainingProgress> list) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => list.Add(value);
    }

    private sealed class UncountedRows(CachedRows rows) : ITrainingRows
    {
        public int Width => rows.Width;

        public long? Count => null;

        public ITrainingRowReader Open(ulong? shuffleSeed) => rows.Open(shuffleSeed);
    }

    private sealed class UnorderedRows : ITrainingRows
    {
        public int Width => 8;

        public long? Count => null;

        public ITrainingRowReader Open(ulong? shuffleSeed) => new Reader();

        private sealed class Reader : ITrainingRowReader
        {
            private int _next;

            public ReadOnlySpan<int> Indices => (int[])[3, 2];

            public ReadOnlySpan<float> Values => (float[])[1, 1];

            public bool MoveNext() => _next++ < 5;

            public void Dispose()
            {
            }
        }
    }

    private sealed class GeneratedRows(int count) : ITrainingRows
    {
        public int Width => 8;

        public long? Count => null;

        public ITrainingRowReader Open(ulong? shuffleSeed) => new Reader(count);

        private sealed class Reader(int count) : ITrainingRowReader
        {
            private static readonly int[] SomeIndices = [1, 3, 6];
            private static readonly float[] SomeValues = [1, 1, 1];
            private int _next;

            public ReadOnlySpan<int> Indices => SomeIndices.AsSpan(0, _next % 4);

            public ReadOnlySpan<float> Values => SomeValues.AsSpan(0, _next % 4);

            public bool MoveNext() => _next++ < count;

            public void Dispose()
            {
            }
        }
    }
}
