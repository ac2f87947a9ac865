using System.Diagnostics;
using MlNetGenerative.Core.Training;

namespace MlNetGenerative.Core.Tests.Training;

[TestClass]
public sealed class ThreadTeamTests
{
    private static readonly TimeSpan FarTooLong = TimeSpan.FromSeconds(60);

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(9)]
    public void NobodyPassesAMeetingBeforeAllAreThere(int threads)
    {
        using var team = new ThreadTeam(threads);
        int[] place = new int[threads];
        int behind = 0;
        for (int run = 0; run < 20; run++)
        {
            Array.Clear(place);
            team.Run(team.Threads, thread =>
            {
                for (int meeting = 1; meeting <= 50; meeting++)
                {
                    Volatile.Write(ref place[thread], meeting);
                    team.Meet();
                    for (int other = 0; other < threads; other++)
                        if (Volatile.Read(ref place[other]) < meeting)
                            Interlocked.Increment(ref behind);
                }
            });
            Assert.IsTrue(place.All(meeting => meeting == 50));
        }
        Assert.AreEqual(0, behind);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(4)]
    public void SharesCoverEachPartOnceAndDifferByOneAtMost(int threads)
    {
        using var team = new ThreadTeam(threads);
        foreach (int parts in (int[])[0, 1, 3, 4, 25, 1000])
        {
            int next = 0;
            for (int thread = 0; thread < threads; thread++)
            {
                (int from, int to) = team.Share(parts, thread);
                Assert.AreEqual(next, from);
                Assert.IsInRange(parts / threads, (parts + threads - 1) / threads, to - from);
                next = to;
            }
            Assert.AreEqual(parts, next);
        }
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(2)]
    public void AnExceptionOnOneThreadEndsTheOthersAndTheTeamGoesOn(int failing)
    {
        using var team = new ThreadTeam(3);
        for (int repeat = 0; repeat < 50; repeat++)
        {
            Exception exception = Assert.Throws<Exception>(() => team.Run(team.Threads, thread =>
            {
                for (int meeting = 0; meeting < 10; meeting++)
                {
                    if (thread == failing && meeting == repeat % 10)
                        throw new ArithmeticException("nine");
                    team.Meet();
                }
            }));
            if (failing == 0)
            {
                Assert.IsInstanceOfType<ArithmeticException>(exception);
            }
            else
            {
                Assert.AreEqual("Work on another thread failed: nine", exception.Message);
                Assert.IsInstanceOfType<ArithmeticException>(exception.InnerException);
            }
            int done = 0;
            team.Run(team.Threads, _ =>
            {
                team.Meet();
                Interlocked.Increment(ref done);
            });
            Assert.AreEqual(3, done);
        }
    }

    [TestMethod]
    public void WhoWaitsLongSleepsAndIsWokenUp()
    {
        using var team = new ThreadTeam(2);
        TimeSpan before = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        team.Run(team.Threads, thread =>
        {
            if (thread == 0)
                Thread.Sleep(150);
            team.Meet();
            if (thread == 1)
                Thread.Sleep(150);
        });
        Thread.Sleep(150);   // a team without work
        team.Run(team.Threads, _ => team.Meet());
        TimeSpan elapsed = clock.Elapsed;
        TimeSpan busy = Environment.CpuUsage.TotalTime - before;
        Assert.IsLessThan(elapsed / 2, busy, $"{busy} of {elapsed}");
    }

    [TestMethod]
    public void DisposingEndsTheThreads()
    {
        var threads = new List<Thread>();
        var team = new ThreadTeam(3);
        team.Run(team.Threads, _ =>
        {
            lock (threads)
                threads.Add(Thread.CurrentThread);
        });
        team.Dispose();
        team.Dispose();
        Assert.HasCount(3, threads);
        foreach (Thread thread in threads.Where(thread => thread != Thread.CurrentThread))
            Assert.IsTrue(thread.Join(FarTooLong));
    }

    [TestMethod]
    public void FewerThreadsCanTakePart()
    {
        using var team = new ThreadTeam(4);
        foreach (int active in (int[])[1, 3, 4, 2, 1, 4])
        {
            int[] done = new int[4];
            team.Run(active, thread =>
            {
                (int from, int to) = team.Share(40, thread);
                team.Meet();
                done[thread] += to - from;
            });
            Assert.AreEqual(40, done.Sum());
            Assert.AreEqual(active, done.Count(parts => parts > 0));
        }
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => team.Run(5, _ => { }));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => team.Run(0, _ => { }));
    }

    [TestMethod]
    public void ThereIsAtLeastTheCallingThread()
        => Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new ThreadTeam(0));
}
