using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Tests.Numerics;

[TestClass]
public sealed class NormalNumbersTests
{
    [TestMethod]
    public void TheMomentsAreThoseOfTheStandardNormalDistribution()
    {
        float[] values = new float[1_000_000];
        NormalNumbers.Fill(new Philox(3, 77), 5, values);
        double[] moments = [.. Enumerable.Range(1, 4).Select(power => values.Average(value => Math.Pow(value, power)))];
        // Four standard errors: the variances of z, z^2, z^3 and z^4 are 1, 2, 15 and 96.
        Assert.AreEqual(0, moments[0], 4 * Math.Sqrt(1e-6));
        Assert.AreEqual(1, moments[1], 4 * Math.Sqrt(2e-6));
        Assert.AreEqual(0, moments[2], 4 * Math.Sqrt(15e-6));
        Assert.AreEqual(3, moments[3], 4 * Math.Sqrt(96e-6));
        Assert.AreEqual(0.158655, values.Count(value => value > 1) / 1e6, 0.0015);
        Assert.AreEqual(0, values.Zip(values.Skip(1), (left, right) => (double)left * right).Average(), 0.004);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(63)]
    [DataRow(65)]
    [DataRow(130)]
    public void AValueDependsOnItsPlaceAloneAndNotOnTheLength(int length)
    {
        float[] longer = new float[200];
        float[] shorter = new float[length];
        NormalNumbers.Fill(new Philox(3, 77), 5, longer);
        NormalNumbers.Fill(new Philox(3, 77), 5, shorter);
        CollectionAssert.AreEqual(longer[..length], shorter);
        Assert.IsTrue(longer.All(float.IsFinite));
    }
}
