using System.Runtime.Intrinsics;
using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Neural.Training;

/// <summary>The optimizers' arithmetic on memory of the processor, one pass over parameters, gradients and moments.</summary>
/// <remarks>Every operation is rounded once per entry and sums have a fixed order, so every width gives the same bits.</remarks>
internal abstract unsafe class UpdateKernels
{
    /// <summary>The kernels of the widest vectors of the machine.</summary>
    public static UpdateKernels Best { get; } = Of(VectorWidths.Best);

    /// <summary>The kernels of a width.</summary>
    public static UpdateKernels Of(VectorWidth width) => width switch
    {
        VectorWidth.Bits512 => new UpdateKernelsOfWidth<Width512, Vector512<float>, Vector512<uint>>(),
        VectorWidth.Bits256 => new UpdateKernelsOfWidth<Width256, Vector256<float>, Vector256<uint>>(),
        VectorWidth.Bits128 => new UpdateKernelsOfWidth<Width128, Vector128<float>, Vector128<uint>>(),
        _ => new UpdateKernelsOfWidth<WidthScalar, float, uint>(),
    };

    /// <summary>Adam and AdamW: m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², θ ← θ − rate · m / (√v · root factor + ε).</summary>
    /// <remarks>D. P. Kingma and J. Ba, "Adam: a method for stochastic optimization", ICLR 2015; I. Loshchilov and F. Hutter, "Decoupled
    /// weight decay regularization", ICLR 2019. ε is added after the correction of v, as in PyTorch.</remarks>
    public abstract void Adam(in UpdateFactors factors, float* parameters, float* gradients, float* first, float* second, int count);

    /// <summary>Stochastic gradient descent with momentum: b ← μb + g, θ ← θ − rate · b, or θ − rate · (g + μb) where it looks ahead.</summary>
    /// <remarks>I. Sutskever, J. Martens, G. Dahl and G. Hinton, "On the importance of initialization and momentum in deep learning", ICML
    /// 2013, in PyTorch's form: the rate is not part of the buffer.</remarks>
    public abstract void Momentum(in UpdateFactors factors, float* parameters, float* gradients, float* buffer, int count);

    /// <summary>Stochastic gradient descent: θ ← θ − rate · g.</summary>
    public abstract void Descent(in UpdateFactors factors, float* parameters, float* gradients, int count);

    /// <summary>RMSprop: v ← αv + (1 − α)g², θ ← θ − rate · g / (√v + ε).</summary>
    /// <remarks>T. Tieleman and G. Hinton, "Lecture 6.5 - rmsprop", 2012; ε as in PyTorch.</remarks>
    public abstract void RmsProp(in UpdateFactors factors, float* parameters, float* gradients, float* second, int count);

    /// <summary>average ← decay · average + (1 − decay) · value.</summary>
    public abstract void Average(float decay, float share, float* averages, float* values, int count);

    /// <summary>The sum of squares; not finite when an entry is not.</summary>
    public abstract double SumOfSquares(float* values, int count);
}
