namespace MlNetGenerative.Core.Training;

/// <summary>How many threads are worth while for pieces of work that are repeated often, by the time that they take.</summary>
/// <remarks>Threads that meet often are slower than one alone when the system gives their processors to others, or has fewer than it says.
/// So now and then all, half of them, a quarter, down to one are tried for some repetitions, and the fastest number stays. Trials become
/// rare while they confirm the choice, and come at once when the work becomes clearly slower.</remarks>
internal sealed class ThreadChoice
{
    private const int TrialLength = 10;
    private const int ShortestPeriod = 64;
    private const int LongestPeriod = 2048;
    private const int WindowLength = 32;
    private const double ClearlySlower = 1.5;

    private readonly int _most;
    private int _chosen;
    private int _tried;
    private int _count;
    private long _ticks;
    private double _best;
    private int _fastest;
    private int _period = ShortestPeriod;
    private int _untilTrial;

    /// <summary>Begins with a trial.</summary>
    /// <param name="most">The largest number of threads, at least 1.</param>
    public ThreadChoice(int most)
    {
        _most = most;
        _chosen = most;
        BeginTrials();
    }

    /// <summary>The number of threads for the next repetition.</summary>
    public int Next => _tried > 0 ? _tried : _chosen;

    /// <summary>Takes the time that a repetition with <see cref="Next"/> threads took.</summary>
    public void Took(long ticks)
    {
        if (_most == 1)
            return;
        _count++;
        if (_tried > 0)
            TookInTrial(ticks);
        else
            TookByChoice(ticks);
    }

    private void TookInTrial(long ticks)
    {
        // The first repetition wakes threads up, or finds the data in the memory of another processor.
        if (_count > 1)
            _ticks += ticks;
        if (_count <= TrialLength)
            return;
        double mean = (double)_ticks / TrialLength;
        if (mean < _best)
        {
            _best = mean;
            _fastest = _tried;
        }
        _count = 0;
        _ticks = 0;
        _tried /= 2;
        if (_tried > 0)
            return;
        _period = _fastest == _chosen ? Math.Min(2 * _period, LongestPeriod) : ShortestPeriod;
        _chosen = _fastest;
        _untilTrial = _period;
    }

    private void TookByChoice(long ticks)
    {
        _ticks += ticks;
        _untilTrial--;
        bool slower = false;
        if (_count == WindowLength)
        {
            slower = _ticks > ClearlySlower * WindowLength * _best;
            _count = 0;
            _ticks = 0;
        }
        if (slower)
            _period = ShortestPeriod;
        if (slower || _untilTrial <= 0)
            BeginTrials();
    }

    private void BeginTrials()
    {
        _tried = _most == 1 ? 0 : _most;
        _count = 0;
        _ticks = 0;
        _best = double.PositiveInfinity;
    }
}
