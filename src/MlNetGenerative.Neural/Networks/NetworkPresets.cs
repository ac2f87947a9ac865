namespace MlNetGenerative.Neural;

/// <summary>Networks of well-known examples.</summary>
public static class NetworkPresets
{
    /// <summary>The encoder of the dense example in many lectures: two layers of 512 units with ReLU.</summary>
    public static NetworkLayout DenseEncoder { get; } = new(new Dense(512), new Relu(), new Dense(512), new Relu());

    /// <summary>The encoder of the importance-weighted autoencoder paper: two layers of 200 units with tanh, for 50 latent units.</summary>
    /// <remarks>Y. Burda, R. Grosse and R. Salakhutdinov, ICLR 2016.</remarks>
    public static NetworkLayout ImportanceWeightedEncoder { get; } = new(Small(200), new Tanh(), Small(200), new Tanh());

    /// <summary>The encoder of the convolutional example of Keras for 28 × 28 grey images: 3 × 3 convolutions of stride 2 with 32 and 64 channels, then 16 units; for 2 latent units.</summary>
    public static NetworkLayout ConvolutionalEncoder { get; } = new(
        new Reshape(1, 28, 28), new Conv2d(32, 3, 2), new Relu(), new Conv2d(64, 3, 2), new Relu(), new Flatten(), new Dense(16), new Relu());

    /// <summary>The decoder of the convolutional example of Keras: the mirror image of <see cref="ConvolutionalEncoder"/> by transposed convolutions.</summary>
    public static NetworkLayout ConvolutionalDecoder { get; } = new(
        new Dense(7 * 7 * 64), new Relu(), new Reshape(64, 7, 7), new ConvTranspose2d(64, 3, 2), new Relu(), new ConvTranspose2d(32, 3, 2), new Relu(),
        new ConvTranspose2d(1, 3), new Flatten());

    /// <summary>The mirror image of <see cref="DenseEncoder"/>.</summary>
    /// <param name="columns">The number of columns of a row.</param>
    /// <returns>The layers.</returns>
    public static NetworkLayout DenseDecoder(int columns) => new(new Dense(512), new Relu(), new Dense(512), new Relu(), new Dense(columns));

    /// <summary>The mirror image of <see cref="ImportanceWeightedEncoder"/>.</summary>
    /// <param name="columns">The number of columns of a row.</param>
    /// <returns>The layers.</returns>
    public static NetworkLayout ImportanceWeightedDecoder(int columns) => new(Small(200), new Tanh(), Small(200), new Tanh(), Small(columns));

    // As in the runs of PyTorch that figures are compared with.
    private static Dense Small(int units) => new(units, Initialization: WeightInitialization.FanInUniform);
}
