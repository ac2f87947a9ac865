using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetGenerative;
using MlNetGenerative.Core.Training;
using MlNetGenerative.Neural;
using MlNetGenerative.Neural.Training;
using MlNetGenerative.Neural.Vae;
using TorchSharp;
using static TorchSharp.torch;

namespace Benchmarks;

/// <summary>A dense autoencoder 784–512–512–8 on digits, batches of 128, beside PyTorch on the same libtorch, in one run, one thread each:
/// a training step, the training loop, encoding through the pipeline, and one row through a prediction engine.</summary>
/// <remarks>Needs Debian's python3-torch. Everything here is code that also runs on the official package.</remarks>
internal static class AutoencoderPeers
{
    private const int BatchSize = 128;
    private const int Updates = 100;
    private const int Rounds = 5;

    public static void Run()
    {
        PythonPeer.AllocateAlike();
        set_num_threads(1);
        Digits digits = Digits.Load();
        var bare = new List<double>();
        var loop = new List<double>();
        Dictionary<string, double> peer = Peer(digits);
        Steps(digits, bare, loop);
        foreach ((string name, double value) in Peer(digits))
            peer[name] = name.EndsWith("_seconds", StringComparison.Ordinal) ? Math.Min(peer[name], value) : Math.Max(peer[name], value);
        double step = Figures.Quantile(bare, 0.1);
        Figures.Print("vae_step_ms", 1e3 * step);
        Figures.Print("vae_step_vs_pytorch", step / peer["torch_vae_step_seconds"]);
        Figures.Print("vae_loop_over_bare_step", Figures.Quantile(loop, 0) / Figures.Quantile(bare, 0.5));
        Pipeline(digits, peer);
        foreach ((string name, double value) in peer)
            Figures.Print(name, value);
    }

    private static void Steps(Digits digits, List<double> bare, List<double> loop)
    {
        var training = new TrainingSettings { NumberOfEpochs = 1, BatchSize = BatchSize };
        var settings = new VaeSettings { LatentSize = 8, Encoder = NetworkPresets.DenseEncoder, Decoder = NetworkPresets.DenseDecoder(784) };
        VaeArchitecture architecture = VaeArchitecture.Of(settings, 784, 0);
        CachedRows rows = Digits.Rows(digits.Train[..(Updates * BatchSize)], threshold: false);
        using VaeNetwork network = VaeNetwork.Create(architecture, 1, null, CPU);
        using var model = new VaeModel(settings, architecture, network, training, CPU);
        for (int round = 0; round <= Rounds; round++)   // the first is to warm up
        {
            List<double> steps = Bare(model, rows);
            long start = Stopwatch.GetTimestamp();
            TrainingLoop.Run(model, rows, training);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds / Updates;
            if (round == 0)
                continue;
            bare.AddRange(steps);
            loop.Add(seconds);
        }
    }

    /// <summary>Seconds of each update on a batch that is prepared.</summary>
    private static List<double> Bare(VaeModel model, CachedRows rows)
    {
        var batch = new TrainingBatch(BatchSize, rows.Width);
        batch.Begin(1, 1, 1, false);
        using (ITrainingRowReader reader = rows.Open(3))
            while (batch.Count < BatchSize && reader.MoveNext())
                batch.Append(reader.Indices, reader.Values);
        model.Prepare(batch);
        model.SetTraining(true);
        var times = new List<double>();
        for (int update = 0; update < Updates; update++)
        {
            long start = Stopwatch.GetTimestamp();
            using (NewDisposeScope())
                model.Step(batch);
            times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        return times;
    }

    private static void Pipeline(Digits digits, Dictionary<string, double> peer)
    {
        var ml = new MLContext(seed: 1);
        IDataView rows = ml.Data.Cache(ml.Data.LoadFromEnumerable(digits.Train[..10_000].Select(image => new Image { Features = Array.ConvertAll(image, pixel => pixel / 255f) })));
        VariationalAutoencoderTransformer vae = ml.Generative().VariationalAutoencoder(new VariationalAutoencoderEstimator.Options
        {
            LatentSize = 8, Encoder = NetworkPresets.DenseEncoder, Decoder = NetworkPresets.DenseDecoder(784), NumberOfEpochs = 1,
        }).Fit(ml.Data.TakeRows(rows, 1000));
        double best = 0;
        for (int round = 0; round < 6; round++)
        {
            long start = Stopwatch.GetTimestamp();
            using DataViewRowCursor cursor = vae.Transform(rows).GetRowCursor(vae.GetOutputSchema(rows.Schema).Where(column => column.Name == "Latent"));
            ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(cursor.Schema["Latent"]);
            VBuffer<float> value = default;
            while (cursor.MoveNext())
                getter(ref value);
            best = Math.Max(best, 10_000 / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        Figures.Print("vae_encode_rows_per_second", best);
        Figures.Print("vae_encode_vs_pytorch", best / peer["torch_vae_encode_rows_per_second"]);

        using PredictionEngine<Image, Code> engine = ml.Model.CreatePredictionEngine<Image, Code>(vae);
        var image = new Image { Features = Array.ConvertAll(digits.Train[0], pixel => pixel / 255f) };
        var times = new List<double>();
        for (int call = 0; call < 20_000; call++)
        {
            long start = Stopwatch.GetTimestamp();
            engine.Predict(image);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }
        Figures.Print("vae_engine_microseconds", Figures.Quantile(times[10_000..], 0.5));
    }

    private static Dictionary<string, double> Peer(Digits digits) => PythonPeer.Run("torch_vae.py", digits.TrainPath, "--threads", "1");

    private sealed class Image
    {
        [VectorType(784)]
        public float[] Features { get; set; } = [];
    }

    private sealed class Code
    {
        [VectorType(8)]
        public float[] Latent { get; set; } = [];
    }
}
