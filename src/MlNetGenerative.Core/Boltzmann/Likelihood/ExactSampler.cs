using System.Numerics.Tensors;
using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Boltzmann.Likelihood;

/// <summary>Independent samples from a machine with a small side, by enumerating the states of that side.</summary>
/// <remarks>p(h) is proportional to exp(b·h + sum over i of softplus(a_i + (W h)_i)), or the same with the sides exchanged; the other side is
/// then independent given this one. The states are visited in blocks; only the sums of the blocks are kept, and the blocks in which samples
/// fall are visited again.</remarks>
internal static class ExactSampler
{
    private const int BitsOfBlock = 10;

    /// <summary>Draws visible states.</summary>
    /// <param name="machine">A machine with at most <see cref="PartitionFunction.MaximumExactUnits"/> units on one side.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="count">The number of samples.</param>
    /// <returns>For each sample the visible units that are on, ascending.</returns>
    public static int[][] DrawVisible(RestrictedBoltzmannMachine machine, ulong seed, int count)
    {
        var side = new SmallSide(machine);
        long[] states = DrawStates(side, seed, count);
        var random = new Philox(seed, RandomStream.ExactOtherSide);
        double[] activations = new double[side.OtherUnits];
        float[] uniforms = new float[side.OtherUnits];
        int[][] samples = new int[count][];
        for (int sample = 0; sample < count; sample++)
        {
            var on = new List<int>();
            if (!side.IsHidden)
            {
                for (int unit = 0; unit < side.Units; unit++)
                    if ((states[sample] >> unit & 1) != 0)
                        on.Add(unit);
            }
            else
            {
                side.Activations(states[sample], activations);
                random.Fill((ulong)sample, 0, uniforms);
                for (int unit = 0; unit < activations.Length; unit++)
                    if (uniforms[unit] < 1 / (1 + Math.Exp(-activations[unit])))
                        on.Add(unit);
            }
            samples[sample] = [.. on];
        }
        return samples;
    }

    private static long[] DrawStates(SmallSide side, ulong seed, int count)
    {
        int blockBits = Math.Min(BitsOfBlock, side.Units);
        double[] terms = new double[1 << blockBits];
        double[] blocks = new double[1 << (side.Units - blockBits)];
        for (int block = 0; block < blocks.Length; block++)
        {
            Terms(side, block, blockBits, terms);
            blocks[block] = LogSumExp(terms);
        }

        int[] chosen = new int[count];
        var random = new Philox(seed, RandomStream.ExactState);
        for (int sample = 0; sample < count; sample++)
            chosen[sample] = Choose(blocks, Uniform(random, sample, 0));
        long[] states = new long[count];
        foreach (IGrouping<int, int> samples in Enumerable.Range(0, count).GroupBy(sample => chosen[sample]))
        {
            Terms(side, samples.Key, blockBits, terms);
            foreach (int sample in samples)
                states[sample] = (long)samples.Key << blockBits | (long)Choose(terms, Uniform(random, sample, 2));
        }
        return states;
    }

    private static void Terms(SmallSide side, long block, int blockBits, double[] terms)
    {
        for (int state = 0; state < terms.Length; state++)
            terms[state] = side.LogMarginal(block << blockBits | (long)state);
    }

    private static double LogSumExp(ReadOnlySpan<double> terms)
    {
        double largest = TensorPrimitives.Max(terms);
        double sum = 0;
        foreach (double term in terms)
            sum += Math.Exp(term - largest);
        return largest + Math.Log(sum);
    }

    /// <summary>The first index at which the running sum of exp(terms) passes the share <paramref name="uniform"/> of the whole.</summary>
    private static int Choose(ReadOnlySpan<double> terms, double uniform)
    {
        double total = LogSumExp(terms);
        double sum = 0;
        int last = 0;
        for (int i = 0; i < terms.Length; i++)
        {
            double probability = Math.Exp(terms[i] - total);
            if (probability > 0)
                last = i;
            sum += probability;
            if (sum > uniform)
                return i;
        }
        return last;
    }

    // 48 random bits: single precision would not tell 2^24 states apart.
    private static double Uniform(Philox random, int sample, uint draw)
        => ((ulong)random.Bits((ulong)sample, draw) << 16 | random.Bits((ulong)sample, draw + 1) >> 16) / (double)(1L << 48);
}
