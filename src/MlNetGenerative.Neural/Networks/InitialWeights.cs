using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Neural.Networks;

/// <summary>The first values of a network's arrays, each a function of seed, network, place of the array and index alone.</summary>
/// <param name="seed">The seed.</param>
/// <param name="network">The number of the network within its model, 0 to 16,777,215.</param>
internal sealed class InitialWeights(ulong seed, uint network)
{
    private const float NormalDeviation = 0.02f;

    private readonly Philox _random = new(seed, RandomStream.NetworkWeights + (network << 8));

    /// <param name="layer">The layer that has the array.</param>
    /// <param name="array">The array.</param>
    /// <param name="place">Its place among the arrays of the network.</param>
    public float[] Of(Layer layer, LayerArray array, int place)
    {
        float[] values = new float[array.Count];
        WeightInitialization from = layer.WeightsFrom;
        switch (array.Start)
        {
            case LayerArrayStart.Ones:
                Array.Fill(values, 1);
                break;
            case LayerArrayStart.Normal:
                NormalNumbers.Fill(_random, (ulong)place, values);
                break;
            case LayerArrayStart.Weight when from == WeightInitialization.Normal002:
                NormalNumbers.Fill(_random, (ulong)place, values);
                for (int i = 0; i < values.Length; i++)
                    values[i] *= NormalDeviation;
                break;
            case LayerArrayStart.Weight:
                FillUniform(values, place, from switch
                {
                    WeightInitialization.HeUniform => MathF.Sqrt(6f / array.FanIn),
                    WeightInitialization.FanInUniform => MathF.Sqrt(1f / array.FanIn),
                    _ => MathF.Sqrt(6f / ((float)array.FanIn + array.FanOut)),
                });
                break;
            case LayerArrayStart.Bias when from == WeightInitialization.FanInUniform:
                FillUniform(values, place, MathF.Sqrt(1f / array.FanIn));
                break;
        }
        return values;
    }

    private void FillUniform(float[] values, int place, float limit)
    {
        _random.Fill((ulong)place, 0, values);
        for (int i = 0; i < values.Length; i++)
            values[i] = (2 * values[i] - 1) * limit;
    }
}
