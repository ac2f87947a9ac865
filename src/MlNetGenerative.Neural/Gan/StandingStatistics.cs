using MlNetGenerative.Core.Numerics;
using MlNetGenerative.Neural.Networks;
using MlNetGenerative.Neural.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural.Gan;

/// <summary>The statistics that a generator normalises by when rows are generated: means over batches that it makes itself.</summary>
/// <remarks>The running statistics of training lag behind its weights, and do not belong to their average at all: with them a generator makes
/// other rows than it was trained to make. A. Brock, J. Donahue and K. Simonyan, "Large scale GAN training for high fidelity natural image
/// synthesis", ICLR 2019 ("standing statistics"). The noise is a function of the seed.</remarks>
internal static class StandingStatistics
{
    private const int NumberOfBatches = 16;
    private const int BatchSize = 128;

    // Rows of noise that no update of training has: see TrainingBatch.NoiseRow.
    private const ulong FirstNoiseRow = 1ul << 62;

    /// <summary>Measures them, and leaves the networks in evaluation; nothing where the generator has no batch normalisation.</summary>
    public static void Set(GanArchitecture architecture, GanNetwork network, int seed, Device device)
    {
        List<Statistic> statistics = [.. Find(architecture, network)];
        if (statistics.Count == 0)
            return;
        using IDisposable noGradient = no_grad();
        network.SetTraining(false);
        network.TrainBatchNormalization();
        float[] noise = new float[BatchSize * architecture.NoiseSize];
        int[] labels = architecture.NumberOfLabels == 0 ? [] : [.. Enumerable.Range(0, BatchSize).Select(row => row % architecture.NumberOfLabels)];
        for (uint batch = 0; batch < NumberOfBatches; batch++)
        {
            using DisposeScope scope = NewDisposeScope();
            foreach (Statistic statistic in statistics)
                statistic.Clear();
            NormalNumbers.Fill(new Philox((uint)seed, RandomStream.GeneratorNoise), FirstNoiseRow + batch, noise);
            network.Generate(TensorArrays.Create(noise, [BatchSize, architecture.NoiseSize], device), OneHot.Create(labels, architecture.NumberOfLabels, device));
            foreach (Statistic statistic in statistics)
                statistic.Add();
        }
        foreach (Statistic statistic in statistics)
            statistic.Finish(NumberOfBatches);
        network.SetTraining(false);
    }

    private static IEnumerable<Statistic> Find(GanArchitecture architecture, GanNetwork network)
    {
        Dictionary<string, Tensor> state = network.GeneratorState.ToDictionary(entry => entry.Name, entry => entry.Tensor);
        for (int layer = 0; layer < architecture.Generator.Layers.Count; layer++)
            if (architecture.Generator.Layers[layer] is BatchNorm normalization)
                foreach (string name in (string[])[BatchNorm.RunningMean, BatchNorm.RunningVariance])
                    yield return new Statistic(state[$"{GanArchitecture.GeneratorName}.{layer}.{name}"], 1 - normalization.Momentum);
    }

    /// <summary>One statistic of a layer, and the sum of what batches have given.</summary>
    /// <param name="Running">The running statistic; after a batch that began with zeros, the share of the batch's.</param>
    /// <param name="Share">The share that a batch has in it.</param>
    private sealed record Statistic(Tensor Running, double Share)
    {
        private readonly double[] _sums = new double[Running.NumberOfElements];

        public void Clear() => TensorArrays.CopyTo(new float[_sums.Length], Running);

        public void Add()
        {
            float[] values = TensorArrays.ToArray(Running);
            for (int i = 0; i < values.Length; i++)
                _sums[i] += values[i] / Share;
        }

        public void Finish(int batches) => TensorArrays.CopyTo(Array.ConvertAll(_sums, sum => (float)(sum / batches)), Running);
    }
}
