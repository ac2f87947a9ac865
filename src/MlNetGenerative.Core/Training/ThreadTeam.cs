using System.Diagnostics;

namespace MlNetGenerative.Core.Training;

/// <summary>Threads that do many short pieces of work together: the calling thread and some that belong to the team.</summary>
/// <remarks>
/// <para>Made for work that meets every ten to a hundred microseconds. Who waits first spins, and when that takes long sleeps: a machine
/// with fewer free processors than threads still makes progress, and a team without work keeps no processor busy.</para>
/// <para>An exception on one thread ends the work of the others at their next meeting; the calling thread throws it.</para>
/// <para>One thread calls <see cref="Run"/> and <see cref="Dispose"/>; only <see cref="Meet"/> is for all.</para>
/// </remarks>
internal sealed class ThreadTeam : IDisposable
{
    // Threads with equal shares wait for each other this long only when the system has given a processor to something else; perhaps this
    // processor to the one that is waited for, and then spinning keeps that one from its work.
    private const double SpinningSeconds = 40e-6;

    // Between two pieces of work the calling thread reads a batch, which takes longer.
    private const double SpinningSecondsBetweenWork = 150e-6;

    private const int SpinsBetweenLooksAtTheClock = 16;

    private readonly object _door = new();
    private readonly List<Thread> _workers = [];
    private readonly bool _spins;
    private int _sleepers;

    private Action<int> _work = static _ => { };
    private int _started;
    private int _arrived;
    private int _met;
    private int _ended;
    private Exception? _failure;
    private volatile bool _stopping;

    /// <summary>Starts the threads; they wait.</summary>
    /// <param name="threads">The number of threads, the calling one among them; at least 1.</param>
    public ThreadTeam(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Threads = threads;
        Active = threads;
        _spins = threads <= Environment.ProcessorCount;
        try
        {
            for (int thread = 1; thread < threads; thread++)
            {
                int number = thread;
                var worker = new Thread(() => Work(number)) { IsBackground = true, Name = $"Training thread {number}" };
                worker.UnsafeStart();
                _workers.Add(worker);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The number of threads.</summary>
    public int Threads { get; }

    /// <summary>The number of threads that take part in the present work.</summary>
    public int Active { get; private set; }

    /// <summary>A thread's share of a number of equal parts: [From, To). The shares of all active threads cover all parts once.</summary>
    public (int From, int To) Share(int parts, int thread)
        => ((int)((long)parts * thread / Active), (int)((long)parts * (thread + 1) / Active));

    /// <summary>Does work on some threads, and returns when all have ended.</summary>
    /// <param name="threads">How many take part, from 1 to <see cref="Threads"/>.</param>
    /// <param name="work">Called once on each thread with the thread's number, 0 on the calling thread.</param>
    /// <exception cref="Exception">The first exception that was thrown on any of the threads, as an inner exception of an
    /// <see cref="InvalidOperationException"/> when it was not the calling thread.</exception>
    public void Run(int threads, Action<int> work)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threads, Threads);
        Active = threads;
        _work = work;
        _arrived = 0;
        _ended = 0;
        _failure = null;
        if (threads > 1)
            Change(ref _started);
        try
        {
            work(0);
        }
        catch (BrokenOffException)
        {
        }
        catch (Exception exception)
        {
            Fail(exception);
            AwaitEnd();
            throw;
        }
        AwaitEnd();
        if (_failure is { } failure)
            throw new InvalidOperationException($"Work on another thread failed: {failure.Message}", failure);
    }

    /// <summary>Waits until all active threads are here. Each thread must come here the same number of times.</summary>
    public void Meet()
    {
        if (Active == 1)
            return;

        // A failure is set before the number of meetings changes, so who reads the number after that change sees the failure.
        int meeting = Volatile.Read(ref _met);
        ThrowIfBrokenOff();
        if (Interlocked.Increment(ref _arrived) == Active)
        {
            Volatile.Write(ref _arrived, 0);
            Change(ref _met);
        }
        else
        {
            AwaitChange(ref _met, meeting, SpinningSeconds);
        }
        ThrowIfBrokenOff();
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose()
    {
        _stopping = true;
        Change(ref _started);
        foreach (Thread worker in _workers)
            worker.Join();
        _workers.Clear();
    }

    private void Work(int thread)
    {
        for (int known = 0; ; known++)
        {
            AwaitChange(ref _started, known, SpinningSecondsBetweenWork);
            if (_stopping)
                return;
            try
            {
                if (thread < Active)
                    _work(thread);
            }
            catch (BrokenOffException)
            {
            }
            catch (Exception exception)
            {
                Fail(exception);
            }
            Change(ref _ended);
        }
    }

    private void Fail(Exception exception)
    {
        Interlocked.CompareExchange(ref _failure, exception, null);
        Change(ref _met);
    }

    private void ThrowIfBrokenOff()
    {
        if (Volatile.Read(ref _failure) is not null)
            throw new BrokenOffException();
    }

    private void AwaitEnd()
    {
        if (Active == 1)
            return;
        for (int ended; (ended = Volatile.Read(ref _ended)) < Threads - 1;)
            AwaitChange(ref _ended, ended, SpinningSeconds);
    }

    /// <summary>Adds 1 to a number that others may wait for.</summary>
    private void Change(ref int number)
    {
        Interlocked.Increment(ref number);

        // Either this sees the sleeper, or the sleeper, which says so before it looks, sees the change.
        if (Volatile.Read(ref _sleepers) == 0)
            return;
        lock (_door)
            Monitor.PulseAll(_door);
    }

    private void AwaitChange(ref int number, int known, double spinningSeconds)
    {
        long spinningTicks = _spins ? (long)(spinningSeconds * Stopwatch.Frequency) : 0;
        long start = Stopwatch.GetTimestamp();
        for (int spins = 1; Volatile.Read(ref number) == known; spins++)
        {
            if (spins % SpinsBetweenLooksAtTheClock == 0 && Stopwatch.GetTimestamp() - start >= spinningTicks)
            {
                Sleep(ref number, known);
                return;
            }
            Thread.SpinWait(1);
        }
    }

    private void Sleep(ref int number, int known)
    {
        lock (_door)
        {
            Interlocked.Increment(ref _sleepers);
            while (Volatile.Read(ref number) == known)
                Monitor.Wait(_door);
            Interlocked.Decrement(ref _sleepers);
        }
    }

    /// <summary>Ends the work of a thread because another failed.</summary>
    private sealed class BrokenOffException : Exception
    {
        public BrokenOffException()
            : base("Another thread failed.")
        {
        }
    }
}
