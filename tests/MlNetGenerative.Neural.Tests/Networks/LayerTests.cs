using MlNetGenerative.Core.Tests;
using MlNetGenerative.Neural.Networks;
using MlNetGenerative.Neural.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural.Tests;

[TestClass]
public sealed class LayerTests
{
    private static NetworkModule Build(TensorShape input, params Layer[] layers) =>
        NetworkModule.Create(new NetworkLayout(layers), input, 7, 0, null, CPU);

    private static float[] Forward(NetworkModule module, float[] input, params long[] shape)
    {
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        return TensorArrays.ToArray(module.forward(TensorArrays.Create(input, shape, CPU)));
    }

    private static void SetAll(NetworkModule module, string name, params float[] values) =>
        TensorArrays.CopyTo(values, module.State.Single(entry => entry.Name == name).Tensor);

    // correctness: conv_same_pad, the 4 x 4 image of 0..15 under a kernel of ones with stride 2.
    [TestMethod]
    public void AConvolutionPadsAsTensorFlowDoes()
    {
        using NetworkModule module = Build(new TensorShape(1, 4, 4), new Conv2d(1, 3, 2));
        SetAll(module, "0.weight", 1, 1, 1, 1, 1, 1, 1, 1, 1);
        CollectionAssert.AreEqual(new float[] { 45, 39, 66, 50 }, Forward(module, [.. Enumerable.Range(0, 16).Select(i => (float)i)], 1, 1, 4, 4));
    }

    // correctness: convT_same_pad, what TensorFlow cuts off is at the end.
    [TestMethod]
    public void ATransposedConvolutionIsCutAsTensorFlowDoes()
    {
        using NetworkModule module = Build(new TensorShape(1, 2, 2), new ConvTranspose2d(1, 3, 2));
        SetAll(module, "0.weight", Flat("kernel"));
        CollectionAssert.AreEqual(Flat("keras_same"), Forward(module, Flat("x"), 1, 1, 2, 2));

        static float[] Flat(string name) => TestVectors.ToFloat(TestVectors.Matrix("convT_same_pad", name).SelectMany(row => row));
    }

    // Every kernel and stride, against the definition in plain loops: SAME pads the smaller half before, and a transposed convolution is its adjoint.
    [TestMethod]
    public void ConvolutionsAndTheirTransposesAgreeWithLoops()
    {
        foreach (int size in (int[])[4, 5, 7])
        {
            foreach (int kernel in (int[])[1, 2, 3, 4, 5])
            {
                foreach (int stride in (int[])[1, 2, 3])
                {
                    int small = (size + stride - 1) / stride;
                    float[] image = Numbers(size * size, 1), weights = Numbers(kernel * kernel, 2);
                    using NetworkModule convolution = Build(new TensorShape(1, size, size), new Conv2d(1, kernel, stride));
                    SetAll(convolution, "0.weight", weights);
                    AssertClose(Convolve(image, size, weights, kernel, stride), Forward(convolution, image, 1, 1, size, size), $"size {size}, kernel {kernel}, stride {stride}");
                    if (size % stride != 0)
                        continue;
                    float[] code = Numbers(small * small, 3);
                    using NetworkModule transposed = Build(new TensorShape(1, small, small), new ConvTranspose2d(1, kernel, stride));
                    SetAll(transposed, "0.weight", weights);
                    AssertClose(ConvolveBack(code, size, weights, kernel, stride), Forward(transposed, code, 1, 1, small, small), $"transposed: size {size}, kernel {kernel}, stride {stride}");
                }
            }
        }
    }

