using System.Numerics.Tensors;
using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Boltzmann;

/// <summary>Measures a machine in training on a bounded sample of its rows, at the end of each epoch.</summary>
internal sealed class TrainingMonitor
{
    /// <summary>Gibbs steps that free-running chains take.</summary>
    public const int FreeSteps = 500;

    // Units whose conditional probabilities estimate the pseudo-likelihood of one row, after an epoch and of the trained model.
    private const int UnitsOfRow = 16;
    private const int UnitsOfTrainedRow = 64;

    // Exact where it takes no longer than a pass over a few rows.
    private const double LargestExactWork = 1 << 22;

    private const int FreeChains = 100;

    // A unit is stuck whose probability never leaves this much of 0 or 1.
    private const float StuckProbability = 0.01f;

    private readonly List<float[]> _rows;
    private readonly List<float[]> _binaryRows;
    private readonly float[] _means;
    private readonly ulong _seed;

    /// <summary>Takes the rows; grey ones are binarised once, by the seed, for the pseudo-likelihood.</summary>
    public TrainingMonitor(List<float[]> rows, float[] means, ulong seed)
    {
        _rows = rows;
        _means = means;
        _seed = seed;
        _binaryRows = new List<float[]>(rows.Count);
        var random = new Philox(seed, RandomStream.MonitoredRows);
        for (int row = 0; row < rows.Count; row++)
        {
            float[] binary = new float[rows[row].Length];
            random.Fill((ulong)row + 1, 0, binary);
            for (int i = 0; i < binary.Length; i++)
                binary[i] = binary[i] < rows[row][i] ? 1 : 0;
            _binaryRows.Add(binary);
        }
    }

    /// <summary>Measures the mean squared difference, per visible unit, of rows and their mean-field reconstruction p(v | p(h | v)), and
    /// counts the hidden units that do not depend on the row.</summary>
    public HiddenActivity Measure(RestrictedBoltzmannMachine model)
    {
        float[] hidden = new float[model.NumberOfHiddenUnits];
        float[] visible = new float[model.NumberOfVisibleUnits];
        float[] least = new float[hidden.Length];
        float[] most = new float[hidden.Length];
        least.AsSpan().Fill(1);
        double sum = 0;
        foreach (float[] row in _rows)
        {
            model.HiddenProbabilities(row, hidden);
            TensorPrimitives.Min(least, hidden, least);
            TensorPrimitives.Max(most, hidden, most);
            model.VisibleProbabilities(hidden, visible);
            double distance = TensorPrimitives.Distance<float>(row, visible);
            sum += distance * distance;
        }
        return new HiddenActivity(
            sum / _rows.Count / model.NumberOfVisibleUnits,
            most.Count(probability => probability < StuckProbability), least.Count(probability => probability > 1 - StuckProbability));
    }

    /// <summary>The mean pseudo-log-likelihood, estimated from a few units of each row, and how far it is above that of independent columns;
    /// the units depend on seed and epoch.</summary>
    public (double PseudoLogLikelihood, double Gain) PseudoLogLikelihood(RestrictedBoltzmannMachine model, int epoch)
        => PseudoLogLikelihood(model, epoch, UnitsOfRow);

    /// <summary>How far a model is above independent columns, and where those are: by exact log-likelihood where that is quick, otherwise by
    /// pseudo-log-likelihood.</summary>
    public (double Gain, double Independent, string Measure) GainOfModel(RestrictedBoltzmannMachine model)
    {
        int smaller = Math.Min(model.NumberOfHiddenUnits, model.NumberOfVisibleUnits);
        int larger = Math.Max(model.NumberOfHiddenUnits, model.NumberOfVisibleUnits);
        if (Math.Pow(2, smaller) * larger <= LargestExactWork)
        {
            double independent = _binaryRows.Average(row => IndependentColumns.LogLikelihood(_means, row));
            double exact = -_binaryRows.Average(row => model.FreeEnergy(row)) - PartitionFunction.ExactLog(model);
            return (exact - independent, independent, "exact log-likelihood");
        }
        (double pseudo, double gain) = PseudoLogLikelihood(model, 0, UnitsOfTrainedRow);
        return (gain, pseudo - gain, "pseudo-log-likelihood");
    }

    /// <summary>Compares chains that began at noise with the rows.</summary>
    public ChainDistance DistanceOfChains(RestrictedBoltzmannMachine model)
    {
        var chains = new GibbsChains(model, _seed, 0, FreeChains);
        chains.StartFromNoise();
        chains.Step(FreeSteps);
        float[] states = new float[model.NumberOfVisibleUnits];
        double[] energies = new double[FreeChains];
        for (int chain = 0; chain < FreeChains; chain++)
        {
            chains.CopyStates(chain, states);
            energies[chain] = model.FreeEnergy(states);
        }
        return ChainDistance.Between([.. _binaryRows.Select(row => model.FreeEnergy(row))], energies);
    }

    private (double PseudoLogLikelihood, double Gain) PseudoLogLikelihood(RestrictedBoltzmannMachine model, int epoch, int units)
    {
        var random = new RandomSequence(_seed, RandomStream.PseudoLikelihood, (ulong)epoch);
        double sum = 0;
        double independent = 0;
        foreach (float[] row in _binaryRows)
            sum += PseudoLikelihood.Stochastic(model, row, units, random, _means, ref independent);
        return (sum / _binaryRows.Count, (sum - independent) / _binaryRows.Count);
    }
}
