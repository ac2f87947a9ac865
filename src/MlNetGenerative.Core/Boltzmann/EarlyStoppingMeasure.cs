namespace MlNetGenerative.Core.Boltzmann;

/// <summary>What is measured on held-out rows after each epoch to decide which epoch was the best.</summary>
public enum EarlyStoppingMeasure
{
    /// <summary>The log-likelihood of the held-out rows; the epoch with the highest is the best. Exact where that is quick, otherwise by
    /// annealed importance sampling with 100 forward runs of 1,450 steps, which takes about as long as an epoch of 60,000 rows.</summary>
    LogLikelihood,

    /// <summary>The mean free energy of held-out rows less that of training rows, which grows when a model overfits. It needs no partition
    /// function and takes next to no time. The best epoch is the last one whose gap is not above the smallest so far by more than two
    /// standard errors.</summary>
    /// <remarks>G. E. Hinton, "A practical guide to training restricted Boltzmann machines", 2010, section 6.</remarks>
    FreeEnergyGap,
}
