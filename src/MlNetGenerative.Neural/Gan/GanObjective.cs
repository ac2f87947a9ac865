using MlNetGenerative.Neural.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural.Gan;

/// <summary>The losses of both players from the discriminator's outputs, means over rows.</summary>
/// <remarks>The equations and their sources are at <see cref="AdversarialLoss"/>.</remarks>
internal static class GanObjective
{
    // Inside the root: the norm's gradient at 0 would be infinite.
    private const double NormEpsilon = 1e-12;

    /// <summary>What the discriminator minimises, without the gradient penalty.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="real">Its outputs for real rows.</param>
    /// <param name="fake">Its outputs for as many generated rows.</param>
    /// <param name="smoothing">What the target of real rows is less than 1 (one-sided label smoothing; T. Salimans and others, NIPS 2016).</param>
    public static Tensor Discriminator(AdversarialLoss loss, Tensor real, Tensor fake, double smoothing) => loss switch
    {
        // −t log σ(x) − (1 − t) log(1 − σ(x)) = softplus(x) − t x.
        AdversarialLoss.NonSaturating => (real.Softplus() - real.Times(1 - smoothing)).mean().Plus(fake.Softplus().mean()),
        AdversarialLoss.Wasserstein => fake.mean() - real.mean(),
        AdversarialLoss.Hinge => real.neg().Plus(1).relu().mean().Plus(fake.Plus(1).relu().mean()),
        _ => real.Plus(smoothing - 1).Squared().mean().Plus(fake.Squared().mean()).Times(0.5),
    };

    /// <summary>What the generator minimises.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="fake">The discriminator's outputs for generated rows.</param>
    public static Tensor Generator(AdversarialLoss loss, Tensor fake) => loss switch
    {
        AdversarialLoss.NonSaturating => fake.neg().Softplus().mean(),
        AdversarialLoss.LeastSquares => fake.Plus(-1).Squared().mean().Times(0.5),
        _ => fake.mean().neg(),
    };

    /// <summary>(‖∇D(x̂)‖ − 1)² at x̂ = u x + (1 − u) G(z), a mean over rows; it has gradients itself.</summary>
    /// <param name="discriminator">D, each row's output a function of that row.</param>
    /// <param name="real">[rows, columns].</param>
    /// <param name="fake">[rows, columns].</param>
    /// <param name="share">u, uniform on [0, 1], [rows, 1].</param>
    public static Tensor GradientPenalty(Func<Tensor, Tensor> discriminator, Tensor real, Tensor fake, Tensor share)
    {
        Tensor between = fake.Plus((real - fake) * share).detach().requires_grad_();
        Tensor total = discriminator(between).sum();
        Tensor gradient = autograd.grad([total], [between], null!, true, true)[0];
        return gradient.Squared().sum(1L).Plus(NormEpsilon).sqrt().Plus(-1).Squared().mean();
    }

    /// <summary>The output at which the discriminator takes a row for real as much as for generated; null where the loss has none.</summary>
    public static double? Boundary(AdversarialLoss loss) => loss switch
    {
        AdversarialLoss.LeastSquares => 0.5,
        AdversarialLoss.Wasserstein => null,
        _ => 0,
    };
}
