using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Neural.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural.Vae;

/// <summary>Uses a fitted autoencoder on batches of rows in arrays. Any number of threads may use one at the same time.</summary>
/// <remarks>Every value is a function of its row alone: what is random is either closed form, or noise that all rows share.</remarks>
internal sealed class VaeInference(FittedVae fitted, VaeNetwork network, Device device)
{
    private readonly int _latentSize = fitted.Architecture.LatentSize;
    private readonly int _columns = fitted.Architecture.NumberOfColumns;
    private readonly int _labels = fitted.Architecture.NumberOfLabels;

    /// <summary>Mean and log-variance of q(z | x).</summary>
    /// <param name="rows">[count × columns].</param>
    /// <param name="labels">The label of each row, empty for a model without labels; a negative one is no label (its code is all zero).</param>
    /// <param name="means">[count × latent].</param>
    /// <param name="logVariances">[count × latent].</param>
    /// <param name="tensor">The same rows as a tensor, where there is one already.</param>
    public void Encode(ReadOnlySpan<float> rows, ReadOnlySpan<int> labels, Span<float> means, Span<float> logVariances, Tensor? tensor = null)
    {
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        (Tensor mean, Tensor logVariance) = network.Encode(TensorArrays.Rows(rows, _columns, tensor, device), LabelTensor(labels));
        TensorArrays.CopyTo(mean, means);
        TensorArrays.CopyTo(logVariance, logVariances);
    }

    /// <summary>The mean of p(x | z): [count × latent] to [count × columns].</summary>
    public void Decode(ReadOnlySpan<float> latents, ReadOnlySpan<int> labels, Span<float> means)
    {
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor latent = TensorArrays.Create(latents, [latents.Length / _latentSize, _latentSize], device);
        TensorArrays.CopyTo(network.Mean(network.Decode(latent, LabelTensor(labels))), means);
    }

    /// <summary>The bounds of log p(x).</summary>
    /// <param name="rows">[count × columns].</param>
    /// <param name="labels">As for <see cref="Encode"/>.</param>
    /// <param name="means">What <see cref="Encode"/> gave for the rows, [count × latent].</param>
    /// <param name="logVariances">Likewise.</param>
    /// <param name="noise">[samples × latent], the same for every row, or [count × samples × latent].</param>
    /// <param name="samples">The number of samples.</param>
    /// <param name="logWeights">log p(x, z_k) − log q(z_k | x), [count × samples].</param>
    /// <param name="logLikelihoods">log p(x | z_k), [count × samples].</param>
    /// <param name="divergences">KL(q(z | x) ‖ p(z)), [count].</param>
    /// <param name="tensor">As for <see cref="Encode"/>.</param>
    public void Bounds(ReadOnlySpan<float> rows, ReadOnlySpan<int> labels, ReadOnlySpan<float> means, ReadOnlySpan<float> logVariances,
        ReadOnlySpan<float> noise, int samples, Span<float> logWeights, Span<float> logLikelihoods, Span<float> divergences, Tensor? tensor = null)
    {
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        int count = rows.Length / _columns;
        Tensor values = TensorArrays.Rows(rows, _columns, tensor, device);
        Tensor? codes = LabelTensor(labels);
        Tensor mean = TensorArrays.Create(means, [count, _latentSize], device), logVariance = TensorArrays.Create(logVariances, [count, _latentSize], device);
        TensorArrays.CopyTo(VaeObjective.KullbackLeibler(mean, logVariance).sum(-1L), divergences);

        Tensor epsilon = TensorArrays.Create(noise, [noise.Length / (samples * _latentSize), samples, _latentSize], device);
        Tensor spread = logVariance.unsqueeze(1);
        Tensor latents = VaeObjective.Reparameterize(mean.unsqueeze(1), spread, epsilon);
        Tensor output = network.Decode(latents.reshape(count * samples, _latentSize), Repeat(codes, samples)).reshape(count, samples, _columns);
        Tensor logLikelihood = network.LogLikelihood(values.unsqueeze(1).expand(count, samples, _columns), output);
        TensorArrays.CopyTo(logLikelihood, logLikelihoods);
        TensorArrays.CopyTo(logLikelihood.Plus(VaeObjective.LogPriorOverPosterior(latents, epsilon, spread)), logWeights);
    }

    /// <summary>The scores of rows: the negative of the bound that the model was asked for, NaN for rows that are not finite.</summary>
    /// <remarks>The parameters are those of <see cref="Bounds"/>.</remarks>
    public void Score(ReadOnlySpan<float> rows, ReadOnlySpan<int> labels, ReadOnlySpan<float> means, ReadOnlySpan<float> logVariances,
        Span<float> scores, Tensor? tensor = null)
    {
        int samples = fitted.NumberOfScoreSamples;
        float[] noise = VaeNoise.Shared(fitted.Seed, samples, _latentSize);
        float[] logWeights = new float[scores.Length * samples];
        float[] logLikelihoods = new float[scores.Length * samples];
        Bounds(rows, labels, means, logVariances, noise, samples, logWeights, logLikelihoods, scores, tensor);
        for (int row = 0; row < scores.Length; row++)
            scores[row] = fitted.ScoreBound == AnomalyBound.ImportanceWeighted
                ? (float)-VaeBounds.LogMeanExp(logWeights.AsSpan(row * samples, samples))
                : (float)(scores[row] - VaeBounds.Mean(logLikelihoods.AsSpan(row * samples, samples)));
    }

    /// <summary>The standard deviations of Gaussian columns, one or one a column.</summary>
    public float[] StandardDeviations() => network.StandardDeviations();

    /// <summary>Values as the model counts them: thresholded when it was trained so.</summary>
    public void Binarize(Span<float> rows)
    {
        if (fitted.Binarization != Binarization.Threshold)
            return;
        for (int i = 0; i < rows.Length; i++)
            rows[i] = float.IsFinite(rows[i]) ? rows[i] >= 0.5f ? 1 : 0 : rows[i];
    }

    private Tensor? LabelTensor(ReadOnlySpan<int> labels) => OneHot.Create(labels, _labels, device);

    private Tensor? Repeat(Tensor? codes, int samples)
    {
        if (codes is null)
            return null;
        long count = codes.shape[0];
        return codes.unsqueeze(1).expand(count, samples, _labels).reshape(count * samples, _labels);
    }
}
