using MlNetGenerative.Neural.Numerics;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural.Networks;

/// <summary>Weights divided by their largest singular value σ(W) ≈ uᵀ W v, u and v from one power iteration an update.</summary>
/// <remarks>T. Miyato and others, ICLR 2018, algorithm 1: v ← Wᵀu / ‖Wᵀu‖, u ← W v / ‖W v‖. No gradient goes through u and v. In evaluation u stays.</remarks>
internal static class SpectralNorm
{
    private const string StateName = "singular_vector";
    private const double Smallest = 1e-12;

    public static LayerArray[] Arrays(bool use, int units) => use ? [new(StateName, [units], LayerArrayStart.Normal, IsBuffer: true)] : [];

    /// <summary>The weight that a layer works with.</summary>
    public static Tensor Weight(LayerModule module)
    {
        Tensor weight = module.Weight;
        if (module.Find(StateName) is not { } state)
            return weight;
        Tensor matrix = weight.flatten(1);
        Tensor u, v;
        using (no_grad())
        {
            Tensor fixedMatrix = matrix.detach();
            u = Unit(state.unsqueeze(0));
            v = Unit(u.mm(fixedMatrix));
            u = Unit(v.mm(fixedMatrix.t()));
            if (module.training)
                state.copy_(u.reshape(state.shape[0]));
        }
        Tensor sigma = (u.mm(matrix) * v).sum();
        return weight / sigma;
    }

    private static Tensor Unit(Tensor vector) => vector / vector.norm().AtLeast(Smallest);
}
