using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Tests.Boltzmann;

/// <summary>States of grey rows, against random numbers asked for one by one.</summary>
[TestClass]
public sealed unsafe class DrawnUniformsTests
{
    /// <summary>Dense and sparse rows in turn, some of them left out, of widths that are drawn some rows at once and of one that is not.</summary>
    [TestMethod]
    [DataRow(1)]
    [DataRow(64)]
    [DataRow(130)]
    [DataRow(784)]
    [DataRow(4096)]
    [DataRow(4097)]
    public void AColumnIsOnWhenItsNumberIsBelowItsValue(int width)
    {
        var random = new Philox(3, 4);
        var uniforms = new DrawnUniforms(random, width);
        int[] list = new int[width];
        int on = 0, off = 0;
        foreach (int row in Enumerable.Range(0, 40).Where(row => row % 11 != 5))
        {
            (int[] indices, float[] values) = RandomMachine.Sparse(RandomMachine.Row(width, row % 3 == 0 ? 0.005 : 0.5, grey: true, (ulong)row));
            int count;
            fixed (int* place = list)
                count = uniforms.Choose((ulong)row, indices, values, place);
            int[] expected = [.. indices.Where((column, i) => random.Uniform((ulong)row, (uint)column) < values[i])];
            CollectionAssert.AreEqual(expected, list[..count], $"row {row}");
            on += count;
            off += indices.Length - count;
        }
        Assert.IsTrue(width == 1 || (on > 0 && off > 0), $"{on} on, {off} off");
    }
}
