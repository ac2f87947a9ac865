using MlNetGenerative.Neural.Numerics;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural.Vae;

/// <summary>The terms of a variational autoencoder's objective, in nats, as tensors.</summary>
/// <remarks>D. P. Kingma and M. Welling, "Auto-encoding variational Bayes", ICLR 2014; Y. Burda, R. Grosse and R. Salakhutdinov,
/// "Importance weighted autoencoders", ICLR 2016. Everything is summed over columns or latent units, never averaged: an average would
/// weigh the two terms of the bound against each other by their numbers.</remarks>
internal static class VaeObjective
{
    private static readonly double LogTwoPi = Math.Log(2 * Math.PI);

    /// <summary>log p(x | z) of Bernoulli columns from their logits l: Σ_i x_i l_i − softplus(l_i). Shapes […, columns] to […].</summary>
    /// <remarks>From logits, so that no probability is clipped and nothing overflows.</remarks>
    public static Tensor LogBernoulli(Tensor values, Tensor logits) =>
        nn.functional.binary_cross_entropy_with_logits(logits, values, null, nn.Reduction.None, null).sum(-1L).neg();

    /// <summary>log p(x | z) of normal columns: −½ Σ_i ((x_i − m_i)² / σ_i² + ln σ_i² + ln 2π). Shapes […, columns] to […].</summary>
    /// <param name="values">The columns.</param>
    /// <param name="means">Their means.</param>
    /// <param name="logVariances">ln σ², one for all columns (shape [1]) or one a column.</param>
    public static Tensor LogGaussian(Tensor values, Tensor means, Tensor logVariances)
    {
        Tensor squares = (values - means).Squared() * logVariances.neg().exp();
        return squares.Plus(logVariances).Plus(LogTwoPi).sum(-1L).Times(-0.5);
    }

    /// <summary>KL(N(μ, σ²) ‖ N(0, 1)) of each latent unit: ½ (μ² + σ² − 1 − ln σ²). Shapes are kept.</summary>
    public static Tensor KullbackLeibler(Tensor means, Tensor logVariances) =>
        (means.Squared().Plus(logVariances.exp()).Plus(-1) - logVariances).Times(0.5);

    /// <summary>z = μ + σ ε.</summary>
    public static Tensor Reparameterize(Tensor means, Tensor logVariances, Tensor noise) => means.Plus(logVariances.Times(0.5).exp() * noise);

    /// <summary>log p(z) − log q(z | x) for z = μ + σ ε: −½ Σ_j (z_j² − ε_j² − ln σ_j²). Shapes […, latent] to […].</summary>
    public static Tensor LogPriorOverPosterior(Tensor latents, Tensor noise, Tensor logVariances) =>
        (latents.Squared() - noise.Squared() - logVariances).sum(-1L).Times(-0.5);

    /// <summary>The importance-weighted bound log (1/K) Σ_k exp(w_k), w_k = log p(x, z_k) − log q(z_k | x). The last dimension is k.</summary>
    public static Tensor ImportanceWeightedBound(Tensor logWeights) =>
        logWeights.logsumexp(-1L, false).Plus(-Math.Log(logWeights.shape[^1]));
}
