namespace MlNetGenerative.Core.Boltzmann;

/// <summary>What training can warn of, each at most once a run.</summary>
public enum BoltzmannWarningKind
{
    /// <summary>Some columns have the same value in every row.</summary>
    ConstantColumns,

    /// <summary>The model is no better than independent columns, by 2 nats or less: it has learned nothing of how columns go together, for instance
    /// because its chains are locked in the visible biases.</summary>
    BiasLockedChains,

    /// <summary>The model is worse than independent columns: its chains have left the data, or have not followed what it learned.</summary>
    WorseThanIndependentColumns,

    /// <summary>Hidden units are off whatever the row.</summary>
    DeadHiddenUnits,

    /// <summary>Hidden units are on whatever the row.</summary>
    SaturatedHiddenUnits,

    /// <summary>Training loses what it had learned.</summary>
    LearningRateTooHigh,

    /// <summary>Chains that run freely leave the data, or do not find them: contrastive divergence never saw where they go, because its own chains
    /// start at the data and are short. Features may be fine; generated rows are not.</summary>
    BlindContrastiveDivergence,

    /// <summary>The free energy of held-out rows has risen above that of training rows: the model learns its rows by heart.</summary>
    Overfitting,

    /// <summary>Parameters are no longer finite numbers, or so large that nothing sound can be learned: training stops with an error.</summary>
    Divergence,
}
