namespace MlNetGenerative.Core.Boltzmann;

/// <summary>How the model's side of the likelihood gradient is estimated.</summary>
public enum BoltzmannAlgorithm
{
    /// <summary>Contrastive divergence: each update starts its Gibbs chains at the data of the batch.</summary>
    /// <remarks>G. E. Hinton, "Training products of experts by minimizing contrastive divergence", Neural Computation 14, 2002.
    /// Good features quickly, but a poor density: chains that run freely leave the data.</remarks>
    ContrastiveDivergence,

    /// <summary>Persistent contrastive divergence: the Gibbs chains go on from one update to the next.</summary>
    /// <remarks>T. Tieleman, "Training restricted Boltzmann machines using approximations to the likelihood gradient", ICML 2008.</remarks>
    PersistentContrastiveDivergence,

    /// <summary>Persistent chains at several temperatures, hot ones mixing where cold ones stay, and chains at neighbouring temperatures that swap
    /// their states: the gradient is that of the chains at temperature 1. Takes about as many times longer as there are temperatures.</summary>
    /// <remarks>G. Desjardins, A. Courville, Y. Bengio, P. Vincent and O. Delalleau, "Tempered Markov chain Monte Carlo for training of restricted
    /// Boltzmann machines", AISTATS 2010; K. Cho, T. Raiko and A. Ilin, "Parallel tempering is efficient for learning restricted Boltzmann
    /// machines", IJCNN 2010.</remarks>
    ParallelTempering,
}
