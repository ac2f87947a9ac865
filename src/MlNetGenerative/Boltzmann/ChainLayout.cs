namespace MlNetGenerative.Boltzmann;

/// <summary>
/// Which chain gives which row. Chains are stepped together in groups; rows are numbered group by group, within a group sample by sample,
/// within a sample chain by chain, so that reading rows in order never steps more than one group.
/// </summary>
internal readonly record struct ChainLayout
{
    /// <summary>Chains stepped together, the most that pulling one row may compute.</summary>
    public const int ChainsPerGroup = 16;

    public ChainLayout(int rows, int? chains)
    {
        Chains = Math.Min(chains ?? rows, rows);
        RowsPerChain = (int)(((long)rows + Chains - 1) / Chains);
    }

    public int Chains { get; }

    public int RowsPerChain { get; }

    /// <summary>The rows that one full group gives.</summary>
    public int RowsPerGroup => (int)Math.Min(int.MaxValue, (long)Math.Min(Chains, ChainsPerGroup) * RowsPerChain);

    /// <summary>Finds the chain of a row and the number of the chain's samples before it.</summary>
    public (int FirstChainOfGroup, int ChainsInGroup, int ChainInGroup, int Sample) Find(int row)
    {
        int group = row / RowsPerGroup;
        int first = group * ChainsPerGroup;
        int inGroup = Math.Min(ChainsPerGroup, Chains - first);
        int within = row - group * RowsPerGroup;
        return (first, inGroup, within % inGroup, within / inGroup);
    }
}
