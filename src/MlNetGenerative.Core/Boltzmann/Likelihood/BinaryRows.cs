using System.Globalization;
using MlNetGenerative.Core.Numerics;
using MlNetGenerative.Core.Training;

namespace MlNetGenerative.Core.Boltzmann.Likelihood;

/// <summary>Reads rows and makes them binary in a chosen way.</summary>
internal sealed class BinaryRows : IDisposable
{
    private readonly ITrainingRowReader _reader;
    private readonly Binarization _binarization;
    private readonly Philox _random;
    private readonly float[] _uniforms;
    private readonly int[] _on;
    private readonly float[] _ones;
    private int _count;

    /// <summary>Begins a pass in stored order.</summary>
    public BinaryRows(ITrainingRows rows, Binarization binarization, ulong seed)
    {
        _reader = rows.Open(null);
        _binarization = binarization;
        _random = new Philox(seed, RandomStream.MeasuredBinarization);
        _uniforms = new float[rows.Width];
        _on = new int[rows.Width];
        _ones = new float[rows.Width];
        Array.Fill(_ones, 1f);
    }

    /// <summary>The number of rows read.</summary>
    public long Count { get; private set; }

    /// <summary>The columns of the row that are on, ascending.</summary>
    public ReadOnlySpan<int> On => _on.AsSpan(0, _count);

    /// <summary>As many ones as <see cref="On"/> has entries.</summary>
    public ReadOnlySpan<float> Ones => _ones.AsSpan(0, _count);

    /// <summary>Reads the next row.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="InvalidOperationException">A value is not allowed; the message names row and column, both from 0.</exception>
    public bool MoveNext()
    {
        if (!_reader.MoveNext())
            return false;
        if (_binarization == Binarization.Stochastic)
            _random.Fill((ulong)Count, 0, _uniforms);
        ReadOnlySpan<int> indices = _reader.Indices;
        ReadOnlySpan<float> values = _reader.Values;
        _count = 0;
        for (int i = 0; i < indices.Length; i++)
            if (IsOn(indices[i], values[i]))
                _on[_count++] = indices[i];
        Count++;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private bool IsOn(int column, float value)
    {
        if (!(value is >= 0 and <= 1))
            throw NotAllowed(column, value, "a value from 0 to 1", "Scale the values first.");
        return _binarization switch
        {
            Binarization.Threshold => value >= 0.5f,
            Binarization.Stochastic => _uniforms[column] < value,
            _ => value == 1 || (value == 0 ? false : throw NotAllowed(
                column, value, "0 or 1", $"Choose {nameof(Binarization)}.{Binarization.Threshold} or {nameof(Binarization)}.{Binarization.Stochastic}: "
                + "a grey value has no likelihood under binary units.")),
        };
    }

    private InvalidOperationException NotAllowed(int column, float value, string expected, string remedy)
        => new(string.Create(CultureInfo.InvariantCulture, $"Row {Count}, column {column} is {value}, expected {expected}. {remedy}"));
}
