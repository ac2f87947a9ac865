using MlNetGenerative.Neural.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural.Training;

/// <summary>A parameter on whatever device, changed by tensor operations there; the same formulas as in <see cref="UpdateKernels"/>.</summary>
internal sealed class DeviceParameter : OptimizedParameter
{
    private readonly OptimizerKind _kind;
    private readonly string[] _names;
    private readonly Tensor[] _moments;
    private Tensor? _gradient;

    /// <param name="name">Its name.</param>
    /// <param name="tensor">The parameter.</param>
    /// <param name="settings">The optimizer.</param>
    public DeviceParameter(string name, Tensor tensor, OptimizerSettings settings)
        : base(name, tensor)
    {
        _kind = settings.Kind;
        _names = MomentNames(settings);
        _moments = [.. _names.Select(_ => zeros(tensor.shape, ScalarType.Float32, tensor.device).DetachFromDisposeScope())];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, float[] Values)> Moments => [.. _names.Zip(_moments.Select(TensorArrays.ToArray))];

    /// <inheritdoc/>
    public override void SetMoments(IReadOnlyList<float[]> moments)
    {
        for (int i = 0; i < _moments.Length; i++)
            TensorArrays.CopyTo(moments[i], _moments[i]);
    }

    /// <inheritdoc/>
    public override bool TakeGradient() => (_gradient = Tensor.grad) is not null;

    /// <inheritdoc/>
    public override double SumOfSquares()
    {
        using Tensor squares = _gradient! * _gradient!;
        using Tensor sum = squares.sum();
        return sum.ToDouble();
    }

    /// <inheritdoc/>
    public override void Update(in UpdateFactors factors)
    {
        using IDisposable noGradient = no_grad();
        using var scope = NewDisposeScope();
        Tensor gradient = _gradient!.Times(factors.GradientFactor);
        if (float.IsFinite(factors.GradientLimit))
            gradient = gradient.neg().AtLeast(-factors.GradientLimit).neg().AtLeast(-factors.GradientLimit);
        if (factors.CoupledDecay != 0)
            gradient.Add(Tensor, factors.CoupledDecay);
        switch (_kind)
        {
            case OptimizerKind.Adam or OptimizerKind.AdamW:
                _moments[0].Multiply(factors.FirstDecay).Add(gradient, factors.FirstShare);
                _moments[1].Multiply(factors.SecondDecay).AddProduct(gradient, gradient, factors.SecondShare);
                Tensor denominator = _moments[1].sqrt().Multiply(factors.RootFactor).Add(factors.Epsilon);
                if (factors.ParameterFactor != 1)
                    Tensor.Multiply(factors.ParameterFactor);
                Tensor.AddQuotient(_moments[0], denominator, -factors.Rate);
                break;
            case OptimizerKind.RmsProp:
                _moments[0].Multiply(factors.SecondDecay).AddProduct(gradient, gradient, factors.SecondShare);
                Tensor.AddQuotient(gradient, _moments[0].sqrt().Add(factors.Epsilon), -factors.Rate);
                break;
            default:
                if (_moments.Length > 0)
                {
                    _moments[0].Multiply(factors.FirstDecay).Add(gradient);
                    gradient = factors.Nesterov ? gradient.Add(_moments[0], factors.FirstDecay) : _moments[0];
                }
                Tensor.Add(gradient, -factors.Rate);
                break;
        }
    }

    /// <inheritdoc/>
    public override void ReleaseGradient()
    {
        _gradient?.Dispose();
        _gradient = null;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        ReleaseGradient();
        foreach (Tensor moment in _moments)
            moment.Dispose();
    }
}
