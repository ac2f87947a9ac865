using MlNetGenerative.Core.Training;
using MlNetGenerative.Neural.Training;

namespace MlNetGenerative.Neural.Tests.Training;

[TestClass]
public sealed class LearningRatePlanTests
{
    [TestMethod]
    public void TheRateRisesFirstAndThenFollowsTheSchedule()
    {
        var plan = new LearningRatePlan(0.1, LearningRateSchedule.Linear, 0.02, 4);
        Assert.AreEqual(0.025, plan.At(1, 12), 1e-15);
        Assert.AreEqual(0.05, plan.At(2, 12), 1e-15);
        Assert.AreEqual(0.1, plan.At(4, 12), 1e-15);
        Assert.AreEqual(0.1, plan.At(5, 12), 1e-15);
        Assert.AreEqual(0.06, plan.At(9, 12), 1e-15);
        Assert.AreEqual(0.03, plan.At(12, 12), 1e-15);
    }

    [TestMethod]
    public void WithoutWarmingUpTheFirstUpdateHasTheFirstRate()
    {
        var plan = new LearningRatePlan(0.1, LearningRateSchedule.Cosine, 0, 0);
        Assert.AreEqual(0.1, plan.At(1, 10), 1e-15);
        Assert.AreEqual(0.05, plan.At(6, 10), 1e-15);
        Assert.IsGreaterThan(0, plan.At(10, 10));
    }
}
