// A C interface over libtorch: only what the stand-in beside it calls.
//
// A handle is a c10::TensorImpl* that owns one reference; it is borrowed as an at::Tensor without a copy. A null handle where a tensor is
// due means that the call failed; mt_last_error says why. No exception leaves this file: .NET on Linux ends the process on one.
// Headers of single operators, because the whole of torch.h takes four times as long to compile.
#define TORCH_ASSERT_ONLY_METHOD_OPERATORS
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/core/Tensor.h>
#include <ATen/ops/add.h>
#include <ATen/ops/batch_norm.h>
#include <ATen/ops/binary_cross_entropy_with_logits.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/clamp_min.h>
#include <ATen/ops/constant_pad_nd.h>
#include <ATen/ops/convolution.h>
#include <ATen/ops/convolution_backward.h>
#include <ATen/ops/div.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/exp.h>
#include <ATen/ops/group_norm.h>
#include <ATen/ops/layer_norm.h>
#include <ATen/ops/leaky_relu.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/logsumexp.h>
#include <ATen/ops/mean.h>
#include <ATen/ops/mm.h>
#include <ATen/ops/mul.h>
#include <ATen/ops/neg.h>
#include <ATen/ops/norm.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/pow.h>
#include <ATen/ops/relu.h>
#include <ATen/ops/sigmoid.h>
#include <ATen/ops/silu.h>
#include <ATen/ops/softplus.h>
#include <ATen/ops/sqrt.h>
#include <ATen/ops/sub.h>
#include <ATen/ops/sum.h>
#include <ATen/ops/tanh.h>
#include <ATen/ops/upsample_nearest2d.h>
#include <ATen/ops/zeros.h>
#include <c10/core/GradMode.h>
#include <c10/util/Exception.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>
#include <dlfcn.h>
#include <exception>
#include <string>
#include <vector>

#define MT_API extern "C" __attribute__((visibility("default")))
typedef struct MtTensor_* MtTensor;  // a c10::TensorImpl*

static thread_local std::string last_error;
static thread_local int last_code;

static void fail(int code, const char* message) noexcept {
  try { last_error = message; } catch (...) {}
  last_code = code;
}

// 1: libtorch refused, 2: out of memory, 3: anything else.
#define MT_TRY(failed, ...) \
  try { __VA_ARGS__ } \
  catch (const c10::Error& e) { fail(1, e.what_without_backtrace()); } \
  catch (const std::bad_alloc& e) { fail(2, e.what()); } \
  catch (const std::exception& e) { fail(3, e.what()); } \
  catch (...) { fail(3, "unknown C++ exception"); } \
  return failed;

static_assert(sizeof(at::Tensor) == sizeof(void*), "a handle is borrowed as a tensor");
static inline const at::Tensor& T(const MtTensor& handle) { return reinterpret_cast<const at::Tensor&>(handle); }
static inline at::Tensor& M(MtTensor& handle) { return reinterpret_cast<at::Tensor&>(handle); }
static inline MtTensor R(at::Tensor&& tensor) { return reinterpret_cast<MtTensor>(tensor.unsafeReleaseTensorImpl()); }
static inline c10::optional<at::Tensor> O(const MtTensor& handle) { return handle ? c10::optional<at::Tensor>(T(handle)) : c10::nullopt; }
static inline at::IntArrayRef A(const int64_t* values, int count) { return at::IntArrayRef(values, count); }

static std::vector<at::Tensor> list(MtTensor* handles, int count) {
  std::vector<at::Tensor> tensors;
  tensors.reserve(count);
  for (int i = 0; i < count; i++) tensors.push_back(T(handles[i]));
  return tensors;
}

// The hash of this file, given by the compiler's command line: the managed side asks for the sources that it was built with.
#ifndef MT_SOURCES
#define MT_SOURCES ""
#endif
MT_API const char* mt_sources() { return MT_SOURCES; }
MT_API int mt_last_error(const char** message) { *message = last_error.c_str(); int code = last_code; last_code = 0; return code; }

