using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Numerics;
using MlNetGenerative.Core.Training;

namespace MlNetGenerative.Core.Tests.Boltzmann;

/// <summary>Updates against the reference that follows the papers, over all that changes their form.</summary>
[TestClass]
public sealed unsafe class BoltzmannUpdateTests
{
    private const int Visible = 45;
    private const int Hidden = 37;

    [TestMethod]
    [DataRow(BoltzmannAlgorithm.ContrastiveDivergence, 1, false, 0f, 0f, false)]
    [DataRow(BoltzmannAlgorithm.PersistentContrastiveDivergence, 1, true, 0f, 0f, false, 50)]
    [DataRow(BoltzmannAlgorithm.ContrastiveDivergence, 3, false, 0.5f, 0.01f, false)]
    [DataRow(BoltzmannAlgorithm.ContrastiveDivergence, 1, true, 0f, 0f, true)]
    [DataRow(BoltzmannAlgorithm.PersistentContrastiveDivergence, 1, false, 0f, 0f, true)]
    [DataRow(BoltzmannAlgorithm.PersistentContrastiveDivergence, 1, true, 0f, 0f, false)]
    [DataRow(BoltzmannAlgorithm.PersistentContrastiveDivergence, 2, true, 0.9f, 0.001f, false)]
    [DataRow(BoltzmannAlgorithm.PersistentContrastiveDivergence, 2, true, 0.5f, 0.01f, true)]
    public void FollowTheReference(BoltzmannAlgorithm algorithm, int steps, bool centered, float momentum, float decay, bool grey, int batchSize = 10)
    {
        FollowsTheReference(grey, Settings() with
        {
            Algorithm = algorithm,
            NumberOfGibbsSteps = steps,
            Centered = centered,
            Momentum = momentum,
            WeightDecay = decay,
            BatchSize = batchSize,
        });
    }

    /// <summary>Each alone and all together; the bounds are such that they take hold.</summary>
    [TestMethod]
    [DataRow(true, 0f, null, null, 0f)]
    [DataRow(false, 0.01f, null, null, 0f)]
    [DataRow(false, 0f, 0.4f, null, 0f)]
    [DataRow(false, 0f, null, 0.1f, 2f)]
    [DataRow(true, 0.01f, 0.4f, 0.1f, 2f)]
    public void LookingAheadAndPenaltiesFollowTheReference(bool nesterov, float l1, float? norm, float? target, float cost)
    {
        RestrictedBoltzmannMachineSettings settings = Settings() with
        {
            BatchSize = 10,
            Momentum = 0.5f,
            Nesterov = nesterov,
            L1WeightDecay = l1,
            MaximumWeightNorm = norm,
            SparsityTarget = target,
            SparsityCost = cost,
        };
        float[] got = FollowsTheReference(grey: false, settings);
        float[] plain = FollowsTheReference(grey: false, Settings() with { BatchSize = 10, Momentum = 0.5f });
        CollectionAssert.AreNotEqual(plain, got, "the settings change nothing");
    }

    [TestMethod]
    [DataRow(BoltzmannAlgorithm.ContrastiveDivergence, 1, true, 0.3f, false)]
    [DataRow(BoltzmannAlgorithm.ContrastiveDivergence, 3, false, 0.5f, true)]
    [DataRow(BoltzmannAlgorithm.PersistentContrastiveDivergence, 1, true, 0.5f, false)]
    [DataRow(BoltzmannAlgorithm.PersistentContrastiveDivergence, 2, false, 0.1f, true)]
    public void DropoutFollowsTheReference(BoltzmannAlgorithm algorithm, int steps, bool centered, float rate, bool grey)
    {
        RestrictedBoltzmannMachineSettings settings = Settings() with
        {
            Algorithm = algorithm, NumberOfGibbsSteps = steps, Centered = centered, HiddenDropoutRate = rate, BatchSize = 10, Momentum = 0.5f,
        };
        float[] got = FollowsTheReference(grey, settings);
        CollectionAssert.AreNotEqual(FollowsTheReference(grey, settings with { HiddenDropoutRate = 0 }), got, "the setting changes nothing");
    }

