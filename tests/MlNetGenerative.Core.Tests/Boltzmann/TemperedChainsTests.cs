using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Numerics;
using MlNetGenerative.Core.Persistence;
using MlNetGenerative.Core.Training;

namespace MlNetGenerative.Core.Tests.Boltzmann;

/// <summary>Parallel tempering against distributions that are enumerated.</summary>
[TestClass]
public sealed unsafe class TemperedChainsTests
{
    private const int Visible = 6;
    private const int Hidden = 4;

    /// <summary>Detailed balance: a swap of x and y goes from p_i(x) p_j(y) to p_i(y) p_j(x).</summary>
    [TestMethod]
    [DataRow(1.0, 0.75)]
    [DataRow(0.5, 0.0)]
    public void TheAcceptanceOfASwapIsTheRatioOfItsProbabilities(double beta, double otherBeta)
    {
        double[] energies = Energies(RandomMachine.Create(Visible, Hidden));
        double[] cold = Probabilities(energies, beta), hot = Probabilities(energies, otherBeta);
        for (int x = 0; x < energies.Length; x += 7)
            for (int y = 0; y < energies.Length; y += 5)
                Assert.AreEqual(
                    Math.Min(1, cold[y] * hot[x] / (cold[x] * hot[y])),
                    TemperedChains.AcceptanceOfSwap(beta, otherBeta, energies[x], energies[y]), 1e-9);
    }

    [TestMethod]
    public void SwapsAreAcceptedAsOftenAsTheExactDistributionsSay()
    {
        BoltzmannUpdate update = Still(temperatures: 3, lowest: 0.2f, batchSize: 100);
        CopyInto(update.LiveModel, RandomMachine.Create(Visible, Hidden));
        double[] energies = Energies(update.LiveModel);
        double[] betas = [.. update.Tempered!.InverseTemperatures];
        Assert.HasCount(3, betas);
        Assert.AreEqual(1, betas[0]);
        Assert.AreEqual(0.6, betas[1], 1e-6);
        Assert.AreEqual(0.2, betas[2], 1e-6);
        double exact = Enumerable.Range(0, 2).Min(pair =>
        {
            double[] cold = Probabilities(energies, betas[pair]), hot = Probabilities(energies, betas[pair + 1]);
            double sum = 0;
            for (int x = 0; x < energies.Length; x++)
                for (int y = 0; y < energies.Length; y++)
                    sum += cold[x] * hot[y] * Math.Min(1, Math.Exp((betas[pair] - betas[pair + 1]) * (energies[x] - energies[y])));
            return sum;
        });
        Run(update, 200);
        update.TakeSwapAcceptance();
        Run(update, 1000);
        Assert.IsInRange(0.2, 0.95, exact, "the machine must be one that both accepts and refuses");
        Assert.AreEqual(exact, update.TakeSwapAcceptance()!.Value, 0.01);
        Assert.IsNull(update.TakeSwapAcceptance(), "nothing was proposed since");
    }

    /// <summary>Two modes, all on and all off, that plain Gibbs steps do not leave: every chain begins in the less likely one.</summary>
    [TestMethod]
    public void ChainsCrossBetweenModesThatPlainGibbsStepsDoNotLeave()
    {
        double[] Distribution(int temperatures)
        {
            BoltzmannUpdate update = Still(temperatures, lowest: 0, batchSize: 100);
            float[] off = [.. Enumerable.Repeat(-50f, Visible)];
            CopyInto(update.LiveModel, new RestrictedBoltzmannMachine(Visible, Hidden, new float[Visible * Hidden], off, off[..Hidden]));
            Run(update, 5);
            SetTwoModes(update.LiveModel);
            Run(update, 500);
            double[] counts = new double[1 << Hidden];
            for (int repeat = 0; repeat < 400; repeat++)
            {
                Run(update, 5);
                foreach (int state in HiddenStates(update))
                    counts[state]++;
            }
            return [.. counts.Select(count => count / counts.Sum())];
        }

        BoltzmannUpdate any = Still(2, 0, 1);
        SetTwoModes(any.LiveModel);
        double[] joint = Probabilities(Energies(any.LiveModel), 1);
        double[] exact = [.. Enumerable.Range(0, 1 << Hidden).Select(h => Enumerable.Range(0, 1 << Visible).Sum(v => joint[h << Visible | v]))];
        Assert.IsInRange(0.5, 0.8, exact[^1]);
        Assert.IsInRange(0.2, 0.5, exact[0]);
        Assert.AreEqual(0, Distance(exact, Distribution(8)), 0.03);
        Assert.IsGreaterThan(0.4, Distance(exact, Distribution(1)), "plain chains must stay where they began, or the test shows nothing");

        static double Distance(double[] p, double[] q) => p.Zip(q, (x, y) => Math.Abs(x - y)).Sum() / 2;
    }

