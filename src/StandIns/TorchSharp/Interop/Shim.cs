using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace TorchSharp;

/// <summary>The functions of the native library in native/shim.cpp. Handles are references to tensors; 0 means that the call failed.</summary>
internal static unsafe partial class Shim
{
    private const string L = ShimLibrary.Name;

    [LibraryImport(L)] internal static partial byte* mt_sources();
    [LibraryImport(L)] internal static partial int mt_last_error(out byte* message);

    [LibraryImport(L)] internal static partial void mt_free(nint t);
    [LibraryImport(L)] internal static partial nint mt_alias(nint t);
    [LibraryImport(L)] internal static partial long mt_numel(nint t);
    [LibraryImport(L)] internal static partial long mt_dim(nint t);
    [LibraryImport(L)] internal static partial void mt_sizes(nint t, long* sizes);
    [LibraryImport(L)] internal static partial int mt_dtype(nint t);
    [LibraryImport(L)] internal static partial int mt_is_contiguous(nint t);
    [LibraryImport(L)] internal static partial void* mt_data(nint t);
    [LibraryImport(L)] internal static partial long mt_element_size(nint t);
    [LibraryImport(L)] internal static partial nint mt_empty(long* sizes, int count, int dtype);
    [LibraryImport(L)] internal static partial nint mt_zeros(long* sizes, int count, int dtype);
    [LibraryImport(L)] internal static partial nint mt_ones(long* sizes, int count, int dtype);
    [LibraryImport(L)] internal static partial int mt_item(nint t, out double value);

    [LibraryImport(L)] internal static partial nint mt_neg(nint a);
    [LibraryImport(L)] internal static partial nint mt_exp(nint a);
    [LibraryImport(L)] internal static partial nint mt_sqrt(nint a);
    [LibraryImport(L)] internal static partial nint mt_sigmoid(nint a);
    [LibraryImport(L)] internal static partial nint mt_tanh(nint a);
    [LibraryImport(L)] internal static partial nint mt_relu(nint a);
    [LibraryImport(L)] internal static partial nint mt_silu(nint a);
    [LibraryImport(L)] internal static partial nint mt_detach(nint a);
    [LibraryImport(L)] internal static partial nint mt_clone(nint a);
    [LibraryImport(L)] internal static partial nint mt_contiguous(nint a);
    [LibraryImport(L)] internal static partial nint mt_add(nint a, nint b);
    [LibraryImport(L)] internal static partial nint mt_sub(nint a, nint b);
    [LibraryImport(L)] internal static partial nint mt_mul(nint a, nint b);
    [LibraryImport(L)] internal static partial nint mt_div(nint a, nint b);
    [LibraryImport(L)] internal static partial nint mt_mm(nint a, nint b);
    [LibraryImport(L)] internal static partial nint mt_add_scalar(nint a, double s);
    [LibraryImport(L)] internal static partial nint mt_mul_scalar(nint a, double s);
    [LibraryImport(L)] internal static partial nint mt_div_scalar(nint a, double s);
    [LibraryImport(L)] internal static partial nint mt_pow_scalar(nint a, double s);
    [LibraryImport(L)] internal static partial nint mt_clamp_min(nint a, double s);
    [LibraryImport(L)] internal static partial nint mt_leaky_relu(nint a, double s);
    [LibraryImport(L)] internal static partial nint mt_softplus(nint a, double beta, double threshold);
    [LibraryImport(L)] internal static partial int mt_copy_(nint a, nint b);
    [LibraryImport(L)] internal static partial int mt_add_(nint a, nint b, double alpha);
    [LibraryImport(L)] internal static partial int mt_mul_(nint a, nint b);
    [LibraryImport(L)] internal static partial int mt_mul_scalar_(nint a, double s);
    [LibraryImport(L)] internal static partial int mt_add_scalar_(nint a, double s);
    [LibraryImport(L)] internal static partial int mt_addcmul_(nint a, nint b, nint c, double value);
    [LibraryImport(L)] internal static partial int mt_addcdiv_(nint a, nint b, nint c, double value);

