using System.Text.Json;
using MlNetGenerative.Core.Data;
using MlNetGenerative.Core.Evaluation;

namespace MlNetGenerative.Core.Tests.Evaluation;

/// <summary>The forward pass against PyTorch's logits and features, which lie beside the weights, and against plain loops.</summary>
[TestClass]
public sealed class LeNetTests
{
    [TestMethod]
    [DataRow(LeNetWeights.Mnist, "lenet_mnist.json", "mnist")]
    [DataRow(LeNetWeights.FashionMnist, "lenet_fashion.json", "fashion")]
    public void FirstTestImagesHaveTheLogitsAndFeaturesOfPyTorch(LeNetWeights weights, string json, string dataset)
    {
        if (TestImages(dataset, 2) is not { } images)
        {
            Assert.Inconclusive($"No images of {dataset}; datasets/fetch.sh {dataset} brings them.");
            return;
        }
        JsonElement reference = Reference(json);
        SampleFeatures got = LeNet.Load(weights).Apply(images);

        for (int image = 0; image < 2; image++)
            AssertNear(Numbers(reference.GetProperty("logits_of_first_two_test_images")[image]), got.Logits[image]);
        AssertNear(Numbers(reference.GetProperty("first8_features_of_first_test_image")), got.Features[0][..8]);
    }

    [TestMethod]
    [DataRow(LeNetWeights.Mnist, "lenet_mnist.json")]
    [DataRow(LeNetWeights.FashionMnist, "lenet_fashion.json")]
    public void PlainLoopsOverTheStatedLayoutGiveTheSame(LeNetWeights weights, string json)
    {
        SampleRows images = RandomRows.Uniform(3, LeNet.ImageLength, seed: 8);
        SampleFeatures got = LeNet.Load(weights).Apply(images);
        var plain = new PlainLeNet(weights, Reference(json));
        for (int i = 0; i < images.Count; i++)
        {
            (double[] features, double[] logits) = plain.Apply(images[i]);
            AssertNear(features, got.Features[i]);
            AssertNear(logits, got.Logits[i]);
        }
    }

    [TestMethod]
    public void AnImageHasTheSameBitsInEveryBatch()
    {
        SampleRows images = RandomRows.Uniform(37, LeNet.ImageLength, seed: 5);
        LeNet network = LeNet.Load(LeNetWeights.Mnist);
        SampleFeatures all = network.Apply(images);
        for (int i = 0; i < images.Count; i += 9)
        {
            SampleFeatures one = network.Apply(images.Choose([i]));
            CollectionAssert.AreEqual(all.Features[i].ToArray(), one.Features[0].ToArray());
            CollectionAssert.AreEqual(all.Logits[i].ToArray(), one.Logits[0].ToArray());
        }
    }

    [TestMethod]
    public void DigitsOfTheSubsetAreRecognised()
    {
        string folder = Path.Combine(Datasets(), "subset", "mnist");
        SampleRows images = Read(Path.Combine(folder, "t10k-images-idx3-ubyte.gz"), 1_000);
        using IdxReader labels = IdxFile.Open(Path.Combine(folder, "t10k-labels-idx1-ubyte.gz")).OpenReader();
        SampleRows probabilities = LeNet.Load(LeNetWeights.Mnist).Apply(images).Probabilities();
        byte[] label = new byte[1];
        int right = 0;
        for (int i = 0; i < images.Count; i++)
        {
            Assert.IsTrue(labels.ReadItem(label));
            right += probabilities[i].IndexOf(probabilities[i].ToArray().Max()) == label[0] ? 1 : 0;
        }

        // 99.14 % of all 10,000: three standard deviations of 1,000 are 0.88 %.
        Assert.IsGreaterThanOrEqualTo(983, right);
    }

    [TestMethod]
    public void ImagesOfAnotherSizeAndDamagedWeightsAreNamed()
    {
        ArgumentException size = Assert.ThrowsExactly<ArgumentException>(() => LeNet.Load(LeNetWeights.Mnist).Apply(RandomRows.Uniform(2, 64, 1)));
        StringAssert.Contains(size.Message, "28×28 = 784 values, but rows have 64");
        InvalidDataException damaged = Assert.ThrowsExactly<InvalidDataException>(() => LeNetParameters.Parse(new byte[4], "x.f32", "00"));
        StringAssert.Contains(damaged.Message, "x.f32 is damaged: expected SHA-256 00");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => LeNet.Load((LeNetWeights)7));
    }

    [TestMethod]
    public void ProbabilitiesAreTheSoftmaxAlsoOfLargeLogits()
    {
        var features = new SampleFeatures(new SampleRows(1, [0, 0]), new SampleRows(2, [1_000, 1_000, 0, MathF.Log(3)]));
        SampleRows probabilities = features.Probabilities();
        AssertNear([0.5, 0.5], probabilities[0]);
        AssertNear([0.25, 0.75], probabilities[1]);
        CollectionAssert.AreEqual(new[] { 1, 1 }, features.ClassCounts());
    }

    private static void AssertNear(double[] expected, ReadOnlySpan<float> got)
    {
        Assert.AreEqual(expected.Length, got.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], got[i], 2e-5 * Math.Max(1, Math.Abs(expected[i])), $"value {i}");
    }

    private static SampleRows? TestImages(string dataset, int count)
    {
        string[] folders = [Path.Combine(Datasets(), "subset", dataset), Path.Combine(Datasets(), "full", dataset)];
        string? path = folders.Where(Directory.Exists).SelectMany(folder => Directory.GetFiles(folder, "t10k-images*")).FirstOrDefault();
        return path is null ? null : Read(path, count);
    }

    private static SampleRows Read(string path, int count)
    {
        using IdxReader reader = IdxFile.Open(path).OpenReader();
        byte[] image = new byte[LeNet.ImageLength];
        float[] values = new float[count * image.Length];
        for (int i = 0; i < count; i++)
        {
            Assert.IsTrue(reader.ReadItem(image));
            for (int pixel = 0; pixel < image.Length; pixel++)
                values[i * image.Length + pixel] = image[pixel] / 255f;
        }
        return new SampleRows(image.Length, values);
    }

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(x => x.GetDouble())];

    private static JsonElement Reference(string name)
    {
        using Stream stream = typeof(LeNetTests).Assembly.GetManifestResourceStream(name)!;
        using JsonDocument document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }

    private static string Datasets()
    {
        DirectoryInfo folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "MlNetGenerative.sln")))
            folder = folder.Parent!;
        return Path.Combine(folder.FullName, "datasets");
    }
}
