using System.Runtime.Intrinsics;
using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Tests.Numerics;

[TestClass]
public sealed class ElementaryTests
{
    [TestMethod]
    public void SigmoidIsAccurateFromEndToEnd()
    {
        for (float x = -86; x <= 86; x += 0.0137f)
        {
            float[] result = new float[1];
            BoltzmannKernels.ForWidth(VectorWidth.Scalar).Sigmoid([x], result);
            double expected = 1 / (1 + Math.Exp(-(double)x));
            Assert.AreEqual(1, result[0] / expected, 4e-7, $"at {x}");
        }
    }

    /// <summary>On every width; beyond 87 it stays what it is there.</summary>
    [TestMethod]
    public void RoughExponentialIsWithinItsBound()
    {
        Check<WidthScalar, float, uint>();
        Check<Width128, Vector128<float>, Vector128<uint>>();
        Check<Width256, Vector256<float>, Vector256<uint>>();
        Check<Width512, Vector512<float>, Vector512<uint>>();

        static unsafe void Check<TWidth, TFloat, TUInt>()
            where TWidth : struct, IVectorWidth<TFloat, TUInt>
            where TFloat : unmanaged
            where TUInt : unmanaged
        {
            float* got = stackalloc float[TWidth.Count];
            for (float x = -90; x <= 90; x += 0.00317f)
            {
                TWidth.Store(Elementary.RoughExpOfMinus<TWidth, TFloat, TUInt>(TWidth.Broadcast(x)), got);
                for (int lane = 0; lane < TWidth.Count; lane++)
                    Assert.AreEqual(1, got[lane] / Math.Exp(-Math.Clamp(x, -87.0, 87.0)), Elementary.RoughError, $"{typeof(TWidth).Name} at {x}");
            }
        }
    }

    [TestMethod]
    public void SigmoidOfExtremesIsAProbability()
    {
        float[] x = [float.NegativeInfinity, float.MinValue, -1000, 0, 1000, float.MaxValue, float.PositiveInfinity, float.NaN];
        foreach (VectorWidth width in Enum.GetValues<VectorWidth>())
        {
            // Repeated so that every lane of the widest vectors meets each of them.
            float[] repeated = [.. Enumerable.Repeat(x, 5).SelectMany(values => values)];
            BoltzmannKernels.ForWidth(width).Sigmoid(repeated, repeated);
            for (int i = 0; i < repeated.Length; i += x.Length)
            {
                Assert.IsInRange(0, 1e-37, repeated[i]);
                Assert.IsInRange(0, 1e-37, repeated[i + 1]);
                Assert.IsInRange(0, 1e-37, repeated[i + 2]);
                Assert.AreEqual(0.5f, repeated[i + 3]);
                Assert.AreEqual(1f, repeated[i + 4]);
                Assert.AreEqual(1f, repeated[i + 5]);
                Assert.AreEqual(1f, repeated[i + 6]);
                Assert.IsTrue(float.IsNaN(repeated[i + 7]), $"NaN must stay, {width}");
            }
        }
    }

    [TestMethod]
    public void EveryWidthGivesTheSameBitsAtOddLengths()
    {
        var random = new Philox(1, 1);
        foreach (int length in (int[])[1, 3, 15, 16, 17, 31, 33, 63, 65, 127])
        {
            float[] x = new float[length];
            random.Fill((ulong)length, 0, x);
            for (int i = 0; i < length; i++)
                x[i] = (x[i] - 0.5f) * 40;
            float[] expected = new float[length];
            BoltzmannKernels.ForWidth(VectorWidth.Scalar).Sigmoid(x, expected);
            foreach (VectorWidth width in Enum.GetValues<VectorWidth>())
            {
                float[] got = new float[length];
                BoltzmannKernels.ForWidth(width).Sigmoid(x, got);
                CollectionAssert.AreEqual(expected, got, $"{width}, {length}");
            }
        }
    }

    [TestMethod]
    [DataRow(89, 89)]
    [DataRow(100, 100)]
    [DataRow(-20, 2.061153620314381e-09)]
    [DataRow(88, 88)]
    [DataRow(0, 0.6931471805599453)]
    [DataRow(-1000, 0)]
    [DataRow(1000, 1000)]
    public void SoftplusNeitherOverflowsNorVanishes(double x, double expected)
    {
        Assert.AreEqual(expected, Softplus.Of(x), 1e-15 * Math.Max(1e-6, Math.Abs(expected)));

        // A sum rounds as a sum of this size does; small terms keep their absolute accuracy.
        Assert.AreEqual(expected, Softplus.Sum([x]), 1e-15 * Math.Max(1, expected));
        Assert.AreEqual(expected, Softplus.Sum([(float)x]), 1e-15 * Math.Max(1, expected));
    }

    [TestMethod]
    [DataRow("softplus_89", 89)]
    [DataRow("softplus_100", 100)]
    [DataRow("softplus_m20", -20)]
    public void SoftplusEqualsTheVectors(string name, double x)
        => Assert.AreEqual(1, Softplus.Of(x) / TestVectors.Number("free_energy_overflow", name), 1e-14);

    [TestMethod]
    [DataRow(1)]
    [DataRow(511)]
    [DataRow(512)]
    [DataRow(513)]
    [DataRow(5000)]
    public void SumOfSoftplusEqualsTheSumOfItsTerms(int length)
    {
        float[] x = new float[length];
        new Philox(2, 2).Fill(0, 0, x);
        for (int i = 0; i < length; i++)
            x[i] = (x[i] - 0.5f) * 60;
        double expected = x.Sum(value => Softplus.Of(value));
        Assert.AreEqual(expected, Softplus.Sum(x), 1e-13 * Math.Max(1, expected));
    }
}
