using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetGenerative;
using MlNetGenerative.Neural;
using static TorchSharp.torch;

namespace Benchmarks;

/// <summary>Live tensors and resident memory over 100,000 updates of a small variational autoencoder, trained through its estimator.</summary>
internal static class TrainingLoopMemory
{
    private const int Epochs = 100;
    private const int UpdatesInEpoch = 1000;
    private const int BatchSize = 16;

    public static void Run()
    {
        set_num_threads(1);
        var ml = new MLContext(seed: 1);
        IDataView rows = ml.Data.LoadFromEnumerable(Enumerable.Range(0, UpdatesInEpoch * BatchSize)
            .Select(row => new Row { Features = [row % 7 / 7f, row % 5 / 5f, row % 3 / 3f, row % 2] }).ToArray());
        var memory = new EpochMemory();
        using VariationalAutoencoderTransformer vae = ml.Generative().VariationalAutoencoder(new VariationalAutoencoderEstimator.Options
        {
            LatentSize = 2,
            Encoder = new NetworkLayout(new Dense(8), new Relu()),
            Decoder = new NetworkLayout(new Dense(8), new Relu(), new Dense(4)),
            BatchSize = BatchSize,
            NumberOfEpochs = Epochs,
            Progress = memory,
        }).Fit(rows);
        memory.Print("training", Epochs * UpdatesInEpoch, vae.History[^1].Elapsed);
    }

    private sealed class Row
    {
        [VectorType(4)]
        public float[] Features { get; set; } = [];
    }
}
