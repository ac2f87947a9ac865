using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Trainers;

/// <summary>
/// The penalised negative log-likelihood of multinomial logistic regression,
/// <c>Σ_rows weight · (log Σ_c exp(b_c + w_c·x) − (b_y + w_y·x)) + l2/2 · Σ_c |w_c|²</c>, and its gradient.
/// Parameters are the biases, then the weights class after class; the biases are not penalised.
/// </summary>
/// <remarks>
/// The weights are kept feature after feature, padded to whole pairs of vectors of classes: each value of a row is then one
/// broadcast and a few multiply-adds. The rows are cut into a fixed number of parts with sums of their own, added in
/// a fixed order, so that the result does not depend on the number of threads.
/// </remarks>
internal sealed class SoftmaxLoss
{
    private const int Parts = 8;

    private readonly LabelledRows _rows;
    private readonly int _classes;
    private readonly int _lanes;
    private readonly double _l2;
    private readonly ParallelOptions _parallel;
    private readonly Vector<float>[] _weights;
    private readonly Part[] _parts;

    public SoftmaxLoss(LabelledRows rows, int classes, double l2, int numberOfThreads)
    {
        _rows = rows;
        _classes = classes;
        _l2 = l2;
        _lanes = 2 * ((classes + 2 * Vector<float>.Count - 1) / (2 * Vector<float>.Count));
        _parallel = new ParallelOptions { MaxDegreeOfParallelism = numberOfThreads };
        _weights = new Vector<float>[(rows.Width + 1) * _lanes];
        _parts = new Part[Math.Min(Parts, Math.Max(1, rows.Blocks.Count))];
        for (int p = 0; p < _parts.Length; p++)
            _parts[p] = new Part(_weights.Length, _lanes);
    }

    public int NumberOfParameters => _classes * (_rows.Width + 1);

    /// <summary>Value at <paramref name="x"/>; fills the gradient.</summary>
    public double Evaluate(double[] x, double[] gradient)
    {
        Spread(x);
        Parallel.For(0, _parts.Length, _parallel, EvaluatePart);

        double value = 0;
        foreach (Part part in _parts)
            value += part.Loss;
        Gather(gradient);
        double squares = 0;
        for (int i = _classes; i < x.Length; i++)
        {
            squares += x[i] * x[i];
            gradient[i] += _l2 * x[i];
        }

        return value + _l2 / 2 * squares;
    }

    /// <summary>Parameters to the layout of the kernels: the biases are the row after the last feature's.</summary>
    private void Spread(double[] x)
    {
        int width = _rows.Width;
        int stride = _lanes * Vector<float>.Count;
        Span<float> weights = MemoryMarshal.Cast<Vector<float>, float>(_weights.AsSpan());
        for (int c = 0; c < _classes; c++)
        {
            weights[width * stride + c] = (float)x[c];
            for (int i = 0; i < width; i++)
                weights[i * stride + c] = (float)x[_classes + c * width + i];
        }
    }

    private void Gather(double[] gradient)
    {
        int width = _rows.Width;
        int stride = _lanes * Vector<float>.Count;
        for (int c = 0; c < _classes; c++)
        {
            gradient[c] = Sum(width * stride + c);
            for (int i = 0; i < width; i++)
                gradient[_classes + c * width + i] = Sum(i * stride + c);
        }

        double Sum(int index)
        {
            double sum = 0;
            foreach (Part part in _parts)
                sum += part.Gradient[index];
            return sum;
        }
    }

    private void EvaluatePart(int index)
    {
        Part part = _parts[index];
        part.Loss = 0;
        Array.Clear(part.Gradient);
        int first = (int)((long)_rows.Blocks.Count * index / _parts.Length);
        int last = (int)((long)_rows.Blocks.Count * (index + 1) / _parts.Length);
        for (int b = first; b < last; b++)
        {
            LabelledRows.Block block = _rows.Blocks[b];
            Array.Clear(part.BlockGradient);
            if (block.IsDense)
                EvaluateDense(part, block);
            else
                EvaluateSparse(part, block);
            ReadOnlySpan<float> sums = MemoryMarshal.Cast<Vector<float>, float>(part.BlockGradient);
            for (int i = 0; i < sums.Length; i++)
                part.Gradient[i] += sums[i];
        }
    }

