using MlNetGenerative.Core.Training;

namespace MlNetGenerative.Neural.Training;

/// <summary>The batches of one pass after another: each pass ends with an empty batch. Used by one thread at a time.</summary>
internal sealed class BatchPasses : IDisposable
{
    private readonly ITrainingRows _rows;
    private readonly Func<int, ulong?> _orderOfEpoch;
    private readonly Action<TrainingBatch> _prepare;
    private readonly bool _isValidation;
    private readonly int _lastEpoch;
    private ITrainingRowReader? _reader;
    private int _epoch;
    private long _batch;
    private long _update;
    private long _batchesToSkip;
    private volatile bool _stopped;

    private BatchPasses(ITrainingRows rows, Func<int, ulong?> orderOfEpoch, Action<TrainingBatch> prepare, TrainingPosition start, int lastEpoch, bool isValidation)
    {
        _rows = rows;
        _orderOfEpoch = orderOfEpoch;
        _prepare = prepare;
        _epoch = start.Epoch;
        _batchesToSkip = start.BatchesDone;
        _update = start.UpdatesDone;
        _lastEpoch = lastEpoch;
        _isValidation = isValidation;
    }

    /// <summary>The passes of training, from a position on; the order of an epoch is a function of the seed and its number.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="prepare">Draws what the model needs for a batch.</param>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="start">Where to begin: batches that are done are read, but not prepared.</param>
    /// <param name="lastEpoch">The last epoch.</param>
    public static BatchPasses OfTraining(ITrainingRows rows, Action<TrainingBatch> prepare, ulong seed, TrainingPosition start, int lastEpoch)
        => new(rows, epoch => EpochSeeds.Of(seed, epoch), prepare, start, lastEpoch, false);

    /// <summary>One pass in the stored order, to validate on.</summary>
    public static BatchPasses OfValidation(ITrainingRows rows, Action<TrainingBatch> prepare, int epoch)
        => new(rows, _ => null, prepare, new TrainingPosition(epoch, 0, 0), epoch, true);

    /// <summary>Fills the next batch.</summary>
    /// <returns>False when there are no more passes, or reading was stopped.</returns>
    public bool Fill(TrainingBatch batch)
    {
        if (_epoch > _lastEpoch || _stopped)
            return false;
        _reader ??= _rows.Open(_orderOfEpoch(_epoch));
        while (_batchesToSkip > 0)
        {
            _batchesToSkip--;
            _batch++;
            for (int row = 0; row < batch.Capacity; row++)
                if (_stopped || !_reader.MoveNext())
                    break;
        }
        batch.Begin(_epoch, _batch + 1, _update + 1, _isValidation);
        while (batch.Count < batch.Capacity && _reader.MoveNext())
        {
            if (_stopped)
                return false;
            batch.Append(_reader.Indices, _reader.Values);
        }
        if (batch.Count == 0)
        {
            EndPass();
            return true;
        }
        _batch++;
        _update++;
        _prepare(batch);
        return true;
    }

    /// <summary>Ends reading as soon as possible; any thread may call this.</summary>
    public void Stop() => _stopped = true;

    /// <inheritdoc/>
    public void Dispose() => _reader?.Dispose();

    private void EndPass()
    {
        _reader!.Dispose();
        _reader = null;
        _epoch++;
        _batch = 0;
    }
}
