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

    /// <summary>The generator of the DCGAN example of TensorFlow for 28 × 28 grey images: a dense layer of 7 · 7 · 256 without bias, transposed 5 × 5
    /// convolutions to 128, 64 and 1 channels, the last two of stride 2, batch normalisation and leaky ReLU between them, tanh. For 100 noise values.</summary>
    public static NetworkLayout ConvolutionalGenerator { get; } = new(
        new Dense(7 * 7 * 256, UseBias: false), new BatchNorm(), new LeakyRelu(), new Reshape(256, 7, 7),
        new ConvTranspose2d(128, 5, 1, UseBias: false), new BatchNorm(), new LeakyRelu(),
        new ConvTranspose2d(64, 5, 2, UseBias: false), new BatchNorm(), new LeakyRelu(),
        new ConvTranspose2d(1, 5, 2, UseBias: false), new Flatten(), new Tanh());

    /// <summary>The discriminator of the DCGAN example of TensorFlow: 5 × 5 convolutions of stride 2 with 64 and 128 channels, leaky ReLU, dropout 0.3.
    /// That example trains with Adam (β₁ 0.9), learning rate 0.0001 and 256 rows an update.</summary>
    public static NetworkLayout ConvolutionalDiscriminator { get; } = new(
        new Reshape(1, 28, 28), new Conv2d(64, 5, 2), new LeakyRelu(), new Dropout(0.3f), new Conv2d(128, 5, 2), new LeakyRelu(), new Dropout(0.3f), new Flatten());

    /// <summary>A dense discriminator: 512 and 256 units with leaky ReLU and dropout 0.3.</summary>
    public static NetworkLayout DenseDiscriminator { get; } = new(
        new Dense(512), new LeakyRelu(0.2f), new Dropout(0.3f), new Dense(256), new LeakyRelu(0.2f), new Dropout(0.3f));

    /// <summary>A dense discriminator for the hinge loss: 512 and 256 units with spectral normalisation and leaky ReLU.</summary>
    public static NetworkLayout SpectralDiscriminator { get; } = new(
        new Dense(512, SpectralNormalization: true), new LeakyRelu(0.2f), new Dense(256, SpectralNormalization: true), new LeakyRelu(0.2f));

    /// <summary>A dense generator of values in [0, 1]: 256, 512 and 1024 units with leaky ReLU, tanh at the end.</summary>
    /// <param name="columns">The number of columns of a row.</param>
    /// <returns>The layers.</returns>
    public static NetworkLayout DenseGenerator(int columns) => new(
        new Dense(256), new LeakyRelu(0.2f), new Dense(512), new LeakyRelu(0.2f), new Dense(1024), new LeakyRelu(0.2f), new Dense(columns), new Tanh());

    /// <summary>A dense generator of any values, for tables: two layers of 256 units with leaky ReLU, and a dense one.</summary>
    /// <param name="columns">The number of columns of a row.</param>
    /// <returns>The layers.</returns>
    public static NetworkLayout TableGenerator(int columns) => new(
        new Dense(256), new LeakyRelu(0.2f), new Dense(256), new LeakyRelu(0.2f), new Dense(columns));

    // As in the runs of PyTorch that figures are compared with.
    private static Dense Small(int units) => new(units, Initialization: WeightInitialization.FanInUniform);
}
