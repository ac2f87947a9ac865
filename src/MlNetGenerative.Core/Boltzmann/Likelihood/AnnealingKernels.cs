using System.Runtime.Intrinsics;
using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Boltzmann.Likelihood;

/// <summary>What annealing does with the units of one layer, apart from the sums over the other layer; for one width of vector registers.</summary>
internal abstract class AnnealingKernels
{
    /// <summary>The kernels of the widest vectors that the machine has.</summary>
    public static AnnealingKernels Best { get; } = ForWidth(VectorWidths.Best);

    /// <summary>The kernels of a given width; all widths give the same bits.</summary>
    public static AnnealingKernels ForWidth(VectorWidth width) => width switch
    {
        VectorWidth.Bits512 => new AnnealingKernels<Width512, Vector512<float>, Vector512<uint>>(),
        VectorWidth.Bits256 => new AnnealingKernels<Width256, Vector256<float>, Vector256<uint>>(),
        VectorWidth.Bits128 => new AnnealingKernels<Width128, Vector128<float>, Vector128<uint>>(),
        _ => new AnnealingKernels<WidthScalar, float, uint>(),
    };

    /// <summary>Adds to each chain's weight the hidden part of log f_to(v) - log f_from(v): the sum over j of softplus(to x_j) - softplus(from x_j).</summary>
    public abstract void AddHiddenWeight(in AnnealedLayer layer, double from, double to, Span<double> logWeights);

    /// <summary>Draws each chain's units that are on with probability sigmoid(bias + beta x).</summary>
    public abstract void Sample(in AnnealedLayer layer, float beta);
}
