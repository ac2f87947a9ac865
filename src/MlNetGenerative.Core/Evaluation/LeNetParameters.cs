using System.Buffers.Binary;
using System.Security.Cryptography;

namespace MlNetGenerative.Core.Evaluation;

/// <summary>The shipped numbers of the small LeNet, checked against their SHA-256.</summary>
internal sealed class LeNetParameters
{
    private const int Floats = 61_706;

    private readonly float[] _values;

    private LeNetParameters(float[] values) => _values = values;

    /// <summary>[6, 1, 5, 5].</summary>
    public ReadOnlySpan<float> Convolution1 => _values.AsSpan(0, 150);

    public ReadOnlySpan<float> ConvolutionBias1 => _values.AsSpan(150, 6);

    /// <summary>[16, 6, 5, 5].</summary>
    public ReadOnlySpan<float> Convolution2 => _values.AsSpan(156, 2_400);

    public ReadOnlySpan<float> ConvolutionBias2 => _values.AsSpan(2_556, 16);

    /// <summary>[120, 400].</summary>
    public ReadOnlySpan<float> Dense1 => _values.AsSpan(2_572, 48_000);

    public ReadOnlySpan<float> DenseBias1 => _values.AsSpan(50_572, 120);

    /// <summary>[84, 120].</summary>
    public ReadOnlySpan<float> Dense2 => _values.AsSpan(50_692, 10_080);

    public ReadOnlySpan<float> DenseBias2 => _values.AsSpan(60_772, 84);

    /// <summary>[10, 84].</summary>
    public ReadOnlySpan<float> Dense3 => _values.AsSpan(60_856, 840);

    public ReadOnlySpan<float> DenseBias3 => _values.AsSpan(61_696, 10);

    /// <summary>Reads the numbers that lie in this assembly.</summary>
    /// <exception cref="InvalidDataException">The numbers are not those that were shipped.</exception>
    public static LeNetParameters Load(LeNetWeights weights)
    {
        (string name, string sum) = weights switch
        {
            LeNetWeights.Mnist => ("lenet_mnist.f32", "46ffd8edb0122588d24bf188ea3738dc363e73c18b7a2644ede35643c2a9c800"),
            LeNetWeights.FashionMnist => ("lenet_fashion.f32", "0f019b8c8c2dc400cf74f4d62ed49ddcd79526d81a3a872ee1a2ef1ff2ad31e4"),
            _ => throw new ArgumentOutOfRangeException(nameof(weights), weights, $"Expected one of {string.Join(", ", Enum.GetNames<LeNetWeights>())}."),
        };
        using Stream stream = typeof(LeNetParameters).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidDataException($"Resource {name} is not in the assembly MlNetGenerative.Core; build it from complete sources.");
        byte[] bytes = new byte[Floats * sizeof(float)];
        stream.ReadExactly(bytes);
        return Parse(bytes, name, sum);
    }

    internal static LeNetParameters Parse(byte[] bytes, string name, string sum)
    {
        string got = Convert.ToHexStringLower(SHA256.HashData(bytes));
        if (got != sum)
            throw new InvalidDataException($"Resource {name} is damaged: expected SHA-256 {sum}, got {got}.");
        float[] values = new float[Floats];
        for (int i = 0; i < Floats; i++)
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(i * sizeof(float)));
        return new LeNetParameters(values);
    }
}