    [LibraryImport(L)] internal static partial nint mt_sum(nint a);
    [LibraryImport(L)] internal static partial nint mt_mean(nint a);
    [LibraryImport(L)] internal static partial nint mt_norm(nint a);
    [LibraryImport(L)] internal static partial nint mt_sum_dims(nint a, long* dims, int count, int keep);
    [LibraryImport(L)] internal static partial nint mt_mean_dims(nint a, long* dims, int count, int keep);
    [LibraryImport(L)] internal static partial nint mt_logsumexp(nint a, long dim, int keep);

    [LibraryImport(L)] internal static partial nint mt_reshape(nint a, long* sizes, int count);
    [LibraryImport(L)] internal static partial nint mt_expand(nint a, long* sizes, int count);
    [LibraryImport(L)] internal static partial nint mt_transpose(nint a, long first, long second);
    [LibraryImport(L)] internal static partial nint mt_unsqueeze(nint a, long dim);
    [LibraryImport(L)] internal static partial nint mt_flatten(nint a, long start, long end);
    [LibraryImport(L)] internal static partial nint mt_narrow(nint a, long dim, long start, long length);
    [LibraryImport(L)] internal static partial nint mt_cat(nint* tensors, int count, long dim);

    [LibraryImport(L)] internal static partial nint mt_linear(nint x, nint w, nint b);
    [LibraryImport(L)] internal static partial nint mt_conv2d(nint x, nint w, nint b, long* stride, long* pad, long* dilation, long groups);
    [LibraryImport(L)] internal static partial nint mt_conv_transpose2d(nint x, nint w, nint b, long* stride, long* pad, long* extra, long* dilation, long groups);
    [LibraryImport(L)] internal static partial nint mt_batch_norm(nint x, nint w, nint b, nint mean, nint variance, int training, double momentum, double eps);
    [LibraryImport(L)] internal static partial nint mt_layer_norm(nint x, long* shape, int count, nint w, nint b, double eps);
    [LibraryImport(L)] internal static partial nint mt_group_norm(nint x, long groups, nint w, nint b, double eps);
    [LibraryImport(L)] internal static partial nint mt_pad(nint x, long* pad, int count, double value);
    [LibraryImport(L)] internal static partial nint mt_upsample_nearest(nint x, long height, long width);
    [LibraryImport(L)] internal static partial nint mt_bce_with_logits(nint logits, nint targets, nint weight, nint positive, long reduction);

    [LibraryImport(L)] internal static partial int mt_requires_grad(nint t);
    [LibraryImport(L)] internal static partial int mt_set_requires_grad(nint t, int on);
    [LibraryImport(L)] internal static partial int mt_is_leaf(nint t);
    [LibraryImport(L)] internal static partial int mt_grad_enabled();
    [LibraryImport(L)] internal static partial void mt_set_grad_enabled(int on);
    [LibraryImport(L)] internal static partial nint mt_grad(nint t, out int failed);
    [LibraryImport(L)] internal static partial int mt_set_grad(nint t, nint gradient);
    [LibraryImport(L)] internal static partial int mt_backward(nint t, nint gradient, int retain, int create);
    [LibraryImport(L)] internal static partial int mt_grad_of(nint* outputs, int no, nint* inputs, int ni, nint* gradients, int ng, int retain, int create, int unused, nint* result);

    [LibraryImport(L)] internal static partial int mt_get_num_threads();
    [LibraryImport(L)] internal static partial int mt_set_num_threads(int count);

    /// <summary>Throws what libtorch said about a failed call, as the official library does.</summary>
    internal static void Throw()
    {
        int code = mt_last_error(out byte* message);
        string text = Marshal.PtrToStringUTF8((nint)message) ?? "unknown error";
        throw code == 2 ? new OutOfMemoryException(text) : new ExternalException(text);
    }

    internal static void Check(int result)
    {
        if (result < 0)
            Throw();
    }
}