    /// <summary>A gradient that is zero but for rounding makes a step of any size up to the learning rate, so the tolerance is what an error of one
    /// float's resolution in the smallest gradient comes to.</summary>
    [TestMethod]
    [DataRow(BoltzmannAlgorithm.ContrastiveDivergence, false, 0f, false)]
    [DataRow(BoltzmannAlgorithm.PersistentContrastiveDivergence, true, 0f, false)]
    [DataRow(BoltzmannAlgorithm.PersistentContrastiveDivergence, true, 0.01f, true)]
    public void AdamFollowsTheReference(BoltzmannAlgorithm algorithm, bool centered, float decay, bool grey)
    {
        RestrictedBoltzmannMachineSettings settings = Settings() with
        {
            Algorithm = algorithm, Centered = centered, WeightDecay = decay, UpdateRule = BoltzmannUpdateRule.Adam, BatchSize = 10,
        };
        FollowsTheReference(grey, settings, rate: 0.002f);
    }

    /// <summary>Weights and biases after some updates, which were found to be those of the reference.</summary>
    private static float[] FollowsTheReference(bool grey, RestrictedBoltzmannMachineSettings settings, float rate = 0.1f)
    {
        int batchSize = settings.BatchSize;
        float[] means = RandomMachine.Row(Visible, 1, grey: true, 9);
        var update = new BoltzmannUpdate(settings, means, grey, BoltzmannKernels.Best);
        var reference = new ReferenceTraining(settings, update.LiveModel, means);

        // The last batches are short; persistent chains still number a whole batch.
        int[] sizes = [batchSize, batchSize, batchSize, 3, batchSize, 1];
        for (int step = 0; step < sizes.Length; step++)
        {
            float[][] rows = [.. Enumerable.Range(0, sizes[step]).Select(s => RandomMachine.Row(Visible, 0.3, grey, (ulong)(100 * step + s)))];
            update.Step(Lists(rows, grey), rate);
            reference.Step(rows, rate);
        }

        RestrictedBoltzmannMachine model = update.LiveModel;
        double tolerance = 2e-6 + sizes.Length * reference.AdamSensitivity;
        float[] weights = model.GetWeights();
        for (int i = 0; i < Visible; i++)
            for (int j = 0; j < Hidden; j++)
                Assert.AreEqual(reference.Weights[i, j], weights[i * Hidden + j], tolerance, $"weight {i}, {j}");
        AssertNear(reference.VisibleBias, model.GetVisibleBias(), tolerance);
        AssertNear(reference.HiddenBias, model.GetHiddenBias(), tolerance);
        for (int i = 0; i < Visible; i++)
            for (int j = 0; j < Hidden; j++)
                Assert.AreEqual(model.Weights[i, j], model.Transpose[j, i], "the transpose must follow");
        return [.. weights, .. model.GetVisibleBias(), .. model.GetHiddenBias()];
    }

    [TestMethod]
    [DataRow(10, false)]
    [DataRow(10, true)]
    [DataRow(50, false)]
    public void EveryWidthGivesTheSameBits(int batchSize, bool grey)
    {
        RestrictedBoltzmannMachineSettings settings = Settings() with
        {
            Momentum = 0.5f, WeightDecay = 0.01f, NumberOfGibbsSteps = 2, BatchSize = batchSize,
        };
        float[] means = RandomMachine.Row(Visible, 1, grey: true, 9);
        float[]? expected = null;
        foreach (VectorWidth width in Enum.GetValues<VectorWidth>())
        {
            var update = new BoltzmannUpdate(settings, means, grey, BoltzmannKernels.ForWidth(width));
            for (int step = 0; step < 20; step++)
                update.Step(Lists([.. Enumerable.Range(0, batchSize - step % 4).Select(s => RandomMachine.Row(Visible, 0.3, grey, (ulong)(100 * step + s)))], grey), 0.1f);
            RestrictedBoltzmannMachine model = update.CopyModel();
            float[] got = [.. model.GetWeights(), .. model.GetVisibleBias(), .. model.GetHiddenBias()];
            expected ??= got;
            CollectionAssert.AreEqual(expected, got, width.ToString());
        }
    }