    private void EvaluateSparse(Part part, LabelledRows.Block block)
    {
        int lanes = _lanes;
        int biases = _rows.Width * lanes;
        ref Vector<float> weights = ref MemoryMarshal.GetArrayDataReference(_weights);
        ref Vector<float> gradient = ref MemoryMarshal.GetArrayDataReference(part.BlockGradient);
        Span<Vector<float>> scores = part.Scores.AsSpan(0, lanes);
        for (int row = 0; row < block.Rows; row++)
        {
            ReadOnlySpan<int> indices = block.Indices.AsSpan(block.Starts[row]..block.Starts[row + 1]);
            ReadOnlySpan<float> values = block.Values.AsSpan(block.Starts[row], indices.Length);
            for (int v = 0; v < lanes; v += 2)
            {
                (Vector<float> low, Vector<float> high) = Score(indices, values, lanes, ref Unsafe.Add(ref weights, v));
                scores[v] = low + Unsafe.Add(ref weights, biases + v);
                scores[v + 1] = high + Unsafe.Add(ref weights, biases + v + 1);
            }

            part.Loss += ScoresToGradient(scores, block.Labels[row], block.Weights[row]);
            for (int v = 0; v < lanes; v += 2)
            {
                Vector<float> low = scores[v], high = scores[v + 1];
                Unsafe.Add(ref gradient, biases + v) += low;
                Unsafe.Add(ref gradient, biases + v + 1) += high;
                ref Vector<float> sums = ref Unsafe.Add(ref gradient, v);
                for (int k = 0; k < indices.Length; k++)
                {
                    var x = new Vector<float>(values[k]);
                    ref Vector<float> sum = ref Unsafe.Add(ref sums, indices[k] * lanes);
                    sum = Vector.FusedMultiplyAdd(x, low, sum);
                    Unsafe.Add(ref sum, 1) = Vector.FusedMultiplyAdd(x, high, Unsafe.Add(ref sum, 1));
                }
            }
        }
    }

