using System.Text.Json;
using System.Text.Json.Serialization;
using MlNetGenerative.Core.Persistence;
using MlNetGenerative.Core.Training;
using MlNetGenerative.Neural.Networks;

namespace MlNetGenerative.Neural;

/// <summary>The layers of a network, first to last, as data: no weights. Immutable; two with the same layers are equal.</summary>
/// <example>
/// <code>
/// using MlNetGenerative.Neural;
///
/// var encoder = new NetworkLayout(new Reshape(1, 28, 28), new Conv2d(32, 3, Stride: 2), new Relu(), new Flatten(), new Dense(128), new Relu());
/// TensorShape output = encoder.OutputShape(new TensorShape(784));
/// long parameters = encoder.CountParameters(new TensorShape(784));
/// </code>
/// </example>
public sealed class NetworkLayout : IEquatable<NetworkLayout>
{
    private const int Version = 1;
    private const int LargestNumberOfLayers = 1000;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
        MaxDepth = 8,
    };

    private readonly Layer[] _layers;

    /// <summary>Makes a layout.</summary>
    /// <param name="layers">The layers, 1 to 1,000.</param>
    /// <exception cref="ArgumentException">There are no layers, too many, or one is null.</exception>
    public NetworkLayout(params IEnumerable<Layer> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        _layers = [.. layers];
        if (_layers.Length is < 1 or > LargestNumberOfLayers)
            throw new ArgumentException($"A network must have from 1 to {LargestNumberOfLayers} layers, but has {_layers.Length}.", nameof(layers));
        if (Array.FindIndex(_layers, layer => layer is null) is >= 0 and int place)
            throw new ArgumentException($"Layer {place} is null.", nameof(layers));
        // A number that names no distribution could be trained with, but not saved.
        foreach (Layer layer in _layers)
            SettingCheck.Require(Enum.IsDefined(layer.WeightsFrom), "Initialization", layer.WeightsFrom, $"one of {string.Join(", ", Enum.GetNames<WeightInitialization>())}");
    }

    /// <summary>The layers.</summary>
    public IReadOnlyList<Layer> Layers => _layers;

    /// <summary>The place of the last layer with a weight of its own kind, -1 where there is none or an activation follows it.</summary>
    internal int LastWithWeights
    {
        get
        {
            int place = Array.FindLastIndex(_layers, layer => layer is not (Flatten or Reshape));
            return place >= 0 && _layers[place] is Dense or Conv2d or ConvTranspose2d ? place : -1;
        }
    }

    /// <summary>The shape that the last layer gives.</summary>
    /// <param name="input">The shape that the first layer takes.</param>
    /// <returns>The shape.</returns>
    /// <exception cref="ArgumentException">A layer does not fit what comes before it; the message names the layer, what it expects and what it gets.</exception>
    public TensorShape OutputShape(TensorShape input) => Shapes(input)[^1];

    /// <summary>The number of values that training changes by gradients.</summary>
    /// <param name="input">The shape that the first layer takes.</param>
    /// <returns>The number.</returns>
    /// <exception cref="ArgumentException">A layer does not fit what comes before it, or there are more than 2,147,483,647 values.</exception>
    public long CountParameters(TensorShape input) => Arrays(input).Where(array => !array.Array.IsBuffer).Sum(array => array.Array.Count);

    /// <inheritdoc/>
    public bool Equals(NetworkLayout? other) => other is not null && _layers.AsSpan().SequenceEqual(other._layers);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as NetworkLayout);

    /// <inheritdoc/>
    public override int GetHashCode() => _layers.Aggregate(17, HashCode.Combine);

    /// <summary>The layers, one after the other.</summary>
    public override string ToString() => string.Join(", ", _layers.AsEnumerable());

    /// <summary>Every array of the network, in a fixed order; makes no array.</summary>
    /// <exception cref="ArgumentException">A layer does not fit, or the arrays have more than 2,147,483,647 values together.</exception>
    internal IReadOnlyList<NetworkArray> Arrays(TensorShape input)
    {
        IReadOnlyList<TensorShape> shapes = Shapes(input);
        var arrays = new List<NetworkArray>();
        long total = 0;
        for (int layer = 0; layer < _layers.Length; layer++)
        {
            foreach (LayerArray array in _layers[layer].Arrays(shapes[layer]))
            {
                arrays.Add(new NetworkArray(layer, arrays.Count, array));
                total = Math.Min(total + array.Count, long.MaxValue >> 1);
            }
        }
        return total <= int.MaxValue
            ? arrays
            : throw new ArgumentException($"The network would have {total} values; expected at most {int.MaxValue}. Make its layers smaller.");
    }

    internal string ToJson() => JsonSerializer.Serialize(new Document(Version, _layers), Json);

    /// <exception cref="InvalidDataException">The text is no layout, or was written by a newer version.</exception>
    internal static NetworkLayout FromJson(string json)
    {
        try
        {
            Document? document = JsonSerializer.Deserialize<Document>(json, Json);
            if (document?.Layers is null)
                throw Safetensors.Corrupt("a network has no layers");
            if (document.Version < 1)
                throw Safetensors.Corrupt($"expected a format of a network from 1 to {Version}, got {document.Version}");
            if (document.Version > Version)
                throw new InvalidDataException($"A network was written by a newer version of MlNetGenerative: format {document.Version}, this version reads up to {Version}.");
            return new NetworkLayout(document.Layers);
        }
        catch (Exception cause) when (cause is JsonException or ArgumentException or NotSupportedException or InvalidOperationException)
        {
            throw Safetensors.Corrupt($"a network's layers do not read ({cause.Message.TrimEnd('.')})", cause);
        }
    }

    private TensorShape[] Shapes(TensorShape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var shapes = new TensorShape[_layers.Length + 1];
        shapes[0] = input;
        for (int layer = 0; layer < _layers.Length; layer++)
        {
            try
            {
                shapes[layer + 1] = _layers[layer].OutputShape(shapes[layer]);
            }
            catch (ArgumentException cause)
            {
                throw new ArgumentException($"Layer {layer} ({_layers[layer].GetType().Name}): {cause.Message}.", cause);
            }
        }
        return shapes;
    }

    private sealed record Document(int Version, Layer[] Layers);
}
