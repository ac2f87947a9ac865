using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>Finds the native library: beside the assembly, in the folder that MLNET_TORCH_SHIM names, or in .cache/torch of the repository around it.</summary>
internal static class ShimLibrary
{
    internal const string Name = "mlnettorch";

    private const string FileName = "libmlnettorch.so";
    private const string Build = "then run tests/run.sh or samples/run.sh once, which build it";

#pragma warning disable CA2255 // The runtime must be told before the first call, and this assembly is never a user's.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Register() => NativeLibrary.SetDllImportResolver(typeof(ShimLibrary).Assembly, Resolve);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) => name == Name ? Load() : 0;

    /// <summary>Loads the native library, or says what is to be done.</summary>
    internal static nint Load()
    {
        string? file = Candidates().FirstOrDefault(File.Exists) ?? throw new NotSupportedException(
            $"The native part of the TorchSharp stand-in ({FileName}) is not built: install the Debian packages libtorch-dev, libopenblas0-pthread and g++, {Build}.");
        if (!NativeLibrary.TryLoad(file, out nint library))
            throw new NotSupportedException(
                $"libtorch is missing, or is another version than '{file}' was built for: install the Debian packages libtorch-dev, libopenblas0-pthread and g++, {Build}.");
        if (!IsOf(library, Sources))
            throw new NotSupportedException($"'{file}' was built from other sources than this assembly: build again, {Build}.");
        // One thread of torch and one of BLAS: threads that wait by spinning make small steps several times slower. Applications ask for more.
        unsafe
        {
            ((delegate* unmanaged<int, int>)NativeLibrary.GetExport(library, nameof(Shim.mt_set_num_threads)))(1);
        }
        return library;
    }

    /// <summary>The hash of native/shim.cpp as this assembly was compiled beside it.</summary>
    internal static string Sources { get; } = typeof(ShimLibrary).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "ShimSources").Value!;

    /// <summary>Whether a library was compiled from the sources with a hash.</summary>
    internal static unsafe bool IsOf(nint library, string sources) =>
        NativeLibrary.TryGetExport(library, "mt_sources", out nint function)
        && string.Equals(Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)function)()), sources, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("MLNET_TORCH_SHIM") is { Length: > 0 } folder)
            yield return Path.Combine(folder, FileName);
        yield return Path.Combine(AppContext.BaseDirectory, FileName);
        for (DirectoryInfo? above = new(AppContext.BaseDirectory); above is not null; above = above.Parent)
            yield return Path.Combine(above.FullName, ".cache", "torch", FileName);
    }
}
