namespace MlNetGenerative;

/// <summary>How gradients change parameters.</summary>
public enum OptimizerKind
{
    /// <summary>Adaptive moments: the mean of gradients over the root of the mean of their squares. Weight decay is added to the gradient.</summary>
    Adam,

    /// <summary>Adam whose weight decay acts on the parameters themselves.</summary>
    AdamW,

    /// <summary>Stochastic gradient descent, with momentum if asked for.</summary>
    Sgd,

    /// <summary>The gradient over the root of the mean of its squares.</summary>
    RmsProp,
}