    // correctness V13: 1..4 with the epsilon of Keras.
    [TestMethod]
    public void BatchNormalisationTakesTheBatchInTrainingAndRunningStatisticsAfter()
    {
        using NetworkModule module = Build(new TensorShape(1), new BatchNorm());
        module.train();
        float[] normalised = Forward(module, [1, 2, 3, 4], 4, 1);
        Assert.AreEqual(-1.3411044519545503, normalised[0], 1e-6);
        Assert.AreEqual(1.3411044519545503, normalised[3], 1e-6);
        float[] mean = TensorArrays.ToArray(module.State.Single(entry => entry.Name == "0.running_mean").Tensor);
        float[] variance = TensorArrays.ToArray(module.State.Single(entry => entry.Name == "0.running_var").Tensor);
        Assert.AreEqual(0.01 * 2.5, mean[0], 1e-7);
        Assert.AreEqual(0.99 + 0.01 * 5 / 3, variance[0], 1e-6);
        module.eval();
        Assert.AreEqual((3 - mean[0]) / Math.Sqrt(variance[0] + 1e-3), Forward(module, [3], 1, 1)[0], 1e-6);
        module.train();
        Assert.AreEqual((3 - mean[0]) / Math.Sqrt(variance[0] + 1e-3), Forward(module, [3], 1, 1)[0], 1e-6, "a batch of one has no variance");
    }

    [TestMethod]
    public void LayerAndGroupNormalisationTakeEachRowAlone()
    {
        using NetworkModule layer = Build(new TensorShape(4), new LayerNorm());
        float[] row = Forward(layer, [1, 2, 3, 4, 10, 10, 10, 14], 2, 4);
        Assert.AreEqual(-1.5 / Math.Sqrt(1.25 + 1e-5), row[0], 1e-5);
        Assert.AreEqual(3 / Math.Sqrt(3 + 1e-5), row[7], 1e-5);
        using NetworkModule group = Build(new TensorShape(2, 1, 2), new GroupNorm(2));
        float[] image = Forward(group, [1, 3, 10, 30], 1, 2, 1, 2);
        Assert.AreEqual(-1, image[0], 1e-4);
        Assert.AreEqual(1, image[3], 1e-4);
    }

    // correctness G10: the spectral norm of [[3, 0], [4, 5]].
    [TestMethod]
    public void SpectralNormalisationDividesByTheLargestSingularValue()
    {
        using NetworkModule module = Build(new TensorShape(2), new Dense(2, UseBias: false, SpectralNormalization: true));
        SetAll(module, "0.weight", 3, 0, 4, 5);
        SetAll(module, "0.singular_vector", 1, 1);
        module.train();
        foreach (double estimate in TestVectors.Vector("spectral_norm", "power_iters_from_u_1_1"))
            Assert.AreEqual(3 / estimate, Forward(module, [1, 0], 1, 2)[0], 1e-6, "one power iteration an update");
        for (int update = 0; update < 10; update++)
            Forward(module, [1, 0], 1, 2);
        module.eval();
        double norm = TestVectors.Number("spectral_norm", "sigma");
        float[] first = Forward(module, [1, 0], 1, 2);
        Assert.AreEqual(3 / norm, first[0], 1e-5);
        Assert.AreEqual(4 / norm, first[1], 1e-5);
    }

    [TestMethod]
    public void DropoutDropsAShareInTrainingKeepsTheMeanAndDependsOnTheUpdate()
    {
        using NetworkModule module = Build(new TensorShape(10_000), new Dropout(0.3f));
        float[] ones = new float[10_000];
        Array.Fill(ones, 1);
        module.train();
        module.Update = 5;
        float[] first = Forward(module, ones, 1, 10_000);
        Assert.AreEqual(0.3, first.Count(value => value == 0) / 1e4, 4 * Math.Sqrt(0.21 / 1e4));
        Assert.IsTrue(first.All(value => value == 0 || Math.Abs(value - 1 / 0.7f) < 1e-6));
        CollectionAssert.AreEqual(first, Forward(module, ones, 1, 10_000));
        module.Update = 6;
        CollectionAssert.AreNotEqual(first, Forward(module, ones, 1, 10_000));
        module.eval();
        CollectionAssert.AreEqual(ones, Forward(module, ones, 1, 10_000));
    }

