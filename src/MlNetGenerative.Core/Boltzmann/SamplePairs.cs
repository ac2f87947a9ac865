namespace MlNetGenerative.Core.Boltzmann;

/// <summary>Which samples form pairs, and where the rows that stand for them lie among the rows of a panel: those of the samples, data
/// before model, then the sums of the pairs, then a row of zeros.</summary>
/// <remarks>A pair is a sample of data and the chain that started from it: a unit is mostly on in both or in neither, and what is on in
/// both is one row. Where data are grey their units are not on or off, and a pair is two chains. With subsets of four samples there are
/// fewer rows to add up, but their table is 102 KB in a batch of 100, against 38, which stay in the first-level cache; and filling it takes
/// 800 additions of rows, against 100.</remarks>
internal readonly struct SamplePairs
{
    private readonly int _rooms;

    /// <summary>Makes pairs.</summary>
    /// <param name="withData">Whether samples of data take part.</param>
    /// <param name="samples">The number of samples of data that the panel has room for, and of the model.</param>
    /// <param name="dataRows">The number of samples of data.</param>
    /// <param name="modelRows">The number of samples of the model.</param>
    public SamplePairs(bool withData, int samples, int dataRows, int modelRows)
    {
        _rooms = samples;
        FirstRow = withData ? 0 : dataRows;
        FirstCount = withData ? dataRows : (modelRows + 1) / 2;
        SecondRow = FirstRow + FirstCount;
        SecondCount = withData ? modelRows : modelRows / 2;
    }

    /// <summary>The row of the first sample of the first pair; those of others follow.</summary>
    public int FirstRow { get; }

    /// <summary>The number of pairs that have a first sample.</summary>
    public int FirstCount { get; }

    /// <summary>The row of the second sample of the first pair.</summary>
    public int SecondRow { get; }

    /// <summary>The number of pairs that have a second sample.</summary>
    public int SecondCount { get; }

    /// <summary>The number of pairs.</summary>
    public int Count => Math.Max(FirstCount, SecondCount);

    /// <summary>The number of pairs that have both samples.</summary>
    public int WholeCount => Math.Min(FirstCount, SecondCount);

    /// <summary>The row of the sum of the first pair.</summary>
    public int SumRow => 2 * _rooms;

    /// <summary>The row of zeros.</summary>
    public int ZeroRow => RowsOf(_rooms) - 1;

    /// <summary>The rows of a panel with room for a number of samples of data and as many of the model.</summary>
    public static int RowsOf(int samples) => 3 * samples + 1;
}
