using System.Collections.Concurrent;
using System.Globalization;
using MlNetGenerative.Core.Training;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace MlNetGenerative.Pipeline;

/// <summary>
/// The features column of a view as training rows, read anew from the view in each pass: memory does not grow with the number of rows.
/// Every row is checked on every pass.
/// </summary>
/// <remarks>
/// A shuffled pass asks the view for a shuffled cursor where the view can give one, and mixes what comes through a pool of bounded size.
/// Both depend on the seed alone. With a label column a row has as many columns more as there are labels, all zero but that of its label.
/// </remarks>
internal sealed class FeatureRows : ITrainingRows
{
    /// <summary>Numbers that the pool may hold when all rows are dense: 128 MB of values.</summary>
    private const int NumbersInPool = 1 << 25;
    private const int SmallestPool = 256;
    private const int LargestPool = 10_000;

    private readonly IDataView _data;
    private readonly DataViewSchema.Column _column;
    private readonly DataViewSchema.Column? _label;
    private readonly RowCheck _check;
    private readonly ConcurrentBag<BufferedRow> _spare = [];

    public FeatureRows(IDataView data, DataViewSchema.Column column, ValueRange range, bool? skipInvalidRows, DataViewSchema.Column? label = null)
    {
        _data = data;
        _column = column;
        _label = label;
        Width = FeatureColumn.SizeOf(column) + (label is { } key ? KeyColumn.CountOf(key) : 0);
        _check = new RowCheck(column, range, skipInvalidRows);
    }

    /// <inheritdoc/>
    public int Width { get; }

    /// <inheritdoc/>
    /// <remarks>Known after the first complete pass: the view's own count would include the rows that are skipped.</remarks>
    public long? Count { get; private set; }

    /// <summary>The rows that the first complete pass left out because a value was not allowed.</summary>
    public long NumberOfSkippedRows { get; private set; }

    /// <summary>Called at the end of the first complete pass, when <see cref="Count"/> and <see cref="NumberOfSkippedRows"/> are known.</summary>
    public Action<FeatureRows>? AfterFirstPass { get; init; }

    /// <summary>Warns of the rows that the first complete pass left out.</summary>
    /// <param name="channel">Where to.</param>
    /// <param name="furtherReason">Why else rows are left out, after the values.</param>
    public void ReportSkipped(IChannel channel, string furtherReason = "")
    {
        if (NumberOfSkippedRows > 0)
            channel.Warning(MessageSensitivity.Schema, "{0}", string.Create(CultureInfo.InvariantCulture,
                $"Skipped {NumberOfSkippedRows} of {NumberOfSkippedRows + Count} rows of column '{_column.Name}' with NaN, infinite or out-of-range values{furtherReason}."));
    }

    /// <summary>The error of training when a complete pass gave no row.</summary>
    public InvalidOperationException NothingToTrainOn() => new(
        $"There is nothing to train on: column '{_column.Name}' has no rows{(NumberOfSkippedRows > 0 ? $" left after {NumberOfSkippedRows} invalid ones were skipped" : "")}; at least 1 is needed.");

    /// <inheritdoc/>
    public ITrainingRowReader Open(ulong? shuffleSeed)
    {
        if (shuffleSeed is not { } seed)
            return OpenCursor(null);
        Random? rand = _data.CanShuffle ? new Random((int)(seed ^ (seed >> 32))) : null;
        int capacity = Math.Clamp(NumbersInPool / Width, SmallestPool, LargestPool);
        return new ReservoirShuffle(OpenCursor(rand), capacity, seed, _spare);
    }

    /// <summary>Reads every row once into memory, only the entries that are not zero.</summary>
    public CachedRows Cache(CancellationToken cancellation)
    {
        var cached = new CachedRows(Width);
        using ITrainingRowReader reader = Open(null);
        for (long row = 0; reader.MoveNext(); row++)
        {
            if (row % 1000 == 0)
                cancellation.ThrowIfCancellationRequested();
            cached.Add(reader.Indices, reader.Values);
        }
        return cached;
    }

    private FeatureRowReader OpenCursor(Random? rand) => _label is { } label
        ? new(_data.GetRowCursor([_column, label], rand), _column, _check, EndOfPass, label)
        : new(_data.GetRowCursor([_column], rand), _column, _check, EndOfPass);

    private void EndOfPass(long rows, long skipped)
    {
        bool first = Count is null;
        Count = rows;
        NumberOfSkippedRows = skipped;
        if (first)
            AfterFirstPass?.Invoke(this);
    }
}
