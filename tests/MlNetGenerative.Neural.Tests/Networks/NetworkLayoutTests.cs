namespace MlNetGenerative.Neural.Tests;

/// <summary>Needs no libtorch: layouts are data.</summary>
[TestClass]
public sealed class NetworkLayoutTests
{
    private static readonly NetworkLayout Everything = new(
        new Reshape(2, 4, 4), new Conv2d(4, 3, 2, UseBias: false, WeightInitialization.HeUniform, SpectralNormalization: true), new BatchNorm(0.9, 1e-5), new LeakyRelu(0.2f),
        new ConvTranspose2d(4, 5, 2, true, WeightInitialization.Normal002), new GroupNorm(2), new Upsample(3), new Silu(), new Flatten(), new Dropout(0.25f),
        new Dense(7, true, WeightInitialization.FanInUniform), new LayerNorm(), new Relu(), new Tanh(), new Sigmoid(), new Softplus());

    [TestMethod]
    public void EveryLayerComesBackFromJson()
    {
        string json = Everything.ToJson();
        NetworkLayout read = NetworkLayout.FromJson(json);
        Assert.AreEqual(Everything, read);
        Assert.AreEqual(json, read.ToJson());
        Assert.AreNotEqual(Everything, new NetworkLayout(new Relu()));
        Assert.DoesNotContain("MlNetGenerative", json);
    }

    [TestMethod]
    public void ThePresetsHaveTheParametersOfTheirExamples()
    {
        // Keras: encoder with two heads of 2 units 69,076, decoder 65,089 parameters.
        Assert.AreEqual(69_076, NetworkPresets.ConvolutionalEncoder.CountParameters(new TensorShape(784)) + 2 * (16 * 2 + 2));
        Assert.AreEqual(65_089, NetworkPresets.ConvolutionalDecoder.CountParameters(new TensorShape(2)));
        Assert.AreEqual(new TensorShape(784), NetworkPresets.ConvolutionalDecoder.OutputShape(new TensorShape(2)));
        Assert.AreEqual(new TensorShape(784), NetworkPresets.DenseDecoder(784).OutputShape(new TensorShape(8)));
        Assert.AreEqual(784 * 200 + 200 + 200 * 200 + 200, NetworkPresets.ImportanceWeightedEncoder.CountParameters(new TensorShape(784)));
    }

    [TestMethod]
    public void ALayerThatDoesNotFitIsNamedWithWhatItExpectsAndGets()
    {
        ArgumentException error = Assert.ThrowsExactly<ArgumentException>(() => new NetworkLayout(new Dense(9), new Relu(), new Conv2d(4, 3)).OutputShape(new TensorShape(5)));
        Assert.AreEqual("Layer 2 (Conv2d): expected channels × height × width (put a Reshape before), got 9.", error.Message);
        error = Assert.ThrowsExactly<ArgumentException>(() => new NetworkLayout(new Reshape(1, 2, 2), new Dense(3)).OutputShape(new TensorShape(4)));
        Assert.AreEqual("Layer 1 (Dense): expected a vector (put a Flatten before), got 1 × 2 × 2.", error.Message);
        error = Assert.ThrowsExactly<ArgumentException>(() => new NetworkLayout(new Reshape(1, 2, 2)).OutputShape(new TensorShape(5)));
        Assert.Contains("expected 4 values to make 1 × 2 × 2 of, got 5", error.Message);
        Assert.Contains("2 groups", Assert.ThrowsExactly<ArgumentException>(() => new NetworkLayout(new GroupNorm(2)).OutputShape(new TensorShape(3))).Message);
    }