    /// <summary>Threads differ only in who computes what: units that make no whole panel, short batches, more threads than panels.</summary>
    [TestMethod]
    [DataRow(BoltzmannAlgorithm.ContrastiveDivergence, 1, false, 0f, false, 10, 45, 37)]
    [DataRow(BoltzmannAlgorithm.ContrastiveDivergence, 3, true, 0.5f, true, 7, 45, 37)]
    [DataRow(BoltzmannAlgorithm.ContrastiveDivergence, 2, true, 0.9f, false, 131, 100, 161)]
    [DataRow(BoltzmannAlgorithm.ContrastiveDivergence, 1, false, 0f, true, 1, 1, 1)]
    [DataRow(BoltzmannAlgorithm.PersistentContrastiveDivergence, 1, true, 0f, true, 10, 200, 97)]
    [DataRow(BoltzmannAlgorithm.PersistentContrastiveDivergence, 1, true, 0f, false, 50, 200, 97)]
    [DataRow(BoltzmannAlgorithm.PersistentContrastiveDivergence, 3, true, 0.5f, true, 33, 33, 130)]
    [DataRow(BoltzmannAlgorithm.PersistentContrastiveDivergence, 2, false, 0.5f, false, 130, 129, 31)]
    public void AnyNumberOfThreadsGivesTheSameBits(
        BoltzmannAlgorithm algorithm, int steps, bool centered, float momentum, bool grey, int batchSize, int visible, int hidden)
    {
        RestrictedBoltzmannMachineSettings settings = Settings() with
        {
            NumberOfHiddenUnits = hidden, Algorithm = algorithm, NumberOfGibbsSteps = steps, Centered = centered, Momentum = momentum,
            WeightDecay = 0.001f, BatchSize = batchSize,
        };
        float[] means = RandomMachine.Row(visible, 1, grey: true, 9);
        UnitLists[] batches = [.. Enumerable.Range(0, 6).Select(step => Lists(
            [.. Enumerable.Range(0, step % 2 == 0 ? batchSize : (batchSize + 2) / 3).Select(s => RandomMachine.Row(visible, 0.3, grey, (ulong)(1000 * step + s)))], grey))];
        float[]? expected = null;
        foreach (int threads in (int[])[1, 2, 3, 4])
        {
            using var team = new ThreadTeam(threads);
            var update = new BoltzmannUpdate(settings, means, grey, BoltzmannKernels.Best, team);
            for (int step = 0; step < 24; step++)
                update.Step(batches[step % batches.Length], 0.1f);
            RestrictedBoltzmannMachine model = update.CopyModel();
            float[] got = [.. model.GetWeights(), .. model.GetVisibleBias(), .. model.GetHiddenBias()];
            for (int j = 0; j < hidden; j++)
                for (int i = 0; i < visible; i++)
                    Assert.AreEqual(model.Weights[i, j], model.Transpose[j, i], "the transpose must follow");
            expected ??= got;
            CollectionAssert.AreEqual(expected, got, $"{threads} threads");
        }
    }

