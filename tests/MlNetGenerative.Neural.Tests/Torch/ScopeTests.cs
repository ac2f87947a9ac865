using TorchSharp;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural.Tests.Torch;

/// <summary>Who frees a tensor, and that every one is freed.</summary>
[TestClass]
public sealed class ScopeTests
{
    [TestMethod]
    public void AScopeDisposesWhatWasMadeInItButNotWhatWasMovedOut()
    {
        long before = Tensor.TotalCount;
        Tensor kept;
        using (NewDisposeScope())
        {
            Tensor made = zeros([3L]);
            kept = (made + 1).MoveToOuterDisposeScope();
            Assert.AreEqual(before + 2, Tensor.TotalCount);
        }
        Assert.AreEqual(before + 1, Tensor.TotalCount);
        CollectionAssert.AreEqual(new float[] { 1, 1, 1 }, Singles.From(kept));
        kept.Dispose();
        kept.Dispose();
        Assert.AreEqual(before, Tensor.TotalCount);
        Assert.IsTrue(kept.IsInvalid);
    }

    [TestMethod]
    public void AnInnerScopeGivesToTheOuterOne()
    {
        long before = Tensor.TotalCount;
        Tensor moved, detached;
        using (DisposeScope outer = NewDisposeScope())
        {
            using (DisposeScope inner = NewDisposeScope())
            {
                moved = zeros([1L]).MoveToOuterDisposeScope();
                detached = zeros([1L]).DetachFromDisposeScope();
                Tensor early = zeros([1L]);
                early.Dispose();
                _ = inner.MoveToOuter(zeros([1L]));
                Assert.AreEqual(0, inner.DisposablesCount);
                Assert.IsTrue(outer.Contains(moved));
            }
            Assert.AreEqual(2, outer.DisposablesCount);
            Assert.IsFalse(moved.IsInvalid);
        }
        Assert.IsTrue(moved.IsInvalid);
        Assert.IsFalse(detached.IsInvalid);
        detached.Dispose();
        Assert.AreEqual(before, Tensor.TotalCount);
    }

    [TestMethod]
    public void AScopeIsOfItsThread()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor? other = null;
        var thread = new Thread(() => other = zeros([1L]));
        thread.Start();
        thread.Join();
        Assert.IsFalse(scope.Contains(other!));
        other!.Dispose();
    }

    [TestMethod]
    public void AFailedOperationLeavesNothingBehind()
    {
        long before = Tensor.TotalCount;
        using (Tensor left = zeros([2L, 3L]))
            for (int i = 0; i < 100; i++)
                Assert.ThrowsExactly<System.Runtime.InteropServices.ExternalException>(() => left.mm(left));
        Assert.AreEqual(before, Tensor.TotalCount);
    }

    [TestMethod]
    public void StepsLeaveNoTensorBehind()
    {
        using Tensor parameter = Singles.Of(Singles.Normal(1, 8, 8), 8, 8).requires_grad_();
        long before = Tensor.TotalCount;
        for (int i = 0; i < 500; i++)
        {
            using DisposeScope scope = NewDisposeScope();
            nn.functional.linear(ones([4L, 8L]), parameter).tanh().sum().backward();
            parameter.grad = null;
        }
        Assert.AreEqual(before, Tensor.TotalCount);
        Assert.IsGreaterThanOrEqualTo(before, Tensor.PeakCount);
    }

    /// <summary>Threads read one tensor while others make and free their own, and the garbage collector frees what nobody did.</summary>
    [TestMethod]
    public void ThreadsShareATensor()
    {
        float[] values = Singles.Normal(1, 16, 16);
        using Tensor shared = Singles.Of(values, 16, 16);
        float expected;
        using (Tensor sum = shared.sum())
            expected = sum.item<float>();
        Collect();   // what other tests dropped
        long before = Tensor.TotalCount;
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, thread =>
        {
            using IDisposable without = no_grad();
            for (int i = 0; i < 300; i++)
            {
                using (NewDisposeScope())
                    Assert.AreEqual(expected, shared.neg().neg().t().contiguous().sum().item<float>(), 1e-3f);
                _ = shared - shared;   // not '+': the official one makes a scalar that a collection may free too early
            }
        });
        for (int i = 0; i < 50 && Tensor.TotalCount > before; i++)
            Collect();
        Assert.AreEqual(before, Tensor.TotalCount);
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }
}
