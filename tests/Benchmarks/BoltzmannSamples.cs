using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Boltzmann.Likelihood;
using MlNetGenerative.Core.Evaluation;
using Measure = MlNetGenerative.Core.Boltzmann.Likelihood.BoltzmannLikelihood;

namespace Benchmarks;

/// <summary>Digits that free-running chains of a machine with 500 hidden units make up: 2,000 chains from noise, each image the conditional means after
/// some Gibbs steps; by their Fréchet distance on 84 features of a small LeNet from all training digits, beside as many real test digits.</summary>
/// <remarks>The distance depends much on the machine: chains from noise need thousands of steps to cross between digits, the more the longer the machine was
/// trained. Batches of 500 are 500 persistent chains, which get the frequencies of digits nearer than 100 do. A machine trained in Python for 20 epochs of centred persistent contrastive divergence reached 48.7 after 1,000 steps, the one-step
/// contrastive divergence of tutorials 1,066; independent pixels are at 550.</remarks>
internal static class BoltzmannSamples
{
    private const int Chains = 2_000;
    private const int Seed = 7;

    public static void Run()
    {
        Digits digits = Digits.Load();
        Console.WriteLine($"{digits.Name}: {digits.Train.Length} rows");
        LeNet network = LeNet.Load(LeNetWeights.Mnist);
        GaussianMoments training = GaussianMoments.Of(network.Apply(Grey(digits.Train)).Features);
        byte[][] test = [.. digits.Test];
        new Random(Seed).Shuffle(test);   // the digits in the first half of the file are easier than the others
        SampleFeatures real = network.Apply(Grey(test[..Chains]));
        Figures.Print("real_digits_fld84", FrechetDistance.Between(training, GaussianMoments.Of(real.Features)));
        Figures.Print("real_digits_class_kl", Divergence.FromUniform(real.ClassCounts()));

        var settings = new RestrictedBoltzmannMachineSettings
        {
            NumberOfHiddenUnits = 500, NumberOfEpochs = 40, BatchSize = 500, LearningRate = 0.1f, Binarization = Binarization.Stochastic, Seed = Seed,
        };
        BoltzmannTrainingResult trained = BoltzmannTrainer.Train(Digits.Rows(digits.Train, threshold: false), settings, epoch =>
        {
            if (epoch.Epoch % 20 == 0)
                Console.WriteLine($"    epoch {epoch.Epoch}, {epoch.Elapsed.TotalSeconds:F0} s, pseudo-log-likelihood {epoch.PseudoLogLikelihood:F1}");
        });
        Figures.Print("rbm500_training_seconds", trained.History[^1].Elapsed.TotalSeconds);
        BoltzmannLikelihoodEstimate likelihood = Measure.Estimate(
            trained.Model, Digits.Rows(digits.Test, threshold: false), new() { Binarization = Binarization.Stochastic, ColumnMeans = trained.ColumnMeans });
        Figures.Print("rbm500_log_likelihood", likelihood.MeanLogLikelihood);
        Figures.Print("rbm500_sandwich_gap", likelihood.Gap);

        var chains = new GibbsChains(trained.Model, seed: Seed, firstChain: 0, Chains);
        chains.StartFromNoise();
        int done = 0;
        foreach (int steps in (int[])[1_000, 3_000])
        {
            chains.Step(steps - done);
            done = steps;
            SampleFeatures samples = network.Apply(Means(chains));
            Figures.Print($"rbm500_fld84_after_{steps}_steps", FrechetDistance.Between(training, GaussianMoments.Of(samples.Features)));
            Figures.Print($"rbm500_fld84_from_test_digits_after_{steps}_steps", FrechetDistance.Between(real.Features, samples.Features));
            Figures.Print($"rbm500_class_kl_after_{steps}_steps", Divergence.FromUniform(samples.ClassCounts()));
            Console.WriteLine($"    digits 0 to 9 after {steps} steps: {string.Join(' ', samples.ClassCounts())}");
        }
    }

    private static SampleRows Means(GibbsChains chains)
    {
        float[] values = new float[Chains * LeNet.ImageLength];
        for (int chain = 0; chain < Chains; chain++)
            chains.CopyMeans(chain, values.AsSpan(chain * LeNet.ImageLength, LeNet.ImageLength));
        return new SampleRows(LeNet.ImageLength, values);
    }

    private static SampleRows Grey(byte[][] images)
        => new(LeNet.ImageLength, [.. images.SelectMany(image => image.Select(grey => grey / 255f))]);
}
