namespace MlNetGenerative.Core.Boltzmann;

/// <summary>Where visible biases start.</summary>
public enum InitialVisibleBias
{
    /// <summary>At the logits of the columns' means, kept 0.001 off 0 and 1: the machine starts as independent columns.</summary>
    ColumnMeans,

    /// <summary>At zero, as much other software does. With persistent chains that are not centred such a machine may spend its training on the biases
    /// and end as independent columns; see <see cref="BoltzmannWarningKind.BiasLockedChains"/>.</summary>
    Zero,
}
