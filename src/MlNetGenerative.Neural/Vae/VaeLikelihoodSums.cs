using MlNetGenerative.Core.Boltzmann;

namespace MlNetGenerative.Neural.Vae;

/// <summary>What is summed up over the rows whose likelihood is measured.</summary>
internal sealed class VaeLikelihoodSums(FittedVae fitted, int samples)
{
    /// <summary>The variance of a unit's mean over the rows above which it counts as active (Burda and others, 2016).</summary>
    private const double ActiveVariance = 0.01;

    private static readonly double LogTwoPi = Math.Log(2 * Math.PI);

    private readonly RunningMoments[] _units = [.. Enumerable.Range(0, fitted.Architecture.LatentSize).Select(_ => new RunningMoments())];

    public RunningMoments LogLikelihood { get; } = new();

    public RunningMoments Reconstruction { get; } = new();

    public RunningMoments Divergence { get; } = new();

    public RunningMoments Baseline { get; } = new();

    public RunningMoments EffectiveSampleSize { get; } = new();

    public double MeanEffectiveSampleSize => EffectiveSampleSize.Mean;

    /// <summary>Whether every value was 0 or 1, or the decoder is not Bernoulli.</summary>
    public bool HasOnlyBinaryValues { get; private set; } = true;

    public int ActiveUnits => _units.Count(unit => unit.Variance > ActiveVariance);

    /// <summary>Adds a row.</summary>
    public void Add(ReadOnlySpan<float> row, ReadOnlySpan<float> latentMeans, ReadOnlySpan<float> logWeights, double logLikelihood, double divergence)
    {
        LogLikelihood.Add(VaeBounds.LogMeanExp(logWeights));
        Reconstruction.Add(logLikelihood);
        Divergence.Add(divergence);
        EffectiveSampleSize.Add(samples == 1 ? 1 : VaeBounds.EffectiveSampleSize(logWeights));
        for (int unit = 0; unit < _units.Length; unit++)
            _units[unit].Add(latentMeans[unit]);
        if (fitted.Architecture.IsBernoulli)
        {
            Baseline.Add(IndependentColumns.LogLikelihood(fitted.ColumnMeans, row));
            HasOnlyBinaryValues &= row.IndexOfAnyExcept(0f, 1f) < 0;
        }
        else
        {
            Baseline.Add(IndependentNormal(row));
        }
    }

    private double IndependentNormal(ReadOnlySpan<float> row)
    {
        double sum = 0;
        for (int column = 0; column < row.Length; column++)
        {
            double variance = Math.Max(fitted.ColumnVariances[column], 1e-6);
            double distance = row[column] - fitted.ColumnMeans[column];
            sum -= 0.5 * (distance * distance / variance + Math.Log(variance) + LogTwoPi);
        }
        return sum;
    }
}
