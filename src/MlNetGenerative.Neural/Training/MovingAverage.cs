using MlNetGenerative.Neural.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural.Training;

/// <summary>Exponential moving averages of a model's tensors: average ← decay · average + (1 − decay) · value after each update.</summary>
/// <remarks>B. T. Polyak and A. B. Juditsky, "Acceleration of stochastic approximation by averaging", 1992. The averages begin as copies, so
/// nothing is corrected for the first updates.</remarks>
internal sealed unsafe class MovingAverage : IDisposable
{
    private readonly (string Name, Tensor Tensor)[] _values;
    private readonly Tensor[] _averages;
    private readonly float _decay;
    private readonly float _share;

    /// <param name="values">What is averaged, by name: contiguous, single precision.</param>
    /// <param name="decay">The share that stays in an update, 0 to below 1; useful: 0.99 to 0.9999.</param>
    public MovingAverage(IReadOnlyList<(string Name, Tensor Tensor)> values, double decay)
    {
        _values = [.. values];
        _decay = (float)decay;
        _share = (float)(1 - decay);
        using IDisposable noGradient = no_grad();
        _averages = [.. values.Select(entry => entry.Tensor.clone().DetachFromDisposeScope())];
    }

    /// <summary>The averages, for a model's state.</summary>
    public IReadOnlyList<(string Name, Tensor Tensor)> State => [.. _values.Select((entry, i) => ($"average.{entry.Name}", _averages[i]))];

    /// <summary>After an update of the values.</summary>
    public void Update()
    {
        for (int i = 0; i < _averages.Length; i++)
        {
            Tensor value = _values[i].Tensor;
            if (value.device.type == DeviceType.CPU && value.is_contiguous())
            {
                Span<float> averages = TensorArrays.Values(_averages[i]);
                fixed (float* average = averages, values = TensorArrays.Values(value))
                    UpdateKernels.Best.Average(_decay, _share, average, values, averages.Length);
                continue;
            }
            using IDisposable noGradient = no_grad();
            _averages[i].mul_(_decay).add_(value, _share);
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
