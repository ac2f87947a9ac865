namespace TorchSharp;

/// <summary>The functions of the library.</summary>
public static partial class torch
{
    public static readonly Device CPU = new(DeviceType.CPU, -1);

    /// <summary>Types of elements, numbered as libtorch does.</summary>
    public enum ScalarType : sbyte
    {
        Byte = 0,
        Int32 = 3,
        Int64 = 4,
        Float32 = 6,
        Float64 = 7,
        Bool = 11,
    }

    public static Device device(DeviceType deviceType, int index = -1) => new(deviceType, index);

    public static DisposeScope NewDisposeScope() => new();

    public static IDisposable no_grad() => new GradMode(enabled: false);

    public static int get_num_threads() => Shim.mt_get_num_threads();

    public static void set_num_threads(int num) => Shim.Check(Shim.mt_set_num_threads(num));

    public static unsafe Tensor empty(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        fixed (long* sizes = size)
            return Tensor.Wrap(Shim.mt_empty(sizes, size.Length, (int)(dtype ?? ScalarType.Float32))).WithGrad(requires_grad);
    }

    public static unsafe Tensor zeros(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        fixed (long* sizes = size)
            return Tensor.Wrap(Shim.mt_zeros(sizes, size.Length, (int)(dtype ?? ScalarType.Float32))).WithGrad(requires_grad);
    }

    public static unsafe Tensor ones(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        fixed (long* sizes = size)
            return Tensor.Wrap(Shim.mt_ones(sizes, size.Length, (int)(dtype ?? ScalarType.Float32))).WithGrad(requires_grad);
    }

    public static unsafe Tensor cat(IList<Tensor> tensors, long dim = 0)
    {
        nint[] handles = [.. tensors.Select(tensor => tensor.Handle)];
        fixed (nint* first = handles)
            return Tensor.Wrap(Shim.mt_cat(first, handles.Length, dim), tensors);
    }

    /// <summary>A device and its number.</summary>
    public class Device
    {
        public Device(DeviceType deviceType, int index = -1)
        {
            if (deviceType != DeviceType.CPU)
                throw new NotSupportedException("The stand-in for TorchSharp only has the processor (DeviceType.CPU).");
            type = deviceType;
            this.index = index;
        }

        public DeviceType type { get; }

        public int index { get; }

        public override string ToString() => "cpu";
    }

    /// <summary>The graphics cards: none.</summary>
    public static class cuda
    {
        public static bool is_available() => false;

        public static int device_count() => 0;
    }

    /// <summary>Derivatives.</summary>
    public static class autograd
    {
        public static unsafe IList<Tensor> grad(IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null, bool retain_graph = false, bool create_graph = false, bool allow_unused = false)
        {
            nint[] outputHandles = [.. outputs.Select(tensor => tensor.Handle)];
            nint[] inputHandles = [.. inputs.Select(tensor => tensor.Handle)];
            nint[] gradientHandles = [.. (grad_outputs ?? []).Select(tensor => tensor.Handle)];
            nint[] results = new nint[inputHandles.Length];
            fixed (nint* o = outputHandles, i = inputHandles, g = gradientHandles, r = results)
                Shim.Check(Shim.mt_grad_of(o, outputHandles.Length, i, inputHandles.Length, g, gradientHandles.Length, retain_graph ? 1 : 0, create_graph ? 1 : 0, allow_unused ? 1 : 0, r));
            GC.KeepAlive(outputs);
            GC.KeepAlive(inputs);
            GC.KeepAlive(grad_outputs);
            return [.. results.Select(handle => handle == 0 ? null! : Tensor.Wrap(handle))];
        }
    }

    private sealed class GradMode : IDisposable
    {
        private readonly int _before = Shim.mt_grad_enabled();

        public GradMode(bool enabled) => Shim.mt_set_grad_enabled(enabled ? 1 : 0);

        public void Dispose() => Shim.mt_set_grad_enabled(_before);
    }
}
