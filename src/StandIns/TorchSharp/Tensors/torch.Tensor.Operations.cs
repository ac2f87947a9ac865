namespace TorchSharp;

public static partial class torch
{
    partial class Tensor
    {
        public Tensor neg() => Wrap(Shim.mt_neg(Handle), this);

        public Tensor exp() => Wrap(Shim.mt_exp(Handle), this);

        public Tensor sqrt() => Wrap(Shim.mt_sqrt(Handle), this);

        public Tensor sigmoid() => Wrap(Shim.mt_sigmoid(Handle), this);

        public Tensor tanh() => Wrap(Shim.mt_tanh(Handle), this);

        public Tensor relu() => Wrap(Shim.mt_relu(Handle), this);

        public Tensor silu() => Wrap(Shim.mt_silu(Handle), this);

        public Tensor detach() => Wrap(Shim.mt_detach(Handle), this);

        public Tensor clone() => Wrap(Shim.mt_clone(Handle), this);

        public Tensor contiguous() => Wrap(Shim.mt_contiguous(Handle), this);

        public Tensor cpu() => Wrap(Shim.mt_alias(Handle), this);

        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) => copy ? clone() : Wrap(Shim.mt_alias(Handle), this);

        public Tensor mm(Tensor target) => Wrap(Shim.mt_mm(Handle, target.Handle), this, target);

        public Tensor add(Tensor target, Scalar alpha) => alpha.Value == 1
            ? this + target
            : throw new NotSupportedException("The stand-in for TorchSharp adds tensors as they are.");

        public Tensor add(Scalar scalar, Scalar alpha) => Wrap(Shim.mt_add_scalar(Handle, scalar.Value * alpha.Value), this);

        public Tensor mul(Scalar target) => Wrap(Shim.mt_mul_scalar(Handle, target.Value), this);

        public Tensor leaky_relu(Scalar negative_slope) => Wrap(Shim.mt_leaky_relu(Handle, negative_slope.Value), this);

        public Tensor pow(Scalar exponent) => Wrap(Shim.mt_pow_scalar(Handle, exponent.Value), this);

        public Tensor clamp_min(Scalar min) => Wrap(Shim.mt_clamp_min(Handle, min.Value), this);

        public Tensor copy_(Tensor source, bool nonBlocking = false) => Changed(Shim.mt_copy_(Handle, source.Handle), source);

        public Tensor add_(Tensor target) => Changed(Shim.mt_add_(Handle, target.Handle, 1), target);

        public Tensor add_(Tensor target, Scalar alpha) => Changed(Shim.mt_add_(Handle, target.Handle, alpha.Value), target);

        public Tensor add_(Scalar scalar, Scalar alpha) => Changed(Shim.mt_add_scalar_(Handle, scalar.Value * alpha.Value));

        public Tensor add_(Scalar scalar) => Changed(Shim.mt_add_scalar_(Handle, scalar.Value));

        public Tensor mul_(Tensor target) => Changed(Shim.mt_mul_(Handle, target.Handle), target);

        public Tensor mul_(Scalar target) => Changed(Shim.mt_mul_scalar_(Handle, target.Value));

        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => Changed(Shim.mt_addcmul_(Handle, tensor1.Handle, tensor2.Handle, value.Value), tensor1, tensor2);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) => Changed(Shim.mt_addcdiv_(Handle, tensor1.Handle, tensor2.Handle, value.Value), tensor1, tensor2);

        public Tensor sum(ScalarType? type = null) => Wrap(Shim.mt_sum(Handle), this);

        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => sum([dim], keepdim, type);

        public unsafe Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null)
        {
            fixed (long* dims = dim)
                return Wrap(Shim.mt_sum_dims(Handle, dims, dim.Length, keepdim ? 1 : 0), this);
        }

        public Tensor mean() => Wrap(Shim.mt_mean(Handle), this);

        public unsafe Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null)
        {
            fixed (long* dims = dimensions)
                return Wrap(Shim.mt_mean_dims(Handle, dims, dimensions.Length, keepdim ? 1 : 0), this);
        }

        public Tensor norm(float p = 2) => p == 2 ? Wrap(Shim.mt_norm(Handle), this) : throw new NotSupportedException("The stand-in for TorchSharp only has the 2-norm.");

        public Tensor logsumexp(long dim, bool keepdim = false) => Wrap(Shim.mt_logsumexp(Handle, dim, keepdim ? 1 : 0), this);

        public unsafe Tensor reshape(params long[] shape)
        {
            fixed (long* sizes = shape)
                return Wrap(Shim.mt_reshape(Handle, sizes, shape.Length), this);
        }

        public unsafe Tensor expand(params long[] sizes)
        {
            fixed (long* first = sizes)
                return Wrap(Shim.mt_expand(Handle, first, sizes.Length), this);
        }

        public Tensor transpose(long dim0, long dim1) => Wrap(Shim.mt_transpose(Handle, dim0, dim1), this);

        public Tensor t() => Wrap(Shim.mt_transpose(Handle, 0, 1), this);

        public Tensor unsqueeze(long dim) => Wrap(Shim.mt_unsqueeze(Handle, dim), this);

        public Tensor flatten(long start_dim = 0, long end_dim = -1) => Wrap(Shim.mt_flatten(Handle, start_dim, end_dim), this);

        public Tensor narrow(long dim, long start, long length) => Wrap(Shim.mt_narrow(Handle, dim, start, length), this);

        public static Tensor operator +(Tensor left, Tensor right) => Wrap(Shim.mt_add(left.Handle, right.Handle), left, right);

        public static Tensor operator +(Tensor left, double right) => Wrap(Shim.mt_add_scalar(left.Handle, right), left);

        public static Tensor operator +(Tensor left, int right) => Wrap(Shim.mt_add_scalar(left.Handle, right), left);

        public static Tensor operator -(Tensor left, Tensor right) => Wrap(Shim.mt_sub(left.Handle, right.Handle), left, right);

        public static Tensor operator -(Tensor left, double right) => Wrap(Shim.mt_add_scalar(left.Handle, -right), left);

        public static Tensor operator -(Tensor left, int right) => Wrap(Shim.mt_add_scalar(left.Handle, -right), left);

        public static Tensor operator *(Tensor left, Tensor right) => Wrap(Shim.mt_mul(left.Handle, right.Handle), left, right);

        public static Tensor operator *(Tensor left, double right) => Wrap(Shim.mt_mul_scalar(left.Handle, right), left);

        public static Tensor operator *(Tensor left, float right) => Wrap(Shim.mt_mul_scalar(left.Handle, right), left);

        public static Tensor operator *(double left, Tensor right) => Wrap(Shim.mt_mul_scalar(right.Handle, left), right);

        public static Tensor operator /(Tensor left, Tensor right) => Wrap(Shim.mt_div(left.Handle, right.Handle), left, right);

        public static Tensor operator /(Tensor left, double right) => Wrap(Shim.mt_div_scalar(left.Handle, right), left);

        public static Tensor operator /(Tensor left, int right) => Wrap(Shim.mt_div_scalar(left.Handle, right), left);

        public static Tensor operator -(Tensor tensor) => tensor.neg();
    }
}
