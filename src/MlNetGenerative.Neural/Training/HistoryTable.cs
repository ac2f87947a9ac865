namespace MlNetGenerative.Neural.Training;

/// <summary>A training history as numbers, one row an epoch: how a checkpoint holds it.</summary>
/// <param name="lossNames">The names of the model's losses.</param>
/// <remarks>Columns: the losses, the validation losses (NaN without validation), learning rate, gradient norm, rows per second, seconds.</remarks>
internal sealed class HistoryTable(IReadOnlyList<string> lossNames)
{
    /// <summary>The number of columns.</summary>
    public int Columns => 2 * lossNames.Count + 4;

    /// <summary>The numbers of a history, row after row.</summary>
    public double[] ToArray(IReadOnlyList<TrainingEpoch> history)
    {
        double[] table = new double[history.Count * Columns];
        for (int row = 0; row < history.Count; row++)
        {
            Span<double> cells = table.AsSpan(row * Columns, Columns);
            TrainingEpoch epoch = history[row];
            for (int loss = 0; loss < lossNames.Count; loss++)
            {
                cells[loss] = epoch.Losses[lossNames[loss]];
                cells[lossNames.Count + loss] = epoch.ValidationLosses.TryGetValue(lossNames[loss], out double value) ? value : double.NaN;
            }
            (cells[^4], cells[^3], cells[^2], cells[^1]) = (epoch.LearningRate, epoch.GradientNorm, epoch.RowsPerSecond, epoch.Elapsed.TotalSeconds);
        }
        return table;
    }

    /// <summary>The history that numbers stand for.</summary>
    public List<TrainingEpoch> FromArray(ReadOnlySpan<double> table)
    {
        var history = new List<TrainingEpoch>(table.Length / Columns);
        for (int row = 0; row < table.Length / Columns; row++)
        {
            ReadOnlySpan<double> cells = table.Slice(row * Columns, Columns);
            history.Add(new TrainingEpoch(
                row + 1, Named(cells[..lossNames.Count]), Named(cells.Slice(lossNames.Count, lossNames.Count)),
                cells[^4], cells[^3], cells[^2], TimeSpan.FromSeconds(cells[^1])));
        }
        return history;
    }

    /// <summary>Losses by name, in the order of the names; nothing when they were not measured.</summary>
    public IReadOnlyDictionary<string, double> Named(ReadOnlySpan<double> values)
    {
        var named = new OrderedDictionary<string, double>(StringComparer.Ordinal);
        for (int loss = 0; loss < lossNames.Count; loss++)
            if (!double.IsNaN(values[loss]))
                named.Add(lossNames[loss], values[loss]);
        return named;
    }
}
