namespace MlNetGenerative.Core.Boltzmann;

/// <summary>What training can warn of. Training that diverges is no warning: it stops with an error.</summary>
public enum BoltzmannWarningKind
{
    /// <summary>Some columns have the same value in every row.</summary>
    ConstantColumns,

    /// <summary>The model is no better than independent columns: it has learned nothing of how columns go together, for instance because
    /// its chains are locked in the biases.</summary>
    IndependentColumns,

    /// <summary>Hidden units are off, or on, whatever the row.</summary>
    DeadHiddenUnits,

    /// <summary>Training loses what it had learned, or the model is worse than independent columns.</summary>
    LearningRateTooHigh,

    /// <summary>Contrastive divergence has left states that the model likes better than the data: it never saw them, because its chains
    /// start at the data and are short.</summary>
    BlindContrastiveDivergence,
}
