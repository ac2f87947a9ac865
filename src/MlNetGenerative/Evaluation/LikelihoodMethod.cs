namespace MlNetGenerative;

/// <summary>How the normalising constant of a model is found when likelihood is measured.</summary>
public enum LikelihoodMethod
{
    /// <summary>Exactly where the model is small enough, otherwise estimated.</summary>
    Automatic,

    /// <summary>Exactly: a Boltzmann machine may have at most 24 units on its smaller side.</summary>
    Exact,

    /// <summary>Estimated by annealed importance sampling in both directions, also where the exact constant could be had.</summary>
    AnnealedImportanceSampling,
}
