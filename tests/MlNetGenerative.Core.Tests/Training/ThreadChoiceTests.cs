using MlNetGenerative.Core.Training;

namespace MlNetGenerative.Core.Tests.Training;

[TestClass]
public sealed class ThreadChoiceTests
{
    [TestMethod]
    public void OneThreadIsNoChoice()
    {
        var choice = new ThreadChoice(1);
        Assert.AreEqual(1000, Repeat(choice, 1000, _ => 5)[1]);
    }

    [TestMethod]
    [DataRow(2, 2)]
    [DataRow(2, 1)]
    [DataRow(16, 16)]
    [DataRow(16, 4)]
    [DataRow(6, 3)]
    public void TheFastestNumberStaysAndTrialsBecomeRare(int most, int fastest)
    {
        var choice = new ThreadChoice(most);
        Repeat(choice, 2000, Time);
        int[] times = Repeat(choice, 20_000, Time);
        Assert.IsGreaterThan(0.96 * 20_000, times[fastest]);

        // Each halving away from the fastest number doubles the time.
        long Time(int threads) => 1000 * (long)Math.Pow(2, Math.Abs(Math.Log2((double)threads / fastest)));
    }

    [TestMethod]
    public void TheChoiceFollowsTheLoadOfTheMachine()
    {
        var choice = new ThreadChoice(2);
        Repeat(choice, 10_000, threads => threads == 2 ? 55 : 100);
        Assert.AreEqual(2, choice.Next);
        int[] loaded = Repeat(choice, 1000, threads => threads == 2 ? 300 : 150);
        Assert.IsLessThan(150, loaded[2], "with two threads although one was faster");
        int[] free = Repeat(choice, 10_000, threads => threads == 2 ? 55 : 100);
        Assert.IsLessThan(2500, free[1], "with one thread although two were faster");
    }

    private static int[] Repeat(ThreadChoice choice, int repetitions, Func<int, long> time)
    {
        int[] times = new int[17];
        for (int i = 0; i < repetitions; i++)
        {
            times[choice.Next]++;
            choice.Took(time(choice.Next));
        }
        return times;
    }
}
