using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Boltzmann.Likelihood;

/// <summary>The path of distributions from independent columns (beta = 0) to a machine (beta = 1).</summary>
/// <remarks>
/// <para>log f_beta(v) = ((1 - beta) a0 + beta a)·v + sum over j of softplus(beta (b_j + (v W)_j)): R. Salakhutdinov and I. Murray, "On the
/// quantitative analysis of deep belief networks", ICML 2008, equation 16, with a base machine of the same number of hidden units.</para>
/// <para>f_0 has the normalising constant log Z_0 = sum over i of softplus(a0_i) + N log 2, and f_1 is exp(-F(v)) of the machine.</para>
/// </remarks>
internal sealed unsafe class AnnealedMachine
{
    private readonly double[] _baseBias;
    private readonly double[] _bias;
    private readonly double[] _biasDifference;

    /// <summary>Makes the path.</summary>
    /// <param name="machine">Where it ends.</param>
    /// <param name="baseBias">a0, one entry a visible unit.</param>
    public AnnealedMachine(RestrictedBoltzmannMachine machine, ReadOnlySpan<float> baseBias)
    {
        if (baseBias.Length != machine.NumberOfVisibleUnits)
            throw new ArgumentException(
                $"The base rate needs one bias for each of {machine.NumberOfVisibleUnits} visible units, but got {baseBias.Length}.", nameof(baseBias));
        Machine = machine;
        _baseBias = new double[baseBias.Length];
        _bias = new double[baseBias.Length];
        _biasDifference = new double[baseBias.Length];
        double logPartition = machine.NumberOfHiddenUnits * Math.Log(2);
        double on = 0;
        ReadOnlySpan<float> bias = machine.VisibleBias.Span;
        for (int i = 0; i < baseBias.Length; i++)
        {
            _baseBias[i] = baseBias[i];
            _bias[i] = bias[i];
            _biasDifference[i] = _bias[i] - _baseBias[i];
            logPartition += Softplus.Of(_baseBias[i]);
            on += 1 / (1 + Math.Exp(-_baseBias[i]));
        }
        BaseLogPartition = logPartition;
        IsDense = 3 * on > baseBias.Length;
    }

    /// <summary>The machine at beta = 1.</summary>
    public RestrictedBoltzmannMachine Machine { get; }

    /// <summary>log Z_0.</summary>
    public double BaseLogPartition { get; }

    /// <summary>Whether more than a third of the visible units are on at beta = 0: then sums over them are faster by subsets than by lists.</summary>
    /// <remarks>A property of the path, so that a chain's values do not depend on the batch it is in.</remarks>
    public bool IsDense { get; }

    /// <summary>a - a0.</summary>
    public ReadOnlySpan<double> BiasDifference => _biasDifference;

    /// <summary>Makes a path that begins at independent columns with given means.</summary>
    /// <remarks>a0 = log(m / (1 - m)), the means m kept off 0 and 1.</remarks>
    public static AnnealedMachine FromColumnMeans(RestrictedBoltzmannMachine machine, ReadOnlySpan<float> means)
    {
        float[] baseBias = new float[means.Length];
        for (int i = 0; i < means.Length; i++)
        {
            double mean = IndependentColumns.Clip(means[i]);
            baseBias[i] = (float)Math.Log(mean / (1 - mean));
        }
        return new AnnealedMachine(machine, baseBias);
    }

    /// <summary>log f_0(v) = a0·v + N log 2.</summary>
    /// <param name="on">The units of v that are on.</param>
    public double LogBaseRate(ReadOnlySpan<int> on)
    {
        double sum = Machine.NumberOfHiddenUnits * Math.Log(2);
        foreach (int unit in on)
            sum += _baseBias[unit];
        return sum;
    }

    /// <summary>Writes (1 - beta) a0 + beta a.</summary>
    public void VisibleBias(double beta, Span<float> bias)
    {
        for (int i = 0; i < _bias.Length; i++)
            bias[i] = (float)((1 - beta) * _baseBias[i] + beta * _bias[i]);
    }
}
