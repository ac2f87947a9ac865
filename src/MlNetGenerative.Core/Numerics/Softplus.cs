using System.Numerics.Tensors;

namespace MlNetGenerative.Core.Numerics;

/// <summary>softplus(x) = log(1 + exp(x)), in the form that neither overflows nor loses small values: max(x, 0) +
/// log1p(exp(-|x|)).</summary>
internal static class Softplus
{
    // A product of this many factors in (1, 2] stays within double precision, and needs only one logarithm.
    private const int Block = 512;

    /// <summary>softplus(x).</summary>
    public static double Of(double x)
    {
        double small = Math.Exp(-Math.Abs(x));

        // log1p(e), accurate for small e: log(1 + e) corrected for the rounding of 1 + e.
        double sum = 1 + small;
        return Math.Max(x, 0) + (sum == 1 ? small : Math.Log(sum) * (small / (sum - 1)));
    }

    /// <summary>log sigmoid(x) = -softplus(-x).</summary>
    public static double LogSigmoid(double x) => -Of(-x);

    /// <summary>The sum of softplus over all entries.</summary>
    public static double Sum(ReadOnlySpan<double> x)
    {
        Span<double> buffer = stackalloc double[Block];
        double sum = 0;
        while (!x.IsEmpty)
        {
            ReadOnlySpan<double> part = x[..Math.Min(Block, x.Length)];
            Span<double> work = buffer[..part.Length];
            TensorPrimitives.Abs(part, work);
            double positive = (TensorPrimitives.Sum(part) + TensorPrimitives.Sum<double>(work)) / 2;
            TensorPrimitives.Negate(work, work);
            TensorPrimitives.Exp(work, work);
            TensorPrimitives.Add(work, 1, work);
            sum += positive + Math.Log(TensorPrimitives.Product<double>(work));
            x = x[part.Length..];
        }
        return sum;
    }

    /// <summary>The sum of softplus over all entries, in double precision.</summary>
    public static double Sum(ReadOnlySpan<float> x)
    {
        Span<double> buffer = stackalloc double[Block];
        double sum = 0;
        while (!x.IsEmpty)
        {
            int count = Math.Min(Block, x.Length);
            TensorPrimitives.ConvertTruncating(x[..count], buffer);
            sum += Sum(buffer[..count]);
            x = x[count..];
        }
        return sum;
    }
}
