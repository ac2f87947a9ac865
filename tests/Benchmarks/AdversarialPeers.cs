using System.Diagnostics;
using MlNetGenerative;
using MlNetGenerative.Core.Training;
using MlNetGenerative.Neural;
using MlNetGenerative.Neural.Gan;
using MlNetGenerative.Neural.Numerics;
using MlNetGenerative.Neural.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Benchmarks;

/// <summary>The adversarial network of the TensorFlow tutorial (<see cref="NetworkPresets.ConvolutionalGenerator"/>), 256 images an update: the
/// training loop, a step of the same networks written with tensors alone, and PyTorch on the same libtorch, in turn in one run.</summary>
/// <remarks>What the stand-in for TorchSharp gains by computing transposed convolutions as derivatives of convolutions is measured by itself, and
/// one ratio is without it. Everything here is code that also runs on the official package.</remarks>
internal static class AdversarialPeers
{
    private const int BatchSize = 256;
    private const int Updates = 6;
    private const int Rounds = 4;
    private const string Script = "torch_gan.py";

    private static readonly string[] Kinds = ["step", "channels_last", "transposed"];

    public static void Run()
    {
        PythonPeer.AllocateAlike();
        set_num_threads(1);
        Digits digits = Digits.Load();
        var peer = Kinds.ToDictionary(kind => kind, _ => new List<double>());
        var allThreads = new List<double>();
        List<double> bare = [], loop = [], transposed = [];
        using var network = new AdversarialBareStep(BatchSize);
        for (int round = 0; round < Rounds; round++)
        {
            Peer(digits, 1, string.Join(',', Kinds), peer);
            bare.AddRange(Bare(network, digits));
            loop.AddRange(Loop(digits));
            transposed.AddRange(Transposed());
        }
        Peer(digits, Environment.ProcessorCount, "step", new() { ["step"] = allThreads });

        Print("gan_loop", loop);
        Print("gan_bare_step", bare);
        Print("torch_gan_step", peer["step"]);
        Print("torch_gan_step_channels_last", peer["channels_last"]);
        Print($"torch_gan_step_{Environment.ProcessorCount}_threads", allThreads);
        Print("torch_gan_transposed", peer["transposed"]);
        Print("gan_transposed", transposed);
        double Ratio(double share, double more = 0) => (Figures.Quantile(loop, share) + more) / Math.Min(Figures.Quantile(peer["step"], share), Figures.Quantile(peer["channels_last"], share));
        double gain = Figures.Quantile(peer["transposed"], 0.1) - Figures.Quantile(transposed, 0.1);
        Figures.Print("gan_loop_over_bare_step", Figures.Quantile(loop, 0.1) / Figures.Quantile(bare, 0.1));
        Figures.Print("gan_loop_over_bare_step_median", Figures.Quantile(loop, 0.5) / Figures.Quantile(bare, 0.5));
        Figures.Print("gan_loop_vs_pytorch", Ratio(0.1));
        Figures.Print("gan_loop_vs_pytorch_median", Ratio(0.5));
        Figures.Print("gan_transposed_gain_ms", 1e3 * gain);
        Figures.Print("gan_loop_vs_pytorch_without_gain", Ratio(0.1, gain));
    }

    private static void Print(string name, List<double> seconds)
    {
        Figures.Print($"{name}_ms", 1e3 * Figures.Quantile(seconds, 0.1));
        Figures.Print($"{name}_ms_median", 1e3 * Figures.Quantile(seconds, 0.5));
    }

    /// <summary>Seconds of each update of the training loop, from report to report: a step is longer than the 100 ms between reports.</summary>
    private static List<double> Loop(Digits digits)
    {
        var training = new TrainingSettings { NumberOfEpochs = 1, BatchSize = BatchSize, LearningRate = 1e-4f };
        var settings = new GanSettings
        {
            Generator = NetworkPresets.ConvolutionalGenerator, Discriminator = NetworkPresets.ConvolutionalDiscriminator, DiscriminatorLearningRate = 1e-4f,
        };
        GanArchitecture architecture = GanArchitecture.Of(settings, 784, 0);
        CachedRows rows = Digits.Rows(digits.Train[..((Updates + 2) * BatchSize)], threshold: false);
        using GanNetwork network = GanNetwork.Create(architecture, 1, CPU);
        using var model = new GanModel(settings, architecture, network, training, CPU);
        var reports = new Reports();
        TrainingLoop.Run(model, rows, training, new TrainingObservers(Progress: reports));
        // The first update warms up; the last report is the epoch's.
        return [.. reports.Times.Skip(1).Zip(reports.Times.Skip(2), (from, to) => Stopwatch.GetElapsedTime(from, to).TotalSeconds).Take(Updates)];
    }

    private static List<double> Bare(AdversarialBareStep network, Digits digits)
    {
        float[] pixels = [.. digits.Train[..BatchSize].SelectMany(image => image).Select(pixel => pixel / 127.5f - 1)];
        var times = new List<double>();
        for (int update = 0; update <= Updates; update++)
        {
            long start = Stopwatch.GetTimestamp();
            using (NewDisposeScope())
                network.Step(TensorArrays.Create(pixels, [BatchSize, 1, 28, 28], CPU), update);
            times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        return times[1..];
    }

    /// <summary>Seconds of the generator's transposed convolutions, forward and backward, as the script measures them.</summary>
    private static List<double> Transposed()
    {
        (long[] Input, long[] Weight, long Stride)[] layers = [([256, 7, 7], [256, 128, 5, 5], 1), ([128, 7, 7], [128, 64, 5, 5], 2), ([64, 14, 14], [64, 1, 5, 5], 2)];
        var times = new List<double>();
        for (int repeat = 0; repeat <= Updates; repeat++)
        {
            double total = 0;
            foreach ((long[] input, long[] shape, long stride) in layers)
            {
                using DisposeScope scope = NewDisposeScope();
                Tensor rows = AdversarialBareStep.Normal(1, [BatchSize, .. input], 1).requires_grad_(), weight = AdversarialBareStep.Normal(2, shape, 0.02f).requires_grad_();
                long start = Stopwatch.GetTimestamp();
                nn.functional.conv_transpose2d(rows, weight, null, [stride, stride], [2, 2], [stride - 1, stride - 1]).sum().backward();
                total += Stopwatch.GetElapsedTime(start).TotalSeconds;
            }
            times.Add(total);
        }
        return times[1..];
    }

    private static void Peer(Digits digits, int threads, string kinds, Dictionary<string, List<double>> seconds)
    {
        Dictionary<string, double> figures = PythonPeer.Run(Script, digits.TrainPath, "--threads", $"{threads}", "--epochs", $"{Updates}", "--only", kinds);
        if (figures["torch_gan_openblas"] == 0)
            throw new InvalidOperationException("PyTorch runs on the reference BLAS, and a comparison would flatter us: apt-get install libopenblas0-pthread.");
        foreach ((string kind, List<double> values) in seconds)
            values.AddRange(figures.Where(figure => figure.Key.StartsWith($"torch_gan_{kind}_seconds.", StringComparison.Ordinal)).Select(figure => figure.Value));
    }

    private sealed class Reports : IProgress<TrainingProgress>
    {
        public List<long> Times { get; } = [];

        public void Report(TrainingProgress value) => Times.Add(Stopwatch.GetTimestamp());
    }
}
