namespace MlNetGenerative.Core.Boltzmann;

/// <summary>How far the free energy of free-running chains is below that of rows. Of a model of the rows the two agree.</summary>
/// <param name="Nats">Mean free energy of rows minus that of chains.</param>
/// <param name="StandardError">Its standard error, from the spread of both.</param>
internal readonly record struct ChainDistance(double Nats, double StandardError)
{
    /// <summary>Whether it is more than 2 nats beyond four standard errors.</summary>
    public bool IsSignificant => Nats > 2 + 4 * StandardError;

    /// <summary>Compares free energies.</summary>
    public static ChainDistance Between(double[] rows, double[] chains)
        => new(rows.Average() - chains.Average(), Math.Sqrt(SquaredError(rows) + SquaredError(chains)));

    private static double SquaredError(double[] values)
    {
        double mean = values.Average();
        return values.Sum(value => (value - mean) * (value - mean)) / Math.Max(1, values.Length - 1) / values.Length;
    }
}
