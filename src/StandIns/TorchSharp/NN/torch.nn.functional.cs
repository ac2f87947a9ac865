namespace TorchSharp;

/// <summary>How a tensor is padded.</summary>
public enum PaddingModes
{
    Constant = 4,
}

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>What is made of the losses of single elements.</summary>
        public enum Reduction : long
        {
            None = 0,
            Mean = 1,
            Sum = 2,
        }

        /// <summary>Layers as functions.</summary>
        public static unsafe class functional
        {
            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) =>
                Tensor.Wrap(Shim.mt_linear(input.Handle, weights.Handle, Optional(bias)), input, weights, bias);

            public static Tensor conv2d(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? dilation = null, long groups = 1)
            {
                fixed (long* s = strides ?? [1, 1], p = padding ?? [0, 0], d = dilation ?? [1, 1])
                    return Tensor.Wrap(Shim.mt_conv2d(input.Handle, weight.Handle, Optional(bias), s, p, d, groups), input, weight, bias);
            }

            public static Tensor conv_transpose2d(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? output_padding = null, long[]? dilation = null, long groups = 1)
            {
                fixed (long* s = strides ?? [1, 1], p = padding ?? [0, 0], o = output_padding ?? [0, 0], d = dilation ?? [1, 1])
                    return Tensor.Wrap(Shim.mt_conv_transpose2d(input.Handle, weight.Handle, Optional(bias), s, p, o, d, groups), input, weight, bias);
            }

            public static Tensor batch_norm(Tensor input, Tensor? running_mean, Tensor? running_var, Tensor? weight = null, Tensor? bias = null, bool training = false, double momentum = 0.1, double eps = 1e-5)
            {
                Tensor result = Tensor.Wrap(Shim.mt_batch_norm(input.Handle, Optional(weight), Optional(bias), Optional(running_mean), Optional(running_var), training ? 1 : 0, momentum, eps), input, weight, bias);
                GC.KeepAlive(running_mean);
                GC.KeepAlive(running_var);
                return result;
            }

            public static Tensor layer_norm(Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5)
            {
                fixed (long* sizes = normalized_shape)
                    return Tensor.Wrap(Shim.mt_layer_norm(input.Handle, sizes, normalized_shape.Length, Optional(weight), Optional(bias), eps), input, weight, bias);
            }

            public static Tensor group_norm(Tensor input, long num_groups, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5) =>
                Tensor.Wrap(Shim.mt_group_norm(input.Handle, num_groups, Optional(weight), Optional(bias), eps), input, weight, bias);

            public static Tensor leaky_relu(Tensor input, double negative_slope = 0.01, bool inplace = false) =>
                Tensor.Wrap(Shim.mt_leaky_relu(input.Handle, negative_slope), input);

            public static Tensor softplus(Tensor x, double beta = 1, double threshold = 20) => Tensor.Wrap(Shim.mt_softplus(x.Handle, beta, threshold), x);

            public static Tensor pad(Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0)
            {
                fixed (long* sizes = pad)
                    return Tensor.Wrap(Shim.mt_pad(input.Handle, sizes, pad.Length, value), input);
            }

            public static Tensor upsample_nearest2d(Tensor input, long[]? outputSizes = null, double[]? scaleFactors = null) => outputSizes is { } sizes
                ? Tensor.Wrap(Shim.mt_upsample_nearest(input.Handle, sizes[0], sizes[1]), input)
                : throw new NotSupportedException("The stand-in for TorchSharp upsamples to sizes, not by factors.");

            public static Tensor binary_cross_entropy_with_logits(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean, Tensor? pos_weights = null)
            {
                Tensor result = Tensor.Wrap(Shim.mt_bce_with_logits(input.Handle, target.Handle, Optional(weight), Optional(pos_weights), (long)reduction), input, target, weight);
                GC.KeepAlive(pos_weights);
                return result;
            }

            private static nint Optional(Tensor? tensor) => tensor is null ? 0 : tensor.Handle;
        }
    }
}
