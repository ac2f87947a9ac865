using TorchSharp;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural.Tests.Torch;

/// <summary>Convolutions and transposed ones against loops, with their gradients; few channels and many, which may be computed differently.</summary>
[TestClass]
public sealed class ConvolutionTests
{
    [TestMethod]
    [DataRow(2, 3, 4, 3, 1, 1, 0)]
    [DataRow(2, 3, 4, 3, 2, 1, 1)]
    [DataRow(1, 34, 33, 4, 2, 1, 0)]
    [DataRow(1, 33, 34, 5, 2, 2, 1)]
    [DataRow(1, 32, 32, 3, 1, 0, 0)]
    public void ATransposedConvolutionIsThatOfTheLoopsWithItsGradients(int rows, int inputs, int outputs, int kernel, int stride, int padding, int extra)
    {
        using DisposeScope scope = NewDisposeScope();
        const int Size = 5;
        int size = (Size - 1) * stride - 2 * padding + kernel + extra;
        float[] x = Singles.Normal(1, rows, inputs, Size, Size), w = Singles.Normal(2, inputs, outputs, kernel, kernel), b = Singles.Normal(3, outputs);
        float[] g = Singles.Normal(4, rows, outputs, size, size);
        double[] y = new double[g.Length], gx = new double[x.Length], gw = new double[w.Length], gb = new double[b.Length];
        for (int n = 0; n < rows; n++)
            for (int o = 0; o < outputs; o++)
                for (int at = 0; at < size * size; at++)
                {
                    y[(n * outputs + o) * size * size + at] = b[o];
                    gb[o] += g[(n * outputs + o) * size * size + at];
                }
        // y[n, o, i·stride − padding + k] += x[n, c, i]·w[c, o, k], in both directions.
        for (int n = 0; n < rows; n++)
            for (int c = 0; c < inputs; c++)
                for (int o = 0; o < outputs; o++)
                    for (int i = 0; i < Size * Size; i++)
                        for (int k = 0; k < kernel * kernel; k++)
                        {
                            int row = i / Size * stride - padding + k / kernel, column = i % Size * stride - padding + k % kernel;
                            if (row < 0 || row >= size || column < 0 || column >= size)
                                continue;
                            int to = ((n * outputs + o) * size + row) * size + column, from = (n * inputs + c) * Size * Size + i, weight = (c * outputs + o) * kernel * kernel + k;
                            y[to] += (double)x[from] * w[weight];
                            gx[from] += (double)g[to] * w[weight];
                            gw[weight] += (double)g[to] * x[from];
                        }

        Tensor input = Singles.Of(x, rows, inputs, Size, Size).requires_grad_(), filter = Singles.Of(w, inputs, outputs, kernel, kernel).requires_grad_(), bias = Singles.Of(b, outputs).requires_grad_();
        Tensor result = nn.functional.conv_transpose2d(input, filter, bias, [stride, stride], [padding, padding], [extra, extra]);
        CollectionAssert.AreEqual(new long[] { rows, outputs, size, size }, result.shape);
        Singles.AssertClose(y, Singles.From(result), 1e-5);
        (result * Singles.Of(g, rows, outputs, size, size)).sum().backward();
        Singles.AssertClose(gx, Singles.From(input.grad!), 1e-5);
        Singles.AssertClose(gw, Singles.From(filter.grad!), 1e-5);
        Singles.AssertClose(gb, Singles.From(bias.grad!), 1e-5);
    }

    [TestMethod]
    [DataRow(3, 2, 1)]
    [DataRow(4, 1, 0)]
    public void AConvolutionIsThatOfTheLoops(int kernel, int stride, int padding)
    {
        using DisposeScope scope = NewDisposeScope();
        const int Rows = 2, Inputs = 3, Outputs = 4, Size = 7;
        int size = (Size + 2 * padding - kernel) / stride + 1;
        float[] x = Singles.Normal(1, Rows, Inputs, Size, Size), w = Singles.Normal(2, Outputs, Inputs, kernel, kernel);
        double[] y = new double[Rows * Outputs * size * size];
        for (int to = 0; to < y.Length; to++)
            for (int c = 0; c < Inputs; c++)
                for (int k = 0; k < kernel * kernel; k++)
                {
                    int n = to / (Outputs * size * size), o = to / (size * size) % Outputs;
                    int row = to / size % size * stride - padding + k / kernel, column = to % size * stride - padding + k % kernel;
                    if (row >= 0 && row < Size && column >= 0 && column < Size)
                        y[to] += (double)x[((n * Inputs + c) * Size + row) * Size + column] * w[(o * Inputs + c) * kernel * kernel + k];
                }
        Tensor result = nn.functional.conv2d(Singles.Of(x, Rows, Inputs, Size, Size), Singles.Of(w, Outputs, Inputs, kernel, kernel), null, [stride, stride], [padding, padding]);
        CollectionAssert.AreEqual(new long[] { Rows, Outputs, size, size }, result.shape);
        Singles.AssertClose(y, Singles.From(result), 1e-5);
    }

    /// <summary>As the penalty on a critic's gradient needs: ∂/∂x of ½‖∂f/∂x‖² against finite differences, f = Σ g·conv(x²)/2.</summary>
    [TestMethod]
    [DataRow(2)]
    [DataRow(32)]
    public void GradientsOfGradientsOfATransposedConvolutionAreThoseOfFiniteDifferences(int channels)
    {
        using DisposeScope scope = NewDisposeScope();
        float[] w = Singles.Normal(2, channels, channels, 3, 3), x = Singles.Normal(5, 1, channels, 3, 3);
        Tensor filter = Singles.Of(w, channels, channels, 3, 3);
        (Tensor Norm, Tensor Input) Penalty(float[] at)
        {
            Tensor input = Singles.Of(at, 1, channels, 3, 3).requires_grad_();
            Tensor value = nn.functional.conv_transpose2d(input, filter, null, [1, 1]).tanh().sum();
            Tensor gradient = autograd.grad([value], [input], null!, true, true)[0];
            return ((gradient * gradient).sum() * (0.5 / channels), input);
        }

        (Tensor norm, Tensor point) = Penalty(x);
        norm.backward();
        float[] gradient = Singles.From(point.grad!);
        for (int i = 0; i < x.Length; i += Math.Max(1, x.Length / 12))
        {
            float[] above = [.. x], below = [.. x];
            above[i] += 1e-2f;
            below[i] -= 1e-2f;
            double difference = (Penalty(above).Norm.item<float>() - (double)Penalty(below).Norm.item<float>()) / 2e-2;
            Assert.AreEqual(difference, gradient[i], 0.03 * gradient.Max(Math.Abs), $"at {i}");
        }
    }
}