    [TestMethod]
    [DataRow(BoltzmannAlgorithm.ParallelTempering, BoltzmannUpdateRule.Momentum, 0f)]
    [DataRow(BoltzmannAlgorithm.PersistentContrastiveDivergence, BoltzmannUpdateRule.Adam, 0.4f)]
    [DataRow(BoltzmannAlgorithm.ContrastiveDivergence, BoltzmannUpdateRule.Adam, 0.4f)]
    public void TemperingAdamAndDropoutGiveTheSameBitsOnAnyThreadsAndWidths(BoltzmannAlgorithm algorithm, BoltzmannUpdateRule rule, float dropout)
    {
        RestrictedBoltzmannMachineSettings settings = Settings() with
        {
            NumberOfHiddenUnits = 97, Algorithm = algorithm, UpdateRule = rule, HiddenDropoutRate = dropout, BatchSize = 33, NumberOfGibbsSteps = 2, InitialWeightStandardDeviation = 0.3f,
        };
        float[] means = RandomMachine.Row(70, 1, grey: true, 9);
        UnitLists[] batches = [.. Enumerable.Range(0, 4).Select(step => Lists(
            [.. Enumerable.Range(0, step % 2 == 0 ? 33 : 12).Select(s => RandomMachine.Row(70, 0.3, true, (ulong)(1000 * step + s)))], grey: true))];
        float[]? expected = null;
        foreach ((int threads, VectorWidth width) in ((int, VectorWidth)[])[(1, VectorWidth.Scalar), (1, VectorWidths.Best), (2, VectorWidths.Best), (5, VectorWidths.Best)])
        {
            using var team = new ThreadTeam(threads);
            var update = new BoltzmannUpdate(settings, means, grey: true, BoltzmannKernels.ForWidth(width), team);
            for (int step = 0; step < 12; step++)
                update.Step(batches[step % batches.Length], 0.01f);
            RestrictedBoltzmannMachine model = update.CopyModel();
            float[] got = [.. model.GetWeights(), .. model.GetVisibleBias(), .. model.GetHiddenBias(), (float)(update.TakeSwapAcceptance() ?? 0)];
            expected ??= got;
            CollectionAssert.AreEqual(expected, got, $"{threads} threads, {width}");
        }
    }

    [TestMethod]
    public void PanelsMayBeDividedInAnyWay()
    {
        const int Units = 150;
        RestrictedBoltzmannMachine machine = RandomMachine.Create(Units, Units);
        UnitLists rows = Lists([.. Enumerable.Range(0, 130).Select(s => RandomMachine.Row(Units, 0.3, false, (ulong)s))], grey: false);
        uint[] Whole(params int[] borders)
        {
            var states = new StateBits(130, Units);
            var stage = new ConditionalStage
            {
                Weights = machine.Weights, Bias = machine.HiddenBias.Pointer, States = states.Words, StateRows = 130,
                Random = new Philox(1, 2), FirstRandomRow = 3,
            };
            stage.SetGiven(rows);
            for (int i = 0; i + 1 < borders.Length; i++)
                BoltzmannKernels.Best.Conditional(stage, borders[i], borders[i + 1]);
            return new Span<uint>(states.Words, 130 * states.Panels).ToArray();
        }
        uint[] expected = Whole(0, 5);
        CollectionAssert.AreEqual(expected, Whole(0, 1, 5));
        CollectionAssert.AreEqual(expected, Whole(0, 2, 3, 5));
        CollectionAssert.AreEqual(expected, Whole(0, 1, 2, 3, 4, 5));
    }

    /// <summary>Lists of units and subset sums add in different orders, but each in the same order on every width.</summary>
    [TestMethod]
    [DataRow(1, 1, 1)]
    [DataRow(33, 45, 3)]
    [DataRow(150, 300, 130)]
    [DataRow(128, 32, 5)]
    public void SubsetSumsGiveTheActivationsOfLists(int given, int computed, int samples)
    {
        RestrictedBoltzmannMachine machine = RandomMachine.Create(given, computed);
        var states = new StateBits(samples, given);
        states.FillWithNoise(new Philox(8, 8), 0);
        var lists = new UnitLists(samples, (long)samples * StateBits.ListCapacity(given), withValues: false);
        states.CopyTo(samples, lists);
        float[] Activations(VectorWidth width, bool subsets)
        {
            var result = new AlignedBuffer<float>((long)samples * machine.Weights.PaddedColumns);
            var stage = new ConditionalStage
            {
                Weights = machine.Weights, Bias = machine.HiddenBias.Pointer, Activations = result.Pointer, ResultRows = samples,
                GivenStates = subsets ? states : null,
            };
            stage.SetGiven(lists);
            BoltzmannKernels.ForWidth(width).Conditional(stage, 0, machine.Weights.Panels);
            return result.Span.ToArray();
        }
        float[] ofLists = Activations(VectorWidth.Scalar, false), ofSubsets = Activations(VectorWidth.Scalar, true);
        for (int i = 0; i < ofLists.Length; i++)
            Assert.AreEqual(ofLists[i], ofSubsets[i], 1e-6f * given);
        foreach (VectorWidth width in Enum.GetValues<VectorWidth>())
        {
            CollectionAssert.AreEqual(ofLists, Activations(width, false), width.ToString());
            CollectionAssert.AreEqual(ofSubsets, Activations(width, true), width.ToString());
        }
    }

