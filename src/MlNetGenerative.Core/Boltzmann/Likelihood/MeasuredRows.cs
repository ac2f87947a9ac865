using MlNetGenerative.Core.Training;

namespace MlNetGenerative.Core.Boltzmann.Likelihood;

/// <summary>What one pass over the rows gives.</summary>
/// <param name="Count">The number of rows.</param>
/// <param name="MeanFreeEnergy">The mean of F(v), in nats.</param>
/// <param name="StandardError">The standard error of that mean; NaN for one row.</param>
/// <param name="ColumnMeans">The means of the binary columns.</param>
/// <param name="Starts">Rows kept for reverse runs to start at: for each, the units that are on.</param>
internal sealed record MeasuredRows(
    long Count, double MeanFreeEnergy, double StandardError, float[] ColumnMeans, IReadOnlyList<int[]> Starts)
{
    private const int RowsBetweenPolls = 256;

    /// <summary>Reads all rows.</summary>
    /// <exception cref="InvalidOperationException">There are none, or a value is not allowed.</exception>
    public static MeasuredRows Read(
        RestrictedBoltzmannMachine model, ITrainingRows rows, BoltzmannLikelihoodSettings settings, CancellationToken cancellation)
    {
        using var reader = new BinaryRows(rows, settings.Binarization, settings.Seed);
        var starts = new StartRows(settings.NumberOfRuns, settings.Seed);
        float[] activations = new float[model.NumberOfHiddenUnits];
        long[] on = new long[rows.Width];
        double mean = 0, squares = 0;
        while (reader.MoveNext())
        {
            if (reader.Count % RowsBetweenPolls == 1)   // at the first row, too
                cancellation.ThrowIfCancellationRequested();
            model.HiddenActivations(reader.On, reader.Ones, activations);
            double energy = model.FreeEnergy(reader.On, reader.Ones, activations);
            double difference = energy - mean;
            mean += difference / reader.Count;
            squares += difference * (energy - mean);
            foreach (int column in reader.On)
                on[column]++;
            starts.Add(reader.On);
        }
        long count = reader.Count;
        if (count == 0)
            throw new InvalidOperationException("There are no rows to measure; at least 1 is needed.");
        return new MeasuredRows(
            count, mean, count < 2 ? double.NaN : Math.Sqrt(squares / (count - 1) / count), Array.ConvertAll(on, x => (float)((double)x / count)), starts.Rows);
    }
}
