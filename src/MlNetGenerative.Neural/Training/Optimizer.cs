using TorchSharp;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural.Training;

/// <summary>Changes some parameters by their gradients. Parameters in the processor's memory are changed there, in one pass; those on other
/// devices by tensor operations.</summary>
/// <remarks>Each update is: <see cref="ZeroGradients"/>, backward, <see cref="Step"/>; or <see cref="Minimize"/>.</remarks>
internal sealed class Optimizer : IDisposable
{
    // PyTorch's clip_grad_norm_ divides by the norm plus this.
    private const double ClipEpsilon = 1e-6;

    private readonly OptimizedParameter[] _parameters;
    private readonly OptimizerSettings _settings;
    private readonly LearningRatePlan _rates;
    private readonly float? _clipNorm;
    private readonly float _clipValue;

    /// <param name="name">Its name, of which the model has no other.</param>
    /// <param name="parameters">What it changes, by name: contiguous, single precision.</param>
    /// <param name="settings">Which optimizer it is.</param>
    /// <param name="rates">The learning rate of every update.</param>
    /// <param name="clipNorm">The largest norm of all gradients together.</param>
    /// <param name="clipValue">The largest magnitude of an entry of a gradient, clipped after the norm.</param>
    /// <param name="kernels">Null for the fastest; tests compare them.</param>
    /// <param name="useTensorOperations">Also on the processor; tests compare the two ways.</param>
    public Optimizer(
        string name, IReadOnlyList<(string Name, Tensor Tensor)> parameters, OptimizerSettings settings, LearningRatePlan rates,
        float? clipNorm = null, float? clipValue = null, UpdateKernels? kernels = null, bool useTensorOperations = false)
    {
        Name = name;
        _settings = settings;
        _rates = rates;
        _clipNorm = clipNorm;
        _clipValue = clipValue ?? float.PositiveInfinity;
        foreach ((string parameter, Tensor tensor) in parameters)
            if (tensor.dtype != ScalarType.Float32 || !tensor.is_contiguous() || !tensor.requires_grad)
                throw new ArgumentException(
                    $"Parameter '{parameter}' of optimizer '{name}': expected a contiguous Float32 tensor with a gradient, got {tensor.dtype}, "
                    + $"{(tensor.is_contiguous() ? "contiguous" : "strided")}, {(tensor.requires_grad ? "with" : "without")} a gradient.", nameof(parameters));
        _parameters =
        [
            .. parameters.Select(OptimizedParameter (entry) => useTensorOperations || entry.Tensor.device.type != DeviceType.CPU
                ? new DeviceParameter(entry.Name, entry.Tensor, settings)
                : new ProcessorParameter(entry.Name, entry.Tensor, settings, kernels ?? UpdateKernels.Best)),
        ];
        LearningRate = rates.First;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>What it changes.</summary>
    public IReadOnlyList<OptimizedParameter> Parameters => _parameters;

    /// <summary>The number of updates so far; the t of Adam's correction.</summary>
    public long Steps { get; internal set; }

    /// <summary>The learning rate of the next update.</summary>
    public double LearningRate { get; private set; }

    /// <summary>The norm of all gradients together in this update, before clipping; not finite when an entry was not, 0 before its step.</summary>
    public double GradientNorm { get; private set; }

    /// <summary>Sets the learning rate for an update of the run.</summary>
    public void Begin(long update, long totalUpdates)
    {
        LearningRate = _rates.At(update, totalUpdates);
        GradientNorm = 0;   // an update may go without a step of this optimizer
    }

    /// <summary>Forgets the gradients.</summary>
    /// <remarks>They are let go, not filled with zeros: backward then leaves the new ones without adding them up, and the allocator gives
    /// it the same memory again.</remarks>
    public void ZeroGradients()
    {
        foreach (OptimizedParameter parameter in _parameters)
            parameter.Tensor.grad = null;
    }

    /// <summary>One update along the gradients of a loss.</summary>
    public void Minimize(Tensor loss)
    {
        ZeroGradients();
        loss.backward();
        Step();
    }

    /// <summary>One update along the gradients that backward has left.</summary>
    public void Step()
    {
        Steps++;
        double squares = 0;
        double factor = 1;
        if (_clipNorm is { } limit)
        {
            foreach (OptimizedParameter parameter in _parameters)
            {
                if (parameter.TakeGradient())
                    squares += parameter.SumOfSquares();
                parameter.ReleaseGradient();
            }
            factor = Math.Min(1, limit / (Math.Sqrt(squares) + ClipEpsilon));
        }
        UpdateFactors factors = UpdateFactors.Of(_settings, LearningRate, Steps, factor, _clipValue);
        foreach (OptimizedParameter parameter in _parameters)
        {
            if (parameter.TakeGradient())
            {
                if (_clipNorm is null)
                    squares += parameter.SumOfSquares();   // just before the update, which reads the same memory
                parameter.Update(factors);
            }
            parameter.ReleaseGradient();
        }
        GradientNorm = Math.Sqrt(squares);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (OptimizedParameter parameter in _parameters)
            parameter.Dispose();
    }
}