    /// <summary>With a constant gradient g the velocity tends to rate * g / (1 - momentum).</summary>
    [TestMethod]
    public void MomentumReachesItsTerminalVelocity()
    {
        double expected = TestVectors.Number("momentum", "correct_terminal_velocity_lr0p05_mu0p9");
        var weights = new PanelMatrix(1, 1);
        var transpose = new PanelMatrix(1, 1);
        var velocity = new PanelMatrix(1, 1);
        var lists = new UnitLists(1, 1, withValues: false);
        lists.Append([0], [1]);
        var states = new StateBits(1, 1);
        states.Set(lists, 0, 1);
        var onSamples = new OnSamples(1, 1, withData: true);
        onSamples.Set(states, 1, new StateBits(1, 1), 1, 0, 1);
        var bias = new AlignedBuffer<float>(32);
        var biasVelocity = new AlignedBuffer<float>(32);
        var zeros = new AlignedBuffer<float>(96);
        var hidden = new AlignedBuffer<float>(SamplePairs.RowsOf(1) * 32);
        hidden.Pointer[0] = 1;
        var stage = new GradientStage
        {
            Weights = weights, Transpose = transpose, Velocity = velocity, HiddenBias = bias.Pointer, HiddenBiasVelocity = biasVelocity.Pointer,
            Hidden = hidden.Pointer, HiddenRows = SamplePairs.RowsOf(1), OnSamples = onSamples, DataRows = 1, ModelRows = 1, VisibleOffset = zeros.Pointer,
            HiddenOffset = zeros.Pointer, VisibleDifference = zeros.Pointer, VisibleProjection = zeros.Pointer,
            LearningRate = 0.05f, Momentum = 0.9f,
        };
        for (int step = 0; step < 300; step++)
            BoltzmannKernels.Best.Update(stage, 0, 1);
        Assert.AreEqual(expected, velocity[0, 0], 1e-5);
        Assert.AreEqual(expected, biasVelocity.Pointer[0], 1e-5);
        Assert.AreEqual(weights[0, 0], transpose[0, 0]);
    }

    [TestMethod]
    public void AnUpdateAllocatesNothing()
    {
        RestrictedBoltzmannMachineSettings settings = Settings() with { Momentum = 0.5f };
        using var team = new ThreadTeam(2);
        var update = new BoltzmannUpdate(settings, RandomMachine.Row(Visible, 1, grey: true, 9), grey: true, BoltzmannKernels.Best, team);
        UnitLists batch = Lists([.. Enumerable.Range(0, 10).Select(s => RandomMachine.Row(Visible, 0.9, true, (ulong)s))], grey: true);
        Assert.AreEqual(0L, Allocations.Least(() => update.Step(batch, 0.01f)));
    }

