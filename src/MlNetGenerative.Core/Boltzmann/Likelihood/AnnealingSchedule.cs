namespace MlNetGenerative.Core.Boltzmann.Likelihood;

/// <summary>The inverse temperatures of annealed importance sampling: 0 = beta_0 &lt; beta_1 &lt; ... &lt; beta_K = 1.</summary>
/// <remarks>Each is computed in double precision from its own index, never by adding up a step, so the grid has exactly the promised number
/// of steps and ends at exactly 1.</remarks>
public sealed class AnnealingSchedule
{
    private readonly double[] _inverseTemperatures;

    private AnnealingSchedule(string name, double[] inverseTemperatures)
    {
        Name = name;
        _inverseTemperatures = inverseTemperatures;
    }

    /// <summary>500 steps up to 0.5, 4,000 up to 0.9 and 10,000 up to 1: what estimates are quoted with.</summary>
    /// <remarks>R. Salakhutdinov and I. Murray, "On the quantitative analysis of deep belief networks", ICML 2008, section 4.</remarks>
    public static AnnealingSchedule SalakhutdinovMurray { get; } =
        FromSegments("Salakhutdinov-Murray, 14,500 steps", (0.5, 500), (0.9, 4_000), (1, 10_000));

    /// <summary>The same shape with a tenth of the steps: to follow a training run, not to quote.</summary>
    public static AnnealingSchedule Quick { get; } = FromSegments("quick, 1,450 steps", (0.5, 50), (0.9, 400), (1, 1_000));

    /// <summary>What the schedule is called in reports.</summary>
    public string Name { get; }

    /// <summary>K, the number of steps.</summary>
    public int NumberOfSteps => _inverseTemperatures.Length - 1;

    /// <summary>beta_0 to beta_K.</summary>
    public IReadOnlyList<double> InverseTemperatures => Array.AsReadOnly(_inverseTemperatures);

    internal ReadOnlySpan<double> Values => _inverseTemperatures;

    /// <summary>Equal steps from 0 to 1.</summary>
    /// <param name="numberOfSteps">K, at least 1.</param>
    /// <returns>The schedule.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no step.</exception>
    public static AnnealingSchedule Linear(int numberOfSteps) => FromSegments($"linear, {numberOfSteps:N0} steps", (1, numberOfSteps));

    /// <summary>Pieces of equal steps, one after the other from 0 to 1.</summary>
    /// <param name="name">What the schedule is called in reports.</param>
    /// <param name="segments">For each piece the inverse temperature that it ends at, increasing and at last 1, and its steps, at least 1.</param>
    /// <returns>The schedule.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A piece has no step, or the ends do not increase from above 0 to 1.</exception>
    public static AnnealingSchedule FromSegments(string name, params ReadOnlySpan<(double Until, int NumberOfSteps)> segments)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var values = new List<double> { 0 };
        double from = 0;
        foreach ((double until, int numberOfSteps) in segments)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(numberOfSteps, 1);
            if (!(until > from && until <= 1))
                throw new ArgumentOutOfRangeException(nameof(segments), until, $"A piece of the schedule must end above {from} and at most at 1, but ends at {until}.");
            for (int step = 1; step < numberOfSteps; step++)
                values.Add(from + (until - from) * step / numberOfSteps);
            values.Add(until);
            from = until;
        }
        if (from != 1)
            throw new ArgumentOutOfRangeException(nameof(segments), from, $"The last piece of the schedule must end at 1, but ends at {from}.");
        return new AnnealingSchedule(name, [.. values]);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
