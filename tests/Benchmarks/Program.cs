using Benchmarks;

Dictionary<string, Action> benchmarks = new(StringComparer.Ordinal)
{
    ["lbfgs"] = LbfgsAccuracy.Run,
    ["rbm16"] = BoltzmannLikelihood.Run,
    ["boltzmann"] = BoltzmannSpeed.Run,
    ["boltzmann-threads"] = BoltzmannThreads.Run,
    ["boltzmann-peers"] = BoltzmannPeers.Run,
    ["boltzmann-pipeline"] = BoltzmannPipeline.Run,
    ["boltzmann-memory"] = BoltzmannMemory.Run,
    ["rbm500"] = BoltzmannDensity.Run,
    ["rbm-samples"] = BoltzmannSamples.Run,
    ["vae"] = AutoencoderPeers.Run,
    ["gan"] = AdversarialPeers.Run,
    ["gan-memory"] = AdversarialMemory.Run,
    ["vae-likelihood"] = AutoencoderLikelihood.ImportanceWeightedNetwork,
    ["vae-convolutional"] = AutoencoderLikelihood.Convolutional,
    ["vae-convolutional-published"] = AutoencoderLikelihood.ConvolutionalPublished,
    ["sample-metrics"] = SampleMetricsAnchors.Run,
    ["training"] = TrainingLoopSpeed.Run,
    ["training-memory"] = TrainingLoopMemory.Run,
};

if (args.Length != 1 || !benchmarks.TryGetValue(args[0], out Action? benchmark))
{
    Console.Error.WriteLine($"usage: dotnet run -c Release --project tests/Benchmarks -- NAME    with NAME one of {string.Join(", ", benchmarks.Keys)}");
    return 1;
}
// Either of these makes OpenBLAS slower than it is on this processor; it reads them when it is loaded, so they must be gone before.
string[] slowing = ["OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"];
if (slowing.Any(name => Environment.GetEnvironmentVariable(name) is not null))
    return Restart.Without(slowing, args);
benchmark();
return 0;
