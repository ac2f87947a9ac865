using System.Runtime.ExceptionServices;

namespace MlNetGenerative.Neural.Training;

/// <summary>Gives batches to one thread while another, in the background, fills the next ones. The batches are the same without it.</summary>
/// <remarks>A few batches are used in turn, so memory does not grow. An exception while a batch is filled comes up where that batch would
/// have been given out.</remarks>
internal sealed class BatchFeed : IDisposable
{
    /// <summary>One in use, two filled or being filled.</summary>
    private const int NumberOfBatches = 3;

    private readonly BatchPasses _passes;
    private readonly Thread? _thread;
    private readonly Queue<TrainingBatch> _free = new();
    private readonly Queue<TrainingBatch> _filled = new();
    private readonly SemaphoreSlim _freeCount = new(0);
    private readonly SemaphoreSlim _filledCount = new(0);
    private ExceptionDispatchInfo? _error;
    private TrainingBatch? _inUse;
    private bool _ended;

    /// <param name="passes">What fills the batches; disposed with the feed.</param>
    /// <param name="batchSize">The largest number of rows of a batch.</param>
    /// <param name="width">The number of entries of a row.</param>
    /// <param name="prefetch">Whether a thread in the background fills them.</param>
    public BatchFeed(BatchPasses passes, int batchSize, int width, bool prefetch)
    {
        _passes = passes;
        int batches = prefetch ? NumberOfBatches : 1;
        for (int i = 0; i < batches; i++)
            _free.Enqueue(new TrainingBatch(batchSize, width));
        if (!prefetch)
            return;
        _freeCount.Release(batches);
        _thread = new Thread(FillAhead) { IsBackground = true, Name = "Training rows" };
        _thread.Start();
    }

    /// <summary>The next batch, valid until the next call; empty at the end of a pass, null after the last pass.</summary>
    /// <exception cref="OperationCanceledException">Cancelled while waiting for rows.</exception>
    public TrainingBatch? Next(CancellationToken cancellation)
    {
        if (_ended)
            return null;
        if (_thread is null)
        {
            TrainingBatch only = _free.Peek();
            _ended = !_passes.Fill(only);
            return _ended ? null : only;
        }
        if (_inUse is not null)
        {
            lock (_free)
                _free.Enqueue(_inUse);
            _inUse = null;
            _freeCount.Release();
        }
        _filledCount.Wait(cancellation);
        lock (_filled)
        {
            if (_filled.TryDequeue(out _inUse))
                return _inUse;
        }
        _ended = true;   // nothing more comes: the end, or an exception
        _error?.Throw();
        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _passes.Stop();
        if (_thread is not null)
        {
            _freeCount.Release();   // in case it waits for a batch: it finds out that it is to stop
            _thread.Join();
        }
        _passes.Dispose();
        _freeCount.Dispose();
        _filledCount.Dispose();
    }

    private void FillAhead()
    {
        try
        {
            while (true)
            {
                _freeCount.Wait();
                TrainingBatch? batch;
                lock (_free)
                {
                    if (!_free.TryDequeue(out batch))
                        break;
                }
                if (!_passes.Fill(batch))
                    break;
                lock (_filled)
                    _filled.Enqueue(batch);
                _filledCount.Release();
            }
        }
        catch (Exception error)
        {
            _error = ExceptionDispatchInfo.Capture(error);
        }
        _filledCount.Release();
    }
}
