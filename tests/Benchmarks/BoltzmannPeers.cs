using System.Diagnostics;
using System.Globalization;
using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Training;

namespace Benchmarks;

/// <summary>Ours beside scikit-learn's BernoulliRBM and PyTorch tensor operations, in one run on one machine: 784 x 500, batches of 100.</summary>
/// <remarks>
/// <para>Like for like: persistent chains on grey pixels without centring, momentum or decay against scikit-learn; contrastive divergence on
/// binary pixels with momentum and decay against PyTorch, once written into tensors that exist already (its fastest way) and once as it is
/// usually written (plain). Every figure is of one thread each; those named best_setting are of a peer with as many threads as
/// suit it best, against ours with one. Needs Debian's python3-sklearn and python3-torch with libopenblas0-pthread.</para>
/// <para>Ratios are of the fastest epochs. On a machine that others use these measure the others too, so beside each there are the ratios of
/// the 10th percentiles and of the medians of the update times. At the end stands what was asked for and which figure answers it.</para>
/// </remarks>
internal static class BoltzmannPeers
{
    private const string Python = "/usr/bin/python3";

    public static void Run()
    {
        string? missing = Missing("sklearn") ?? Missing("torch");
        if (missing is not null)
        {
            Console.WriteLine($"No comparison: {missing} Debian has them: apt-get install python3-sklearn python3-torch libopenblas0-pthread");
            return;
        }
        Digits digits = Digits.Load();
        Console.WriteLine($"{digits.Name}: {digits.Train.Length} rows");
        CachedRows grey = Digits.Rows(digits.Train, threshold: false);
        CachedRows binary = Digits.Rows(digits.Train, threshold: true);
        var pcd = new RestrictedBoltzmannMachineSettings
        {
            NumberOfHiddenUnits = 500, NumberOfEpochs = 4, LearningRate = 0.01f, LearningRateSchedule = LearningRateSchedule.Constant, Centered = false,
        };
        RestrictedBoltzmannMachineSettings cd = pcd with
        {
            Algorithm = BoltzmannAlgorithm.ContrastiveDivergence, LearningRate = 0.05f, Momentum = 0.9f, WeightDecay = 1e-4f,
        };

        // Ours before and after the peers, so that a change of load in between does not favour anyone.
        var ours = new Dictionary<string, double>();
        Ours();
        Dictionary<string, double> one = Peers(digits, 1, epochs: 3);

        // With more threads PyTorch is several times slower, so that CD-1 alone shows it.
        Dictionary<string, double> all = Environment.ProcessorCount > 1
            ? Peers(digits, Environment.ProcessorCount, epochs: 1, "--only", "float32,default,cd1,transform") : one;
        Ours();
        var printed = new Dictionary<string, double>(ours);
        foreach ((string name, double value) in ours.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            Figures.Print(name, value);

        Ratio("cd1_epoch_vs_pytorch", "torch_plain_cd1", "cd1");
        Ratio("cd5_epoch_vs_pytorch", "torch_plain_cd5", "cd5");
        Ratio("cd1_epoch_vs_pytorch_in_place", "torch_cd1", "cd1");
        Ratio("cd5_epoch_vs_pytorch_in_place", "torch_cd5", "cd5");
        Ratio("pcd_epoch_vs_sklearn_float32", "sklearn_float32_pcd", "pcd_grey");
        Ratio("pcd_epoch_vs_sklearn_default", "sklearn_default_pcd", "pcd_grey");
        Print("cd1_epoch_vs_dense_limit", one["dense_limit_epoch_seconds"] / ours["cd1_epoch_seconds"]);
        Print("cd1_epoch_vs_dense_limit_p10", one["dense_limit_epoch_seconds"] / ours["cd1_epoch_updates_p10_seconds"]);
        Print("cd1_epoch_vs_five_products", one["torch_products_epoch_seconds"] / ours["cd1_epoch_seconds"]);
        foreach (string peer in new[] { "sklearn_float32", "sklearn_default", "torch" })
        {
            string rows = $"{peer}_transform_rows_per_second";
            Print($"transform_vs_{peer}", ours["transform_rows_per_second"] / one[rows]);
            Print($"transform_vs_{peer}_best_setting", ours["transform_rows_per_second"] / Math.Max(one[rows], all[rows]));
            Print($"one_row_vs_{peer}", Better($"{peer}_one_row_microseconds") / ours["one_row_microseconds"]);
        }

        PrintAsked(printed);

        void Print(string name, double value)
        {
            printed[name] = value;
            Figures.Print(name, value);
        }

        void Ours()
        {
            Epochs("cd1", binary, cd, ours);
            Epochs("cd5", binary, cd with { NumberOfGibbsSteps = 5, NumberOfEpochs = 3 }, ours);
            RestrictedBoltzmannMachine model = Epochs("pcd_grey", grey, pcd, ours);
            Transform(model, digits, ours);
        }

        void Ratio(string name, string peer, string our)
        {
            Print(name, one[$"{peer}_epoch_seconds"] / ours[$"{our}_epoch_seconds"]);
            Print($"{name}_best_setting", Better($"{peer}_epoch_seconds") / ours[$"{our}_epoch_seconds"]);
            foreach (string share in new[] { "p10", "median" })
                Print($"{name}_{share}", one[$"{peer}_epoch_updates_{share}_seconds"] / ours[$"{our}_epoch_updates_{share}_seconds"]);
        }

        double Better(string figure) => Math.Min(one[figure], all.GetValueOrDefault(figure, double.PositiveInfinity));
    }

    /// <summary>What was asked for, and the figure that answers it.</summary>
    private static void PrintAsked(Dictionary<string, double> figures)
    {
        (string What, string Figure, double AtLeast)[] asked =
        [
            ("CD-1 epoch against PyTorch tensor code as it is usually written", "cd1_epoch_vs_pytorch", 6),
            ("   the same against PyTorch into tensors that exist already", "cd1_epoch_vs_pytorch_in_place", 6),
            ("CD-5 epoch against PyTorch tensor code as it is usually written", "cd5_epoch_vs_pytorch", 6),
            ("   the same against PyTorch into tensors that exist already", "cd5_epoch_vs_pytorch_in_place", 6),
            ("PCD-1 epoch of grey pixels against scikit-learn, float32", "pcd_epoch_vs_sklearn_float32", 4.5),
            ("PCD-1 epoch of grey pixels against scikit-learn, its default", "pcd_epoch_vs_sklearn_default", 12),
            ("   the same against scikit-learn, float32, on all processors", "pcd_epoch_vs_sklearn_float32_best_setting", 4.5),
            ("   the same against scikit-learn, its default, on all processors", "pcd_epoch_vs_sklearn_default_best_setting", 12),
            ("CD-1 epoch against five matrix products at the sgemm peak", "cd1_epoch_vs_dense_limit", 2.5),
            ("Transform of 10000 rows against scikit-learn, float32", "transform_vs_sklearn_float32", 3),
            ("   the same against scikit-learn, float32, on all processors", "transform_vs_sklearn_float32_best_setting", 3),
            ("Transform of 10000 rows against PyTorch", "transform_vs_torch", 2.4),
            ("   the same against PyTorch on all processors", "transform_vs_torch_best_setting", 2.4),
        ];
        Console.WriteLine();
        foreach ((string what, string figure, double atLeast) in asked)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-66} {figures[figure],6:F2} x   asked {atLeast,4:F1} x   ({figure})"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{"One row through the kernel",-66} {figures["one_row_microseconds"],6:F2} us  asked  3.0 us at most (one_row_microseconds)"));
    }

    private static RestrictedBoltzmannMachine Epochs(
        string name, CachedRows rows, RestrictedBoltzmannMachineSettings settings, Dictionary<string, double> figures)
    {
        var updates = new List<double>();
        double best = double.PositiveInfinity;
        var observers = new BoltzmannTrainer.Observers(
            epoch => best = Math.Min(best, rows.Count!.Value / epoch.RowsPerSecond), null, time => updates.Add(time.TotalSeconds));
        BoltzmannTrainingResult result = BoltzmannTrainer.Train(
            rows, settings, observers, default, returnBestOnCancel: false, BoltzmannKernels.Best);
        int perEpoch = updates.Count / settings.NumberOfEpochs;
        Keep(figures, $"{name}_epoch_seconds", best);
        Keep(figures, $"{name}_epoch_updates_p10_seconds", Figures.Quantile(updates[perEpoch..], 0.1) * perEpoch);
        Keep(figures, $"{name}_epoch_updates_median_seconds", Figures.Quantile(updates[perEpoch..], 0.5) * perEpoch);
        return result.Model;
    }

    private static void Transform(RestrictedBoltzmannMachine model, Digits digits, Dictionary<string, double> figures)
    {
        const int Rows = 10_000;
        float[] rows = [.. digits.Train.Take(Rows).SelectMany(image => image).Select(pixel => pixel / 255f)];
        float[] results = new float[Rows * model.NumberOfHiddenUnits];
        double best = double.PositiveInfinity;
        for (int repeat = 0; repeat < 40; repeat++)
        {
            long start = Stopwatch.GetTimestamp();
            model.HiddenProbabilities(rows, Rows, results);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds / Rows);
        }
        Span<float> first = rows.AsSpan(0, model.NumberOfVisibleUnits), result = results.AsSpan(0, model.NumberOfHiddenUnits);
        double bestOne = double.PositiveInfinity;
        for (int repeat = 0; repeat < 20; repeat++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < 200; i++)
                model.HiddenProbabilities(first, result);
            bestOne = Math.Min(bestOne, Stopwatch.GetElapsedTime(start).TotalSeconds / 200);
        }
        figures["transform_rows_per_second"] = Math.Max(figures.GetValueOrDefault("transform_rows_per_second"), 1 / best);
        Keep(figures, "one_row_microseconds", bestOne * 1e6);
    }

    private static void Keep(Dictionary<string, double> figures, string name, double value)
        => figures[name] = Math.Min(value, figures.GetValueOrDefault(name, double.PositiveInfinity));

    private static string? Missing(string module)
    {
        if (!File.Exists(Python))
            return $"{Python} is not installed.";
        using Process process = Start(["-c", $"import {module}"]);
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : $"Python has no module {module}.";
    }

    /// <summary>Runs both scripts with a number of threads, prints what they print, and reads their figures.</summary>
    private static Dictionary<string, double> Peers(Digits digits, int threads, int epochs, params string[] more)
    {
        var figures = new Dictionary<string, double>();
        foreach (string script in new[] { "sklearn_rbm.py", "torch_rbm.py" })
        {
            string path = Path.Combine(Digits.RepositoryRoot(), "tests", "Benchmarks", "peers", script);
            using Process process = Start(
                [path, digits.TrainPath, "--threads", Invariant(threads), "--epochs", Invariant(epochs), .. more]);
            while (process.StandardOutput.ReadLine() is { } line)
            {
                string[] words = line.Split(' ');
                if (words is not ["figure", _, _])
                    continue;
                figures[words[1]] = double.Parse(words[2], CultureInfo.InvariantCulture);
                Console.WriteLine($"figure {words[1]}_threads{threads} {words[2]}");
            }
            process.WaitForExit();
            if (process.ExitCode != 0)
                throw new InvalidOperationException($"{script} ended with code {process.ExitCode}; what it said is above.");
        }
        if (figures["sklearn_uses_openblas"] == 0 || figures["torch_uses_openblas"] == 0)
            throw new InvalidOperationException("A peer runs on the reference BLAS, and a comparison would flatter us: apt-get install libopenblas0-pthread.");
        return figures;

        static string Invariant(int number) => number.ToString(CultureInfo.InvariantCulture);
    }

    private static Process Start(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Python, arguments) { RedirectStandardOutput = true, UseShellExecute = false };
        return Process.Start(start) ?? throw new InvalidOperationException($"{Python} does not start.");
    }
}
