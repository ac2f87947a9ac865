using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Tests.Numerics;

[TestClass]
public sealed class IndexChecksTests
{
    [TestMethod]
    public void AnyPlaceThatDoesNotIncreaseIsFound()
    {
        Assert.IsTrue(IndexChecks.AreIncreasing([]));
        Assert.IsFalse(IndexChecks.AreIncreasing([-1]));
        for (int length = 1; length < 70; length++)
        {
            int[] indices = [.. Enumerable.Range(0, length).Select(i => 3 * i)];
            Assert.IsTrue(IndexChecks.AreIncreasing(indices));
            for (int place = 1; place < length; place++)
            {
                indices[place] -= 3;
                Assert.IsFalse(IndexChecks.AreIncreasing(indices), $"{place} of {length}");
                indices[place] += 3;
            }
        }
    }
}
