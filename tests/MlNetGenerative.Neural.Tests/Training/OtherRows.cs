using MlNetGenerative.Core.Training;

namespace MlNetGenerative.Neural.Tests.Training;

/// <summary>The same rows, each with an entry for every column, zero or not.</summary>
internal sealed class DenseRows(ITrainingRows rows) : ITrainingRows
{
    public int Width => rows.Width;

    public long? Count => rows.Count;

    public ITrainingRowReader Open(ulong? shuffleSeed)
    {
        ITrainingRowReader reader = rows.Open(shuffleSeed);
        return new FunctionReader(Width, _ =>
        {
            if (!reader.MoveNext())
                return null;
            float[] row = new float[Width];
            for (int i = 0; i < reader.Indices.Length; i++)
                row[reader.Indices[i]] = reader.Values[i];
            return row;
        }, reader.Dispose);
    }
}

/// <summary>Rows whose number is known only after a pass, read anew each time in the same order.</summary>
internal sealed class UncountedRows(ITrainingRows rows) : ITrainingRows
{
    public int Passes { get; private set; }

    public int Width => rows.Width;

    public long? Count => null;

    public ITrainingRowReader Open(ulong? shuffleSeed)
    {
        Passes++;
        return rows.Open(shuffleSeed);
    }
}

/// <summary>Rows of which one cannot be read.</summary>
internal sealed class FailingRows(int failing) : ITrainingRows
{
    public int Width => 4;

    public long? Count => 100;

    public ITrainingRowReader Open(ulong? shuffleSeed) => new FunctionReader(
        4, row => row == failing ? throw new InvalidOperationException($"Row {row} is NaN.") : [1, 2, 3, row]);
}

/// <summary>Rows without an end.</summary>
internal sealed class EndlessRows : ITrainingRows
{
    private long _read;

    public int Opened { get; private set; }

    public int Disposed { get; private set; }

    public long Read => Interlocked.Read(ref _read);

    public int Width => 4;

    public long? Count => null;

    public ITrainingRowReader Open(ulong? shuffleSeed)
    {
        Opened++;
        return new FunctionReader(4, row =>
        {
            Interlocked.Increment(ref _read);
            return [1, 2, 3, row];
        }, () => Disposed++);
    }
}

/// <summary>Rows that come only when they are let.</summary>
internal sealed class BlockedRows(ManualResetEventSlim release) : ITrainingRows
{
    public int Width => 4;

    public long? Count => 100;

    public ITrainingRowReader Open(ulong? shuffleSeed) => new FunctionReader(4, row =>
    {
        release.Wait();
        return [1, 2, 3, row];
    });
}

/// <summary>Reads rows that a function gives, until it gives null.</summary>
internal sealed class FunctionReader(int width, Func<int, float[]?> rowAt, Action? dispose = null) : ITrainingRowReader
{
    private readonly int[] _indices = [.. Enumerable.Range(0, width)];
    private float[]? _row = [];
    private int _next;

    public ReadOnlySpan<int> Indices => _indices;

    public ReadOnlySpan<float> Values => _row;

    public bool MoveNext() => (_row = rowAt(_next++)) is not null;

    public void Dispose() => dispose?.Invoke();
}
