using MlNetGenerative.Core.Numerics;
using Microsoft.ML.Data;

namespace MlNetGenerative.Pipeline;

/// <summary>
/// The entries of a vector that are not zero, in the order of their slots. Dense and sparse vectors of the same values give the same
/// entries, so that everything computed from them has the same bits.
/// </summary>
/// <param name="columnName">The column that the vectors come from.</param>
/// <param name="width">The number of its slots.</param>
internal sealed class NonZeroEntries(string columnName, int width)
{
    private int[] _indices = new int[Math.Min(width, 1024)];
    private float[] _values = new float[Math.Min(width, 1024)];
    private int _count;

    public int Width => width;

    public ReadOnlySpan<int> Indices => _indices.AsSpan(0, _count);

    public ReadOnlySpan<float> Values => _values.AsSpan(0, _count);

    /// <exception cref="InvalidOperationException">The vector has another length than its column, as an array of a prediction engine's input can.</exception>
    public void Set(in VBuffer<float> vector)
    {
        if (vector.Length != width)
            throw WrongLength(columnName, width, vector.Length);
        ReadOnlySpan<float> values = vector.GetValues();
        MakeRoom(values.Length);
        Span<int> indices = _indices;
        Span<float> nonZero = _values;
        int count = 0;
        if (vector.IsDense)
        {
            count = NonZeros.Find(values, indices, nonZero);
        }
        else
        {
            ReadOnlySpan<int> slots = vector.GetIndices();
            for (int i = 0; i < values.Length; i++)
            {
                if (values[i] == 0)
                    continue;
                indices[count] = slots[i];
                nonZero[count++] = values[i];
            }
        }
        _count = count;
    }

    /// <summary>Takes entries that are already without zeros.</summary>
    public void Set(ReadOnlySpan<int> indices, ReadOnlySpan<float> values)
    {
        MakeRoom(indices.Length);
        indices.CopyTo(_indices);
        values.CopyTo(_values);
        _count = indices.Length;
    }

    /// <summary>Turns values of at least 0.5 into 1 and leaves the others out.</summary>
    public void Threshold()
    {
        int count = 0;
        for (int i = 0; i < _count; i++)
        {
            if (!(_values[i] >= 0.5f))
                continue;
            _indices[count] = _indices[i];
            _values[count++] = 1;
        }
        _count = count;
    }

    /// <summary>Turns each value v into 1 where the uniform number of its slot is below v, and leaves the others out.</summary>
    public void Draw(ReadOnlySpan<float> uniforms)
    {
        int count = 0;
        for (int i = 0; i < _count; i++)
        {
            if (!(uniforms[_indices[i]] < _values[i]))
                continue;
            _indices[count] = _indices[i];
            _values[count++] = 1;
        }
        _count = count;
    }

    /// <summary>Whether every value is finite.</summary>
    public bool IsFinite()
    {
        foreach (float value in Values)
            if (!float.IsFinite(value))
                return false;
        return true;
    }

    /// <summary>Writes the vector with its zeros.</summary>
    public void CopyTo(Span<float> dense)
    {
        dense.Clear();
        for (int i = 0; i < _count; i++)
            dense[_indices[i]] = _values[i];
    }

    public static InvalidOperationException WrongLength(string columnName, int width, int got) =>
        new($"Column '{columnName}' has {width} slots, but a row gave a vector of length {got}.");

    private void MakeRoom(int count)
    {
        if (count <= _indices.Length)
            return;
        Array.Resize(ref _indices, width);
        Array.Resize(ref _values, width);
    }
}
