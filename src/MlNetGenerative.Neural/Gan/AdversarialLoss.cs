namespace MlNetGenerative;

/// <summary>What generator and discriminator play for. D(x) is the discriminator's output without a sigmoid.</summary>
public enum AdversarialLoss
{
    /// <summary>Cross-entropy: the discriminator minimises −log σ(D(x)) − log(1 − σ(D(G(z)))), the generator −log σ(D(G(z))).
    /// I. Goodfellow and others, "Generative adversarial nets", NIPS 2014.</summary>
    NonSaturating,

    /// <summary>Wasserstein distance with a gradient penalty: D(G(z)) − D(x) + λ (‖∇D(x̂)‖ − 1)² at points x̂ between real and generated rows;
    /// the generator minimises −D(G(z)). I. Gulrajani and others, "Improved training of Wasserstein GANs", NIPS 2017.</summary>
    Wasserstein,

    /// <summary>max(0, 1 − D(x)) + max(0, 1 + D(G(z))); the generator minimises −D(G(z)). Meant for layers with spectral normalisation.
    /// T. Miyato and others, "Spectral normalization for generative adversarial networks", ICLR 2018.</summary>
    Hinge,

    /// <summary>½ (D(x) − 1)² + ½ D(G(z))²; the generator minimises ½ (D(G(z)) − 1)². X. Mao and others, "Least squares generative adversarial networks", ICCV 2017.</summary>
    LeastSquares,
}
