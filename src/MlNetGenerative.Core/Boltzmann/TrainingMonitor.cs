using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Boltzmann;

/// <summary>Measures a machine in training on a bounded sample of its rows, at the end of each epoch.</summary>
internal sealed class TrainingMonitor
{
    // Units whose conditional probabilities estimate the pseudo-likelihood of one row.
    private const int UnitsOfRow = 16;

    private readonly List<float[]> _rows;
    private readonly List<float[]> _binaryRows;
    private readonly ulong _seed;

    /// <summary>Takes the rows; grey ones are binarised once, by the seed, for the pseudo-likelihood.</summary>
    public TrainingMonitor(List<float[]> rows, ulong seed)
    {
        _rows = rows;
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

    /// <summary>The mean squared difference, per visible unit, of rows and their mean-field reconstruction p(v | p(h | v)).</summary>
    public double ReconstructionError(RestrictedBoltzmannMachine model)
    {
        float[] hidden = new float[model.NumberOfHiddenUnits];
        float[] visible = new float[model.NumberOfVisibleUnits];
        double sum = 0;
        foreach (float[] row in _rows)
        {
            model.HiddenProbabilities(row, hidden);
            model.VisibleProbabilities(hidden, visible);
            double distance = System.Numerics.Tensors.TensorPrimitives.Distance<float>(row, visible);
            sum += distance * distance;
        }
        return sum / _rows.Count / model.NumberOfVisibleUnits;
    }

    /// <summary>The mean pseudo-log-likelihood, estimated from a few units of each row; the units depend on seed and epoch.</summary>
    public double PseudoLogLikelihood(RestrictedBoltzmannMachine model, int epoch)
    {
        var random = new RandomSequence(_seed, RandomStream.PseudoLikelihood, (ulong)epoch);
        double sum = 0;
        foreach (float[] row in _binaryRows)
            sum += PseudoLikelihood.Stochastic(model, row, UnitsOfRow, random);
        return sum / _binaryRows.Count;
    }
}