    /// <summary>With data, a pair is a sample of data and one of the model; without, two of the model.</summary>
    [TestMethod]
    [DataRow(39, 26, true)]
    [DataRow(3, 70, true)]
    [DataRow(16, 16, true)]
    [DataRow(1, 1, true)]
    [DataRow(70, 70, true)]
    [DataRow(5, 70, false)]
    [DataRow(7, 33, false)]
    [DataRow(1, 1, false)]
    public void SubsetsOfSamplesStandForTheSamplesInWhichAUnitIsOn(int dataRows, int modelRows, bool withData)
    {
        float[][] data = [.. Enumerable.Range(0, dataRows).Select(s => RandomMachine.Row(Visible, 0.3, false, (ulong)s))];
        float[][] model = [.. Enumerable.Range(0, modelRows).Select(s => RandomMachine.Row(Visible, 0.3, false, (ulong)s + 50))];
        StateBits States(float[][] rows)
        {
            var states = new StateBits(70, Visible);
            states.FillWithNoise(new Philox(5, 5), 0);   // of samples that take no part
            states.Set(Lists(rows, false), 0, rows.Length);
            return states;
        }
        var subsets = new OnSamples(Visible, 70, withData);
        for (int repeat = 0; repeat < 2; repeat++)
            foreach ((int from, int to) in ((int, int)[])[(1, 2), (0, 1)])
                subsets.Set(withData ? States(data) : null, dataRows, States(model), modelRows, from, to);
        bool[,] on = new bool[Visible + 1, dataRows + modelRows];
        for (int unit = 0; unit < Visible; unit++)
        {
            for (int row = 0; row < dataRows + modelRows; row++)
                on[unit, row] = row < dataRows ? withData && data[row][unit] != 0 : model[row - dataRows][unit] != 0;
            Assert.AreEqual(
                (withData ? data.Count(row => row[unit] != 0) : 0, model.Count(row => row[unit] != 0)), subsets.CountOn(unit));
        }

        SamplePairs pairs = subsets.Pairs(dataRows, modelRows);
        int[] Rows(ref int* list, int count)
        {
            Assert.AreEqual(0, count % OnSamples.ListStep);
            var rows = new List<int>();
            foreach (int entry in new Span<int>(list, count))
            {
                Assert.AreEqual(0, entry % 128);
                int row = entry / 128, pair = row - pairs.SumRow;
                if (row == pairs.ZeroRow)
                    continue;
                int[] rowsOfEntry = pair < 0 ? [row] : [pairs.FirstRow + pair, pairs.SecondRow + pair];
                rows.AddRange(rowsOfEntry);
            }
            list += count;
            return [.. rows.Order()];
        }
        for (int panel = 0; panel < 2; panel++)
        {
            int* list = subsets.Lists(panel);
            int* count = subsets.Counts(panel);
            for (int unit = panel * 32; unit < Math.Min(panel * 32 + 32, Visible); unit += 2)
            {
                int[] Expected(Func<int, bool> isListed) => [.. Enumerable.Range(0, dataRows + modelRows).Where(isListed)];
                CollectionAssert.AreEqual(Expected(row => on[unit, row] && on[unit + 1, row]), Rows(ref list, *count++));
                CollectionAssert.AreEqual(Expected(row => on[unit, row] && !on[unit + 1, row]), Rows(ref list, *count++));
                CollectionAssert.AreEqual(Expected(row => !on[unit, row] && on[unit + 1, row]), Rows(ref list, *count++));
            }
        }

        var numbers = new AlignedBuffer<float>(SamplePairs.RowsOf(70));
        for (int row = 0; row < dataRows + modelRows; row++)
            numbers.Pointer[row] = 1 << (row % 20);
        subsets.AddPairs(numbers.Pointer, dataRows, modelRows);
        var sums = new AlignedBuffer<double>(64);
        subsets.Sum(numbers.Pointer, sums.Pointer, 32, Visible);
        subsets.Sum(numbers.Pointer, sums.Pointer, 0, 32);
        for (int unit = 0; unit < Visible; unit++)
            Assert.AreEqual(Enumerable.Range(0, dataRows + modelRows).Where(row => on[unit, row]).Sum(row => numbers.Pointer[row]), sums.Pointer[unit]);
    }

