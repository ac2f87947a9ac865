using MlNetGenerative.Core.Training;
using Microsoft.ML;

namespace MlNetGenerative;

/// <summary>How a Boltzmann machine generates rows: by Gibbs chains, p(h | v) and p(v | h) in turn.</summary>
/// <remarks>Reading rows out of order (a shuffled cursor) runs a chain again from its start for each row that comes before the last one
/// read from it. With few long chains, cache the view (<c>ml.Data.Cache</c>) before handing it to a trainer that shuffles.</remarks>
public sealed class GibbsGenerationOptions : GenerationOptions
{
    /// <summary>Gibbs steps before the first row of each chain counts, 0 to 1,000,000; useful: 100 to 10,000.</summary>
    public int BurnIn { get; set; } = 1000;

    /// <summary>Gibbs steps from one row of a chain to its next, 1 to 1,000,000; the first row comes this many steps after burn-in.</summary>
    public int Thinning { get; set; } = 1;

    /// <summary>The number of independent chains that share the rows out, at least 1; null is one chain a row. More than the number of rows is no use.</summary>
    public int? NumberOfChains { get; set; }

    /// <summary>The rows that the chains start from: chain c at row c, from the first again after the last; they need the column that the
    /// model reads. A grey value is on with the probability it gives. Null starts each unit on or off with equal probability.</summary>
    public IDataView? StartFrom { get; set; }

    /// <summary>Whether rows are the chain's visible states, each 0 or 1, instead of the means p(v = 1 | h) of its last step.</summary>
    public bool BinaryStates { get; set; }

    internal override void Validate()
    {
        base.Validate();
        SettingCheck.Require(BurnIn is >= 0 and <= 1_000_000, nameof(BurnIn), BurnIn, "from 0 to 1000000");
        SettingCheck.Require(Thinning is >= 1 and <= 1_000_000, nameof(Thinning), Thinning, "from 1 to 1000000");
        SettingCheck.Require(NumberOfChains is null or >= 1, nameof(NumberOfChains), NumberOfChains, "at least 1, or null for one chain a row");
    }
}