    [TestMethod]
    public void ActivationsAndShapesAreWhatTheirNamesSay()
    {
        float[] values = [-2, -0.5f, 0, 3];
        void Check(Layer layer, Func<double, double> expected)
        {
            using NetworkModule module = Build(new TensorShape(4), layer);
            float[] got = Forward(module, values, 1, 4);
            for (int i = 0; i < values.Length; i++)
                Assert.AreEqual(expected(values[i]), got[i], 1e-6, layer.ToString());
        }

        Check(new Relu(), x => Math.Max(x, 0));
        Check(new LeakyRelu(), x => x > 0 ? x : 0.3 * x);
        Check(new Silu(), x => x / (1 + Math.Exp(-x)));
        Check(new Tanh(), Math.Tanh);
        Check(new Sigmoid(), x => 1 / (1 + Math.Exp(-x)));
        Check(new Softplus(), x => Math.Log(1 + Math.Exp(x)));
        using NetworkModule upsample = Build(new TensorShape(4), new Reshape(1, 2, 2), new Upsample(2), new Flatten());
        CollectionAssert.AreEqual(new float[] { -2, -2, -0.5f, -0.5f, -2, -2, -0.5f, -0.5f, 0, 0, 3, 3, 0, 0, 3, 3 }, Forward(upsample, values, 1, 4));
    }

    [TestMethod]
    public void GradientsOfEveryLayerAreThoseOfFiniteDifferences()
    {
        Layer[][] networks =
        [
            [new Dense(3), new Tanh(), new Dense(2, SpectralNormalization: true), new Silu()],
            [new Reshape(1, 3, 3), new Conv2d(2, 3, 2), new GroupNorm(2), new Softplus(), new ConvTranspose2d(1, 3, 2), new Flatten(), new LayerNorm()],
            [new Dense(4), new BatchNorm(), new Sigmoid(), new Reshape(1, 2, 2), new Upsample(2), new LeakyRelu()],
            [new Dense(6), new Dropout(0.4f), new Tanh(), new Reshape(1, 2, 3), new Conv2d(2, 3), new BatchNorm(), new Tanh(), new Flatten(), new Relu()],
        ];
        foreach ((Layer[] layers, bool training) in networks.Select((layers, number) => (layers, number >= 2)).Append((networks[2], false)))
        {
            using NetworkModule module = Build(new TensorShape(9), layers);
            module.train(training);
            float[] input = Numbers(18, 4);
            double Loss()
            {
                using IDisposable noGradient = no_grad();
                using DisposeScope scope = NewDisposeScope();
                return TensorArrays.ToArray(module.forward(TensorArrays.Create(input, [2, 9], CPU)).flatten(1)).Select((y, i) => (i % 5 + 1) * Math.Sin(y)).Sum();
            }

            using DisposeScope outer = NewDisposeScope();
            Tensor output = module.forward(TensorArrays.Create(input, [2, 9], CPU)).flatten(1);
            float[] y = TensorArrays.ToArray(output);
            Tensor weights = TensorArrays.Create([.. y.Select((value, i) => (i % 5 + 1) * (float)Math.Cos(value))], output.shape, CPU);
            (output * weights).sum().backward();
            foreach ((string name, Tensor tensor) in module.State.Where(entry => entry.Tensor.requires_grad))
            {
                float[] gradient = TensorArrays.ToArray(tensor.grad!);
                float[] values = TensorArrays.ToArray(tensor);
                for (int i = 0; i < values.Length; i += Math.Max(1, values.Length / 7))
                {
                    const float Step = 1e-2f;
                    float[] changed = [.. values];
                    changed[i] = values[i] + Step;
                    TensorArrays.CopyTo(changed, tensor);
                    double above = Loss();
                    changed[i] = values[i] - Step;
                    TensorArrays.CopyTo(changed, tensor);
                    double below = Loss();
                    TensorArrays.CopyTo(values, tensor);
                    Assert.AreEqual((above - below) / (2 * Step), gradient[i], 0.02 * (1 + Math.Abs(gradient[i])), $"{name}[{i}] of {string.Join<Layer>(", ", layers)}, training {training}");
                }
            }
        }
    }

