using System.Numerics;
using System.Runtime.CompilerServices;
using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Boltzmann;

/// <content>States drawn by sums of whole numbers; see <see cref="FixedPointPanel"/>.</content>
internal sealed unsafe partial class BoltzmannKernels<TWidth, TFloat, TUInt>
{
    // A row of a panel has 16 words of two whole numbers: 2^6 bytes.
    private const int PackedWidth = PanelWidth / 2;
    private const int PackedShift = 6;
    private const int PackedGroupEntries = SubsetSums.Subsets * PackedWidth;

    /// <summary>Draws the states of samples in [from, to) of a panel by sums of whole numbers.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="scales">The scales of its weights.</param>
    /// <param name="panel">The panel.</param>
    /// <param name="from">The first sample.</param>
    /// <param name="to">The sample behind the last.</param>
    /// <param name="counts">The greatest and the mean number of units that are on.</param>
    /// <param name="table">Working memory for subset sums.</param>
    /// <param name="sums">Working memory for the sums, 32 numbers of 16 bits a sample.</param>
    /// <param name="uniforms">The random numbers of the first sample; those of others follow, each a group behind the one before.</param>
    /// <param name="entries">Working memory of <see cref="FixedPointPanel.Entries"/> numbers.</param>
    /// <returns>False when whole numbers are not exact enough; then nothing is drawn.</returns>
    private static bool DrawByFixedPoint(
        in ConditionalStage stage, FixedPointScales scales, int panel, int from, int to, (int Greatest, float Mean) counts, uint* table, uint* sums,
        float* uniforms, float* entries)
    {
        FixedPointPanel numbers = FixedPointPanel.At(scales.Of(panel), entries);
        if (!SumFixedPoint(stage, panel, from, to, counts, numbers, table, sums))
        {
            scales.LeaveOut(panel);
            return false;
        }
        int columns = Math.Min(PanelWidth, stage.Weights.Columns - panel * PanelWidth);
        int left = DrawByNumbers(stage, panel, from, to, numbers, sums, uniforms, Valid(columns));
        scales.Left(panel, left, stage.Weights.Rows, to - from, counts.Mean);
        return true;
    }

    private static bool SumFixedPoint(
        in ConditionalStage stage, int panel, int from, int to, (int Greatest, float Mean) counts, in FixedPointPanel numbers, uint* table, uint* sums)
    {
        float* bias = stage.Bias + panel * PanelWidth;
        for (int attempt = 0; attempt < 2; attempt++)
        {
            if (attempt > 0 || numbers.Scale[0] == 0)
            {
                for (int column = 0; column < PanelWidth; column += 2 * TWidth.Count)
                    SumColumns(stage.Weights.Panel(panel) + column, stage.Weights.Rows, numbers.Magnitudes + column, numbers.Sums + column);
                numbers.Choose(stage.Weights.Rows);
            }
            if (!numbers.Prepare(bias, counts.Greatest, counts.Mean))
                continue;
            for (int column = 0; column < PanelWidth; column += 2 * TWidth.Count)
                SumColumnsOfNumbers(stage, panel, from, to, column, numbers, table, sums + column / 2);
            if (numbers.InRange())
                return true;
        }
        return false;
    }

