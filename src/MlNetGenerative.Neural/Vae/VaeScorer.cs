using MlNetGenerative.Core.Numerics;
using MlNetGenerative.Neural.Pipeline;
using MlNetGenerative.Pipeline;

namespace MlNetGenerative.Neural.Vae;

/// <summary>Computes the outputs of an autoencoder for a batch; belongs to one cursor.</summary>
internal sealed class VaeScorer(FittedVae fitted, VaeInference inference) : BatchScorer
{
    private readonly int _latentSize = fitted.Architecture.LatentSize;
    private float[] _means = [];
    private float[] _logVariances = [];
    private float[] _scores = [];

    public override void Score(RowBatch batch, float[]?[] outputs)
    {
        inference.Binarize(batch.Features);
        Reserve(batch.Capacity);
        float[]? Buffer(VaeOutput wanted)
        {
            for (int output = 0; output < outputs.Length; output++)
                if (fitted.Columns.Outputs[output].Output == wanted)
                    return outputs[output];
            return null;
        }

        float[]? latent = Buffer(VaeOutput.Latent), logVariance = Buffer(VaeOutput.LogVariance), sample = Buffer(VaeOutput.Sample);
        float[]? reconstruction = Buffer(VaeOutput.Reconstruction), score = Buffer(VaeOutput.Score), predicted = Buffer(VaeOutput.PredictedLabel);
        if (Array.Exists(outputs, output => output is not null))
            inference.Encode(batch.Features, batch.Labels, _means, _logVariances, batch.Rows);
        if (latent is not null)
            _means.CopyTo(latent, 0);
        if (logVariance is not null)
            _logVariances.CopyTo(logVariance, 0);
        if (sample is not null)
            Sample(batch, sample);
        if (reconstruction is not null)
            inference.Decode(_means, batch.Labels, reconstruction);
        if (score is null && predicted is null)
            return;
        inference.Score(batch.Features, batch.Labels, _means, _logVariances, _scores, batch.Rows);
        if (score is not null)
            _scores.CopyTo(score, 0);
        if (predicted is not null)
            for (int row = 0; row < _scores.Length; row++)
                predicted[row] = _scores[row] > fitted.ScoreThreshold ? 1 : 0;
    }

    // z = mean + deviation * noise, the noise a function of seed and row id.
    private void Sample(RowBatch batch, float[] samples)
    {
        var random = new Philox((uint)fitted.Seed, RandomStream.LatentSample);
        for (int row = 0; row < batch.Count; row++)
        {
            Span<float> noise = samples.AsSpan(row * _latentSize, _latentSize);
            NormalNumbers.Fill(random, RowKey.Of(batch.Ids[row]), noise);
            for (int unit = 0; unit < _latentSize; unit++)
            {
                int at = row * _latentSize + unit;
                noise[unit] = _means[at] + MathF.Exp(0.5f * _logVariances[at]) * noise[unit];
            }
        }
    }

    private void Reserve(int capacity)
    {
        if (_scores.Length == capacity)
            return;
        _means = new float[capacity * _latentSize];
        _logVariances = new float[capacity * _latentSize];
        _scores = new float[capacity];
    }
}
