using MlNetGenerative.Core.Boltzmann.Likelihood;
using MlNetGenerative.Core.Numerics;
using MlNetGenerative.Core.Persistence;

namespace MlNetGenerative.Core.Boltzmann;

/// <summary>Persistent chains of a machine at higher temperatures than 1, which swap their states with those at the next lower one.</summary>
/// <remarks>
/// <para>At temperature number t the distribution is proportional to exp(-beta_t E(v, h)), 1 = beta_0 &gt; beta_1 &gt; … in equal steps. Each update
/// takes Gibbs steps at every temperature, with p(h_j = 1 | v) = sigmoid(beta_t (b_j + sum over i of v_i W_ij)) and likewise for v, and then proposes to
/// swap states x of t with those y of t + 1, first for even and then for odd t. A swap is accepted with probability min(1, exp((beta_t - beta_(t+1))
/// (E(x) - E(y)))), which leaves the product of all distributions as it is.</para>
/// <para>G. Desjardins, A. Courville, Y. Bengio, P. Vincent and O. Delalleau, "Tempered Markov chain Monte Carlo for training of restricted Boltzmann
/// machines", AISTATS 2010, section 3.</para>
/// <para>What a chain does is a function of (seed, temperature, chain, update), so it does not matter which threads work on it.</para>
/// </remarks>
internal sealed unsafe class TemperedChains
{
    private const string ChainsTensor = "tempered_chains";
    private const string SwapsTensor = "swaps";

    private readonly double[] _inverseTemperatures;
    private readonly TemperedReplica[] _replicas;
    private readonly Philox _swapRandom;
    private readonly long[] _proposed;
    private readonly long[] _accepted;

    private TemperedChains(RestrictedBoltzmannMachineSettings settings, RestrictedBoltzmannMachine machine)
    {
        _swapRandom = new Philox(settings.Seed, RandomStream.TemperatureSwap);
        int hot = settings.Temperatures - 1;
        _inverseTemperatures = [.. Enumerable.Range(0, hot + 1).Select(t => 1 - t * (1 - (double)settings.LowestInverseTemperature) / hot)];
        _replicas = [.. Enumerable.Range(0, hot + 1).Select(t => new TemperedReplica(settings, machine, t, (float)_inverseTemperatures[t]))];
        _proposed = new long[hot];
        _accepted = new long[hot];
    }

    /// <summary>The tempered chains of some settings, or null where there are none.</summary>
    public static TemperedChains? Of(RestrictedBoltzmannMachineSettings settings, RestrictedBoltzmannMachine machine)
        => settings.Temperatures > 1 ? new TemperedChains(settings, machine) : null;

    /// <summary>beta_0 = 1, beta_1, …</summary>
    public IReadOnlyList<double> InverseTemperatures => _inverseTemperatures;

    /// <summary>The number of temperatures above 1.</summary>
    public int HotTemperatures => _replicas.Length - 1;

    /// <summary>Hidden states of the chains at a temperature above 1, whose number is at least 1.</summary>
    public StateBits HiddenStates(int temperature) => _replicas[temperature].Hidden;

    /// <summary>The probability to accept a swap of states x at inverse temperature <paramref name="beta"/> and y at <paramref name="otherBeta"/>.</summary>
    public static double AcceptanceOfSwap(double beta, double otherBeta, double energy, double otherEnergy)
        => Math.Min(1, Math.Exp((beta - otherBeta) * (energy - otherEnergy)));

    /// <summary>Moves all chains at some temperatures above 1.</summary>
    /// <param name="from">The first of them, counted from 0.</param>
    /// <param name="to">The one behind the last.</param>
    /// <param name="steps">Gibbs steps.</param>
    /// <param name="draws">Random draws that were made before.</param>
    public void Step(int from, int to, int steps, uint draws)
    {
        for (int replica = from + 1; replica <= to; replica++)
            _replicas[replica].Step(steps, draws);
    }

    /// <summary>Proposes swaps of chains in [from, to).</summary>
    /// <param name="hiddenStates">The hidden states of the chains at temperature 1; may change.</param>
    /// <param name="visible">Their visible states.</param>
    /// <param name="from">The first chain.</param>
    /// <param name="to">The chain behind the last.</param>
    /// <param name="draws">Random draws that were made before.</param>
    public void Swap(StateBits hiddenStates, UnitLists visible, int from, int to, uint draws)
    {
        if (from == to)
            return;
        _replicas[0].MeasureEnergies(hiddenStates, visible, from, to);
        for (int parity = 0; parity < 2; parity++)
        {
            for (int t = parity; t < HotTemperatures; t += 2)
            {
                StateBits cold = t == 0 ? hiddenStates : _replicas[t].Hidden;
                StateBits hot = _replicas[t + 1].Hidden;
                Span<double> coldEnergies = _replicas[t].Energies, hotEnergies = _replicas[t + 1].Energies;
                int accepted = 0;
                for (int chain = from; chain < to; chain++)
                {
                    double acceptance = AcceptanceOfSwap(_inverseTemperatures[t], _inverseTemperatures[t + 1], coldEnergies[chain], hotEnergies[chain]);
                    if (_swapRandom.Uniform((ulong)draws << 32 | (uint)chain, (uint)t) >= acceptance)
                        continue;
                    Exchange(cold, hot, chain);
                    (coldEnergies[chain], hotEnergies[chain]) = (hotEnergies[chain], coldEnergies[chain]);
                    accepted++;
                }
                Interlocked.Add(ref _proposed[t], to - from);
                Interlocked.Add(ref _accepted[t], accepted);
            }
        }
    }

    /// <summary>The smallest share of accepted swaps among pairs of neighbouring temperatures since this was last asked; NaN without any.</summary>
    public double TakeSwapAcceptance()
    {
        double smallest = Enumerable.Range(0, HotTemperatures).Min(t => (double)_accepted[t] / _proposed[t]);
        Array.Clear(_accepted);
        Array.Clear(_proposed);
        return smallest;
    }

    /// <summary>What a checkpoint keeps.</summary>
    public IEnumerable<SafetensorsTensor> CopyState()
    {
        long[] words = [.. _replicas[1..].SelectMany(replica => Array.ConvertAll(replica.Hidden.AllWords.ToArray(), word => (long)word))];
        yield return new SafetensorsTensor(ChainsTensor, [words.Length], words);
        long[] swaps = [.. _proposed, .. _accepted];
        yield return new SafetensorsTensor(SwapsTensor, [swaps.Length], swaps);
    }

    /// <summary>Takes back what <see cref="CopyState"/> gave.</summary>
    public void SetState(Safetensors state)
    {
        uint[] words = Array.ConvertAll(state.GetInt64s(ChainsTensor), word => (uint)word);
        int done = 0;
        foreach (TemperedReplica replica in _replicas[1..])
        {
            words.AsSpan(done, replica.Hidden.AllWords.Length).CopyTo(replica.Hidden.AllWords);
            done += replica.Hidden.AllWords.Length;
        }
        long[] swaps = state.GetInt64s(SwapsTensor);
        swaps.AsSpan(0, HotTemperatures).CopyTo(_proposed);
        swaps.AsSpan(HotTemperatures).CopyTo(_accepted);
    }

    private static void Exchange(StateBits one, StateBits other, int chain)
    {
        for (int panel = 0; panel < one.Panels; panel++)
        {
            uint* first = one.Words + (long)panel * one.Rows + chain;
            uint* second = other.Words + (long)panel * other.Rows + chain;
            (*first, *second) = (*second, *first);
        }
    }
}
