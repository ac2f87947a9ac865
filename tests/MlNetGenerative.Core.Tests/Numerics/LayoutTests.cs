using System.Runtime.Intrinsics;
using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Tests.Numerics;

/// <summary>Buffers, panels, transposition and lists of bits: where things lie in memory.</summary>
[TestClass]
public sealed unsafe class LayoutTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(17)]
    [DataRow(100_000)]
    public void BuffersAreAlignedZeroedAndOfTheRightLength(int length)
    {
        var buffer = new AlignedBuffer<float>(length);
        Assert.AreEqual(0ul, (ulong)buffer.Pointer % 64);
        Assert.HasCount(length, buffer.Span.ToArray());
        Assert.AreEqual(-1, buffer.Span.IndexOfAnyExcept(0f));
        GC.Collect();
        buffer.Span.Fill(1);
        Assert.AreEqual(length, (int)buffer.Length);
    }

    [TestMethod]
    [DataRow(1, 1)]
    [DataRow(3, 31)]
    [DataRow(5, 32)]
    [DataRow(7, 33)]
    [DataRow(40, 100)]
    public void PanelsHoldTheMatrixAndItsTranspose(int rows, int columns)
    {
        float[] rowMajor = [.. Enumerable.Range(1, rows * columns).Select(i => (float)i)];
        var matrix = new PanelMatrix(rows, columns);
        matrix.CopyFrom(rowMajor);
        CollectionAssert.AreEqual(rowMajor, matrix.ToRowMajor());
        Assert.AreEqual(rowMajor[^1], matrix[rows - 1, columns - 1]);
        Assert.AreEqual(rowMajor[^1], matrix.Panel((columns - 1) / 32)[(rows - 1) * 32 + (columns - 1) % 32]);
        for (int row = 0; row < rows; row++)
            for (int column = columns; column < matrix.PaddedColumns; column++)
                Assert.AreEqual(0f, matrix[row, column]);
        var transpose = new PanelMatrix(columns, rows);
        transpose.CopyFromTransposeOf(rowMajor);
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++)
                Assert.AreEqual(matrix[row, column], transpose[column, row]);
        PanelMatrix clone = matrix.Clone();
        matrix[0, 0] = -1;
        CollectionAssert.AreEqual(rowMajor, clone.ToRowMajor());
    }

    [TestMethod]
    [DataRow(1, 1)]
    [DataRow(4, 4)]
    [DataRow(15, 16)]
    [DataRow(16, 16)]
    [DataRow(32, 20)]
    [DataRow(17, 32)]
    [DataRow(32, 32)]
    public void TranspositionEqualsTheReference(int rows, int columns)
    {
        float[] source = [.. Enumerable.Range(1, 32 * 32).Select(i => (float)i)];
        float[] expected = new float[32 * 32], got = new float[32 * 32];
        fixed (float* from = source, one = expected, other = got)
        {
            Transposition.CopySingly(from, 32, one, 32, 0, rows, 0, columns);
            Transposition.Copy(from, 32, other, 32, rows, columns);
        }
        CollectionAssert.AreEqual(expected, got);
        Assert.AreEqual(source[(rows - 1) * 32 + columns - 1], got[(columns - 1) * 32 + rows - 1]);
    }

    [TestMethod]
    public void ListsOfBitsEqualTheReference()
    {
        var random = new Philox(3, 3);
        int* expected = stackalloc int[48];
        int* got = stackalloc int[48];
        for (uint i = 0; i < 2000; i++)
        {
            uint word = i < 32 ? 1u << (int)i : i == 32 ? 0 : i == 33 ? uint.MaxValue : random.Bits(0, i);
            int count = BitIndices.WriteSingly(word, 100, expected);
            Assert.AreEqual(count, BitIndices.Write(word, 100, got));
            for (int k = 0; k < count; k++)
                Assert.AreEqual(expected[k], got[k]);
        }
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(4)]
    [DataRow(7)]
    [DataRow(34)]
    public void SubsetSumsAreTheSumsOfTheirRowsOnEveryWidth(int count)
    {
        int groups = (count + SubsetSums.GroupSize - 1) / SubsetSums.GroupSize;
        var rows = new AlignedBuffer<float>(groups * 4 * 32);
        new Philox(1, 1).Fill(0, 0, rows.Span);
        float[] expected = new float[groups * 16 * 32];
        for (int group = 0; group < groups; group++)
            for (int subset = 0; subset < 16; subset++)
                for (int column = 0; column < 32; column++)
                    for (int k = 0; k < 4; k++)
                        if ((subset >> k & 1) != 0 && group * 4 + k < count)
                            expected[(group * 16 + subset) * 32 + column] += rows.Pointer[(group * 4 + k) * 32 + column];
        var table = new AlignedBuffer<float>(expected.Length);
        SubsetSums.Fill<WidthScalar, float, uint>(rows.Pointer, count, groups * 4, table.Pointer);
        CollectionAssert.AreEqual(expected, table.Span.ToArray());
        table.Span.Fill(-1);
        SubsetSums.Fill<Width128, Vector128<float>, Vector128<uint>>(rows.Pointer, count, groups * 4, table.Pointer);
        CollectionAssert.AreEqual(expected, table.Span.ToArray());
        table.Span.Fill(-1);
        SubsetSums.Fill<Width256, Vector256<float>, Vector256<uint>>(rows.Pointer, count, groups * 4, table.Pointer);
        CollectionAssert.AreEqual(expected, table.Span.ToArray());
        table.Span.Fill(-1);
        SubsetSums.Fill<Width512, Vector512<float>, Vector512<uint>>(rows.Pointer, count, groups * 4, table.Pointer);
        CollectionAssert.AreEqual(expected, table.Span.ToArray());
    }

    [TestMethod]
    public void PairsOfBitsAreTheTransposeOfTwoKindsOfRows()
    {
        uint* rows = stackalloc uint[32];
        uint* columns = stackalloc uint[64];
        var random = new Philox(4, 5);
        for (uint row = 0; row < 32; row++)
            rows[row] = random.Bits(row, 0);
        BitPairs.OfRows(Vector512.Load(rows), Vector512.Load(rows + 16), columns, 2);
        for (int row = 0; row < 32; row++)
            for (int column = 0; column < 32; column++)
                Assert.AreEqual(rows[row] >> column & 1, columns[2 * column] >> row & 1);
    }

    /// <summary>Rows of pairs that are on first alone begin at row 7, second alone at row 100, both at row 200.</summary>
    [TestMethod]
    [DataRow(false, false)]
    [DataRow(false, true)]
    [DataRow(true, false)]
    public void ListsOfPairsHaveAnEntryForEachPairThatIsOn(bool notOne, bool notOther)
    {
        const int Words = 5;
        Vector128<int> rows = Vector128.Create(-1, 7, 100, 200) * 128;
        var random = new Philox(4, 4);
        uint* one = stackalloc uint[Words];
        uint* other = stackalloc uint[Words];
        int* got = stackalloc int[Words * 16 + BitPairs.Slack];
        for (uint i = 0; i < 300; i++)
        {
            for (uint word = 0; word < Words; word++)
            {
                one[word] = i == 0 ? uint.MaxValue : random.Bits(i, word);
                other[word] = i < 2 ? 0 : random.Bits(i, word + 10) | (i % 3 == 0 ? one[word] : 0);
            }
            bool IsOn(int word, int bit) => ((one[word] >> bit & 1) != 0) != notOne && ((other[word] >> bit & 1) != 0) != notOther;
            var expected = new List<int>();
            for (int pair = 0; pair < Words * 16; pair++)
            {
                bool first = IsOn(pair / 16, pair % 16), second = IsOn(pair / 16, pair % 16 + 16);
                if (first || second)
                    expected.Add((pair + (first && second ? 200 : first ? 7 : 100)) * 128);
            }
            uint flipOne = notOne ? uint.MaxValue : 0, flipOther = notOther ? uint.MaxValue : 0;
            int* end = BitPairs.List(one, flipOne, other, flipOther, Words, rows, got);
            CollectionAssert.AreEqual(expected, new Span<int>(got, (int)(end - got)).ToArray());
            end = BitPairs.ListSingly(one, flipOne, other, flipOther, Words, rows, got);
            CollectionAssert.AreEqual(expected, new Span<int>(got, (int)(end - got)).ToArray());
        }
    }
}
