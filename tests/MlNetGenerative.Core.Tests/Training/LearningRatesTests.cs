using MlNetGenerative.Core.Training;

namespace MlNetGenerative.Core.Tests.Training;

[TestClass]
public sealed class LearningRatesTests
{
    [TestMethod]
    [DataRow(LearningRateSchedule.Cosine, 0, 0.1)]
    [DataRow(LearningRateSchedule.Cosine, 1 / 3.0, 0.001 + 0.099 * 0.75)]
    [DataRow(LearningRateSchedule.Cosine, 0.5, 0.0505)]
    [DataRow(LearningRateSchedule.Cosine, 1, 0.001)]
    [DataRow(LearningRateSchedule.Step, 0, 0.1)]
    [DataRow(LearningRateSchedule.Step, 0.2499, 0.1)]
    [DataRow(LearningRateSchedule.Step, 0.25, 0.021544346900318843)]
    [DataRow(LearningRateSchedule.Step, 0.5, 0.004641588833612779)]
    [DataRow(LearningRateSchedule.Step, 0.75, 0.001)]
    [DataRow(LearningRateSchedule.Step, 1, 0.001)]
    public void RatesAtKnownPoints(LearningRateSchedule schedule, double share, double expected)
        => Assert.AreEqual(expected, LearningRates.At(schedule, 0.1, 0.001, share), 1e-12);
}
