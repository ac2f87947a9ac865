namespace MlNetGenerative.Core.Boltzmann;

/// <summary>Which epoch was the best by what was measured on held-out rows, and whether training should end. A function of the history
/// alone, so that a resumed run decides as one that was never broken off.</summary>
internal static class EarlyStopping
{
    // How far above the smallest gap one may lie, in its own standard errors.
    private const double StandardErrors = 2;

    /// <summary>The best epoch, counted from 1; 0 before the first one.</summary>
    public static int BestEpoch(EarlyStoppingMeasure measure, IReadOnlyList<BoltzmannEpoch> history)
    {
        int best = 0;
        double reference = double.NaN;   // the highest log-likelihood, or the smallest gap, so far
        foreach (BoltzmannEpoch epoch in history)
        {
            if (measure == EarlyStoppingMeasure.LogLikelihood)
            {
                if (epoch.ValidationLogLikelihood is { } likelihood && (double.IsNaN(reference) || likelihood > reference))
                    (best, reference) = (epoch.Epoch, likelihood);
            }
            else if (epoch.FreeEnergyGap is { } gap)
            {
                reference = double.IsNaN(reference) ? gap : Math.Min(reference, gap);
                if (gap <= reference + StandardErrors * epoch.FreeEnergyGapStandardError!.Value)
                    best = epoch.Epoch;
            }
        }
        return best;
    }

    /// <summary>Whether as many epochs as patience allows have passed since the best one.</summary>
    public static bool IsToStop(int patience, EarlyStoppingMeasure measure, IReadOnlyList<BoltzmannEpoch> history)
        => history.Count > 0 && history[^1].Epoch - BestEpoch(measure, history) >= patience;
}
