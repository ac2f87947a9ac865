using MlNetGenerative.Core.Boltzmann.Likelihood;

namespace MlNetGenerative.Core.Tests.Boltzmann.Likelihood;

[TestClass]
public sealed class AnnealingScheduleTests
{
    [TestMethod]
    public void DefaultIsTheGridOfThePaper()
    {
        IReadOnlyList<double> beta = AnnealingSchedule.SalakhutdinovMurray.InverseTemperatures;

        Assert.AreEqual(14_500, AnnealingSchedule.SalakhutdinovMurray.NumberOfSteps);
        Assert.AreEqual(0.0, beta[0]);
        Assert.AreEqual(0.5, beta[500]);
        Assert.AreEqual(0.9, beta[4_500]);
        Assert.AreEqual(1.0, beta[14_500]);
        Assert.AreEqual(0.001, beta[1] - beta[0], 1e-15);
        Assert.AreEqual(0.0001, beta[501] - beta[500], 1e-15);
        Assert.AreEqual(0.00001, beta[14_500] - beta[14_499], 1e-15);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    [DataRow(199_999)]   // adding up a single-precision step visits 199,766 temperatures and ends beyond 1
    public void NoStepIsLostAndTheEndIsExact(int steps)
    {
        AnnealingSchedule schedule = AnnealingSchedule.Linear(steps);
        IReadOnlyList<double> beta = schedule.InverseTemperatures;

        Assert.AreEqual(steps, schedule.NumberOfSteps);
        Assert.HasCount(steps + 1, beta);
        Assert.AreEqual(1.0, beta[steps]);
        for (int k = 1; k <= steps; k++)
        {
            Assert.IsGreaterThan(beta[k - 1], beta[k]);
            Assert.AreEqual((double)k / steps, beta[k], 1e-15);
        }
    }

    [TestMethod]
    public void PiecesMustGoFromZeroToOne()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => AnnealingSchedule.Linear(0));
        ArgumentOutOfRangeException notOne = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => AnnealingSchedule.FromSegments("x", (0.5, 3)));
        StringAssert.Contains(notOne.Message, "must end at 1, but ends at 0.5");
        ArgumentOutOfRangeException backwards = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => AnnealingSchedule.FromSegments("x", (0.5, 3), (0.4, 3), (1, 3)));
        StringAssert.Contains(backwards.Message, "must end above 0.5 and at most at 1, but ends at 0.4");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => AnnealingSchedule.FromSegments("x", (1.5, 3)));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => AnnealingSchedule.FromSegments("x", (double.NaN, 3)));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => AnnealingSchedule.FromSegments("x"));
    }
}
