using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Boltzmann;

/// <summary>The random numbers by which grey values become states: column c of row n is on when number c of row n is below its value.</summary>
/// <remarks>Numbers come in groups of 64 columns. Those of some rows at once, all groups, take half of the time of those that a row needs one by one; not for rows
/// that need few of them.</remarks>
internal sealed unsafe class DrawnUniforms
{
    private const int RowsAtOnce = 8;

    // 8 rows of 4,096 columns are 128 KB.
    private const int MostGroups = 64;

    private readonly Philox _random;
    private readonly int _groups;
    private readonly AlignedBuffer<float> _uniforms;
    private ulong _firstRow;
    private ulong _endRow;

    /// <summary>Makes the numbers of rows of a width.</summary>
    public DrawnUniforms(Philox random, int width)
    {
        _random = random;
        _groups = (width + Philox.GroupSize - 1) / Philox.GroupSize;
        _uniforms = new AlignedBuffer<float>((long)Philox.GroupSize * (_groups <= MostGroups ? _groups * RowsAtOnce : 1));
    }

    /// <summary>Lists the columns that are on.</summary>
    /// <param name="row">The row; rows come in ascending order.</param>
    /// <param name="indices">The columns that have a value, ascending.</param>
    /// <param name="values">The values, in [0, 1].</param>
    /// <param name="list">Receives the columns; needs room for all.</param>
    /// <returns>How many are on.</returns>
    public int Choose(ulong row, ReadOnlySpan<int> indices, ReadOnlySpan<float> values, int* list)
    {
        if (row >= _endRow)
        {
            if (_groups > MostGroups || indices.Length < _groups)
                return ChooseByGroup(row, indices, values, list);
            for (int group = 0; group < _groups; group++)
                _random.FillGroups(row, RowsAtOnce, (uint)group, _uniforms.Pointer + (nint)group * RowsAtOnce * Philox.GroupSize);
            _firstRow = row;
            _endRow = row + RowsAtOnce;
        }
        float* uniforms = _uniforms.Pointer + (nint)(row - _firstRow) * Philox.GroupSize;
        fixed (int* index = indices)
        fixed (float* value = values)
        {
            int* next = list;
            for (int i = 0; i < indices.Length; i++)
            {
                uint column = (uint)index[i];
                *next = (int)column;
                next += uniforms[column % Philox.GroupSize + column / Philox.GroupSize * (RowsAtOnce * Philox.GroupSize)] < value[i] ? 1 : 0;
            }
            return (int)(next - list);
        }
    }

    private int ChooseByGroup(ulong row, ReadOnlySpan<int> indices, ReadOnlySpan<float> values, int* list)
    {
        int count = 0, filled = -1;
        _endRow = 0;   // the memory holds one group
        for (int i = 0; i < indices.Length; i++)
        {
            (int group, int column) = (indices[i] / Philox.GroupSize, indices[i] % Philox.GroupSize);
            if (group != filled)
            {
                filled = group;
                _random.FillGroup(row, (uint)group, _uniforms.Pointer);
            }
            list[count] = indices[i];
            count += _uniforms.Pointer[column] < values[i] ? 1 : 0;
        }
        return count;
    }
}
