using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Tests.Boltzmann;

/// <summary>States drawn by sums of whole numbers, against those drawn by sums of the weights: they must be the same, whatever the weights.</summary>
[TestClass]
public sealed unsafe class FixedPointTests
{
    /// <summary>Weights from nothing to so large that whole numbers are given up, units mostly off to mostly on, one sample and more than a block of them;
    /// scales are kept while the weights shrink and grow.</summary>
    [TestMethod]
    [DataRow(1, 32, 40)]
    [DataRow(3, 40, 41)]
    [DataRow(64, 33, 39)]
    [DataRow(64, 33, 100)]
    [DataRow(130, 70, 131)]
    [DataRow(501, 20, 257)]
    public void StatesAreThoseOfTheWeights(int given, int computed, int samples)
    {
        long on = 0, off = 0;
        foreach (VectorWidth width in Enum.GetValues<VectorWidth>())
        {
            var kept = new FixedPointScales(new PanelMatrix(given, computed));
            ulong round = 0;
            foreach (float size in (float[])[0, 0.01f, 0.1f, 0.1f, 0.3f, 1, 5, 200, 0.02f, 0.0201f, 1e-20f, 1e30f, 0.05f])
            {
                foreach (double density in (double[])[0.02, 0.4, 0.95])
                {
                    round++;
                    Problem problem = new(given, computed, samples, size, density, round);
                    uint[] expected = problem.Draw(BoltzmannKernels.ForWidth(VectorWidth.Scalar), null);
                    var fresh = new FixedPointScales(problem.Weights);
                    foreach (FixedPointScales scales in (FixedPointScales[])[kept, fresh, fresh])
                        CollectionAssert.AreEqual(
                            expected, problem.Draw(BoltzmannKernels.ForWidth(width), scales), $"{width}, weights of size {size}, density {density}");
                    for (int panel = 0; panel < problem.Weights.Panels; panel++)
                        while (!kept.Try(panel))
                            continue;   // a panel that was left out is tried again
                    foreach (uint word in expected)
                        on += System.Numerics.BitOperations.PopCount(word);
                    off += (long)samples * computed;
                }
            }
        }
        Assert.IsTrue(on > off / 4 && on < off * 3 / 4, $"{on} of {off} states are on: the comparison would say little.");
    }

    [TestMethod]
    [DataRow(float.NaN)]
    [DataRow(float.PositiveInfinity)]
    [DataRow(float.NegativeInfinity)]
    public void ParametersThatAreNotFiniteAreLeftToTheWeights(float value)
    {
        foreach ((bool inWeights, VectorWidth width) in from inWeights in (bool[])[true, false] from width in Enum.GetValues<VectorWidth>() select (inWeights, width))
        {
            BoltzmannKernels kernels = BoltzmannKernels.ForWidth(width);
            Problem problem = new(70, 40, 9, 0.1f, 0.4, 1);
            var scales = new FixedPointScales(problem.Weights);
            problem.Draw(kernels, scales);
            if (inWeights)
                problem.Weights[31, 17] = value;
            else
                problem.Bias.Pointer[17] = value;
            CollectionAssert.AreEqual(
                problem.Draw(kernels, null), problem.Draw(kernels, scales), $"{width}, in weights: {inWeights}");
        }
    }

    /// <summary>Lists that name other units change nothing but the states whose random numbers are close to the sigmoid: the others come from the whole numbers.</summary>
    [TestMethod]
    public void WholeNumbersDecideAlmostAllStates()
    {
        foreach (VectorWidth width in Enum.GetValues<VectorWidth>())
        {
            Problem problem = new(500, 64, 100, 0.1f, 0.25, 1);
            uint[] expected = problem.Draw(BoltzmannKernels.ForWidth(width), null);
            problem.ForgetRows();
            uint[] ofOthers = problem.Draw(BoltzmannKernels.ForWidth(width), null);
            var scales = new FixedPointScales(problem.Weights);
            uint[] got = problem.Draw(BoltzmannKernels.ForWidth(width), scales);
            Assert.IsTrue(Different(expected, ofOthers) > 1000, $"{width}: lists must matter.");

            // The scale is about (50 / 2) / 2^15, the error 125 / 2 of it, and the share of states that it leaves open at most twice the error times 1/4.
            Assert.IsTrue(Different(expected, got) < 6400 * 0.027, $"{width}: {Different(expected, got)} of 6400 states differ.");
        }
    }