    /// <summary>Of some samples; those of others stay. More than 4096 units are taken block by block.</summary>
    [TestMethod]
    [DataRow(1)]
    [DataRow(33)]
    [DataRow(4096)]
    [DataRow(8200)]
    public void StatesAreThoseThatListsName(int units)
    {
        float[][] rows = [.. Enumerable.Range(0, 6).Select(s => RandomMachine.Row(units, s * 0.2, false, (ulong)s))];
        var before = new StateBits(7, units);
        before.FillWithNoise(new Philox(5, 5), 0);
        var states = new StateBits(7, units);
        states.FillWithNoise(new Philox(5, 5), 0);
        states.Set(Lists(rows, false), 1, 6);
        for (int sample = 0; sample < 7; sample++)
            for (int unit = 0; unit < units; unit++)
                Assert.AreEqual(sample is > 0 and < 6 ? rows[sample][unit] != 0 : before[sample, unit], states[sample, unit]);
    }

    [TestMethod]
    [DataRow(9, 45)]
    [DataRow(1, 45)]
    [DataRow(0, 3)]
    [DataRow(4, 1)]
    [DataRow(30, 64)]
    [DataRow(20, 130)]
    public void GreySamplesAreTheTransposeOfTheBatch(int rowCount, int units)
    {
        float[][] rows = [.. Enumerable.Range(0, rowCount).Select(s => RandomMachine.Row(units, 0.3, true, (ulong)s))];
        var samples = new GreySamples(units);
        UnitLists lists = Lists(rows, true);
        samples.Reserve(Lists([.. rows.Take(1)], true));
        samples.Reserve(lists);
        var numbers = new AlignedBuffer<float>(rowCount);
        new Philox(7, 7).Fill(0, 0, numbers.Span);
        var sums = new AlignedBuffer<double>(units + 1);
        for (int repeat = 0; repeat < 2; repeat++)
        {
            sums.Span.Fill(1);
            foreach ((int from, int to) in ((int, int)[])[(32, 96), (96, 130), (0, 32)])
            {
                if (from >= units)
                    continue;
                samples.Fill(lists, from, Math.Min(to, units));
                samples.AddProducts(numbers.Pointer, sums.Pointer, from, Math.Min(to, units));
            }
        }
        for (int neighbours = 0; neighbours < (units + 1) / 2; neighbours++)
        {
            int unit = 2 * neighbours;
            float Value(int sample, int which) => unit + which < units ? rows[sample][unit + which] : 0;
            int[] expected = [.. Enumerable.Range(0, rowCount).Where(s => Value(s, 0) != 0 || Value(s, 1) != 0)];
            Assert.AreEqual((expected.Length + 1) / 2 * 2, samples.Count[neighbours]);
            for (int i = 0; i < samples.Count[neighbours]; i++)
            {
                int place = samples.Start[neighbours] + i;
                Assert.AreEqual(i < expected.Length ? expected[i] * 128 : 0, samples.Rows[place]);
                for (int which = 0; which < 2; which++)
                    Assert.AreEqual(i < expected.Length ? Value(expected[i], which) : 0, samples.Values[2 * place + which]);
            }
            for (int which = 0; which < 2 && unit + which < units; which++)
            {
                Assert.AreEqual(Enumerable.Range(0, rowCount).Sum(s => (double)Value(s, which)), samples.Sums[unit + which], 1e-12);
                Assert.AreEqual(1 + Enumerable.Range(0, rowCount).Sum(s => (double)Value(s, which) * numbers.Pointer[s]), sums.Pointer[unit + which], 1e-12);
            }
        }
    }

    private static RestrictedBoltzmannMachineSettings Settings() => new()
    {
        NumberOfHiddenUnits = Hidden, BatchSize = 10, InitialWeightStandardDeviation = 0.3f, Seed = 4,
    };

    private static UnitLists Lists(float[][] rows, bool grey)
    {
        var lists = new UnitLists(rows.Length, 1, grey);
        foreach (float[] row in rows)
        {
            (int[] indices, float[] values) = RandomMachine.Sparse(row);
            lists.Append(indices, values);
        }
        return lists;
    }

    private static void AssertNear(double[] expected, float[] got, double tolerance)
    {
        for (int i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], got[i], 1.5 * tolerance, $"bias {i}");
    }
}
