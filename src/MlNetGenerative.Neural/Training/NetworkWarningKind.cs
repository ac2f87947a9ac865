namespace MlNetGenerative;

/// <summary>What training a neural model can warn of, each at most once a run.</summary>
public enum NetworkWarningKind
{
    /// <summary>The discriminator tells nearly all rows apart, so that the generator's gradients vanish.</summary>
    DiscriminatorSaturated,

    /// <summary>The discriminator tells rows apart no more often than by chance.</summary>
    DiscriminatorUndecided,

    /// <summary>Generated rows vary much less than real ones.</summary>
    ModeCollapse,

    /// <summary>Half of an autoencoder's latent units or more say nothing about the row (posterior collapse).</summary>
    UnusedLatentUnits,
}
