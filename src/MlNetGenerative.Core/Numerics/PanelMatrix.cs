namespace MlNetGenerative.Core.Numerics;

/// <summary>A matrix whose columns lie in panels of 32: entry (row, column) is at [column / 32][row][column % 32].</summary>
/// <remarks>A row of a panel is two cache lines, so a sum of chosen rows reads only what it needs, and one panel fits into the second-level
/// cache. Columns are padded with zeros to whole panels.</remarks>
internal sealed unsafe class PanelMatrix
{
    /// <summary>The columns of a panel.</summary>
    public const int PanelWidth = 32;

    private readonly AlignedBuffer<float> _memory;

    /// <summary>Makes a matrix of zeros.</summary>
    public PanelMatrix(int rows, int columns)
    {
        Rows = rows;
        Columns = columns;
        Panels = (columns + PanelWidth - 1) / PanelWidth;
        _memory = new AlignedBuffer<float>((long)Panels * rows * PanelWidth);
    }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The number of columns without the padding.</summary>
    public int Columns { get; }

    /// <summary>The number of panels.</summary>
    public int Panels { get; }

    /// <summary>The number of columns with the padding.</summary>
    public int PaddedColumns => Panels * PanelWidth;

    /// <summary>All entries with the padding, panel by panel.</summary>
    public Span<float> Entries => _memory.Span;

    /// <summary>An entry.</summary>
    public float this[int row, int column]
    {
        get => Panel(column / PanelWidth)[(long)row * PanelWidth + column % PanelWidth];
        set => Panel(column / PanelWidth)[(long)row * PanelWidth + column % PanelWidth] = value;
    }

    /// <summary>The padded number of columns of a matrix.</summary>
    public static int Pad(int columns) => (columns + PanelWidth - 1) / PanelWidth * PanelWidth;

    /// <summary>The first entry of a panel.</summary>
    public float* Panel(int panel) => _memory.Pointer + (long)panel * Rows * PanelWidth;

    /// <summary>A matrix with the same entries in memory of its own.</summary>
    public PanelMatrix Clone()
    {
        var clone = new PanelMatrix(Rows, Columns);
        _memory.Span.CopyTo(clone._memory.Span);
        return clone;
    }

    /// <summary>Takes the entries of a row-major matrix of the same size.</summary>
    public void CopyFrom(ReadOnlySpan<float> rowMajor)
    {
        for (int row = 0; row < Rows; row++)
            for (int panel = 0; panel < Panels; panel++)
                rowMajor.Slice(row * Columns + panel * PanelWidth, WidthOf(panel)).CopyTo(RowOfPanel(panel, row));
    }

    /// <summary>Takes the transpose of a row-major matrix [Columns, Rows].</summary>
    public void CopyFromTransposeOf(ReadOnlySpan<float> rowMajor)
    {
        for (int column = 0; column < Columns; column++)
            for (int row = 0; row < Rows; row++)
                this[row, column] = rowMajor[column * Rows + row];
    }

    /// <summary>Gives the entries as a row-major matrix.</summary>
    public float[] ToRowMajor()
    {
        float[] rowMajor = new float[Rows * Columns];
        for (int row = 0; row < Rows; row++)
            for (int panel = 0; panel < Panels; panel++)
                RowOfPanel(panel, row).CopyTo(rowMajor.AsSpan(row * Columns + panel * PanelWidth));
        return rowMajor;
    }

    private int WidthOf(int panel) => Math.Min(PanelWidth, Columns - panel * PanelWidth);

    private Span<float> RowOfPanel(int panel, int row) => new(Panel(panel) + (long)row * PanelWidth, WidthOf(panel));
}
