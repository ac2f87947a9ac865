using MlNetGenerative.Core.Training;

namespace MlNetGenerative.Pipeline;

/// <summary>The mean of each slot over all training rows, with the number of rows.</summary>
internal sealed record ColumnMeans(float[] Means, long NumberOfRows)
{
    /// <summary>Reads the rows once, in stored order, so that the row numbers in errors are those of the data.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="map">What a value counts as.</param>
    /// <param name="cancellation">Polled every thousand rows.</param>
    public static ColumnMeans Of(ITrainingRows rows, Func<float, float> map, CancellationToken cancellation)
    {
        double[] sums = new double[rows.Width];
        long count = 0;
        using ITrainingRowReader reader = rows.Open(null);
        while (reader.MoveNext())
        {
            if (count++ % 1000 == 0)
                cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<int> indices = reader.Indices;
            ReadOnlySpan<float> values = reader.Values;
            for (int i = 0; i < indices.Length; i++)
                sums[indices[i]] += map(values[i]);
        }
        return new ColumnMeans(Array.ConvertAll(sums, sum => (float)(sum / Math.Max(1, count))), count);
    }
}
