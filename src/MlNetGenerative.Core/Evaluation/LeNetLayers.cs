using System.Numerics;
using System.Runtime.CompilerServices;

namespace MlNetGenerative.Core.Evaluation;

/// <summary>Layers on as many images at once as a vector has lanes: value i of all images is one vector, so every lane does what a scalar
/// would, and neither the other images nor the width of the vectors changes a result.</summary>
internal static unsafe class LeNetLayers
{
    private const int KernelSize = 5;

    /// <summary>Convolution 5×5 without padding, bias, ReLU and 2×2 maximum in one: the four products of a maximum for two output channels
    /// stay in registers. ReLU and bias follow the maximum, which they do not change.</summary>
    /// <param name="input">[inputChannels][size][size] vectors.</param>
    /// <param name="size">Rows and columns of the input; size - 4 is even.</param>
    /// <param name="inputChannels">The number of channels of the input.</param>
    /// <param name="weights">[outputChannels, inputChannels, 5, 5]; an even number of output channels.</param>
    /// <param name="bias">[outputChannels].</param>
    /// <param name="output">The first vector of the first output row.</param>
    /// <param name="outputStride">Vectors from one row of the output to the next.</param>
    /// <param name="outputPlane">Vectors from one channel of the output to the next.</param>
    public static void ConvolveAndPool(Vector<float>* input, int size, int inputChannels, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias,
        Vector<float>* output, int outputStride, int outputPlane)
    {
        int pooled = (size - KernelSize + 1) / 2;
        int kernelLength = inputChannels * KernelSize * KernelSize;
        fixed (float* firstWeight = weights)
        {
            for (int channel = 0; channel < bias.Length; channel += 2)
            {
                float* kernel0 = firstWeight + channel * kernelLength;
                for (int y = 0; y < pooled; y++)
                    for (int x = 0; x < pooled; x++)
                    {
                        Window(input + 2 * y * size + 2 * x, size, inputChannels, kernel0, kernel0 + kernelLength,
                            out Vector<float> maximum0, out Vector<float> maximum1);
                        Vector<float>* place = output + channel * outputPlane + y * outputStride + x;
                        place[0] = Vector.Max(maximum0 + new Vector<float>(bias[channel]), Vector<float>.Zero);
                        place[outputPlane] = Vector.Max(maximum1 + new Vector<float>(bias[channel + 1]), Vector<float>.Zero);
                    }
            }
        }
    }

    /// <summary>Dense layer: output = weights · input + bias, then ReLU if asked.</summary>
    /// <param name="input">Vectors, as many as the weights have columns.</param>
    /// <param name="weights">[outputs, inputs]; an even number of outputs.</param>
    /// <param name="bias">[outputs].</param>
    /// <param name="rectify">Whether negative outputs become 0.</param>
    /// <param name="output">[outputs] vectors.</param>
    public static void Dense(Vector<float>* input, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, bool rectify, Vector<float>* output)
    {
        int inputs = weights.Length / bias.Length;
        fixed (float* firstWeight = weights)
        {
            for (int unit = 0; unit < bias.Length; unit += 2)
            {
                float* weight = firstWeight + unit * inputs;
                Vector<float> sum0 = new(bias[unit]);
                Vector<float> sum1 = new(bias[unit + 1]);
                for (int i = 0; i < inputs; i++)
                {
                    sum0 = Vector.FusedMultiplyAdd(input[i], new Vector<float>(weight[i]), sum0);
                    sum1 = Vector.FusedMultiplyAdd(input[i], new Vector<float>(weight[inputs + i]), sum1);
                }
                output[unit] = rectify ? Vector.Max(sum0, Vector<float>.Zero) : sum0;
                output[unit + 1] = rectify ? Vector.Max(sum1, Vector<float>.Zero) : sum1;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Window(Vector<float>* corner, int size, int inputChannels, float* kernel0, float* kernel1,
        out Vector<float> maximum0, out Vector<float> maximum1)
    {
        Vector<float> a0 = default, b0 = default, c0 = default, d0 = default, a1 = default, b1 = default, c1 = default, d1 = default;
        for (int channel = 0; channel < inputChannels; channel++)
        {
            Vector<float>* row = corner + channel * size * size;
            for (int i = 0; i < KernelSize; i++, row += size)
                for (int j = 0; j < KernelSize; j++)
                {
                    Vector<float> weight0 = new(*kernel0++);
                    Vector<float> weight1 = new(*kernel1++);
                    a0 = Vector.FusedMultiplyAdd(row[j], weight0, a0);
                    b0 = Vector.FusedMultiplyAdd(row[j + 1], weight0, b0);
                    c0 = Vector.FusedMultiplyAdd(row[j + size], weight0, c0);
                    d0 = Vector.FusedMultiplyAdd(row[j + size + 1], weight0, d0);
                    a1 = Vector.FusedMultiplyAdd(row[j], weight1, a1);
                    b1 = Vector.FusedMultiplyAdd(row[j + 1], weight1, b1);
                    c1 = Vector.FusedMultiplyAdd(row[j + size], weight1, c1);
                    d1 = Vector.FusedMultiplyAdd(row[j + size + 1], weight1, d1);
                }
        }
        maximum0 = Vector.Max(Vector.Max(a0, b0), Vector.Max(c0, d0));
        maximum1 = Vector.Max(Vector.Max(a1, b1), Vector.Max(c1, d1));
    }
}