    /// <summary>Five patterns of unequal shares with some noise, at a rate at which persistent chains keep to some of them; how many
    /// differs from run to run, so several are averaged.</summary>
    [TestMethod]
    [DataRow(1ul)]
    [DataRow(2ul)]
    public void TrainingOnManyModesEndsNearTheTruthWherePersistentChainsDoNot(ulong seed)
    {
        (CachedRows rows, List<float[]> all, double truth) = Patterns();
        double tempered = LogLikelihood(BoltzmannAlgorithm.ParallelTempering, seed);
        Assert.AreEqual(truth, tempered, 0.1);
        double persistent = Enumerable.Range(0, 10).Average(
            run => LogLikelihood(BoltzmannAlgorithm.PersistentContrastiveDivergence, 10 * seed + (ulong)run));
        Assert.IsLessThan(tempered - 1, persistent);

        double LogLikelihood(BoltzmannAlgorithm algorithm, ulong seed)
        {
            RestrictedBoltzmannMachine model = BoltzmannTrainer.Train(rows, new RestrictedBoltzmannMachineSettings
            {
                Algorithm = algorithm, NumberOfHiddenUnits = 12, NumberOfEpochs = 60, LearningRate = 0.5f, Seed = seed,
            }).Model;
            return -all.Average(row => model.FreeEnergy(row)) - PartitionFunction.ExactLog(model);
        }
    }

    [TestMethod]
    public void TheHistorySaysHowOftenSwapsAreAccepted()
    {
        var settings = new RestrictedBoltzmannMachineSettings { Algorithm = BoltzmannAlgorithm.ParallelTempering, NumberOfHiddenUnits = 5, NumberOfEpochs = 2 };
        foreach (BoltzmannEpoch epoch in BoltzmannTrainer.Train(StructuredRows.Cached(20), settings).History)
            Assert.IsInRange(0.3, 1.0, epoch.SwapAcceptance!.Value, "weights are small, so temperatures are near each other");
        Assert.IsNull(BoltzmannTrainer.Train(
            StructuredRows.Cached(20), settings with { Algorithm = BoltzmannAlgorithm.PersistentContrastiveDivergence }).History[0].SwapAcceptance);
    }

    private static (CachedRows Rows, List<float[]> All, double Truth) Patterns()
    {
        const int Columns = 24;
        const double Noise = 0.02;
        double[] shares = [0.4, 0.25, 0.2, 0.1, 0.05];
        var random = new Random(5);
        bool[][] patterns = [.. shares.Select(_ => Enumerable.Range(0, Columns).Select(_ => random.Next(2) == 1).ToArray())];
        var rows = new CachedRows(Columns);
        var all = new List<float[]>();
        for (int row = 0; row < 2000; row++)
        {
            double place = random.NextDouble();
            int pattern = 0;
            while (pattern < shares.Length - 1 && place > shares[pattern])
                place -= shares[pattern++];
            all.Add([.. patterns[pattern].Select(on => (random.NextDouble() < Noise ? !on : on) ? 1f : 0f)]);
            (int[] indices, float[] values) = RandomMachine.Sparse(all[^1]);
            rows.Add(indices, values);
        }
        double truth = all.Average(row => Math.Log(Enumerable.Range(0, shares.Length).Sum(pattern =>
        {
            int flips = Enumerable.Range(0, Columns).Count(i => patterns[pattern][i] != (row[i] == 1));
            return shares[pattern] * Math.Pow(Noise, flips) * Math.Pow(1 - Noise, Columns - flips);
        })));
        return (rows, all, truth);
    }

