using System.Numerics;
using System.Numerics.Tensors;
using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Boltzmann;

/// <summary>The normalising constant Z of a restricted Boltzmann machine: Z = sum over all (v, h) of exp(-E(v, h)).</summary>
public static class PartitionFunction
{
    /// <summary>The largest number of units on the smaller side for which <see cref="ExactLog"/> works: 2^24 states.</summary>
    public const int MaximumExactUnits = 24;

    // After this many states the activations are computed anew, so that rounding cannot add up.
    private const int StatesBetweenRestarts = 1 << 10;

    /// <summary>Computes log Z in nats by enumerating all states of the smaller side, in double precision.</summary>
    /// <remarks>log Z = log of the sum over h of exp(b·h + sum over i of softplus(a_i + (W h)_i)), or the same with the sides exchanged.
    /// States follow a Gray code, so that each differs from the last in one unit, and one row of weights is added or taken away.</remarks>
    /// <param name="model">A machine with at most <see cref="MaximumExactUnits"/> visible or hidden units.</param>
    /// <returns>log Z in nats.</returns>
    /// <exception cref="ArgumentException">Both sides have more than <see cref="MaximumExactUnits"/> units.</exception>
    public static double ExactLog(RestrictedBoltzmannMachine model)
    {
        ArgumentNullException.ThrowIfNull(model);
        int hidden = model.NumberOfHiddenUnits;
        int visible = model.NumberOfVisibleUnits;
        if (Math.Min(hidden, visible) > MaximumExactUnits)
            throw new ArgumentException(
                $"The exact partition function needs at most {MaximumExactUnits} units on one side, but the machine has {visible} visible and "
                + $"{hidden} hidden units. Estimate it by annealed importance sampling instead.", nameof(model));

        bool enumerateHidden = hidden <= visible;
        float[] weights = model.GetWeights();
        double[][] rows = new double[Math.Min(hidden, visible)][];
        for (int unit = 0; unit < rows.Length; unit++)
        {
            rows[unit] = new double[Math.Max(hidden, visible)];
            for (int other = 0; other < rows[unit].Length; other++)
                rows[unit][other] = enumerateHidden ? weights[other * hidden + unit] : weights[unit * hidden + other];
        }
        double[] visibleBias = Array.ConvertAll(model.GetVisibleBias(), x => (double)x);
        double[] hiddenBias = Array.ConvertAll(model.GetHiddenBias(), x => (double)x);
        return enumerateHidden ? Enumerate(rows, hiddenBias, visibleBias) : Enumerate(rows, visibleBias, hiddenBias);
    }

    /// <summary>log of the sum over states s of exp(bias·s + sum over k of softplus(otherBias_k + sum over the units on of
    /// rows[unit][k])).</summary>
    private static double Enumerate(double[][] rows, double[] bias, double[] otherBias)
    {
        double[] activations = new double[otherBias.Length];
        double linear = 0;
        double largest = double.NegativeInfinity;
        double sum = 0;
        long states = 1L << rows.Length;
        for (long state = 0; state < states; state++)
        {
            long gray = state ^ (state >> 1);
            if (state % StatesBetweenRestarts == 0)
            {
                otherBias.CopyTo(activations, 0);
                linear = 0;
                for (int unit = 0; unit < rows.Length; unit++)
                {
                    if ((gray >> unit & 1) == 0)
                        continue;
                    TensorPrimitives.Add(activations, rows[unit], activations);
                    linear += bias[unit];
                }
            }
            else
            {
                int unit = BitOperations.TrailingZeroCount(state);
                if ((gray >> unit & 1) != 0)
                {
                    TensorPrimitives.Add(activations, rows[unit], activations);
                    linear += bias[unit];
                }
                else
                {
                    TensorPrimitives.Subtract(activations, rows[unit], activations);
                    linear -= bias[unit];
                }
            }

            double term = linear + Softplus.Sum(activations);
            if (term > largest)
            {
                sum = sum * Math.Exp(largest - term) + 1;
                largest = term;
            }
            else
            {
                sum += Math.Exp(term - largest);
            }
        }
        return largest + Math.Log(sum);
    }
}
