using MlNetGenerative.Neural.Numerics;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural.Training;

/// <summary>A parameter in the processor's memory, changed there in one pass.</summary>
internal sealed unsafe class ProcessorParameter : OptimizedParameter
{
    private readonly OptimizerKind _kind;
    private readonly UpdateKernels _kernels;
    private readonly string[] _names;
    private readonly float[][] _moments;
    private Tensor? _gradient;

    /// <param name="name">Its name.</param>
    /// <param name="tensor">The parameter, contiguous.</param>
    /// <param name="settings">The optimizer.</param>
    /// <param name="kernels">The arithmetic.</param>
    public ProcessorParameter(string name, Tensor tensor, OptimizerSettings settings, UpdateKernels kernels)
        : base(name, tensor)
    {
        _kind = settings.Kind;
        _kernels = kernels;
        _names = MomentNames(settings);
        _moments = [.. _names.Select(_ => new float[tensor.NumberOfElements])];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, float[] Values)> Moments => [.. _names.Zip(_moments)];

    /// <inheritdoc/>
    public override void SetMoments(IReadOnlyList<float[]> moments)
    {
        for (int i = 0; i < _moments.Length; i++)
            moments[i].CopyTo(_moments[i], 0);
    }

    /// <inheritdoc/>
    public override bool TakeGradient()
    {
        _gradient = Tensor.grad;
        if (_gradient is null)
            return false;
        if (!_gradient.is_contiguous())
        {
            Tensor strided = _gradient;
            _gradient = strided.contiguous();
            strided.Dispose();
        }
        return true;
    }

    /// <inheritdoc/>
    public override double SumOfSquares()
    {
        Span<float> gradient = TensorArrays.Values(_gradient!);
        fixed (float* gradients = gradient)
            return _kernels.SumOfSquares(gradients, gradient.Length);
    }

    /// <inheritdoc/>
    public override void Update(in UpdateFactors factors)
    {
        Span<float> parameter = TensorArrays.Values(Tensor);
        fixed (float* parameters = parameter, gradients = TensorArrays.Values(_gradient!))
        {
            int count = parameter.Length;
            switch (_kind)
            {
                case OptimizerKind.Adam or OptimizerKind.AdamW:
                    fixed (float* first = _moments[0], second = _moments[1])
                        _kernels.Adam(factors, parameters, gradients, first, second, count);
                    break;
                case OptimizerKind.RmsProp:
                    fixed (float* second = _moments[0])
                        _kernels.RmsProp(factors, parameters, gradients, second, count);
                    break;
                case OptimizerKind.Sgd when _moments.Length > 0:
                    fixed (float* buffer = _moments[0])
                        _kernels.Momentum(factors, parameters, gradients, buffer, count);
                    break;
                default:
                    _kernels.Descent(factors, parameters, gradients, count);
                    break;
            }
        }
    }

    /// <inheritdoc/>
    public override void ReleaseGradient()
    {
        _gradient?.Dispose();
        _gradient = null;
    }

    /// <inheritdoc/>
    public override void Dispose() => ReleaseGradient();
}