// Handles and memory
MT_API void mt_free(MtTensor t) { c10::raw::intrusive_ptr::decref(reinterpret_cast<c10::TensorImpl*>(t)); }
MT_API MtTensor mt_alias(MtTensor t) { MT_TRY(nullptr, return R(at::Tensor(T(t)));) }
MT_API int64_t mt_numel(MtTensor t) { return T(t).numel(); }
MT_API int64_t mt_dim(MtTensor t) { return T(t).dim(); }
MT_API void mt_sizes(MtTensor t, int64_t* out) { auto s = T(t).sizes(); for (size_t i = 0; i < s.size(); i++) out[i] = s[i]; }
MT_API int mt_dtype(MtTensor t) { return (int)T(t).scalar_type(); }
MT_API int mt_is_contiguous(MtTensor t) { return T(t).is_contiguous(); }
MT_API void* mt_data(MtTensor t) { MT_TRY(nullptr, return T(t).data_ptr();) }
MT_API int64_t mt_element_size(MtTensor t) { return T(t).element_size(); }
static at::TensorOptions options(int dtype) { return at::TensorOptions().dtype((at::ScalarType)dtype); }
MT_API MtTensor mt_empty(const int64_t* s, int n, int dtype) { MT_TRY(nullptr, return R(at::empty(A(s, n), options(dtype)));) }
MT_API MtTensor mt_zeros(const int64_t* s, int n, int dtype) { MT_TRY(nullptr, return R(at::zeros(A(s, n), options(dtype)));) }
MT_API MtTensor mt_ones(const int64_t* s, int n, int dtype) { MT_TRY(nullptr, return R(at::ones(A(s, n), options(dtype)));) }
MT_API int mt_item(MtTensor t, double* out) { MT_TRY(-1, *out = T(t).item().toDouble(); return 0;) }

// Elementwise
#define UNARY(name, expression) MT_API MtTensor mt_##name(MtTensor a) { MT_TRY(nullptr, return R(expression);) }
#define BINARY(name, expression) MT_API MtTensor mt_##name(MtTensor a, MtTensor b) { MT_TRY(nullptr, return R(expression);) }
#define SCALAR(name, expression) MT_API MtTensor mt_##name(MtTensor a, double s) { MT_TRY(nullptr, return R(expression);) }
#define CHANGE(name, parameters, expression) MT_API int mt_##name parameters { MT_TRY(-1, expression; return 0;) }
UNARY(neg, at::neg(T(a)))
UNARY(exp, at::exp(T(a)))
UNARY(sqrt, at::sqrt(T(a)))
UNARY(sigmoid, at::sigmoid(T(a)))
UNARY(tanh, at::tanh(T(a)))
UNARY(relu, at::relu(T(a)))
UNARY(silu, at::silu(T(a)))
UNARY(detach, T(a).detach())
UNARY(clone, T(a).clone())
UNARY(contiguous, T(a).contiguous())
BINARY(add, at::add(T(a), T(b)))
BINARY(sub, at::sub(T(a), T(b)))
BINARY(mul, at::mul(T(a), T(b)))
BINARY(div, at::div(T(a), T(b)))
BINARY(mm, at::mm(T(a), T(b)))
SCALAR(add_scalar, at::add(T(a), s))
SCALAR(mul_scalar, at::mul(T(a), s))
SCALAR(div_scalar, at::div(T(a), s))
SCALAR(pow_scalar, at::pow(T(a), s))
SCALAR(clamp_min, at::clamp_min(T(a), s))
SCALAR(leaky_relu, at::leaky_relu(T(a), s))
MT_API MtTensor mt_softplus(MtTensor a, double beta, double threshold) { MT_TRY(nullptr, return R(at::softplus(T(a), beta, threshold));) }
CHANGE(copy_, (MtTensor a, MtTensor b), M(a).copy_(T(b)))
CHANGE(add_, (MtTensor a, MtTensor b, double alpha), M(a).add_(T(b), alpha))
CHANGE(mul_, (MtTensor a, MtTensor b), M(a).mul_(T(b)))
CHANGE(mul_scalar_, (MtTensor a, double s), M(a).mul_(s))
CHANGE(add_scalar_, (MtTensor a, double s), M(a).add_(s))
CHANGE(addcmul_, (MtTensor a, MtTensor b, MtTensor c, double value), M(a).addcmul_(T(b), T(c), value))
CHANGE(addcdiv_, (MtTensor a, MtTensor b, MtTensor c, double value), M(a).addcdiv_(T(b), T(c), value))

// Reductions
UNARY(sum, at::sum(T(a)))
UNARY(mean, at::mean(T(a)))
UNARY(norm, at::norm(T(a)))
MT_API MtTensor mt_sum_dims(MtTensor a, const int64_t* d, int n, int keep) { MT_TRY(nullptr, return R(at::sum(T(a), A(d, n), keep != 0));) }
MT_API MtTensor mt_mean_dims(MtTensor a, const int64_t* d, int n, int keep) { MT_TRY(nullptr, return R(at::mean(T(a), A(d, n), keep != 0));) }
MT_API MtTensor mt_logsumexp(MtTensor a, int64_t d, int keep) { MT_TRY(nullptr, return R(at::logsumexp(T(a), at::IntArrayRef(&d, 1), keep != 0));) }

