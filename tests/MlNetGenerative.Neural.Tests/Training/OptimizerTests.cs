using MlNetGenerative.Core.Numerics;
using MlNetGenerative.Core.Training;
using MlNetGenerative.Neural.Numerics;
using MlNetGenerative.Neural.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural.Tests.Training;

[TestClass]
public sealed class OptimizerTests
{
    private static readonly float[] First = [0.5f, -1.25f, 2, -0.03125f, 0.75f];

    private static readonly float[][] Gradients =
    [
        [0.1f, -0.2f, 0.3f, 0, 1.5f],
        [0.05f, 0.4f, -0.3f, 0.001f, -2.5f],
        [-0.7f, 0.2f, 0.9f, -0.01f, 0.25f],
    ];

    /// <summary>After three steps of PyTorch 1.13's optimizers on <see cref="First"/> and <see cref="Gradients"/>.</summary>
    private static readonly (OptimizerSettings Settings, double Rate, float[] Expected)[] PyTorch =
    [
        (new(), 0.01, [0.48585102f, -1.24885345f, 1.98492062f, -0.0329068899f, 0.744650424f]),
        (new() { FirstMomentDecay = 0.5, SecondMomentDecay = 0.9, Epsilon = 1e-3, WeightDecay = 0.1 }, 0.01,
            [0.488799661f, -1.24564731f, 1.97795212f, -0.00886405073f, 0.746996701f]),
        (new() { Kind = OptimizerKind.AdamW, WeightDecay = 0.1 }, 0.01, [0.484381855f, -1.24512351f, 1.97894621f, -0.032805793f, 0.742419779f]),
        (new() { Kind = OptimizerKind.Sgd }, 0.1, [0.555000007f, -1.28999996f, 1.90999997f, -0.0303500015f, 0.825000048f]),
        (new() { Kind = OptimizerKind.Sgd, Momentum = 0.9, WeightDecay = 0.01 }, 0.1,
            [0.530640364f, -1.2848295f, 1.87457371f, -0.0302647371f, 0.789615989f]),
        (new() { Kind = OptimizerKind.Sgd, Momentum = 0.9, Nesterov = true }, 0.1,
            [0.58506f, -1.32762003f, 1.80712998f, -0.0296210013f, 0.864150047f]),
        (new() { Kind = OptimizerKind.RmsProp, SecondMomentDecay = 0.99 }, 0.01,
            [0.453869224f, -1.28056252f, 1.88031161f, -0.031732358f, 0.727265358f]),
        (new() { Kind = OptimizerKind.RmsProp, SecondMomentDecay = 0.9, Epsilon = 1e-2, WeightDecay = 0.1 }, 0.01,
            [0.488094687f, -1.24640238f, 1.94815052f, -0.0177861881f, 0.741911709f]),
    ];

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void ThreeStepsAreThoseOfPyTorch(bool tensorOperations)
    {
        foreach ((OptimizerSettings settings, double rate, float[] expected) in PyTorch)
        {
            using Tensor parameter = Parameter(First);
            using var optimizer = new Optimizer("o", [("p", parameter)], settings, Rate(rate), useTensorOperations: tensorOperations);
            foreach (float[] gradient in Gradients)
            {
                SetGradient(parameter, gradient);
                optimizer.Step();
            }
            AssertClose(expected, TensorArrays.ToArray(parameter), 3e-7f, settings.ToString());
        }
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(15)]
    [DataRow(64)]
    [DataRow(4099)]
    public void EveryWidthGivesTheSameBits(int length)
    {
        VectorWidth[] widths = [VectorWidth.Scalar, VectorWidth.Bits128, VectorWidth.Bits256, VectorWidth.Bits512];
        foreach ((OptimizerSettings settings, double rate, _) in PyTorch)
        {
            float[]? expected = null;
            double norm = 0;
            foreach (VectorWidth width in widths)
            {
                using Tensor parameter = Parameter(Normal(length, 0));
                using var optimizer = new Optimizer(
                    "o", [("p", parameter)], settings, Rate(rate), 3f, 0.2f, UpdateKernels.Of(width));
                for (int step = 1; step <= 3; step++)
                {
                    SetGradient(parameter, Normal(length, step));
                    optimizer.Step();
                }
                float[] got = TensorArrays.ToArray(parameter);
                if (expected is null)
                    (expected, norm) = (got, optimizer.GradientNorm);
                CollectionAssert.AreEqual(expected, got, $"{settings.Kind} on {width}");
                Assert.AreEqual(norm, optimizer.GradientNorm, $"{settings.Kind} on {width}");
            }
        }
    }

    [TestMethod]
    public void OnePassAndTensorOperationsAgree()
    {
        foreach ((OptimizerSettings settings, double rate, _) in PyTorch)
        {
            using Tensor parameter = Parameter(Normal(1001, 0));
            using Tensor other = Parameter(Normal(1001, 0));
            using var onePass = new Optimizer("o", [("p", parameter)], settings, Rate(rate), 20f, 0.5f);
            using var operations = new Optimizer("o", [("p", other)], settings, Rate(rate), 20f, 0.5f, useTensorOperations: true);
            for (int step = 1; step <= 20; step++)
            {
                SetGradient(parameter, Normal(1001, step));
                SetGradient(other, Normal(1001, step));
                onePass.Step();
                operations.Step();
                Assert.AreEqual(operations.GradientNorm, onePass.GradientNorm, 1e-5 * onePass.GradientNorm);
            }
            AssertClose(TensorArrays.ToArray(other), TensorArrays.ToArray(parameter), 2e-6f, settings.ToString());
            for (int moment = 0; moment < onePass.Parameters[0].Moments.Count; moment++)
                AssertClose(operations.Parameters[0].Moments[moment].Values, onePass.Parameters[0].Moments[moment].Values, 2e-6f, settings.ToString());
        }
    }

