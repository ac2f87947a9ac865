namespace MlNetGenerative.Core.Boltzmann;

/// <summary>How far the mean free energy of some rows is above that of others. Of a model of both the two agree.</summary>
/// <param name="Nats">The difference of the means.</param>
/// <param name="StandardError">Its standard error, from the spread of both.</param>
internal readonly record struct FreeEnergyDifference(double Nats, double StandardError)
{
    /// <summary>Whether it is more than 2 nats beyond four standard errors.</summary>
    public bool IsSignificant => Nats > 2 + 4 * StandardError;

    /// <summary>Whether it is, up or down.</summary>
    public bool IsSignificantEitherWay => Math.Abs(Nats) > 2 + 4 * StandardError;

    /// <summary>Compares free energies.</summary>
    public static FreeEnergyDifference Between(double[] rows, double[] others)
        => new(rows.Average() - others.Average(), Math.Sqrt(SquaredError(rows) + SquaredError(others)));

    private static double SquaredError(double[] values)
    {
        double mean = values.Average();
        return values.Sum(value => (value - mean) * (value - mean)) / Math.Max(1, values.Length - 1) / values.Length;
    }
}
