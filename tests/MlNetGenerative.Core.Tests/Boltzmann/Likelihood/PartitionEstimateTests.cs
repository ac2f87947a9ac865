using MlNetGenerative.Core.Boltzmann.Likelihood;

namespace MlNetGenerative.Core.Tests.Boltzmann.Likelihood;

[TestClass]
public sealed class PartitionEstimateTests
{
    // Weights 1, 2 and 3 times a factor that would overflow.
    private static readonly double[] LogWeights = [900 + Math.Log(1), 900 + Math.Log(2), 900 + Math.Log(3)];

    [TestMethod]
    public void ForwardEstimateIsTheLogOfTheMeanWeight()
    {
        PartitionEstimate estimate = PartitionEstimate.FromLogWeights(10, LogWeights, reverse: false, "here");

        Assert.AreEqual(910 + Math.Log(2), estimate.LogPartition, 1e-12);
        Assert.AreEqual(1 / (2 * Math.Sqrt(3)), estimate.StandardError, 1e-12);   // standard deviation 1, mean 2, three runs
        Assert.AreEqual(36d / 14, estimate.EffectiveSampleSize, 1e-12);
        Assert.AreEqual(910 + Math.Log(6) / 3, estimate.MeanOfRuns, 1e-12);
        Assert.AreEqual(0.55555, estimate.StandardDeviationOfRuns, 1e-5);        // of log 1, log 2, log 3
        Assert.AreEqual(estimate.LogPartition - 3 * estimate.StandardError, estimate.LowerBound, 1e-12);
        Assert.AreEqual(estimate.LogPartition + 3 * estimate.StandardError, estimate.UpperBound, 1e-12);
        Assert.AreEqual(3, estimate.NumberOfRuns);
        Assert.AreEqual("here", estimate.Start);
    }

    [TestMethod]
    public void ReverseEstimateHasTheOtherSign()
    {
        PartitionEstimate estimate = PartitionEstimate.FromLogWeights(10, LogWeights, reverse: true, "there");

        Assert.AreEqual(10 - 900 - Math.Log(2), estimate.LogPartition, 1e-12);
        Assert.AreEqual(10 - 900 - Math.Log(6) / 3, estimate.MeanOfRuns, 1e-12);
        Assert.AreEqual(1 / (2 * Math.Sqrt(3)), estimate.StandardError, 1e-12);
    }

    [TestMethod]
    public void OneRunThatDecidesShowsInTheEffectiveSampleSize()
    {
        PartitionEstimate estimate = PartitionEstimate.FromLogWeights(0, [0, 0, 0, 50], reverse: false, "here");

        Assert.AreEqual(1, estimate.EffectiveSampleSize, 1e-12);
        Assert.AreEqual(1, estimate.StandardError, 1e-12);
    }
}
