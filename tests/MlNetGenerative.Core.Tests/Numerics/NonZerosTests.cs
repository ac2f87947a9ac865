using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Tests.Numerics;

[TestClass]
public sealed class NonZerosTests
{
    [TestMethod]
    public void EntriesAreThoseThatAreNotZeroInOrder()
    {
        var random = new Random(1);
        for (int length = 0; length < 70; length++)
        {
            float[] values = [.. Enumerable.Range(0, length).Select(_ => random.Next(6) switch { 0 => 1f, 1 => float.NaN, 2 => -0f, 3 => float.Epsilon, _ => 0f })];
            int[] indices = new int[length];
            float[] nonZero = new float[length];
            int count = NonZeros.Find(values, indices, nonZero);
            int[] expected = [.. Enumerable.Range(0, length).Where(i => values[i] != 0)];
            CollectionAssert.AreEqual(expected, indices[..count]);
            CollectionAssert.AreEqual(Array.ConvertAll(expected, i => values[i]), nonZero[..count]);
        }
    }
}
