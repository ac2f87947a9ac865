using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural.Tests.Torch;

/// <summary>What the product expects of TorchSharp, whichever is behind the name.</summary>
[TestClass]
public sealed class TensorTests
{
    private static Tensor Of(float[] values, params long[] shape)
    {
        Tensor tensor = empty(shape, ScalarType.Float32);
        values.CopyTo(MemoryMarshal.Cast<byte, float>(tensor.bytes));
        return tensor;
    }

    private static float[] Values(Tensor tensor)
    {
        using Tensor contiguous = tensor.contiguous();
        return MemoryMarshal.Cast<byte, float>(contiguous.bytes).ToArray();
    }

    [TestMethod]
    public void OperationsGiveWhatTheirNamesSay()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor left = Of([1, -2, 3, 4, 5, -6], 2, 3);
        Tensor right = Of([2, 2, 2, 0.5f, 0.5f, 0.5f], 2, 3);
        CollectionAssert.AreEqual(new float[] { 3, 0, 5, 4.5f, 5.5f, -5.5f }, Values(left + right));
        CollectionAssert.AreEqual(new float[] { 2, -4, 6, 2, 2.5f, -3 }, Values(left * right));
        CollectionAssert.AreEqual(new float[] { 2, 3 }, Values(left.sum(1L)));
        CollectionAssert.AreEqual(new float[] { 1, 4, -2, 5, 3, -6 }, Values(left.transpose(0, 1)));
        CollectionAssert.AreEqual(new float[] { -2, 3, 5, -6 }, Values(left.narrow(1, 1, 2)));
        CollectionAssert.AreEqual(new float[] { 4, -4, -2, 15 }, Values(left.mm(Of([1, 1, 0, 1, 1, -1], 3, 2))));
        Assert.AreEqual(5f, left.sum().item<float>());
    }

    [TestMethod]
    public void GradientsAreThoseOfFiniteDifferences()
    {
        float[] weights = [0.3f, -0.2f, 0.5f, 0.1f];
        float Loss(float[] at)
        {
            using DisposeScope scope = NewDisposeScope();
            return (nn.functional.linear(Of([1, 2], 1, 2), Of(at, 2, 2)).sigmoid().pow(2) * 3).sum().item<float>();
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor parameter = Of(weights, 2, 2).requires_grad_();
        (nn.functional.linear(Of([1, 2], 1, 2), parameter).sigmoid().pow(2) * 3).sum().backward();
        float[] gradient = Values(parameter.grad!);
        for (int i = 0; i < weights.Length; i++)
        {
            float[] above = [.. weights], below = [.. weights];
            above[i] += 1e-2f;
            below[i] -= 1e-2f;
            Assert.AreEqual((Loss(above) - Loss(below)) / 2e-2f, gradient[i], 2e-4);
        }
    }

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
        CollectionAssert.AreEqual(new float[] { 1, 1, 1 }, Values(kept));
        kept.Dispose();
        kept.Dispose();
        Assert.AreEqual(before, Tensor.TotalCount);
        Assert.IsTrue(kept.IsInvalid);
    }

    [TestMethod]
    public void WhatLibtorchRefusesComesOutAsAnExternalException()
    {
        using DisposeScope scope = NewDisposeScope();
        ExternalException error = Assert.ThrowsExactly<ExternalException>(() => zeros([2L, 3L]).mm(zeros([2L, 3L])));
        Assert.Contains("shapes cannot be multiplied", error.Message);
    }

    [TestMethod]
    public void WithoutGradientsNothingIsRecorded()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor parameter = zeros([2L]).requires_grad_();
        using (no_grad())
            Assert.IsFalse((parameter * 2.0).requires_grad);
        Assert.IsTrue((parameter * 2.0).requires_grad);
    }
}
