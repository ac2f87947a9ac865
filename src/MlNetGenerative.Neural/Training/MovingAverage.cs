using MlNetGenerative.Neural.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural.Training;

/// <summary>Exponential moving averages of a model's tensors: average ← decay · average + (1 − decay) · value after each update.</summary>
/// <remarks>B. T. Polyak and A. B. Juditsky, "Acceleration of stochastic approximation by averaging", 1992. The averages begin as copies, so
/// nothing is corrected for the first updates; where the number of an update is given, the first values are soon forgotten.</remarks>
internal sealed unsafe class MovingAverage : IDisposable
{
    private readonly (string Name, Tensor Tensor)[] _values;
    private readonly Tensor[] _averages;
    private readonly double _decay;

    /// <param name="values">What is averaged, by name: contiguous, single precision.</param>
    /// <param name="decay">The share that stays in an update, 0 to below 1; useful: 0.99 to 0.9999.</param>
    public MovingAverage(IReadOnlyList<(string Name, Tensor Tensor)> values, double decay)
    {
        _values = [.. values];
        _decay = decay;
        using IDisposable noGradient = no_grad();
        _averages = [.. values.Select(entry => entry.Tensor.clone().DetachFromDisposeScope())];
    }

    /// <summary>The averages, for a model's state.</summary>
    public IReadOnlyList<(string Name, Tensor Tensor)> State => [.. Averages.Select(entry => ($"average.{entry.Name}", entry.Tensor))];

    /// <summary>The averages, by the names of what is averaged.</summary>
    public IReadOnlyList<(string Name, Tensor Tensor)> Averages => [.. _values.Select((entry, i) => (entry.Name, _averages[i]))];

    /// <summary>After an update of the values.</summary>
    /// <param name="update">Its number t, counted from 1: the decay is at most (1 + t) / (10 + t), as in TensorFlow's averages. Null always takes the decay itself.</param>
    public void Update(long? update = null)
    {
        double kept = update is { } number ? Math.Min(_decay, (1.0 + number) / (10.0 + number)) : _decay;
        float decay = (float)kept, share = (float)(1 - kept);
        for (int i = 0; i < _averages.Length; i++)
        {
            Tensor value = _values[i].Tensor;
            if (value.device.type == DeviceType.CPU && value.is_contiguous())
            {
                Span<float> averages = TensorArrays.Values(_averages[i]);
                fixed (float* average = averages, values = TensorArrays.Values(value))
                    UpdateKernels.Best.Average(decay, share, average, values, averages.Length);
                continue;
            }
            using IDisposable noGradient = no_grad();
            _averages[i].Multiply(decay).Add(value, share);
        }
    }

    /// <summary>Gives the values what has been averaged.</summary>
    public void CopyToValues()
    {
        using IDisposable noGradient = no_grad();
        for (int i = 0; i < _averages.Length; i++)
            _values[i].Tensor.copy_(_averages[i]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor average in _averages)
            average.Dispose();
    }
}
