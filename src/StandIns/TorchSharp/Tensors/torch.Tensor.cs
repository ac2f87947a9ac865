using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor: a counted reference to one of libtorch's.</summary>
    public partial class Tensor : IDisposable
    {
        private static long totalCount;
        private static long peakCount;

        private nint _handle;

        internal Tensor(nint handle)
        {
            _handle = handle;
            long count = Interlocked.Increment(ref totalCount);
            if (count > Volatile.Read(ref peakCount))
                Volatile.Write(ref peakCount, count);
            DisposeScope.Current?.Add(this);
        }

        ~Tensor() => Dispose(false);

        /// <summary>The number of tensors that were made and not disposed yet.</summary>
        public static long TotalCount => Interlocked.Read(ref totalCount);

        public static long PeakCount => Interlocked.Read(ref peakCount);

        public nint Handle => _handle != 0 ? _handle : throw new InvalidOperationException("Tensor invalid -- empty handle.");

        public bool IsInvalid => _handle == 0;

        public long[] shape
        {
            get
            {
                nint handle = Handle;
                long[] sizes = new long[Shim.mt_dim(handle)];
                unsafe
                {
                    fixed (long* first = sizes)
                        Shim.mt_sizes(handle, first);
                }
                GC.KeepAlive(this);
                return sizes;
            }
        }

        public long NumberOfElements => Kept(Shim.mt_numel(Handle));

        public ScalarType dtype => (ScalarType)Kept(Shim.mt_dtype(Handle));

        public Device device => CPU;

        public bool is_leaf => Kept(Shim.mt_is_leaf(Handle)) != 0;

        public bool requires_grad
        {
            get => Kept(Shim.mt_requires_grad(Handle)) != 0;
            set => Done(Shim.mt_set_requires_grad(Handle, value ? 1 : 0));
        }

        /// <summary>The gradient; a new reference to it each time, null where there is none.</summary>
        public Tensor? grad
        {
            get
            {
                nint gradient = Shim.mt_grad(Handle, out int failed);
                GC.KeepAlive(this);
                if (failed != 0)
                    Shim.Throw();
                return gradient == 0 ? null : new Tensor(gradient);
            }

            set
            {
                Done(Shim.mt_set_grad(Handle, value is null ? 0 : value.Handle));
                GC.KeepAlive(value);
            }
        }

        /// <summary>The memory of a contiguous tensor; valid while the tensor lives.</summary>
        public Span<byte> bytes
        {
            get
            {
                if (!is_contiguous())
                    throw new InvalidOperationException("Bytes() called on non-contiguous tensor.");
                unsafe
                {
                    void* data = Shim.mt_data(Handle);
                    return new Span<byte>(data, checked((int)(NumberOfElements * Shim.mt_element_size(Handle))));
                }
            }

            set
            {
                Span<byte> memory = bytes;
                if (value.Length != memory.Length)
                    throw new ArgumentException("Mismatched data sizes in SetBytes().");
                value.CopyTo(memory);
            }
        }

        internal DisposeScope? Scope { get; set; }

        public long dim() => Kept(Shim.mt_dim(Handle));

        public bool is_contiguous() => Kept(Shim.mt_is_contiguous(Handle)) != 0;

        public T item<T>() where T : unmanaged
        {
            if (NumberOfElements != 1)
                throw new ArgumentException("Number of elements in the tensor must be 1");
            if (typeof(T) != TypeOf(dtype))
                throw new ArgumentException($"{typeof(T).Name} is not compatible with {dtype}");
            unsafe
            {
                T value = *(T*)Shim.mt_data(Handle);
                GC.KeepAlive(this);
                return value;
            }
        }

        /// <summary>The value of a tensor of one element, whatever its type.</summary>
        internal double Number()
        {
            Done(Shim.mt_item(Handle, out double value));
            return value;
        }

        private static Type? TypeOf(ScalarType type) => type switch
        {
            ScalarType.Byte => typeof(byte),
            ScalarType.Int32 => typeof(int),
            ScalarType.Int64 => typeof(long),
            ScalarType.Float32 => typeof(float),
            ScalarType.Float64 => typeof(double),
            ScalarType.Bool => typeof(bool),
            _ => null,
        };

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public void backward() => Done(Shim.mt_backward(Handle, 0, 0, 0));

        public Tensor DetachFromDisposeScope()
        {
            MoveTo(null);
            return this;
        }

        public Tensor MoveToOuterDisposeScope()
        {
            if (Scope is { } scope)
                MoveTo(scope.Outer);
            return this;
        }

        public void Dispose()
        {
            Scope?.Forget(this);
            Scope = null;
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            nint handle = Interlocked.Exchange(ref _handle, 0);
            if (handle == 0)
                return;
            Interlocked.Decrement(ref totalCount);
            Shim.mt_free(handle);
        }

        /// <summary>A tensor over the result of a call, or what libtorch said; the arguments of the call live until here.</summary>
        internal static Tensor Wrap(nint result, object? first = null, object? second = null, object? third = null)
        {
            GC.KeepAlive(first);
            GC.KeepAlive(second);
            GC.KeepAlive(third);
            if (result == 0)
                Shim.Throw();
            return new Tensor(result);
        }

        internal void MoveTo(DisposeScope? scope)
        {
            Scope?.Forget(this);
            Scope = null;
            scope?.Add(this);
        }

        internal Tensor WithGrad(bool on) => on ? requires_grad_() : this;

        /// <summary>Gives the reference away: this tensor is invalid afterwards.</summary>
        internal nint Release()
        {
            Scope?.Forget(this);
            Scope = null;
            nint handle = Interlocked.Exchange(ref _handle, 0);
            if (handle == 0)
                throw new InvalidOperationException("Tensor invalid -- empty handle.");
            Interlocked.Decrement(ref totalCount);
            GC.SuppressFinalize(this);
            return handle;
        }

        private T Kept<T>(T value)
        {
            GC.KeepAlive(this);
            return value;
        }

        private void Done(int result)
        {
            GC.KeepAlive(this);
            Shim.Check(result);
        }

        private Tensor Changed(int result, object? first = null, object? second = null)
        {
            GC.KeepAlive(first);
            GC.KeepAlive(second);
            Done(result);
            return this;
        }
    }
}