    [TestMethod]
    public void ValuesOutOfRangeAreRefusedByName()
    {
        Assert.Contains("Units must be from 1 to 1048576, but is 0.", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new Dense(0)).Message);
        Assert.Contains("KernelSize must be", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new Conv2d(1, 100)).Message);
        Assert.Contains("Stride must be", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new ConvTranspose2d(1, 3, 0)).Message);
        Assert.Contains("Rate must be", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new Dropout(1)).Message);
        Assert.Contains("Rate must be", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new Dropout(float.NaN)).Message);
        Assert.Contains("Momentum must be", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new BatchNorm(1)).Message);
        Assert.Contains("Epsilon must be", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new LayerNorm(0)).Message);
        Assert.Contains("Slope must be", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new LeakyRelu(-1)).Message);
        foreach (Func<WeightInitialization, Layer> layer in (Func<WeightInitialization, Layer>[])
            [from => new Dense(1, Initialization: from), from => new Conv2d(1, 1, Initialization: from), from => new ConvTranspose2d(1, 1, Initialization: from)])
        {
            Assert.Contains("Initialization must be one of GlorotUniform", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new NetworkLayout(layer((WeightInitialization)9))).Message);
        }
        Assert.ThrowsExactly<ArgumentException>(() => new NetworkLayout());
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new TensorShape(1 << 20, 1 << 20));
    }

    [TestMethod]
    public void ANetworkThatIsTooLargeIsRefusedBeforeItTakesMemory()
    {
        var layout = new NetworkLayout(new Dense(1 << 20), new Dense(1 << 20));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("at most 2147483647", Assert.ThrowsExactly<ArgumentException>(() => layout.CountParameters(new TensorShape(1 << 20))).Message);
        var kernels = new NetworkLayout(new Conv2d(1 << 20, 99), new ConvTranspose2d(1 << 20, 99));
        Assert.Contains("at most 2147483647", Assert.ThrowsExactly<ArgumentException>(() => kernels.CountParameters(new TensorShape(1 << 10, 1, 1))).Message);
        Assert.IsLessThan(1_000_000, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("null")]
    [DataRow("[]")]
    [DataRow("{\"version\":1}")]
    [DataRow("{\"version\":1,\"layers\":[]}")]
    [DataRow("{\"version\":0,\"layers\":[{\"kind\":\"relu\"}]}")]
    [DataRow("{\"layers\":[{\"kind\":\"relu\"}]}")]
    [DataRow("{\"version\":1,\"layers\":[{\"kind\":\"dropout\"}]}")]
    [DataRow("{\"version\":1,\"layers\":[{\"kind\":\"dense\",\"units\":3,\"units\":5}]}")]
    [DataRow("{\"version\":1,\"layers\":[{\"kind\":\"dense\",\"units\":3.5}]}")]
    [DataRow("{\"version\":1,\"layers\":[{\"kind\":\"dense\",\"units\":99999999999}]}")]
    [DataRow("{\"version\":1,\"layers\":[{\"kind\":\"dense\",\"units\":3,\"use_bias\":null}]}")]
    [DataRow("{\"version\":1,\"layers\":[[[[[[[[[[[[]]]]]]]]]]]]}")]
    [DataRow("{\"version\":1,\"layers\":[null]}")]
    [DataRow("{\"version\":1,\"layers\":[{\"kind\":\"System.String\"}]}")]
    [DataRow("{\"version\":1,\"layers\":[{\"units\":3}]}")]
    [DataRow("{\"version\":1,\"layers\":[{\"kind\":\"dense\"}]}")]
    [DataRow("{\"version\":1,\"layers\":[{\"kind\":\"dense\",\"units\":-1}]}")]
    [DataRow("{\"version\":1,\"layers\":[{\"kind\":\"dense\",\"units\":3,\"code\":\"x\"}]}")]
    [DataRow("{\"version\":1,\"layers\":[{\"kind\":\"dense\",\"units\":3,\"initialization\":9}]}")]
    [DataRow("{\"version\":1,\"layers\":[{\"kind\":\"dropout\",\"rate\":1e9}]}")]
    public void HostileTextIsCalledCorrupt(string json) =>
        Assert.Contains("Corrupt model: ", Assert.ThrowsExactly<InvalidDataException>(() => NetworkLayout.FromJson(json)).Message);

    [TestMethod]
    public void ANewerVersionSaysSo() =>
        Assert.Contains("newer version", Assert.ThrowsExactly<InvalidDataException>(() => NetworkLayout.FromJson("{\"version\":2,\"layers\":[{\"kind\":\"relu\"}]}")).Message);
}
