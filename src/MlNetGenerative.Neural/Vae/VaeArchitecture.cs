namespace MlNetGenerative.Neural.Vae;

/// <summary>The networks of an autoencoder as data, checked to fit each other: no tensor is made before that.</summary>
/// <param name="NumberOfColumns">The width of a row.</param>
/// <param name="NumberOfLabels">The number of labels, 0 without labels.</param>
/// <param name="LatentSize">The number of latent units.</param>
/// <param name="Encoder">From the columns to the layer that mean and log-variance are linear in.</param>
/// <param name="Decoder">From the latent vector and the label's one-hot code to the columns.</param>
/// <param name="Distribution">The distribution that the decoder's output means.</param>
/// <param name="StandardDeviation">That of a Gaussian decoder; the first one where it is learned.</param>
/// <remarks>The label's one-hot code is appended to the last layer of the encoder, whatever layers that has, and to the latent vector.</remarks>
internal sealed record VaeArchitecture(
    int NumberOfColumns, int NumberOfLabels, int LatentSize, NetworkLayout Encoder, NetworkLayout Decoder, DecoderDistribution Distribution, float StandardDeviation)
{
    public const string DecoderName = "decoder";

    /// <summary>The networks that settings ask for.</summary>
    /// <exception cref="ArgumentException">A network does not fit the columns or the latent vector.</exception>
    public static VaeArchitecture Of(VaeSettings settings, int numberOfColumns, int numberOfLabels)
    {
        var architecture = new VaeArchitecture(numberOfColumns, numberOfLabels, settings.LatentSize,
            settings.Encoder ?? NetworkPresets.DenseEncoder,
            settings.Decoder ?? NetworkPresets.DenseDecoder(numberOfColumns),
            settings.Distribution, settings.StandardDeviation);
        architecture.Check();
        return architecture;
    }

    /// <summary>The input of the encoder.</summary>
    public TensorShape EncoderInput => new(NumberOfColumns);

    /// <summary>Mean and log-variance side by side, linear in the encoder's output; their weights start as those of the encoder's last dense layer do.</summary>
    public NetworkLayout Heads => new(new Dense(2 * LatentSize,
        Initialization: Encoder.Layers.OfType<Dense>().LastOrDefault()?.Initialization ?? WeightInitialization.GlorotUniform));

    /// <summary>The input of <see cref="Heads"/>.</summary>
    public TensorShape HeadsInput => new(checked((int)Encoder.OutputShape(EncoderInput).Count + NumberOfLabels));

    /// <summary>The input of the decoder.</summary>
    public TensorShape DecoderInput => new(LatentSize + NumberOfLabels);

    /// <summary>The number of values in the log-variance of the columns: none for Bernoulli columns, one, or one a column.</summary>
    public int NumberOfLogVariances => Distribution switch
    {
        DecoderDistribution.Bernoulli => 0,
        DecoderDistribution.GaussianLearnedDeviations => NumberOfColumns,
        _ => 1,
    };

    /// <summary>The three networks in the order of their numbers.</summary>
    public IReadOnlyList<(string Name, NetworkLayout Layout, TensorShape Input)> Networks =>
        [("encoder", Encoder, EncoderInput), ("heads", Heads, HeadsInput), (DecoderName, Decoder, DecoderInput)];

    public bool IsDeviationLearned => Distribution is DecoderDistribution.GaussianLearnedDeviation or DecoderDistribution.GaussianLearnedDeviations;

    public bool IsBernoulli => Distribution == DecoderDistribution.Bernoulli;

    /// <exception cref="ArgumentException">A network does not fit the columns or the latent vector.</exception>
    public void Check()
    {
        _ = HeadsInput;
        TensorShape output = Decoder.OutputShape(DecoderInput);
        if (output.Count != NumberOfColumns)
            throw new ArgumentException(
                $"The decoder does not fit the column: expected {NumberOfColumns} values a row, as the input column has, but its layers give {output}. " +
                $"End it with new Dense({NumberOfColumns}), or change the layers before.", nameof(Decoder));
    }
}
