using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural.Tests.Torch;

/// <summary>What the product expects of TorchSharp, whichever is behind the name.</summary>
[TestClass]
public sealed class TensorTests
{
    [TestMethod]
    public void OperationsGiveWhatTheirNamesSay()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor left = Singles.Of([1, -2, 3, 4, 5, -6], 2, 3);
        Tensor right = Singles.Of([2, 2, 2, 0.5f, 0.5f, 0.5f], 2, 3);
        CollectionAssert.AreEqual(new float[] { 3, 0, 5, 4.5f, 5.5f, -5.5f }, Singles.From(left + right));
        CollectionAssert.AreEqual(new float[] { 2, -4, 6, 2, 2.5f, -3 }, Singles.From(left * right));
        CollectionAssert.AreEqual(new float[] { 2, 3 }, Singles.From(left.sum(1L)));
        CollectionAssert.AreEqual(new float[] { 1, 4, -2, 5, 3, -6 }, Singles.From(left.transpose(0, 1)));
        CollectionAssert.AreEqual(new float[] { -2, 3, 5, -6 }, Singles.From(left.narrow(1, 1, 2)));
        CollectionAssert.AreEqual(new float[] { 4, -4, -2, 15 }, Singles.From(left.mm(Singles.Of([1, 1, 0, 1, 1, -1], 3, 2))));
        Assert.AreEqual(5f, left.sum().item<float>());
    }

    [TestMethod]
    public void GradientsAreThoseOfFiniteDifferences()
    {
        float[] weights = [0.3f, -0.2f, 0.5f, 0.1f];
        float Loss(float[] at)
        {
            using DisposeScope scope = NewDisposeScope();
            return (nn.functional.linear(Singles.Of([1, 2], 1, 2), Singles.Of(at, 2, 2)).sigmoid().pow(2) * 3).sum().item<float>();
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor parameter = Singles.Of(weights, 2, 2).requires_grad_();
        (nn.functional.linear(Singles.Of([1, 2], 1, 2), parameter).sigmoid().pow(2) * 3).sum().backward();
        float[] gradient = Singles.From(parameter.grad!);
        for (int i = 0; i < weights.Length; i++)
        {
            float[] above = [.. weights], below = [.. weights];
            above[i] += 1e-2f;
            below[i] -= 1e-2f;
            Assert.AreEqual((Loss(above) - Loss(below)) / 2e-2f, gradient[i], 2e-4);
        }
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

    [TestMethod]
    public void AnOperationInPlaceReturnsTheTensorItself()
    {
        using Tensor tensor = zeros([3L]), ones3 = ones([3L]);
        long before = Tensor.TotalCount;
        Assert.AreSame(tensor, tensor.add_(ones3, 2.0).mul_(ones3).copy_(tensor));
        Assert.AreEqual(before, Tensor.TotalCount);
        CollectionAssert.AreEqual(new float[] { 2, 2, 2 }, Singles.From(tensor));
    }

    [TestMethod]
    public void AnItemHasTheTypeOfTheElementAndIsAlone()
    {
        using Tensor one = ones([1L]), two = ones([2L]);
        Assert.AreEqual(1f, one.item<float>());
        Assert.AreEqual(1.0, one.ToDouble());
        Assert.ThrowsExactly<ArgumentException>(() => one.item<double>());
        Assert.ThrowsExactly<ArgumentException>(() => two.item<float>());
    }

    [TestMethod]
    public void BytesAreTheMemoryOfAContiguousTensor()
    {
        using Tensor tensor = zeros([2L, 3L]);
        MemoryMarshal.Cast<byte, float>(tensor.bytes)[1] = 7;
        CollectionAssert.AreEqual(new float[] { 0, 7, 0, 0, 0, 0 }, Singles.From(tensor));
        using Tensor turned = tensor.t();
        Assert.IsFalse(turned.is_contiguous());
        Assert.Throws<Exception>(() => turned.bytes.Length);   // which one differs between versions
        CollectionAssert.AreEqual(new float[] { 0, 0, 7, 0, 0, 0 }, Singles.From(turned));
    }

    [TestMethod]
    public void ADisposedTensorIsRefused()
    {
        Tensor tensor = zeros([2L]);
        tensor.Dispose();
        Assert.ThrowsExactly<InvalidOperationException>(() => tensor + 1.0);
        Assert.ThrowsExactly<InvalidOperationException>(() => tensor.shape.Length);
    }

    [TestMethod]
    public void GradientsAddUpUntilTheyAreTakenAway()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor parameter = Singles.Of([3], 1).requires_grad_();
        Assert.IsNull(parameter.grad);
        parameter.pow(2).sum().backward();
        parameter.pow(2).sum().backward();
        Assert.AreEqual(12f, parameter.grad!.item<float>());
        parameter.grad = null;
        Assert.IsNull(parameter.grad);
        IList<Tensor> gradients = autograd.grad([parameter.pow(3).sum()], [parameter]);
        Assert.AreEqual(27f, gradients[0].item<float>());
        Assert.IsNull(parameter.grad);
    }

    [TestMethod]
    public void ThereIsNoGraphicsCardInTheStandInAndTheProcessorAlways()
    {
        Assert.AreEqual(cuda.is_available(), cuda.device_count() > 0);
        using Tensor tensor = zeros([1L], ScalarType.Float32, CPU);
        Assert.AreEqual(DeviceType.CPU, tensor.device.type);
    }
}
