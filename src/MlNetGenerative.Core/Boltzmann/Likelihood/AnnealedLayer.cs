using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Boltzmann.Likelihood;

/// <summary>One layer of a batch of annealed chains: activations that are given, states that are drawn.</summary>
internal unsafe struct AnnealedLayer
{
    /// <summary>x at [panel][chain][32 units]; zero on the padding.</summary>
    public float* Activations;

    /// <summary>The number of chains that a panel of <see cref="Activations"/> has room for.</summary>
    public int Rows;

    /// <summary>The number of chains.</summary>
    public int Chains;

    /// <summary>The number of units without the padding.</summary>
    public int Units;

    /// <summary>What is added to beta x, padded; null for nothing.</summary>
    public float* Bias;

    /// <summary>Receives one bit a unit.</summary>
    public StateBits States;

    /// <summary>Receives, for each chain, the units that are on, ascending; null when only the bits are needed.</summary>
    public UnitLists? On;

    /// <summary>The numbers that states are drawn with: row <see cref="FirstRandomRow"/> + chain, draw = unit.</summary>
    public Philox Random;

    /// <summary>See <see cref="Random"/>.</summary>
    public ulong FirstRandomRow;

    /// <summary>The number of panels.</summary>
    public readonly int Panels => PanelMatrix.Pad(Units) / PanelMatrix.PanelWidth;
}