    [TestMethod]
    public void InitialWeightsHaveTheirDistributionAndSeed()
    {
        var shape = new TensorShape(300);
        foreach ((WeightInitialization from, double deviation) in ((WeightInitialization, double)[])
            [(WeightInitialization.GlorotUniform, Math.Sqrt(6.0 / 500) / Math.Sqrt(3)), (WeightInitialization.HeUniform, Math.Sqrt(6.0 / 300) / Math.Sqrt(3)),
            (WeightInitialization.FanInUniform, Math.Sqrt(1.0 / 300) / Math.Sqrt(3)), (WeightInitialization.Normal002, 0.02)])
        {
            using NetworkModule module = Build(shape, new Dense(200, Initialization: from));
            float[] weights = TensorArrays.ToArray(module.State[0].Tensor);
            Assert.AreEqual(deviation, Math.Sqrt(weights.Average(weight => (double)weight * weight)), 0.01 * deviation, $"{from}");
            Assert.AreEqual(0, weights.Average(), 5 * deviation / Math.Sqrt(60_000), $"{from}");
            float[] bias = TensorArrays.ToArray(module.State[1].Tensor);
            Assert.AreEqual(from == WeightInitialization.FanInUniform ? deviation : 0, Math.Sqrt(bias.Average(value => value * value)), 0.2 * deviation, $"{from}");
        }

        float[] First(ulong seed, uint network)
        {
            using NetworkModule module = NetworkModule.Create(new NetworkLayout(new Dense(20), new Dense(300)), shape, seed, network, null, CPU);
            return TensorArrays.ToArray(module.State[0].Tensor);
        }

        CollectionAssert.AreEqual(First(1, 0), First(1, 0));
        CollectionAssert.AreNotEqual(First(1, 0), First(2, 0));
        CollectionAssert.AreNotEqual(First(1, 0), First(1, 1));
    }

    [TestMethod]
    public void ArraysHaveTheirNamesInAFixedOrderAndMakeTheSameNetworkAgain()
    {
        var layout = new NetworkLayout(
            new Dense(4, SpectralNormalization: true), new BatchNorm(), new Relu(), new Reshape(1, 2, 2), new Conv2d(1, 3, UseBias: false), new GroupNorm(1));
        using NetworkModule module = NetworkModule.Create(layout, new TensorShape(3), 7, 0, null, CPU);
        string[] names = [.. module.State.Select(entry => entry.Name)];
        CollectionAssert.AreEqual((string[])
            ["0.weight", "0.bias", "0.singular_vector", "1.weight", "1.bias", "1.running_mean", "1.running_var", "4.weight", "5.weight", "5.bias"], names);
        CollectionAssert.AreEquivalent(names, module.named_parameters().Select(entry => entry.Item1).Concat(module.named_buffers().Select(entry => entry.Item1)).ToArray());
        Forward(module, Numbers(6, 5), 2, 3);
        module.eval();
        Dictionary<string, float[]> arrays = module.State.ToDictionary(entry => entry.Name, entry => TensorArrays.ToArray(entry.Tensor));
        using NetworkModule again = NetworkModule.Load(layout, new TensorShape(3), 7, 0, name => arrays[name], CPU);
        again.eval();
        CollectionAssert.AreEqual(Forward(module, Numbers(6, 6), 2, 3), Forward(again, Numbers(6, 6), 2, 3));
    }

    [TestMethod]
    public void AnArrayOfAnotherLengthIsRefusedAndNothingOfTheNetworkStays()
    {
        long before = Tensor.TotalCount;
        ArgumentException error = Assert.ThrowsExactly<ArgumentException>(() => NetworkModule.Load(
            new NetworkLayout(new Dense(2), new Dense(2)), new TensorShape(2), 7, 0, name => new float[name.EndsWith("weight", StringComparison.Ordinal) ? 4 : name == "0.bias" ? 2 : 1], CPU));
        Assert.Contains("Array '1.bias' of the network: expected 2 values, got 1.", error.Message);
        Assert.AreEqual(before, Tensor.TotalCount);
    }