// Shapes
MT_API MtTensor mt_reshape(MtTensor a, const int64_t* s, int n) { MT_TRY(nullptr, return R(T(a).reshape(A(s, n)));) }
MT_API MtTensor mt_expand(MtTensor a, const int64_t* s, int n) { MT_TRY(nullptr, return R(T(a).expand(A(s, n)));) }
MT_API MtTensor mt_transpose(MtTensor a, int64_t d, int64_t e) { MT_TRY(nullptr, return R(T(a).transpose(d, e));) }
MT_API MtTensor mt_unsqueeze(MtTensor a, int64_t d) { MT_TRY(nullptr, return R(T(a).unsqueeze(d));) }
MT_API MtTensor mt_flatten(MtTensor a, int64_t d, int64_t e) { MT_TRY(nullptr, return R(T(a).flatten(d, e));) }
MT_API MtTensor mt_narrow(MtTensor a, int64_t d, int64_t start, int64_t length) { MT_TRY(nullptr, return R(T(a).narrow(d, start, length));) }
MT_API MtTensor mt_cat(MtTensor* tensors, int n, int64_t d) { MT_TRY(nullptr, return R(at::cat(list(tensors, n), d));) }

// Layers
MT_API MtTensor mt_linear(MtTensor x, MtTensor w, MtTensor b) { MT_TRY(nullptr, return R(at::linear(T(x), T(w), O(b)));) }
MT_API MtTensor mt_conv2d(MtTensor x, MtTensor w, MtTensor b, const int64_t* stride, const int64_t* pad, const int64_t* dilation, int64_t groups) { MT_TRY(nullptr,
  const int64_t none[2] = {0, 0};
  return R(at::convolution(T(x), T(w), O(b), A(stride, 2), A(pad, 2), A(dilation, 2), false, A(none, 2), groups));) }

// A transposed convolution is the derivative of a convolution by its input. Computed as that derivative it runs on oneDNN, which libtorch
// 1.13 does not use for transposed convolutions (it unfolds and multiplies): the same values in less than half the time.
struct TransposedConvolution : torch::autograd::Function<TransposedConvolution> {
  static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& x, const at::Tensor& w,
      std::vector<int64_t> stride, std::vector<int64_t> pad, std::vector<int64_t> extra, std::vector<int64_t> dilation, int64_t groups) {
    std::vector<int64_t> shape = {x.size(0), w.size(1) * groups};
    for (int i = 0; i < 2; i++)
      shape.push_back((x.size(i + 2) - 1) * stride[i] - 2 * pad[i] + dilation[i] * (w.size(i + 2) - 1) + extra[i] + 1);
    at::Tensor y = std::get<0>(at::convolution_backward(x, at::empty(shape, x.options()), w, c10::nullopt, stride, pad, dilation, false, {0, 0}, groups, {true, false, false}));
    context->save_for_backward({x, w});
    context->saved_data["stride"] = stride;
    context->saved_data["pad"] = pad;
    context->saved_data["dilation"] = dilation;
    context->saved_data["groups"] = groups;
    return y;
  }

  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context, torch::autograd::variable_list gradients) {
    auto saved = context->get_saved_variables();
    const at::Tensor &x = saved[0], &w = saved[1], &g = gradients[0];
    auto stride = context->saved_data["stride"].toIntVector(), pad = context->saved_data["pad"].toIntVector(), dilation = context->saved_data["dilation"].toIntVector();
    int64_t groups = context->saved_data["groups"].toInt();
    at::Tensor gx, gw;
    if (context->needs_input_grad(0)) gx = at::convolution(g, w, {}, stride, pad, dilation, false, {0, 0}, groups);
    if (context->needs_input_grad(1)) gw = std::get<1>(at::convolution_backward(x, g, w, c10::nullopt, stride, pad, dilation, false, {0, 0}, groups, {false, true, false}));
    return {gx, gw, at::Tensor(), at::Tensor(), at::Tensor(), at::Tensor(), at::Tensor()};
  }
};

// With a few channels the other way is faster; what has not the shapes of a convolution is left to libtorch to refuse.
static bool is_faster_as_derivative(const at::Tensor& x, const at::Tensor& w) {
  const int64_t many = 16;
  return x.dim() == 4 && w.dim() == 4 && x.scalar_type() == at::kFloat && w.scalar_type() == at::kFloat && x.size(1) == w.size(0) && x.numel() > 0
    && w.size(0) >= many && w.size(1) >= many;
}