    /// <summary>A machine whose parameters no update changes: its chains alone move.</summary>
    private static BoltzmannUpdate Still(int temperatures, float lowest, int batchSize)
    {
        var settings = new RestrictedBoltzmannMachineSettings
        {
            NumberOfHiddenUnits = Hidden, BatchSize = batchSize, Centered = false, Seed = 11,
            Algorithm = temperatures == 1 ? BoltzmannAlgorithm.PersistentContrastiveDivergence : BoltzmannAlgorithm.ParallelTempering,
            NumberOfTemperatures = temperatures == 1 ? null : temperatures, LowestInverseTemperature = temperatures == 1 ? 0 : lowest,
        };
        return new BoltzmannUpdate(settings, Enumerable.Repeat(0.5f, Visible).ToArray(), grey: false, BoltzmannKernels.Best);
    }

    private static void Run(BoltzmannUpdate update, int updates)
    {
        var batch = new UnitLists(1, 1, withValues: false);
        batch.Append([0], [1]);
        for (int i = 0; i < updates; i++)
            update.Step(batch, learningRate: 0);
    }

    /// <summary>W = 3, and biases with which all on is a little more likely than all off, and anything between is not.</summary>
    private static void SetTwoModes(RestrictedBoltzmannMachine machine)
    {
        float[] weights = [.. Enumerable.Repeat(3f, Visible * Hidden)];
        float[] visibleBias = [.. Enumerable.Repeat(-1.5f * Hidden + 0.1f, Visible)];
        float[] hiddenBias = [.. Enumerable.Repeat(-1.5f * Visible, Hidden)];
        CopyInto(machine, new RestrictedBoltzmannMachine(Visible, Hidden, weights, visibleBias, hiddenBias));
    }

    private static void CopyInto(RestrictedBoltzmannMachine machine, RestrictedBoltzmannMachine other)
    {
        other.Weights.Entries.CopyTo(machine.Weights.Entries);
        other.Transpose.Entries.CopyTo(machine.Transpose.Entries);
        other.VisibleBias.Span.CopyTo(machine.VisibleBias.Span);
        other.HiddenBias.Span.CopyTo(machine.HiddenBias.Span);
    }

    private static IEnumerable<int> HiddenStates(BoltzmannUpdate update)
    {
        SafetensorsTensor chains = update.CopyState().Single(tensor => tensor.Layout.Name == "chains");
        return ((long[])chains.Values).Select(word => (int)word);
    }

    /// <summary>E(v, h) of all states, v in the low bits.</summary>
    private static double[] Energies(RestrictedBoltzmannMachine machine)
    {
        double[] energies = new double[1 << (Visible + Hidden)];
        for (int state = 0; state < energies.Length; state++)
        {
            for (int i = 0; i < Visible; i++)
            {
                if ((state >> i & 1) == 0)
                    continue;
                energies[state] -= machine.GetVisibleBias()[i];
                for (int j = 0; j < Hidden; j++)
                    if ((state >> (Visible + j) & 1) != 0)
                        energies[state] -= machine.Weights[i, j];
            }
            for (int j = 0; j < Hidden; j++)
                if ((state >> (Visible + j) & 1) != 0)
                    energies[state] -= machine.GetHiddenBias()[j];
        }
        return energies;
    }

    private static double[] Probabilities(double[] energies, double beta)
    {
        double[] weights = [.. energies.Select(energy => Math.Exp(-beta * energy))];
        double sum = weights.Sum();
        return [.. weights.Select(weight => weight / sum)];
    }
}
