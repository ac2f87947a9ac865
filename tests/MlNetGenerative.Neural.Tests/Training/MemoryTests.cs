using MlNetGenerative.Neural.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural.Tests.Training;

[TestClass]
public sealed class MemoryTests
{
    [TestMethod]
    public void TwentyThousandUpdatesLeaveTensorsAndMemoryAsTheyWere()
    {
        TrainingSettings settings = new() { NumberOfEpochs = 100, BatchSize = 16, ValidationFraction = 0.1, Seed = 2 };
        long before = Tensor.TotalCount;
        var tensors = new List<long>();
        var resident = new List<double>();
        using (var model = new RegressionModel(settings))
        {
            TrainingLoop.Run(model, RegressionRows.Create(3600), settings, new TrainingObservers(OnEpoch: _ =>
            {
                tensors.Add(Tensor.TotalCount);
                GC.Collect();
                resident.Add(Environment.WorkingSet);
            }));
            Assert.IsGreaterThan(20_000, model.Optimizers[0].Steps);
        }
        Assert.AreEqual(1, tensors.Distinct().Count());
        Assert.AreEqual(before, Tensor.TotalCount);
        double early = resident[20..30].Average();
        Assert.AreEqual(early, resident[^10..].Average(), 0.05 * early);
    }
}
