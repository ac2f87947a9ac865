using System.Reflection;
using MlNetGenerative.Core.Boltzmann.Likelihood;
using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Tests.Boltzmann.Likelihood;

[TestClass]
public sealed class LikelihoodVerdictTests
{
    [TestMethod]
    public void SmallGapIsGoodToQuote()
    {
        (bool reliable, string words) = Judge(Estimate(700), Estimate(700.08));

        Assert.IsTrue(reliable);
        Assert.AreEqual("gap 0.08 nats: good to quote. 113.10 nats per row better than independent columns (-205.80).", words);
    }

    [TestMethod]
    public void LargeGapIsNot()
    {
        (bool reliable, string words) = Judge(Estimate(700), Estimate(711.8));

        Assert.IsFalse(reliable);
        StringAssert.StartsWith(words, "gap 11.80 nats: do not quote (take a longer schedule)");
    }

    [TestMethod]
    public void CrossedEstimatesAreNot()
    {
        (bool reliable, string words) = Judge(Estimate(700), Estimate(699.3));

        Assert.IsFalse(reliable);
        StringAssert.Contains(words, "the reverse estimate lies 0.70 nats below the forward one, more than chance (0.42)");
    }

    [TestMethod]
    public void FewRunsThatDecideAreNot()
    {
        (bool reliable, string words) = Judge(Estimate(700) with { EffectiveSampleSize = 3.2 }, Estimate(700.1));

        Assert.IsFalse(reliable);
        StringAssert.Contains(words, "few of the forward runs decide, effectively 3.2 of 100");
    }

    [TestMethod]
    public void ChainsThatStillMoveAreNot()
    {
        (bool reliable, string words) = LikelihoodVerdict.OfSandwich(
            Estimate(700), new ReverseEstimate(Estimate(700.1), Drift.Between([1, 2, 3, 4], [-9, -8.1, -7, -5.9])), -92.7, -205.8);

        Assert.IsFalse(reliable);
        StringAssert.Contains(words, "the reverse chains still moved before they started, by -10.00 ± 0.04 nats of free energy");
    }

    [TestMethod]
    [DataRow(-205.0, "No better than independent columns (-205.00 against -205.80 nats per row)")]
    [DataRow(-207.0, "No better than independent columns (-207.00 against -205.80 nats per row)")]
    [DataRow(-239.0, "33.20 nats per row worse than independent columns (-205.80)")]
    [DataRow(-142.0, "63.80 nats per row better than independent columns (-205.80)")]
    public void BaselineIsNamed(double mean, string expected) => StringAssert.Contains(LikelihoodVerdict.OfExact(mean, -205.8), expected);

    [TestMethod]
    [DataRow(-3.97, "No better than independent columns (-3.97 against -3.98 nats per row)")]
    [DataRow(-3.5, "0.48 nats per row better than independent columns (-3.98)")]
    public void NarrowRowsAreJudgedByTheirOwnNats(double mean, string expected) => StringAssert.Contains(LikelihoodVerdict.OfExact(mean, -3.98), expected);

    [TestMethod]
    public void StreamsAreNobodyElses()
    {
        uint[] streams = [.. typeof(RandomStream).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (uint)field.GetRawConstantValue()!)];

        Assert.IsGreaterThan(9, streams.Length);
        CollectionAssert.AllItemsAreUnique(streams);
        Assert.IsLessThan(256u, streams.Max(), "Stochastic binarisation in training adds the epoch above bit 8.");
    }

    private static PartitionEstimate Estimate(double logPartition) => new(logPartition, 0.1, 45, 0.7, logPartition - 0.3, 100, "here");

    private static (bool IsReliable, string Words) Judge(PartitionEstimate forward, PartitionEstimate reverse)
        => LikelihoodVerdict.OfSandwich(forward, new ReverseEstimate(reverse, null), -92.7, -205.8);
}