    /// <summary>For two vectors of columns: block by block of the units, a table of subset sums of whole numbers, and for each sample what it chooses.</summary>
    private static void SumColumnsOfNumbers(
        in ConditionalStage stage, int panel, int from, int to, int column, in FixedPointPanel numbers, uint* table, uint* sums)
    {
        StateBits states = stage.GivenStates!;
        TUInt magnitudes = TWidth.BroadcastInteger(0), all = magnitudes;
        float* weights = stage.Weights.Panel(panel) + column;
        int rows = stage.Weights.Rows;
        for (int firstUnit = 0; firstUnit < rows; firstUnit += UnitBlock)
        {
            int units = Math.Min(UnitBlock, rows - firstUnit);
            FillNumbers(weights + (nint)firstUnit * PanelWidth, units, numbers.Reciprocal + column, table, ref magnitudes, ref all);
            uint* words = states.Words + (nint)(firstUnit / 32) * states.Rows;
            float* next = weights + (nint)(firstUnit + UnitBlock) * PanelWidth;
            AddNumbers(words, units > 32 ? words + states.Rows : null, from, to, table, sums, firstUnit > 0, next);
        }
        TWidth.UnpackInt16(all, out TFloat sum0, out TFloat sum1);
        TWidth.Store(sum0, numbers.Sums + column);
        TWidth.Store(sum1, numbers.Sums + column + TWidth.Count);
        UnpackMagnitudes(magnitudes, numbers.Magnitudes + column);
    }

