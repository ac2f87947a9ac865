namespace MlNetGenerative.Core.Boltzmann;

/// <summary>How an update follows the gradient.</summary>
public enum BoltzmannUpdateRule
{
    /// <summary>By a step of the learning rate, with momentum if there is any.</summary>
    Momentum,

    /// <summary>By Adam, with decay rates 0.9 and 0.999 of its moments: each parameter's step is about the learning rate, so useful rates are
    /// 0.0001 to 0.003. Weight decay is part of the gradient.</summary>
    /// <remarks>D. P. Kingma and J. L. Ba, "Adam: a method for stochastic optimization", ICLR 2015. Gradients of persistent chains are noisy, and
    /// Adam's steps do not shrink with them: it learns quickly, but a schedule that ends near zero matters more than with momentum.</remarks>
    Adam,
}