    [TestMethod]
    [DataRow(1f, null, new[] { 0.491091639f, -1.32126677f, 2.05345011f, -0.0314281657f, 1.19541764f }, new[] { 0.465498805f, 2.71266818f })]
    [DataRow(null, 0.35f, new[] { 0.45f, -1.6f, 2.3f, -0.0322499983f, 1.1f }, new[] { 0.65f, 2.35f })]
    [DataRow(100f, null, new[] { 0.45f, -1.65f, 2.3f, -0.03225f, 3.25f }, new[] { -2f, 6f })]
    public void GradientsAreClippedAsInPyTorch(float? norm, float? value, float[] expectedFirst, float[] expectedSecond)
    {
        using Tensor first = Parameter(First);
        using Tensor second = Parameter([1, 2]);
        using var optimizer = new Optimizer("o", [("a", first), ("b", second)], new() { Kind = OptimizerKind.Sgd }, Rate(1), norm, value);
        SetGradient(first, Gradients[1]);
        SetGradient(second, [3, -4]);
        optimizer.Step();
        AssertClose(expectedFirst, TensorArrays.ToArray(first), 3e-7f, "first");
        AssertClose(expectedSecond, TensorArrays.ToArray(second), 3e-7f, "second");
        Assert.AreEqual(5.6127, optimizer.GradientNorm, 1e-4);
    }

    [TestMethod]
    public void ParametersWithoutAGradientStay()
    {
        using Tensor used = Parameter([1]);
        using Tensor unused = Parameter([2]);
        using var optimizer = new Optimizer("o", [("a", used), ("b", unused)], new() { WeightDecay = 0.5 }, Rate(0.1));
        using (NewDisposeScope())
            optimizer.Minimize(used * used);
        Assert.AreEqual(0.9f, used.ToSingle(), 1e-6f);
        Assert.AreEqual(2f, unused.ToSingle());
    }

    [TestMethod]
    public void GradientsOfOneUpdateAreNotAddedToTheNext()
    {
        using Tensor parameter = Parameter([3]);
        using var optimizer = new Optimizer("o", [("p", parameter)], new() { Kind = OptimizerKind.Sgd }, Rate(0.25));
        using (NewDisposeScope())
        {
            optimizer.Minimize(parameter * parameter);
            Assert.AreEqual(1.5f, parameter.ToSingle());
            optimizer.Minimize(parameter * parameter);
            Assert.AreEqual(0.75f, parameter.ToSingle());
            Assert.AreEqual(3.0, optimizer.GradientNorm);
        }
    }

    [TestMethod]
    [DataRow(float.NaN)]
    [DataRow(float.NegativeInfinity)]
    public void ANormThatIsNotFiniteIsSeen(float entry)
    {
        foreach (float? clip in new float?[] { null, 1 })
        {
            using Tensor parameter = Parameter(Normal(100, 0));
            using var optimizer = new Optimizer("o", [("p", parameter)], new(), Rate(0.1), clip);
            float[] gradient = Normal(100, 1);
            gradient[97] = entry;
            SetGradient(parameter, gradient);
            optimizer.Step();
            Assert.IsFalse(double.IsFinite(optimizer.GradientNorm));
        }
    }

    [TestMethod]
    public void OtherTensorsAreRefused()
    {
        using Tensor constant = TensorArrays.Create([1, 2], [2], CPU);
        ArgumentException error = Assert.ThrowsExactly<ArgumentException>(() => new Optimizer("o", [("p", constant)], new(), Rate(0.1)));
        Assert.Contains("Parameter 'p' of optimizer 'o': expected a contiguous Float32 tensor with a gradient", error.Message);
    }

    [TestMethod]
    public void AveragesFollowTheValues()
    {
        using Tensor value = Parameter(Normal(35, 0));
        using var average = new MovingAverage([("p", value)], 0.75);
        float[] expected = Normal(35, 0);
        for (int step = 1; step <= 4; step++)
        {
            float[] next = Normal(35, step);
            TensorArrays.CopyTo(next, value);
            average.Update();
            expected = [.. expected.Zip(next, (old, now) => 0.75f * old + 0.25f * now)];
        }
        (string name, Tensor averaged) = average.State.Single();
        Assert.AreEqual("average.p", name);
        AssertClose(expected, TensorArrays.ToArray(averaged), 1e-6f, name);
        average.CopyToValues();
        CollectionAssert.AreEqual(TensorArrays.ToArray(averaged), TensorArrays.ToArray(value));
    }

    internal static LearningRatePlan Rate(double rate) => new(rate, LearningRateSchedule.Constant, 0, 0);

    private static float[] Normal(int length, int number)
    {
        float[] values = new float[length];
        NormalNumbers.Fill(new Philox(3, RandomStream.Prior), (ulong)number, values);
        return values;
    }

    private static Tensor Parameter(float[] values) => TensorArrays.Create(values, [values.Length], CPU).requires_grad_();

    private static void SetGradient(Tensor parameter, float[] gradient)
    {
        using Tensor tensor = TensorArrays.Create(gradient, [gradient.Length], CPU);
        parameter.grad = tensor;
    }

    private static void AssertClose(float[] expected, float[] got, float tolerance, string what)
    {
        Assert.HasCount(expected.Length, got);
        for (int i = 0; i < got.Length; i++)
            Assert.AreEqual(expected[i], got[i], tolerance * Math.Max(1, Math.Abs(expected[i])), $"{what}, entry {i}");
    }
}
