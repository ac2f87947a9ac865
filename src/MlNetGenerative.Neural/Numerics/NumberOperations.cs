using TorchSharp;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural.Numerics;

/// <summary>Operations of tensors with numbers, safe from the garbage collector.</summary>
/// <remarks>TorchSharp makes a <see cref="Scalar"/>, memory of libtorch with a finalizer, of each number, and of the factor 1 in a sum of tensors too.
/// Nothing refers to one that a conversion or an operator made while libtorch reads it: a collection at that moment frees it, and the operation
/// fails ("Expected false to be true") or computes with another number. Here each scalar lives until the call has returned, and is freed at once.
/// So the product takes no operator of a tensor and a number and no <c>+</c> of tensors; a test holds that.</remarks>
internal static class NumberOperations
{
    // Never collected.
    private static readonly Scalar One = 1.0;

    /// <summary>a + b.</summary>
    public static Tensor Plus(this Tensor tensor, Tensor other) => tensor.add(other, One);

    /// <summary>a + number.</summary>
    public static Tensor Plus(this Tensor tensor, double number)
    {
        using Scalar kept = number;
        return tensor.add(kept, One);
    }

    /// <summary>a · number.</summary>
    public static Tensor Times(this Tensor tensor, double number)
    {
        using Scalar kept = number;
        return tensor.mul(kept);
    }

    /// <summary>a².</summary>
    public static Tensor Squared(this Tensor tensor) => tensor * tensor;

    /// <summary>max(a, least).</summary>
    public static Tensor AtLeast(this Tensor tensor, double least)
    {
        using Scalar kept = least;
        return tensor.clamp_min(kept);
    }

    /// <summary>a where it is positive, slope · a elsewhere.</summary>
    public static Tensor LeakyRelu(this Tensor tensor, double slope)
    {
        using Scalar kept = slope;
        return tensor.leaky_relu(kept);
    }

    /// <summary>log(1 + exp(a)): the cross-entropy of the logits a where no target is on.</summary>
    public static Tensor Softplus(this Tensor tensor)
    {
        Tensor none = zeros(tensor.shape, ScalarType.Float32, tensor.device);
        return nn.functional.binary_cross_entropy_with_logits(tensor, none, null, nn.Reduction.None, null);
    }

    /// <summary>a ← a + b.</summary>
    public static Tensor Add(this Tensor tensor, Tensor other) => tensor.add_(other, One);

    /// <summary>a ← a + factor · b.</summary>
    public static Tensor Add(this Tensor tensor, Tensor other, double factor)
    {
        using Scalar kept = factor;
        return tensor.add_(other, kept);
    }

    /// <summary>a ← a + number.</summary>
    public static Tensor Add(this Tensor tensor, double number)
    {
        using Scalar kept = number;
        return tensor.add_(kept, One);
    }

    /// <summary>a ← a · number.</summary>
    public static Tensor Multiply(this Tensor tensor, double number)
    {
        using Scalar kept = number;
        return tensor.mul_(kept);
    }

    /// <summary>a ← a + factor · b · c.</summary>
    public static Tensor AddProduct(this Tensor tensor, Tensor left, Tensor right, double factor)
    {
        using Scalar kept = factor;
        return tensor.addcmul_(left, right, kept);
    }

    /// <summary>a ← a + factor · b / c.</summary>
    public static Tensor AddQuotient(this Tensor tensor, Tensor numerator, Tensor denominator, double factor)
    {
        using Scalar kept = factor;
        return tensor.addcdiv_(numerator, denominator, kept);
    }
}
