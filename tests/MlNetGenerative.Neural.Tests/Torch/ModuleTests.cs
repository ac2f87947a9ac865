using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural.Tests.Torch;

/// <summary>Modules own their parameters, buffers and parts, and name them in the order they were registered.</summary>
[TestClass]
public sealed class ModuleTests
{
    [TestMethod]
    public void NamesComeInTheOrderOfRegistration()
    {
        using Outer module = new();
        CollectionAssert.AreEqual(new[] { "z", "first.weight", "second.weight" }, module.named_parameters().Select(entry => entry.Item1).ToArray());
        CollectionAssert.AreEqual(new[] { "z" }, module.named_parameters(false).Select(entry => entry.Item1).ToArray());
        CollectionAssert.AreEqual(new[] { "first.mean", "second.mean" }, module.named_buffers().Select(entry => entry.Item1).ToArray());
        Assert.AreEqual(3, module.parameters().Count());
    }

    [TestMethod]
    public void ADisposedModuleFreesAllThatItHolds()
    {
        Outer module = new();
        Tensor[] held = [.. module.parameters(), .. module.named_buffers().Select(entry => entry.Item2)];
        Assert.HasCount(5, held);
        Assert.IsFalse(held.Any(tensor => tensor.IsInvalid));
        module.Dispose();
        module.Dispose();
        Assert.IsTrue(held.All(tensor => tensor.IsInvalid));
    }

    [TestMethod]
    public void TrainingAndEvaluationReachTheParts()
    {
        using Outer module = new();
        Assert.IsTrue(module.First.training);
        module.eval();
        Assert.IsFalse(module.training || module.First.training || module.Second.training);
        module.train();
        Assert.IsTrue(module.training && module.First.training && module.Second.training);
    }

    [TestMethod]
    public void ACallIsTheForwardPassAndGradientsReachTheParameters()
    {
        using DisposeScope scope = NewDisposeScope();
        using Outer module = new();
        Tensor result = module.call(ones([2L]))!;
        CollectionAssert.AreEqual(new float[] { 7, 7 }, Singles.From(result));
        result.sum().backward();
        CollectionAssert.AreEqual(new float[] { 3, 3 }, Singles.From(module.First.Weight.grad!));
    }

    [TestMethod]
    public void ANameIsTakenOnce()
    {
        using Inner module = new(1);
        using Tensor other = zeros([1L]);
        Assert.ThrowsExactly<InvalidOperationException>(() => module.register_buffer("mean", other));
    }

    [TestMethod]
    public void FieldsOfAPartAreRegistered()
    {
        using DisposeScope scope = NewDisposeScope();
        using WithFields module = new();
        Assert.IsEmpty(module.named_parameters());
        using Holder holder = new(module);
        CollectionAssert.AreEqual(new[] { "part._parameter", "part._inner.weight" }, holder.named_parameters().Select(entry => entry.Item1).ToArray());
        CollectionAssert.AreEqual(new[] { "part._tensor", "part._inner.mean" }, holder.named_buffers().Select(entry => entry.Item1).ToArray());
        holder.eval();
        Assert.IsFalse(module.IsInnerTrained);
    }

    [TestMethod]
    public void AParameterTakesTheTensorItIsMadeFrom()
    {
        Tensor tensor = ones([2L]);
        Parameter taken;
        using (Parameter parameter = new(tensor))
        {
            Assert.IsTrue(parameter.requires_grad && parameter.is_leaf);
            Assert.IsTrue(tensor.IsInvalid);
            CollectionAssert.AreEqual(new float[] { 1, 1 }, Singles.From(parameter));
            taken = parameter;
        }
        Assert.IsTrue(taken.IsInvalid);
        tensor.Dispose();   // has nothing to free any more; the official library counts it in TotalCount for ever
    }

    private sealed class Inner : nn.Module<Tensor, Tensor>
    {
        public Inner(float value) : base("inner")
        {
            Weight = new Parameter(Singles.Of([value, value], 2));
            register_parameter("weight", Weight);
            register_buffer("mean", zeros([2L]));
        }

        public Parameter Weight { get; }

        public override Tensor forward(Tensor? input) => input! * Weight;
    }

    private sealed class WithFields() : nn.Module<Tensor, Tensor>("fields")
    {
        private readonly Parameter _parameter = new(ones([2L]));
        private readonly Tensor _tensor = zeros([2L]);
        private readonly Inner _inner = new(1);

        public bool IsInnerTrained => _inner.training;

        public override Tensor forward(Tensor? input) => _inner.forward(input) * _parameter + _tensor;
    }

    private sealed class Holder : nn.Module<Tensor, Tensor>
    {
        public Holder(WithFields part) : base("holder") => register_module("part", part);

        public override Tensor forward(Tensor? input) => input!;
    }

    private sealed class Outer : nn.Module<Tensor, Tensor>
    {
        private readonly Parameter _offset = new(ones([2L]));

        public Outer() : base("outer")
        {
            register_module("first", First);
            register_module("second", Second);
            register_parameter("z", _offset);
        }

        public Inner First { get; } = new(2);

        public Inner Second { get; } = new(3);

        public override Tensor forward(Tensor? input) => Second.call(First.call(input!)!)! + _offset;
    }
}
