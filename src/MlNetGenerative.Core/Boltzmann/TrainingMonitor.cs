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

    // Exact where it takes no more than a few tenths of a second: 784 visible and 16 hidden units, say.
    private const double LargestExactWork = 1 << 26;

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
        _binaryRows = MonitoredRows.Binarize(rows, new Philox(seed, RandomStream.MonitoredRows), 1);
    }

    /// <summary>The monitored rows, binary.</summary>
    public List<float[]> BinaryRows => _binaryRows;

    /// <summary>Whether the sum over all states of a machine's smaller side takes no more than a few tenths of a second.</summary>
    public static bool ExactIsQuick(RestrictedBoltzmannMachine model)
    {
        int smaller = Math.Min(model.NumberOfHiddenUnits, model.NumberOfVisibleUnits);
        int larger = Math.Max(model.NumberOfHiddenUnits, model.NumberOfVisibleUnits);
        return Math.Pow(2, smaller) * larger <= LargestExactWork;
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
        if (ExactIsQuick(model))
        {
            double independent = _binaryRows.Average(row => IndependentColumns.LogLikelihood(_means, row));
            double exact = -_binaryRows.Average(row => model.FreeEnergy(row)) - PartitionFunction.ExactLog(model);
            return (exact - independent, independent, "exact log-likelihood");
        }
        (double pseudo, double gain) = PseudoLogLikelihood(model, 0, UnitsOfTrainedRow);
        return (gain, pseudo - gain, "pseudo-log-likelihood");
    }

    /// <summary>Compares chains that began at noise with the rows.</summary>
    public FreeEnergyDifference DistanceOfChains(RestrictedBoltzmannMachine model)
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
        return FreeEnergyDifference.Between([.. _binaryRows.Select(row => model.FreeEnergy(row))], energies);
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
