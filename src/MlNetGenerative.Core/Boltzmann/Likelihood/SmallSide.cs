using System.Numerics.Tensors;
using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Boltzmann.Likelihood;

/// <summary>The side of a machine with fewer units, whose states can be enumerated, in double precision. Not for several threads.</summary>
internal sealed class SmallSide
{
    private readonly double[][] _rows;
    private readonly double[] _bias;
    private readonly double[] _otherBias;
    private readonly double[] _activations;

    /// <summary>Chooses the side: the hidden one when both are equal.</summary>
    public SmallSide(RestrictedBoltzmannMachine machine)
    {
        IsHidden = machine.NumberOfHiddenUnits <= machine.NumberOfVisibleUnits;
        double[] visibleBias = Array.ConvertAll(machine.GetVisibleBias(), x => (double)x);
        double[] hiddenBias = Array.ConvertAll(machine.GetHiddenBias(), x => (double)x);
        (_bias, _otherBias) = IsHidden ? (hiddenBias, visibleBias) : (visibleBias, hiddenBias);
        if (_bias.Length > PartitionFunction.MaximumExactUnits)
            throw new ArgumentException(
                $"Exact samples need at most {PartitionFunction.MaximumExactUnits} units on one side, but the machine has "
                + $"{machine.NumberOfVisibleUnits} visible and {machine.NumberOfHiddenUnits} hidden units.", nameof(machine));
        float[] weights = machine.GetWeights();
        _rows = new double[_bias.Length][];
        for (int unit = 0; unit < _rows.Length; unit++)
        {
            _rows[unit] = new double[_otherBias.Length];
            for (int other = 0; other < _otherBias.Length; other++)
                _rows[unit][other] = IsHidden ? weights[other * _bias.Length + unit] : weights[unit * _otherBias.Length + other];
        }
        _activations = new double[_otherBias.Length];
    }

    /// <summary>Whether the hidden side is the small one.</summary>
    public bool IsHidden { get; }

    /// <summary>The units of this side.</summary>
    public int Units => _bias.Length;

    /// <summary>The units of the other side.</summary>
    public int OtherUnits => _otherBias.Length;

    /// <summary>Computes the input of the other side's units; bit u of <paramref name="state"/> is unit u.</summary>
    public void Activations(long state, Span<double> activations)
    {
        _otherBias.CopyTo(activations);
        for (int unit = 0; unit < _rows.Length; unit++)
            if ((state >> unit & 1) != 0)
                TensorPrimitives.Add(activations, _rows[unit], activations);
    }

    /// <summary>The logarithm of a state's probability, up to the same constant log Z for all.</summary>
    public double LogMarginal(long state)
    {
        Activations(state, _activations);
        double sum = Softplus.Sum(_activations);
        for (int unit = 0; unit < _bias.Length; unit++)
            if ((state >> unit & 1) != 0)
                sum += _bias[unit];
        return sum;
    }
}
