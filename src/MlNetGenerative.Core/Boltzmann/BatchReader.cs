using MlNetGenerative.Core.Numerics;
using MlNetGenerative.Core.Training;

namespace MlNetGenerative.Core.Boltzmann;

/// <summary>Reads the rows of one epoch batch by batch, binarised as the settings say.</summary>
internal sealed unsafe class BatchReader : IDisposable
{
    private readonly ITrainingRowReader _rows;
    private readonly bool _checked;   // when rows were added
    private readonly int _width;
    private readonly Binarization _binarization;
    private readonly DrawnUniforms? _uniforms;
    private ulong _row;

    /// <summary>Begins an epoch.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="epoch">The epoch; order and stochastic binarisation are functions of it and the seed.</param>
    public BatchReader(ITrainingRows rows, RestrictedBoltzmannMachineSettings settings, int epoch)
    {
        _rows = rows.Open(EpochSeeds.Of(settings.Seed, epoch));
        _checked = rows is CachedRows;
        _width = rows.Width;
        _binarization = settings.Binarization;
        if (_binarization == Binarization.Stochastic)
            _uniforms = new DrawnUniforms(new Philox(settings.Seed, RandomStream.Binarization + ((uint)epoch << 8)), _width);
    }

    /// <summary>Reads the next rows.</summary>
    /// <param name="batch">Receives them; with values when they may be grey.</param>
    /// <param name="batchSize">The largest number of rows.</param>
    /// <returns>False when there are no more rows.</returns>
    public bool Read(UnitLists batch, int batchSize)
    {
        batch.Clear();
        while (batch.Samples < batchSize && _rows.MoveNext())
        {
            ReadOnlySpan<int> indices = _rows.Indices;
            ReadOnlySpan<float> values = _rows.Values;
            if (!_checked)
                Check(indices, values);
            switch (_binarization)
            {
                case Binarization.None:
                    batch.Append(indices, values);
                    break;
                case Binarization.Threshold:
                    AppendThresholded(batch, indices, values);
                    break;
                default:
                    AppendDrawn(batch, indices, values);
                    break;
            }
            _row++;
        }
        return batch.Samples > 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _rows.Dispose();

    private void Check(ReadOnlySpan<int> indices, ReadOnlySpan<float> values)
    {
        if (indices.Length != values.Length || !IndexChecks.AreIncreasing(indices) || (indices.Length > 0 && indices[^1] >= _width))
            throw new InvalidOperationException(
                $"A training row has {indices.Length} indices and {values.Length} values, or indices that are not strictly increasing in [0, {_width}).");
    }

    private static void AppendThresholded(UnitLists batch, ReadOnlySpan<int> indices, ReadOnlySpan<float> values)
    {
        int* next = batch.BeginSample(indices.Length) + batch.Indices;
        int count = 0;
        for (int i = 0; i < indices.Length; i++)
        {
            next[count] = indices[i];
            count += values[i] >= 0.5f ? 1 : 0;
        }
        batch.EndSample(count);
    }

    private void AppendDrawn(UnitLists batch, ReadOnlySpan<int> indices, ReadOnlySpan<float> values)
    {
        int* next = batch.BeginSample(indices.Length) + batch.Indices;
        batch.EndSample(_uniforms!.Choose(_row, indices, values, next));
    }
}
