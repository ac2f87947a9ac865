using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Tests.Numerics;

[TestClass]
public sealed class RandomPermutationTests
{
    [TestMethod]
    public void EveryNumberComesOnce()
    {
        foreach (int count in (int[])[.. Enumerable.Range(0, 70), 255, 256, 257, 10_007, 65_536, 65_537])
        {
            int[] order = Order(count, 1);
            Array.Sort(order);
            CollectionAssert.AreEqual(Enumerable.Range(0, count).ToArray(), order);
        }
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ = new RandomPermutation(5, new Random(1))[5]);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ = new RandomPermutation(5, new Random(1))[-1]);
    }

    [TestMethod]
    public void OrdersAreUniform()
    {
        // All 6 orders of 3 numbers, and each number at each place among 10, as often as chance has it: chi-square at 0.1 per cent.
        const int Draws = 6000;
        var orders = new Dictionary<string, int>();
        int[,] places = new int[10, 10];
        var random = new Random(7);
        for (int draw = 0; draw < Draws; draw++)
        {
            string order = string.Join(",", Order(3, random));
            orders[order] = orders.GetValueOrDefault(order) + 1;
            int[] ten = Order(10, random);
            for (int place = 0; place < ten.Length; place++)
                places[place, ten[place]]++;
        }
        Assert.IsLessThan(20.5, orders.Values.Sum(times => Square(times - Draws / 6.0) / (Draws / 6.0)), "5 degrees of freedom");
        Assert.HasCount(6, orders);
        Assert.IsLessThan(126.1, places.Cast<int>().Sum(times => Square(times - Draws / 10.0) / (Draws / 10.0)), "81 degrees of freedom");
    }

    [TestMethod]
    public void NeighboursDoNotStayTogether()
    {
        int[] order = Order(10_000, 3);
        double[] x = [.. order[..^1].Select(number => (double)number)], y = [.. order[1..].Select(number => (double)number)];
        double meanX = x.Average(), meanY = y.Average();
        double correlation = x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / Math.Sqrt(x.Sum(a => Square(a - meanX)) * y.Sum(b => Square(b - meanY)));
        Assert.IsLessThan(0.04, Math.Abs(correlation), "four standard deviations of 10,000 independent pairs");
        CollectionAssert.AreNotEqual(order, Order(10_000, 4));
        CollectionAssert.AreEqual(order, Order(10_000, 3));
    }

    private static int[] Order(int count, int seed) => Order(count, new Random(seed));

    private static int[] Order(int count, Random random)
    {
        var permutation = new RandomPermutation(count, random);
        return [.. Enumerable.Range(0, count).Select(place => permutation[place])];
    }

    private static double Square(double value) => value * value;
}
