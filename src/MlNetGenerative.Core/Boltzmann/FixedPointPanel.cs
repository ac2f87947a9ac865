using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Boltzmann;

/// <summary>A panel of weights as whole numbers of 16 bits, from which states are drawn as if from the weights themselves.</summary>
/// <remarks>
/// <para>Column i has the scale s_i, and w_ij is about s_i q_ij. A sum of chosen q is exact, however it is added up, and takes half of the memory traffic that
/// a sum of w takes. With n rows chosen it is off by less than n s_i / 2, so that u &lt; sigmoid(x) is decided for all but the few random numbers u that lie
/// that close to the sigmoid. For these x is summed up from the weights, in the order in which it would have been without whole numbers: states are the same
/// bits.</para>
/// <para>Sums are taken modulo 2^16, and s_i is such that the sum of all positive q and that of all negative q are within 16 bits. It is kept until they are
/// not, or are far below.</para>
/// </remarks>
internal unsafe struct FixedPointPanel
{
    /// <summary>Numbers that <see cref="At"/> needs.</summary>
    public const int Entries = 6 * Width;

    private const int Width = PanelMatrix.PanelWidth;

    // Twice the largest number of 16 bits.
    private const int Range = 2 * short.MaxValue;

    // The error of a row is half a unit, and what single precision adds to it: the scale's reciprocal, and the sum of the weights in single precision.
    private const float ErrorOfRow = 0.53f;

    // What the steps in single precision that lead to x add; and twice the error of exp(-x), because that of x stands for both.
    private const float ErrorOfSum = 4, AbsoluteError = 1e-5f + 2 * Elementary.RoughError, RelativeErrorOfBias = 1e-6f;

    // With larger errors too many states are left to the weights. The bounds of exp(error) hold up to 1.
    private const float LargestMeanError = 0.25f, LargestError = 1;

    private const float SmallestMagnitude = 1e-30f;

    // Scales are chosen so much larger than the weights need, which may grow until the next time.
    private const float Spare = 17f / 16;

    /// <summary>s of each column for the next time; see <see cref="FixedPointScales"/>.</summary>
    public float* Scale;

    /// <summary>s of each column.</summary>
    public float* Unit;

    /// <summary>1 / s of each column.</summary>
    public float* Reciprocal;

    /// <summary>What each chosen row adds to the bound of the error.</summary>
    public float* RowError;

    /// <summary>The bound of the error without chosen rows.</summary>
    public float* Error;

    /// <summary>For each column sum_j |w_ij| when scales are chosen, later sum_j |q_ij|.</summary>
    public float* Magnitudes;

    /// <summary>For each column sum_j w_ij when scales are chosen, later sum_j q_ij.</summary>
    public float* Sums;

    /// <summary>A panel with given scales and memory of <see cref="Entries"/> numbers.</summary>
    public static FixedPointPanel At(float* scale, float* memory) => new()
    {
        Scale = scale,
        Reciprocal = memory,
        RowError = memory + Width,
        Error = memory + 2 * Width,
        Magnitudes = memory + 3 * Width,
        Sums = memory + 4 * Width,
        Unit = memory + 5 * Width,
    };

    /// <summary>Chooses scales by <see cref="Magnitudes"/> and <see cref="Sums"/> of the weights.</summary>
    public readonly void Choose(int rows)
    {
        for (int column = 0; column < Width; column++)
        {
            float largest = Magnitudes[column] + MathF.Abs(Sums[column]);
            Scale[column] = (largest < SmallestMagnitude ? SmallestMagnitude : largest) * Spare / (Range - 2 * rows);
        }
    }

    /// <summary>Prepares to draw.</summary>
    /// <param name="bias">The bias of each column.</param>
    /// <param name="mostChosen">The largest number of rows that a sample chooses.</param>
    /// <param name="meanChosen">The mean number.</param>
    /// <returns>Whether whole numbers are exact enough; not when a parameter is not finite.</returns>
    public readonly bool Prepare(float* bias, int mostChosen, float meanChosen)
    {
        float sum = 0;
        bool small = true;
        for (int column = 0; column < Width; column++)
        {
            float unit = Scale[column];
            Unit[column] = unit;
            Reciprocal[column] = 1 / unit;
            RowError[column] = ErrorOfRow * unit;
            Error[column] = ErrorOfSum * unit + AbsoluteError + RelativeErrorOfBias * MathF.Abs(bias[column]);
            sum += Error[column] + meanChosen * RowError[column];
            small &= Error[column] + mostChosen * RowError[column] <= LargestError;
        }
        return small && sum <= LargestMeanError * Width;
    }

    /// <summary>Whether no sum of chosen q left the range, by <see cref="Magnitudes"/> and <see cref="Sums"/> of the whole numbers; scales that have become too
    /// large are made smaller for the next time.</summary>
    /// <remarks>The larger of the sums of positive and of negative q is (sum |q| + |sum q|) / 2. Here sum q is known modulo 2^16 alone, but another one would
    /// have a magnitude m of 2^15 or more, and with sum |q| &gt;= m and |sum q| = 2^16 - m the test fails as well. It also fails when a weight was too large for
    /// 16 bits, or not a number.</remarks>
    public readonly bool InRange()
    {
        bool inRange = true;
        for (int column = 0; column < Width; column++)
        {
            float largest = Magnitudes[column] + MathF.Abs(Sums[column]);
            inRange &= largest < Range;
            if (largest < 0.7f * Range)
                Scale[column] = Math.Max(Scale[column] * ((largest + 1) / Range * Spare), SmallestMagnitude / Range);
        }
        return inRange;
    }
}