    [TestMethod]
    public void SeveralThreadsEvaluateOneNetwork()
    {
        using NetworkModule module = Build(new TensorShape(16), new Dense(16, SpectralNormalization: true), new BatchNorm(), new Silu(), new Dropout(0.5f),
            new Reshape(1, 4, 4), new Conv2d(3, 3, 2, SpectralNormalization: true), new GroupNorm(3), new ConvTranspose2d(1, 5, 2), new Flatten(), new LayerNorm(), new Dense(3));
        module.eval();
        float[][] rows = [.. Enumerable.Range(0, 64).Select(row => Numbers(16, row))];
        float[][] serial = [.. rows.Select(row => Forward(module, row, 1, 16))];
        Parallel.For(0, 8 * rows.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, call =>
            CollectionAssert.AreEqual(serial[call % rows.Length], Forward(module, rows[call % rows.Length], 1, 16)));
    }

    [TestMethod]
    public void TheLastLayerStartsWithTheOutputBiasAndAConvolutionWithItsMeans()
    {
        float[] Bias(float[] values, params Layer[] layers)
        {
            using NetworkModule module = NetworkModule.Create(new NetworkLayout(layers), new TensorShape(4), 7, 0, values, CPU);
            return TensorArrays.ToArray(module.State.Last(entry => entry.Name.EndsWith("bias", StringComparison.Ordinal)).Tensor);
        }

        CollectionAssert.AreEqual(new float[] { 1, -2 }, Bias([1, -2], new Dense(3), new Relu(), new Dense(2)));
        CollectionAssert.AreEqual(new float[] { 2.5f }, Bias([1, 2, 3, 4], new Reshape(1, 2, 2), new ConvTranspose2d(1, 3), new Flatten()));
        CollectionAssert.AreEqual(new float[] { 0, 0 }, Bias([1, -2], new Dense(2), new Tanh()), "an activation after it would bend it");
    }

    [TestMethod]
    public void ADisposedNetworkLeavesNoTensor()
    {
        long before = Tensor.TotalCount;
        using (NetworkModule module = Build(new TensorShape(784), [.. NetworkPresets.ConvolutionalEncoder.Layers]))
            Forward(module, new float[784], 1, 784);
        Assert.AreEqual(before, Tensor.TotalCount);
    }

    private static float[] Numbers(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)random.NextDouble() * 2 - 1)];
    }

    private static float[] Convolve(float[] image, int size, float[] weights, int kernel, int stride)
    {
        int small = (size + stride - 1) / stride;
        float[] output = new float[small * small];
        ForEach(size, kernel, stride, (at, input, weight) => output[at] += image[input] * weights[weight]);
        return output;
    }

    private static float[] ConvolveBack(float[] code, int size, float[] weights, int kernel, int stride)
    {
        float[] output = new float[size * size];
        ForEach(size, kernel, stride, (at, input, weight) => output[input] += code[at] * weights[weight]);
        return output;
    }

    private static void ForEach(int size, int kernel, int stride, Action<int, int, int> visit)
    {
        int small = (size + stride - 1) / stride;
        int before = Math.Max((small - 1) * stride + kernel - size, 0) / 2;
        for (int y = 0; y < small; y++)
            for (int x = 0; x < small; x++)
                for (int r = 0; r < kernel; r++)
                    for (int c = 0; c < kernel; c++)
                    {
                        int row = y * stride + r - before, column = x * stride + c - before;
                        if (row >= 0 && row < size && column >= 0 && column < size)
                            visit(y * small + x, row * size + column, r * kernel + c);
                    }
    }

    private static void AssertClose(float[] expected, float[] got, string what)
    {
        Assert.HasCount(expected.Length, got, what);
        for (int i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], got[i], 1e-5, what);
    }
}
