using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Boltzmann.Likelihood;

/// <summary>Annealed importance sampling of the partition function, from the base rate to the machine and back.</summary>
/// <remarks>
/// <para>Forward: v from the base rate, then for k = 1..K add log f_k(v) - log f_(k-1)(v) to the log weight and move v by a Gibbs step at
/// beta_k. The mean weight is Z / Z_0 on average, with any number of steps. R. M. Neal, "Annealed importance sampling", Statistics and
/// Computing 11, 2001; R. Salakhutdinov and I. Murray, ICML 2008.</para>
/// <para>Reverse: the same steps backwards, from samples of the machine; the mean weight is Z_0 / Z on average if those samples are exact.
/// Y. Burda, R. Grosse and R. Salakhutdinov, "Accurate and conservative estimates of MRF log-likelihood using reverse annealing", AISTATS
/// 2015; R. Grosse, S. Ancha and D. Roy, "Measuring the reliability of MCMC inference with bidirectional Monte Carlo", NIPS 2016.</para>
/// </remarks>
internal static class AnnealedImportanceSampling
{
    private const int StepsBetweenPolls = 16;

    /// <summary>Estimates log Z by forward runs.</summary>
    public static PartitionEstimate Forward(AnnealedMachine path, AnnealingRuns runs)
    {
        double[] logWeights = new double[runs.Count];
        runs.InParallel((first, count) =>
        {
            var chains = new AnnealedChains(
                path, runs.Seed, RandomStream.ForwardHidden, RandomStream.ForwardVisible, first, count, runs.Width);
            chains.StartFromBaseRate(runs.Seed);
            ReadOnlySpan<double> beta = runs.Schedule.Values;
            for (int k = 1; k < beta.Length; k++)
            {
                Poll(runs, k);
                chains.Weigh(beta[k - 1], beta[k]);
                if (k < beta.Length - 1)
                    chains.Step(beta[k]);
            }
            chains.LogWeights.CopyTo(logWeights.AsSpan(first));
        });
        return PartitionEstimate.FromLogWeights(path.BaseLogPartition, logWeights, reverse: false, "independent columns");
    }

    /// <summary>Estimates log Z by reverse runs.</summary>
    /// <param name="path">The path.</param>
    /// <param name="runs">The runs.</param>
    /// <param name="starts">For each run, the units that are on at its start.</param>
    /// <param name="gibbsSteps">Gibbs steps at beta = 1 before the run, for starts that are not samples of the machine.</param>
    /// <param name="start">Where the runs start, in words.</param>
    public static ReverseEstimate Reverse(
        AnnealedMachine path, AnnealingRuns runs, IReadOnlyList<int[]> starts, int gibbsSteps, string start)
    {
        double[] logWeights = new double[runs.Count];
        double[] halfway = new double[runs.Count];
        double[] arrived = new double[runs.Count];
        runs.InParallel((first, count) =>
        {
            var chains = new AnnealedChains(
                path, runs.Seed, RandomStream.ReverseHidden, RandomStream.ReverseVisible, first, count, runs.Width);
            for (int chain = 0; chain < count; chain++)
                chains.StartFrom(chain, starts[(first + chain) % starts.Count]);
            for (int step = 0; step < gibbsSteps; step++)
            {
                Poll(runs, step);
                if (step == gibbsSteps / 2)
                    chains.FreeEnergies(halfway.AsSpan(first, count));
                chains.Step(1);
            }
            if (gibbsSteps > 0)
                chains.FreeEnergies(arrived.AsSpan(first, count));
            ReadOnlySpan<double> beta = runs.Schedule.Values;
            for (int k = beta.Length - 1; k >= 1; k--)
            {
                Poll(runs, k);
                chains.Weigh(beta[k], beta[k - 1]);
                if (k > 1)
                    chains.Step(beta[k - 1]);
            }
            chains.LogWeights.CopyTo(logWeights.AsSpan(first));
        });
        return new ReverseEstimate(
            PartitionEstimate.FromLogWeights(path.BaseLogPartition, logWeights, reverse: true, start),
            gibbsSteps > 0 ? Drift.Between(halfway, arrived) : null);
    }

    private static void Poll(AnnealingRuns runs, int step)
    {
        if (step % StepsBetweenPolls == 0)
            runs.Cancellation.ThrowIfCancellationRequested();
    }
}
