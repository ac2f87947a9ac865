namespace MlNetGenerative.Neural.Gan;

/// <summary>The networks of both players as data, checked to fit each other: no tensor is made before that.</summary>
/// <param name="NumberOfColumns">The width of a row.</param>
/// <param name="NumberOfLabels">The number of labels, 0 without labels.</param>
/// <param name="NoiseSize">The number of noise values that a row is generated from.</param>
/// <param name="Generator">From the noise, and the label's one-hot code after it, to the columns.</param>
/// <param name="Discriminator">From the columns to the layer h that the output is linear in.</param>
/// <remarks>With labels the discriminator's output is w · h(x) + b + v_y · h(x) with a vector v for each label y (T. Miyato and M. Koyama, "cGANs with
/// projection discriminator", ICLR 2018): label and row meet in a product, whatever layers there are, which a one-hot code added to h would not give.</remarks>
internal sealed record GanArchitecture(int NumberOfColumns, int NumberOfLabels, int NoiseSize, NetworkLayout Generator, NetworkLayout Discriminator)
{
    public const string GeneratorName = "generator";

    /// <summary>The networks that settings ask for.</summary>
    /// <exception cref="ArgumentException">A network does not fit the columns or the noise.</exception>
    public static GanArchitecture Of(GanSettings settings, int numberOfColumns, int numberOfLabels)
    {
        var architecture = new GanArchitecture(numberOfColumns, numberOfLabels, settings.NoiseSize,
            settings.Generator ?? NetworkPresets.DenseGenerator(numberOfColumns),
            settings.Discriminator ?? (settings.Loss == AdversarialLoss.Hinge ? NetworkPresets.SpectralDiscriminator : NetworkPresets.DenseDiscriminator));
        architecture.Check();
        return architecture;
    }

    /// <summary>The input of the generator.</summary>
    public TensorShape GeneratorInput => new(NoiseSize + NumberOfLabels);

    /// <summary>Whether the generator ends with a hyperbolic tangent: rows in [0, 1] are then scaled to [-1, 1] for both networks, and back.</summary>
    public bool IsTanh => LastLayer(Generator) is Tanh;

    /// <summary>Whether generated values lie in [0, 1], and those trained on must.</summary>
    public bool IsUnitInterval => LastLayer(Generator) is Tanh or Sigmoid;

    /// <summary><see cref="IsUnitInterval"/> before the columns are known.</summary>
    public static bool IsUnitIntervalOf(GanSettings settings) => LastLayer(settings.Generator ?? NetworkPresets.DenseGenerator(1)) is Tanh or Sigmoid;

    /// <summary>All networks in the order of their numbers: the generator first.</summary>
    public IReadOnlyList<(string Name, NetworkLayout Layout, TensorShape Input)> Networks
    {
        get
        {
            TensorShape hidden = new(Discriminator.OutputShape(new TensorShape(NumberOfColumns)).Count);
            return
            [
                (GeneratorName, Generator, GeneratorInput),
                ("discriminator", Discriminator, new TensorShape(NumberOfColumns)),
                ("output", new NetworkLayout(new Dense(1, SpectralNormalization: IsSpectral)), hidden),
                .. NumberOfLabels == 0 ? [] : new[] { ("labels", new NetworkLayout(new Dense(NumberOfLabels, UseBias: false, SpectralNormalization: IsSpectral)), hidden) },
            ];
        }
    }

    // A bound on how fast h changes is worth little without one on what comes after it.
    private bool IsSpectral => Discriminator.Layers.Any(layer => layer is Dense { SpectralNormalization: true } or Conv2d { SpectralNormalization: true });

    /// <exception cref="ArgumentException">A network does not fit the columns or the noise.</exception>
    public void Check()
    {
        _ = Networks;
        TensorShape output = Generator.OutputShape(GeneratorInput);
        if (output.Count != NumberOfColumns)
            throw new ArgumentException(
                $"The generator does not fit the column: expected {NumberOfColumns} values a row, as the input column has, but its layers give {output}. " +
                $"End it with new Dense({NumberOfColumns}) and, for values in [0, 1], new Tanh(), or change the layers before.", nameof(Generator));
    }

    private static Layer? LastLayer(NetworkLayout layout) => layout.Layers.LastOrDefault(layer => layer is not (Flatten or Reshape));
}
