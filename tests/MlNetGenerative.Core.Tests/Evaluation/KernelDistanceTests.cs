using MlNetGenerative.Core.Evaluation;

namespace MlNetGenerative.Core.Tests.Evaluation;

[TestClass]
public sealed class KernelDistanceTests
{
    [TestMethod]
    public void ToyRowsHaveTheValuesOfTheVectors()
    {
        SampleRows x = RandomRows.Of(TestVectors.Matrix("kid_mmd", "X"));
        SampleRows y = RandomRows.Of(TestVectors.Matrix("kid_mmd", "Y"));

        Assert.AreEqual(TestVectors.Number("kid_mmd", "kid_unbiased"), KernelDistance.Cubic(x, y), 1e-12);
        Assert.AreEqual(TestVectors.Number("kid_mmd", "mmd_rbf_unbiased"), KernelDistance.Gaussian(x, y, bandwidth: 1), 1e-12);
        Assert.AreEqual(TestVectors.Number("kid_mmd", "mmd_rbf_biased"), KernelDistance.Gaussian(x, y, bandwidth: 1, unbiased: false), 1e-12);
    }

    [TestMethod]
    public void SetsOfDifferentSizesAreMeasuredAsTheDefinitionSays()
    {
        SampleRows x = RandomRows.Normal(13, 7, seed: 1);
        SampleRows y = RandomRows.Normal(21, 7, seed: 2, mean: 0.5f);

        Assert.AreEqual(Definition(x, y, (a, b) => Math.Pow(Product(a, b) / 7 + 1, 3)), KernelDistance.Cubic(x, y), 1e-10);
        Assert.AreEqual(Definition(x, y, (a, b) => Math.Exp(-(Product(a, a) + Product(b, b) - 2 * Product(a, b)) / (2 * 1.7 * 1.7))),
            KernelDistance.Gaussian(x, y, bandwidth: 1.7), 1e-10);
    }

    [TestMethod]
    public void BadArgumentsAreNamed()
    {
        SampleRows rows = RandomRows.Normal(5, 2, 1);
        Assert.ThrowsExactly<ArgumentException>(() => KernelDistance.Cubic(rows, RandomRows.Normal(5, 3, 1)));
        Assert.ThrowsExactly<ArgumentException>(() => KernelDistance.Cubic(rows, RandomRows.Normal(1, 2, 1)));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => KernelDistance.Gaussian(rows, rows, bandwidth: 0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => KernelDistance.Gaussian(rows, rows, bandwidth: double.NaN));
    }

    private static double Definition(SampleRows x, SampleRows y, Func<float[], float[], double> kernel)
        => Mean(x, x, kernel) + Mean(y, y, kernel) - 2 * Mean(x, y, kernel);

    private static double Mean(SampleRows first, SampleRows second, Func<float[], float[], double> kernel)
        => (from i in Enumerable.Range(0, first.Count)
            from j in Enumerable.Range(0, second.Count)
            where i != j || !ReferenceEquals(first, second)
            select kernel(first[i].ToArray(), second[j].ToArray())).Average();

    private static double Product(float[] a, float[] b) => a.Zip(b, (x, y) => (double)x * y).Sum();
}
