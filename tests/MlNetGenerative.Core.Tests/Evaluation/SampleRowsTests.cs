using MlNetGenerative.Core.Evaluation;

namespace MlNetGenerative.Core.Tests.Evaluation;

[TestClass]
public sealed class SampleRowsTests
{
    [TestMethod]
    public void RowsAreReadBack()
    {
        SampleRows rows = SampleRows.Copy([[1, 2, 3], [4, 5, 6]]);

        Assert.AreEqual(2, rows.Count);
        Assert.AreEqual(3, rows.Width);
        CollectionAssert.AreEqual(new float[] { 4, 5, 6 }, rows[1].ToArray());
        CollectionAssert.AreEqual(new float[] { 1, 2, 3 }, rows.Choose([1, 0])[1].ToArray());
    }

    [TestMethod]
    [DataRow(float.NaN)]
    [DataRow(float.PositiveInfinity)]
    public void AValueThatIsNoNumberIsNamedWithRowAndColumn(float value)
        => StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => new SampleRows(2, [0, 1, 2, value])).Message, $"Row 1 has {value} in column 1");

    [TestMethod]
    public void RowsOfDifferentWidthsAndNoneAreRefused()
    {
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => SampleRows.Copy([[1, 2], [3]])).Message, "Row 1 has 1 numbers");
        Assert.ThrowsExactly<ArgumentException>(() => SampleRows.Copy([]));
        Assert.ThrowsExactly<ArgumentException>(() => new SampleRows(2, [1, 2, 3]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new SampleRows(0, []));
    }
}