MT_API MtTensor mt_conv_transpose2d(MtTensor x, MtTensor w, MtTensor b, const int64_t* stride, const int64_t* pad, const int64_t* extra, const int64_t* dilation, int64_t groups) { MT_TRY(nullptr,
  if (is_faster_as_derivative(T(x), T(w)) && (!b || (T(b).dim() == 1 && T(b).size(0) == T(w).size(1) * groups))) {
    at::Tensor y = TransposedConvolution::apply(T(x), T(w), A(stride, 2).vec(), A(pad, 2).vec(), A(extra, 2).vec(), A(dilation, 2).vec(), groups);
    if (b) y.add_(T(b).reshape({1, -1, 1, 1}));
    return R(std::move(y));
  }
  return R(at::convolution(T(x), T(w), O(b), A(stride, 2), A(pad, 2), A(dilation, 2), true, A(extra, 2), groups));) }
MT_API MtTensor mt_batch_norm(MtTensor x, MtTensor w, MtTensor b, MtTensor mean, MtTensor variance, int training, double momentum, double eps) { MT_TRY(nullptr,
  return R(at::batch_norm(T(x), O(w), O(b), O(mean), O(variance), training != 0, momentum, eps, false));) }
MT_API MtTensor mt_layer_norm(MtTensor x, const int64_t* s, int n, MtTensor w, MtTensor b, double eps) { MT_TRY(nullptr, return R(at::layer_norm(T(x), A(s, n), O(w), O(b), eps));) }
MT_API MtTensor mt_group_norm(MtTensor x, int64_t groups, MtTensor w, MtTensor b, double eps) { MT_TRY(nullptr, return R(at::group_norm(T(x), groups, O(w), O(b), eps));) }
MT_API MtTensor mt_pad(MtTensor x, const int64_t* p, int n, double value) { MT_TRY(nullptr, return R(at::constant_pad_nd(T(x), A(p, n), value));) }
MT_API MtTensor mt_upsample_nearest(MtTensor x, int64_t height, int64_t width) { MT_TRY(nullptr, const int64_t s[2] = {height, width}; return R(at::upsample_nearest2d(T(x), A(s, 2)));) }
MT_API MtTensor mt_bce_with_logits(MtTensor l, MtTensor y, MtTensor w, MtTensor p, int64_t reduction) { MT_TRY(nullptr, return R(at::binary_cross_entropy_with_logits(T(l), T(y), O(w), O(p), reduction));) }

// Gradients
MT_API int mt_requires_grad(MtTensor t) { return T(t).requires_grad(); }
CHANGE(set_requires_grad, (MtTensor t, int on), T(t).set_requires_grad(on != 0))
MT_API int mt_is_leaf(MtTensor t) { return T(t).is_leaf(); }
MT_API int mt_grad_enabled() { return c10::GradMode::is_enabled(); }
MT_API void mt_set_grad_enabled(int on) { c10::GradMode::set_enabled(on != 0); }
// Null without an error where there is no gradient yet.
MT_API MtTensor mt_grad(MtTensor t, int* failed) {
  *failed = 0;
  MT_TRY((*failed = 1, nullptr), const at::Tensor& g = T(t).grad(); return g.defined() ? R(at::Tensor(g)) : nullptr;)
}
CHANGE(set_grad, (MtTensor t, MtTensor g), M(t).mutable_grad() = g ? at::Tensor(T(g)) : at::Tensor())
CHANGE(backward, (MtTensor t, MtTensor g, int retain, int create),
  torch::autograd::backward({T(t)}, g ? std::vector<at::Tensor>{T(g)} : std::vector<at::Tensor>{}, retain != 0, create != 0))
MT_API int mt_grad_of(MtTensor* outputs, int no, MtTensor* inputs, int ni, MtTensor* grads, int ng, int retain, int create, int unused, MtTensor* result) { MT_TRY(-1,
  auto gradients = torch::autograd::grad(list(outputs, no), list(inputs, ni), list(grads, ng), retain != 0, create != 0, unused != 0);
  for (int i = 0; i < ni; i++) result[i] = gradients[i].defined() ? R(std::move(gradients[i])) : nullptr;
  return 0;) }

// Threads: those of torch and those of the BLAS behind it. Where both spin, small steps are several times slower, so BLAS stays at one.
MT_API int mt_get_num_threads() { return at::get_num_threads(); }
MT_API int mt_set_num_threads(int count) { MT_TRY(-1,
  at::set_num_threads(count);
  if (auto set = reinterpret_cast<void (*)(int)>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads"))) set(1);
  return 0;) }
