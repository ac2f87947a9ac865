using System.Buffers;
using System.Runtime.CompilerServices;
using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Boltzmann;

/// <summary>What a layer is given by rows of the other one: bias + x W. Rows with the same values have the same bits, however they come.</summary>
internal static unsafe class LayerInputs
{
    // Rows and results up to this many entries are worked on in stack memory.
    private const int StackEntries = 2048;

    // A panel of weights is read once for so many rows; their results are 512 KB for 500 units.
    private const int RowsAtOnce = 256;

    /// <summary>bias + the sum of x_i times row i, of a dense x.</summary>
    [SkipLocalsInit]
    public static void OfDense(PanelMatrix weights, AlignedBuffer<float> bias, ReadOnlySpan<float> x, Span<float> result)
    {
        int[]? rented = x.Length > StackEntries ? ArrayPool<int>.Shared.Rent(x.Length) : null;
        float[]? rentedValues = rented is null ? null : ArrayPool<float>.Shared.Rent(x.Length);
        Span<int> indices = rented ?? stackalloc int[StackEntries];
        Span<float> values = rentedValues ?? stackalloc float[StackEntries];
        int count = NonZeros.Find(x, indices, values);
        OfSparse(weights, bias, indices[..count], values[..count], result);
        if (rented is not null)
        {
            ArrayPool<int>.Shared.Return(rented);
            ArrayPool<float>.Shared.Return(rentedValues!);
        }
    }

    /// <summary>bias + the sum of x_i times row i, of the entries of x that are not zero.</summary>
    [SkipLocalsInit]
    public static void OfSparse(
        PanelMatrix weights, AlignedBuffer<float> bias, ReadOnlySpan<int> indices, ReadOnlySpan<float> values, Span<float> result)
    {
        if (result.Length != weights.Columns)
            throw new ArgumentException($"The result must have {weights.Columns} entries, but has {result.Length}.", nameof(result));
        bool ones = !values.ContainsAnyExcept(1f);
        int start = 0;
        int count = indices.Length;
        float[]? rented = weights.PaddedColumns > StackEntries ? ArrayPool<float>.Shared.Rent(weights.PaddedColumns) : null;
        Span<float> padded = rented ?? stackalloc float[StackEntries];
        fixed (int* index = indices)
        fixed (float* value = values, destination = padded)
        {
            var stage = new ConditionalStage
            {
                Weights = weights,
                Bias = bias.Pointer,
                Samples = 1,
                Indices = index,
                Values = ones ? null : value,
                Start = &start,
                Count = &count,
                Activations = destination,
                ResultRows = 1,
            };
            BoltzmannKernels.Best.Conditional(stage, 0, weights.Panels);
        }
        padded[..result.Length].CopyTo(result);
        GC.KeepAlive(weights);
        GC.KeepAlive(bias);
        if (rented is not null)
            ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>sigmoid(bias + x W) of many dense rows, row-major as they are.</summary>
    public static void ProbabilitiesOfRows(PanelMatrix weights, AlignedBuffer<float> bias, ReadOnlySpan<float> rows, int count, Span<float> result)
    {
        if (count == 0)
            return;
        int width = weights.Rows;
        int room = Math.Min(count, RowsAtOnce);
        var lists = new UnitLists(room, (long)room * width, withValues: true);
        var panels = new AlignedBuffer<float>((long)room * weights.PaddedColumns);
        for (int first = 0; first < count; first += RowsAtOnce)
        {
            int rowsNow = Math.Min(RowsAtOnce, count - first);
            lists.Clear();
            for (int row = first; row < first + rowsNow; row++)
            {
                int start = lists.BeginSample(width);
                lists.EndSample(NonZeros.Find(rows.Slice(row * width, width), new(lists.Indices + start, width), new(lists.Values + start, width)));
            }
            var stage = new ConditionalStage { Weights = weights, Bias = bias.Pointer, Probabilities = panels.Pointer, ProbabilityScale = 1, ResultRows = room };
            stage.SetGiven(lists);
            BoltzmannKernels.Best.Conditional(stage, 0, weights.Panels);
            CopyRows(panels.Pointer, room, rowsNow, weights.Columns, result.Slice(first * weights.Columns, rowsNow * weights.Columns));
        }
        GC.KeepAlive(weights);
        GC.KeepAlive(bias);
        GC.KeepAlive(lists);
        GC.KeepAlive(panels);
    }

    private static void CopyRows(float* panels, int room, int rows, int columns, Span<float> result)
    {
        const int PanelWidth = PanelMatrix.PanelWidth;
        int whole = columns / PanelWidth;
        for (int row = 0; row < rows; row++)
        {
            Span<float> to = result.Slice(row * columns, columns);
            float* from = panels + row * PanelWidth;
            for (int panel = 0; panel < whole; panel++, from += room * PanelWidth)
                new ReadOnlySpan<float>(from, PanelWidth).CopyTo(to[(panel * PanelWidth)..]);
            new ReadOnlySpan<float>(from, columns % PanelWidth).CopyTo(to[(whole * PanelWidth)..]);
        }
    }
}