    /// <summary>One outlier in a column of small weights of one sign: sums of positive and of negative numbers are not alike.</summary>
    [TestMethod]
    public void ColumnsOfOneSignAndOutliersStayInRange()
    {
        foreach (float outlier in (float[])[0, 3, -3])
        {
            foreach (int sign in (int[])[1, -1])
            {
                Problem problem = new(200, 32, 50, 0.05f, 0.9, 3);
                for (int row = 0; row < 200; row++)
                    for (int column = 0; column < 32; column++)
                        problem.Weights[row, column] = sign * Math.Abs(problem.Weights[row, column]);
                problem.Weights[77, 5] = outlier;
                for (int column = 0; column < 32; column++)
                    problem.Bias.Pointer[column] = -sign * 5;
                var scales = new FixedPointScales(problem.Weights);
                for (int call = 0; call < 2; call++)
                    CollectionAssert.AreEqual(
                        problem.Draw(BoltzmannKernels.Best, null), problem.Draw(BoltzmannKernels.Best, scales), $"{outlier}, {sign}");
            }
        }
    }

    [TestMethod]
    public void PanelsThatDoNotPaySitOut()
    {
        Assert.IsTrue(FixedPointScales.Pay(500, 100, 113));
        Assert.IsFalse(FixedPointScales.Pay(500, 100, 60), "few rows are chosen");
        Assert.IsFalse(FixedPointScales.Pay(500, 39, 113), "few samples");
        Assert.IsFalse(FixedPointScales.Pay(8193, 100, 5000), "too many rows for 16 bits");
        var scales = new FixedPointScales(new PanelMatrix(500, 64));
        scales.Left(0, 15, 500, 100, 113);
        scales.Left(1, 50, 500, 100, 113);
        Assert.IsTrue(scales.Try(0));
        int tries = 1;
        for (; !scales.Try(1); tries++)
            Assert.IsTrue(tries < 1000);
        Assert.IsTrue(tries > 50, $"{tries}");
        Assert.IsTrue(scales.Try(1));
    }

    private static int Different(uint[] left, uint[] right)
    {
        int count = 0;
        for (int i = 0; i < left.Length; i++)
            count += System.Numerics.BitOperations.PopCount(left[i] ^ right[i]);
        return count;
    }

    private sealed class Problem
    {
        private readonly StateBits _given;
        private readonly UnitLists _lists;
        private readonly int _samples;

        public Problem(int given, int computed, int samples, float size, double density, ulong seed)
        {
            _samples = samples;
            var random = new Philox(seed, 5);
            Weights = new PanelMatrix(given, computed);
            for (int row = 0; row < given; row++)
                for (int column = 0; column < computed; column++)
                    Weights[row, column] = 4 * size * (random.Uniform((ulong)row, (uint)column) - 0.5f);
            Bias = new AlignedBuffer<float>(Weights.PaddedColumns);
            for (int column = 0; column < computed; column++)
                Bias.Pointer[column] = random.Uniform(1 << 20, (uint)column) - 0.5f;
            _given = new StateBits(samples, given);
            for (int sample = 0; sample < samples; sample++)
                for (int row = 0; row < given; row++)
                    _given[sample, row] = random.Uniform((ulong)(1 << 21) + (ulong)sample, (uint)row) < density;
            _lists = new UnitLists(samples, (long)samples * StateBits.ListCapacity(given), withValues: false);
            _given.CopyTo(samples, _lists);
        }

        public PanelMatrix Weights { get; }

        public AlignedBuffer<float> Bias { get; }

        /// <summary>Makes the lists name row 0 alone, as often as they named others.</summary>
        public void ForgetRows()
        {
            for (int sample = 0; sample < _samples; sample++)
                new Span<int>(_lists.Indices + _lists.Start[sample], _lists.Count[sample]).Clear();
        }

        public uint[] Draw(BoltzmannKernels kernels, FixedPointScales? scales)
        {
            var states = new StateBits(_samples, Weights.Columns);
            var stage = new ConditionalStage
            {
                Weights = Weights,
                Bias = Bias.Pointer,
                States = states.Words,
                StateRows = states.Rows,
                Random = new Philox(11, 12),
            };
            stage.SetGiven(_lists);
            if (scales is not null)
                stage.SetFixedPoint(_given, scales);
            kernels.Conditional(stage, 0, Weights.Panels);
            return states.AllWords.ToArray();
        }
    }
}