    /// <summary>Two lanes of a sparse row's products with the weights; four chains of additions hide their latency.</summary>
    private static (Vector<float> Low, Vector<float> High) Score(ReadOnlySpan<int> indices, ReadOnlySpan<float> values, int lanes, ref Vector<float> weights)
    {
        Vector<float> low0 = default, low1 = default, low2 = default, low3 = default;
        Vector<float> high0 = default, high1 = default, high2 = default, high3 = default;
        int k = 0;
        for (; k <= indices.Length - 4; k += 4)
        {
            Add(values[k], ref Unsafe.Add(ref weights, indices[k] * lanes), ref low0, ref high0);
            Add(values[k + 1], ref Unsafe.Add(ref weights, indices[k + 1] * lanes), ref low1, ref high1);
            Add(values[k + 2], ref Unsafe.Add(ref weights, indices[k + 2] * lanes), ref low2, ref high2);
            Add(values[k + 3], ref Unsafe.Add(ref weights, indices[k + 3] * lanes), ref low3, ref high3);
        }

        for (; k < indices.Length; k++)
            Add(values[k], ref Unsafe.Add(ref weights, indices[k] * lanes), ref low0, ref high0);
        return ((low0 + low1) + (low2 + low3), (high0 + high1) + (high2 + high3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(float value, ref Vector<float> weights, ref Vector<float> low, ref Vector<float> high)
    {
        var x = new Vector<float>(value);
        low = Vector.FusedMultiplyAdd(x, weights, low);
        high = Vector.FusedMultiplyAdd(x, Unsafe.Add(ref weights, 1), high);
    }

    /// <summary>Four rows at a time, so that each weight that is loaded is used four times.</summary>
    private void EvaluateDense(Part part, LabelledRows.Block block)
    {
        int width = _rows.Width;
        int lanes = _lanes;
        ref Vector<float> weights = ref MemoryMarshal.GetArrayDataReference(_weights);
        ref Vector<float> gradient = ref MemoryMarshal.GetArrayDataReference(part.BlockGradient);
        Span<Vector<float>> scores = part.Scores;
        for (int row = 0; row < block.Rows; row += 4)
        {
            int rows = Math.Min(4, block.Rows - row);
            // A group at the end that is not full reads its last row again, with the difference set to zero.
            ref float x0 = ref block.Values[row * width];
            ref float x1 = ref block.Values[(row + Math.Min(1, rows - 1)) * width];
            ref float x2 = ref block.Values[(row + Math.Min(2, rows - 1)) * width];
            ref float x3 = ref block.Values[(row + rows - 1) * width];
            for (int v = 0; v < lanes; v += 2)
            {
                Vector<float> low0 = Unsafe.Add(ref weights, width * lanes + v), high0 = Unsafe.Add(ref weights, width * lanes + v + 1);
                Vector<float> low1 = low0, low2 = low0, low3 = low0;
                Vector<float> high1 = high0, high2 = high0, high3 = high0;
                for (int i = 0; i < width; i++)
                {
                    ref Vector<float> w = ref Unsafe.Add(ref weights, i * lanes + v);
                    Add(Unsafe.Add(ref x0, i), ref w, ref low0, ref high0);
                    Add(Unsafe.Add(ref x1, i), ref w, ref low1, ref high1);
                    Add(Unsafe.Add(ref x2, i), ref w, ref low2, ref high2);
                    Add(Unsafe.Add(ref x3, i), ref w, ref low3, ref high3);
                }

                scores[v] = low0;
                scores[v + 1] = high0;
                scores[lanes + v] = low1;
                scores[lanes + v + 1] = high1;
                scores[2 * lanes + v] = low2;
                scores[2 * lanes + v + 1] = high2;
                scores[3 * lanes + v] = low3;
                scores[3 * lanes + v + 1] = high3;
            }

            for (int r = 0; r < rows; r++)
                part.Loss += ScoresToGradient(scores.Slice(r * lanes, lanes), block.Labels[row + r], block.Weights[row + r]);
            scores[(rows * lanes)..].Clear();

            for (int v = 0; v < lanes; v++)
            {
                Vector<float> d0 = scores[v], d1 = scores[lanes + v], d2 = scores[2 * lanes + v], d3 = scores[3 * lanes + v];
                Unsafe.Add(ref gradient, width * lanes + v) += (d0 + d1) + (d2 + d3);
                for (int i = 0; i < width; i++)
                {
                    ref Vector<float> sum = ref Unsafe.Add(ref gradient, i * lanes + v);
                    Vector<float> g = Vector.FusedMultiplyAdd(new Vector<float>(Unsafe.Add(ref x0, i)), d0, sum);
                    g = Vector.FusedMultiplyAdd(new Vector<float>(Unsafe.Add(ref x1, i)), d1, g);
                    g = Vector.FusedMultiplyAdd(new Vector<float>(Unsafe.Add(ref x2, i)), d2, g);
                    sum = Vector.FusedMultiplyAdd(new Vector<float>(Unsafe.Add(ref x3, i)), d3, g);
                }
            }
        }
    }

    /// <summary>Replaces the scores of a row by the loss's derivatives with respect to them; returns the loss.</summary>
    private double ScoresToGradient(Span<Vector<float>> scores, int label, float weight)
    {
        Span<float> values = MemoryMarshal.Cast<Vector<float>, float>(scores);
        float own = values[label];
        float largest = own;
        foreach (float value in values[.._classes])
            largest = Math.Max(largest, value);
        values[_classes..].Fill(float.NegativeInfinity);
        var shift = new Vector<float>(largest);
        for (int v = 0; v < scores.Length; v++)
            scores[v] = Vector.Exp(scores[v] - shift);

        double sum = 0;
        foreach (float value in values[.._classes])
            sum += value;
        var scale = new Vector<float>((float)(weight / sum));
        for (int v = 0; v < scores.Length; v++)
            scores[v] *= scale;
        values[label] -= weight;
        return weight * (Math.Log(sum) + ((double)largest - own));
    }

    /// <summary>The sums over one part of the rows.</summary>
    private sealed class Part(int length, int lanes)
    {
        public readonly double[] Gradient = new double[length * Vector<float>.Count];
        public readonly Vector<float>[] BlockGradient = new Vector<float>[length];
        public readonly Vector<float>[] Scores = new Vector<float>[4 * lanes];
        public double Loss;
    }
}
