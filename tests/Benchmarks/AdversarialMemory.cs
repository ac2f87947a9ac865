using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetGenerative;
using MlNetGenerative.Neural;
using static TorchSharp.torch;

namespace Benchmarks;

/// <summary>Live tensors and resident memory over 20,000 updates of a small adversarial network, trained through its estimator with everything
/// that an update may make: labels, a gradient penalty, batch normalisation, dropout, spectral normalisation, an average.</summary>
internal static class AdversarialMemory
{
    private const int Epochs = 40;
    private const int UpdatesInEpoch = 500;
    private const int BatchSize = 16;

    public static void Run()
    {
        set_num_threads(1);
        var ml = new MLContext(seed: 1);
        IDataView rows = ml.Data.LoadFromEnumerable(Enumerable.Range(0, UpdatesInEpoch * BatchSize)
            .Select(row => new Row { Features = [row % 7 / 7f, row % 5 / 5f, row % 3 / 3f, row % 2], Label = (uint)(row % 2) }).ToArray());
        var memory = new EpochMemory();
        using GenerativeAdversarialNetworkTransformer gan = ml.Generative().GenerativeAdversarialNetwork(new GenerativeAdversarialNetworkEstimator.Options
        {
            LabelColumnName = "Label",
            NoiseSize = 4,
            Generator = new NetworkLayout(new Dense(8), new BatchNorm(), new LeakyRelu(), new Dense(4), new Tanh()),
            Discriminator = new NetworkLayout(new Dense(8, SpectralNormalization: true), new LeakyRelu(), new Dropout(0.3f)),
            Loss = AdversarialLoss.Wasserstein,
            DiscriminatorSteps = 2,
            BatchSize = BatchSize,
            NumberOfEpochs = Epochs,
            Progress = memory,
        }).Fit(rows);
        memory.Print("gan", Epochs * UpdatesInEpoch, gan.History[^1].Elapsed);
    }

    private sealed class Row
    {
        [VectorType(4)]
        public float[] Features { get; set; } = [];

        [KeyType(2)]
        public uint Label { get; set; }
    }
}
