using System.Text.Json;
using MlNetGenerative.Core.Boltzmann;

namespace MlNetGenerative.Core.Tests;

/// <summary>Reads vectors/testvectors.json.</summary>
internal static class TestVectors
{
    public static JsonElement Get(string entry, string name)
    {
        using Stream stream = typeof(TestVectors).Assembly.GetManifestResourceStream("testvectors.json")!;
        using JsonDocument document = JsonDocument.Parse(stream);
        return document.RootElement.GetProperty(entry).GetProperty(name).Clone();
    }

    public static double Number(string entry, string name) => Get(entry, name).GetDouble();

    public static double[] Vector(string entry, string name) => [.. Get(entry, name).EnumerateArray().Select(x => x.GetDouble())];

    public static double[][] Matrix(string entry, string name)
        => [.. Get(entry, name).EnumerateArray().Select(row => row.EnumerateArray().Select(x => x.GetDouble()).ToArray())];

    /// <summary>The machine of three visible and two hidden units that most vectors are about.</summary>
    public static RestrictedBoltzmannMachine ToyMachine() => new(
        3, 2, ToFloat(Matrix("rbm_bb", "W").SelectMany(row => row)), ToFloat(Vector("rbm_bb", "a")), ToFloat(Vector("rbm_bb", "b")));

    public static float[] ToFloat(IEnumerable<double> values) => [.. values.Select(x => (float)x)];

    /// <summary>The bits of a number, first bit highest: state 5 of three units is (1, 0, 1).</summary>
    public static float[] State(int number, int units) => [.. Enumerable.Range(0, units).Select(i => (float)(number >> (units - 1 - i) & 1))];
}
