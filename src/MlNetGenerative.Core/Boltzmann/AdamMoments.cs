using System.Numerics;
using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Boltzmann;

/// <summary>The moments of Adam for some parameters, and its step.</summary>
/// <remarks>
/// <para>m = 0.9 m + 0.1 g, s = 0.999 s + 0.001 g², parameter += rate m / (1 - 0.9^t) / (sqrt(s / (1 - 0.999^t)) + 1e-8), with g the gradient of the
/// log-likelihood, which is climbed. D. P. Kingma and J. L. Ba, "Adam: a method for stochastic optimization", ICLR 2015, algorithm 1.</para>
/// <para>Each entry is computed alone by additions, multiplications, a division and a square root, which are exact to the last bit on every machine, so
/// vectors of any width give the same.</para>
/// </remarks>
internal sealed class AdamMoments(long entries)
{
    private const float FirstDecay = 0.9f;
    private const float SecondDecay = 0.999f;
    private const float Epsilon = 1e-8f;

    /// <summary>m.</summary>
    public AlignedBuffer<float> First { get; } = new(entries);

    /// <summary>s.</summary>
    public AlignedBuffer<float> Second { get; } = new(entries);

    /// <summary>Makes a step of some entries.</summary>
    /// <param name="parameters">The parameters; changed.</param>
    /// <param name="gradient">The gradient, as long.</param>
    /// <param name="firstEntry">The number of their first entry among all.</param>
    /// <param name="factors">What all entries share.</param>
    public void Step(Span<float> parameters, ReadOnlySpan<float> gradient, int firstEntry, in AdamFactors factors)
    {
        Span<float> first = First.Span.Slice(firstEntry, parameters.Length);
        Span<float> second = Second.Span.Slice(firstEntry, parameters.Length);
        int i = 0;
        for (; i + Vector<float>.Count <= parameters.Length; i += Vector<float>.Count)
        {
            var g = new Vector<float>(gradient[i..]);
            Vector<float> m = FirstDecay * new Vector<float>(first[i..]) + (1 - FirstDecay) * g;
            Vector<float> s = SecondDecay * new Vector<float>(second[i..]) + (1 - SecondDecay) * (g * g);
            m.CopyTo(first[i..]);
            s.CopyTo(second[i..]);
            Vector<float> step = factors.Rate * m / (Vector.SquareRoot(factors.SecondScale * s) + new Vector<float>(Epsilon));
            (new Vector<float>(parameters[i..]) + step).CopyTo(parameters[i..]);
        }
        for (; i < parameters.Length; i++)
        {
            float g = gradient[i];
            float m = FirstDecay * first[i] + (1 - FirstDecay) * g;
            float s = SecondDecay * second[i] + (1 - SecondDecay) * (g * g);
            first[i] = m;
            second[i] = s;
            parameters[i] += factors.Rate * m / (MathF.Sqrt(factors.SecondScale * s) + Epsilon);
        }
    }

    /// <summary>What all entries of an update share.</summary>
    /// <param name="learningRate">The learning rate.</param>
    /// <param name="update">t, the number of the update, from 1.</param>
    public static AdamFactors Factors(float learningRate, long update) => new(
        (float)(learningRate / (1 - Math.Pow(FirstDecay, update))), (float)(1 / (1 - Math.Pow(SecondDecay, update))));
}
