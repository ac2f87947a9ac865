using System.Runtime.InteropServices;
using System.Text.Json;
using MlNetGenerative.Core.Evaluation;

namespace MlNetGenerative.Core.Tests.Evaluation;

/// <summary>The network as its description reads, in double precision, with the weights found by the layout of the description.</summary>
internal sealed class PlainLeNet
{
    private readonly Dictionary<string, (int Offset, int Length)> _layout = [];
    private readonly float[] _values;

    public PlainLeNet(LeNetWeights weights, JsonElement description)
    {
        string name = weights == LeNetWeights.Mnist ? "lenet_mnist.f32" : "lenet_fashion.f32";
        using Stream stream = typeof(LeNet).Assembly.GetManifestResourceStream(name)!;
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        _values = MemoryMarshal.Cast<byte, float>(bytes).ToArray();
        foreach (JsonElement entry in description.GetProperty("layout").EnumerateArray())
            _layout[entry.GetProperty("name").GetString()!] = (entry.GetProperty("offset").GetInt32(),
                entry.GetProperty("shape").EnumerateArray().Aggregate(1, (product, size) => product * size.GetInt32()));
    }

    public (double[] Features, double[] Logits) Apply(ReadOnlySpan<float> image)
    {
        double[] input = [.. image.ToArray().Select(x => (double)x)];
        double[] first = Pool(Rectify(Convolve(input, 28, 1, 2, "c1")), 28);
        double[] second = Pool(Rectify(Convolve(first, 14, 6, 0, "c2")), 10);
        double[] features = Rectify(Dense(Rectify(Dense(second, "f1")), "f2"));
        return (features, Dense(features, "f3"));
    }

    private ReadOnlySpan<float> Read(string name) => _values.AsSpan(_layout[name].Offset, _layout[name].Length);

    private double[] Convolve(double[] input, int size, int channels, int padding, string name)
    {
        ReadOnlySpan<float> weight = Read(name + ".weight");
        ReadOnlySpan<float> bias = Read(name + ".bias");
        int outSize = size + 2 * padding - 4;
        double[] output = new double[bias.Length * outSize * outSize];
        for (int o = 0; o < output.Length; o++)
        {
            (int filter, int y, int x) = (o / (outSize * outSize), o / outSize % outSize, o % outSize);
            output[o] = bias[filter];
            for (int k = 0; k < channels * 25; k++)
            {
                (int row, int column) = (y + k % 25 / 5 - padding, x + k % 5 - padding);
                if (row >= 0 && row < size && column >= 0 && column < size)
                    output[o] += weight[filter * channels * 25 + k] * input[(k / 25 * size + row) * size + column];
            }
        }
        return output;
    }

    private double[] Dense(double[] input, string name)
    {
        ReadOnlySpan<float> weight = Read(name + ".weight");
        double[] output = [.. Read(name + ".bias").ToArray().Select(x => (double)x)];
        for (int o = 0; o < output.Length; o++)
            for (int i = 0; i < input.Length; i++)
                output[o] += weight[o * input.Length + i] * input[i];
        return output;
    }

    private static double[] Rectify(double[] values) => [.. values.Select(x => Math.Max(0, x))];

    private static double[] Pool(double[] input, int size)
    {
        int half = size / 2;
        double[] output = new double[input.Length / 4];
        for (int o = 0; o < output.Length; o++)
        {
            int corner = o / (half * half) * size * size + o / half % half * 2 * size + o % half * 2;
            output[o] = Math.Max(Math.Max(input[corner], input[corner + 1]), Math.Max(input[corner + size], input[corner + size + 1]));
        }
        return output;
    }
}