    /// <summary>Unsigned numbers of 16 bits, read as signed ones, are too small by 2^16 from 2^15 on.</summary>
    private static void UnpackMagnitudes(TUInt magnitudes, float* numbers)
    {
        TWidth.UnpackInt16(magnitudes, out TFloat first, out TFloat second);
        TWidth.Store(first, numbers);
        TWidth.Store(second, numbers + TWidth.Count);
        for (int i = 0; i < 2 * TWidth.Count; i++)
            numbers[i] += numbers[i] < 0 ? 1 << 16 : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumColumns(float* weights, int rows, float* magnitudes, float* sums)
    {
        TFloat zero = TWidth.Broadcast(0), sum0 = zero, sum1 = zero, magnitude0 = zero, magnitude1 = zero;
        for (int row = 0; row < rows; row++, weights += PanelWidth)
        {
            TFloat w0 = TWidth.Load(weights), w1 = TWidth.Load(weights + TWidth.Count);
            sum0 = TWidth.Add(sum0, w0);
            sum1 = TWidth.Add(sum1, w1);
            magnitude0 = TWidth.Add(magnitude0, TWidth.Maximum(Negate(w0), w0));
            magnitude1 = TWidth.Add(magnitude1, TWidth.Maximum(Negate(w1), w1));
        }
        TWidth.Store(sum0, sums);
        TWidth.Store(sum1, sums + TWidth.Count);
        TWidth.Store(magnitude0, magnitudes);
        TWidth.Store(magnitude1, magnitudes + TWidth.Count);
    }

    /// <summary>The subset sums of a block, 16 for each four units (see <see cref="SubsetSums"/>), and what all units add to the sums over the columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FillNumbers(float* weights, int units, float* reciprocals, uint* table, ref TUInt magnitudes, ref TUInt all)
    {
        TFloat reciprocal0 = TWidth.Load(reciprocals), reciprocal1 = TWidth.Load(reciprocals + TWidth.Count);
        TUInt zero = TWidth.BroadcastInteger(0), magnitude = magnitudes, sum = all;
        for (int unit = 0; unit < UnitBlock; unit += SubsetSums.GroupSize, table += PackedGroupEntries, weights += SubsetSums.GroupSize * PanelWidth)
        {
            TUInt r0 = unit < units ? Numbers(weights, reciprocal0, reciprocal1) : zero;
            TUInt r1 = unit + 1 < units ? Numbers(weights + PanelWidth, reciprocal0, reciprocal1) : zero;
            TUInt r2 = unit + 2 < units ? Numbers(weights + 2 * PanelWidth, reciprocal0, reciprocal1) : zero;
            TUInt r3 = unit + 3 < units ? Numbers(weights + 3 * PanelWidth, reciprocal0, reciprocal1) : zero;
            TUInt four = SubsetSums.Store<WholeNumbers, TUInt>(zero, r0, r1, r2, r3, (byte*)table, 1 << PackedShift);
            magnitude = TWidth.AddMagnitudeInt16(TWidth.AddMagnitudeInt16(magnitude, r0), r1);
            magnitude = TWidth.AddMagnitudeInt16(TWidth.AddMagnitudeInt16(magnitude, r2), r3);
            sum = TWidth.AddInt16(sum, four);
        }
        magnitudes = magnitude;
        all = sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TUInt Numbers(float* weights, TFloat reciprocal0, TFloat reciprocal1)
        => TWidth.PackInt16(TWidth.Multiply(TWidth.Load(weights), reciprocal0), TWidth.Multiply(TWidth.Load(weights + TWidth.Count), reciprocal1));

    /// <summary>Adds a block's part to the sums, or sets them; meanwhile the weights of the next block come into the cache, which takes 5 of 146 us.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddNumbers(uint* lower, uint* upper, int from, int to, uint* table, uint* sums, bool add, float* next)
    {
        TUInt zero = TWidth.BroadcastInteger(0);
        for (int sample = from; sample < to; sample++, sums += PackedWidth)
        {
            CacheLines.Fetch(next);
            CacheLines.Fetch(next + CacheLines.Entries);
            next += PanelWidth;
            ulong low = (ulong)lower[sample] << PackedShift, high = upper is null ? 0 : (ulong)upper[sample] << PackedShift;
            TUInt a = add ? TWidth.LoadInteger(sums) : zero, b = zero;
            AddNumber(table, low, ref a);
            AddNumber(table + 1 * PackedGroupEntries, low >> 4, ref b);
            AddNumber(table + 2 * PackedGroupEntries, low >> 8, ref a);
            AddNumber(table + 3 * PackedGroupEntries, low >> 12, ref b);
            AddNumber(table + 4 * PackedGroupEntries, low >> 16, ref a);
            AddNumber(table + 5 * PackedGroupEntries, low >> 20, ref b);
            AddNumber(table + 6 * PackedGroupEntries, low >> 24, ref a);
            AddNumber(table + 7 * PackedGroupEntries, low >> 28, ref b);
            AddNumber(table + 8 * PackedGroupEntries, high, ref a);
            AddNumber(table + 9 * PackedGroupEntries, high >> 4, ref b);
            AddNumber(table + 10 * PackedGroupEntries, high >> 8, ref a);
            AddNumber(table + 11 * PackedGroupEntries, high >> 12, ref b);
            AddNumber(table + 12 * PackedGroupEntries, high >> 16, ref a);
            AddNumber(table + 13 * PackedGroupEntries, high >> 20, ref b);
            AddNumber(table + 14 * PackedGroupEntries, high >> 24, ref a);
            AddNumber(table + 15 * PackedGroupEntries, high >> 28, ref b);
            TWidth.StoreInteger(TWidth.AddInt16(a, b), sums);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddNumber(uint* group, ulong bits, ref TUInt sum)
        => sum = TWidth.AddInt16(sum, TWidth.LoadInteger((uint*)((byte*)group + (nuint)(bits & ((SubsetSums.Subsets - 1) << PackedShift)))));

    /// <summary>Draws states by sums of whole numbers: u &lt; sigmoid(x) is u + u exp(-x) &lt; 1, and exp(-x) lies within exp(-error) and exp(error) times that
    /// of the approximate x; -error &lt;= exp(-error) - 1 and exp(error) - 1 &lt;= error + error^2 for errors up to 1.</summary>
    /// <remarks>A rough exp(-x) is within the error as well, and an update takes 5 us less with it.</remarks>
    /// <returns>How many states were left to the weights.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int DrawByNumbers(
        in ConditionalStage stage, int panel, int from, int to, in FixedPointPanel numbers, uint* sums, float* uniforms, uint valid)
    {
        uint* states = stage.States + (long)panel * stage.StateRows + from;
        uint* open = stackalloc uint[SampleBlock];
        float* bias = stage.Bias + panel * PanelWidth;
        int* count = stage.Count + from;
        FixedPointPanel columns = numbers;
        for (int sample = 0; sample < to - from; sample++, sums += PackedWidth)
        {
            TFloat rows = TWidth.Broadcast(count[sample]);
            float* uniformsOfSample = uniforms + sample * Philox.GroupSize;
            uint on = 0, undecided = 0;
            for (int column = 0; column < PanelWidth; column += 2 * TWidth.Count)
            {
                TWidth.UnpackInt16(TWidth.LoadInteger(sums + column / 2), out TFloat sum0, out TFloat sum1);
                Draw(columns, bias, uniformsOfSample, column, sum0, rows, ref on, ref undecided);
                Draw(columns, bias, uniformsOfSample, column + TWidth.Count, sum1, rows, ref on, ref undecided);
            }
            states[sample] = on & valid;
            open[sample] = undecided & valid;
        }
        int left = 0;
        for (int sample = 0; sample < to - from; sample++)
            for (uint undecided = open[sample]; undecided != 0; undecided &= undecided - 1)
            {
                int column = BitOperations.TrailingZeroCount(undecided);
                uint state = StateByWeights(stage, panel, from + sample, column, uniforms[sample * Philox.GroupSize + column]);
                states[sample] = states[sample] & ~(1u << column) | state << column;
                left++;
            }
        return left;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Draw(
        in FixedPointPanel numbers, float* bias, float* uniforms, int column, TFloat sum, TFloat rows, ref uint on, ref uint undecided)
    {
        // The steps in single precision that lead to the comparison are off by less than 4e-7.
        TFloat rounding = TWidth.Broadcast(1e-6f), minusOne = TWidth.Broadcast(-1);
        TFloat x = TWidth.FusedMultiplyAdd(TWidth.Load(numbers.Unit + column), sum, TWidth.Load(bias + column));
        TFloat error = TWidth.FusedMultiplyAdd(TWidth.Load(numbers.RowError + column), rows, TWidth.Load(numbers.Error + column));
        TFloat u = TWidth.Load(uniforms + column);
        TFloat product = TWidth.Multiply(u, Elementary.RoughExpOfMinus<TWidth, TFloat, TUInt>(x));
        TFloat difference = TWidth.Add(TWidth.Add(product, u), minusOne);
        TFloat bound = TWidth.FusedMultiplyAdd(product, TWidth.FusedMultiplyAdd(error, error, error), rounding);
        on |= TWidth.LessThanMask(difference, TWidth.Broadcast(0)) << column;
        undecided |= TWidth.LessThanMask(TWidth.Maximum(Negate(difference), difference), bound) << column;
    }

    /// <summary>A state by the weights themselves: with the sum of <see cref="SumRows"/> for one column, and the comparison of
    /// <see cref="DrawStates"/>.</summary>
    private static uint StateByWeights(in ConditionalStage stage, int panel, int sample, int column, float uniform)
    {
        float* weights = stage.Weights.Panel(panel) + column;
        int* chosen = stage.Indices + stage.Start[sample];
        int* end = chosen + stage.Count[sample];
        float a = 0, b = 0, c = 0, d = 0;
        for (; chosen + 4 <= end; chosen += 4)
        {
            FourRows(weights, chosen, out float* first, out float* second, out float* third, out float* fourth);
            a += *first;
            b += *second;
            c += *third;
            d += *fourth;
        }
        for (; chosen < end; chosen++)
            a += *Row(weights, (uint)*chosen);
        float x = stage.Bias[panel * PanelWidth + column] + ((a + b) + (c + d));
        return uniform * Elementary.InverseSigmoid<WidthScalar, float, uint>(x) < 1 ? 1u : 0u;
    }

    /// <summary>Rows of packed whole numbers.</summary>
    private readonly struct WholeNumbers : SubsetSums.ISums<TUInt>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TUInt Add(TUInt left, TUInt right) => TWidth.AddInt16(left, right);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Store(TUInt sum, byte* destination) => TWidth.StoreInteger(sum, (uint*)destination);
    }
}
