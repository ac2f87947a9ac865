using System.Runtime.CompilerServices;

namespace MlNetGenerative.Core.Numerics;

/// <summary>A fixed block of zeroed memory whose address is a multiple of 64 bytes and never moves.</summary>
/// <remarks>The memory belongs to the garbage collector (its pinned heap), so nothing has to be freed and no finalizer is needed.
/// Who works with <see cref="Pointer"/> must keep the buffer reachable meanwhile (a field of an object in use, or GC.KeepAlive).</remarks>
internal sealed unsafe class AlignedBuffer<T>
    where T : unmanaged
{
    private const int Alignment = 64;

    private readonly T[] _memory;

    /// <summary>Allocates a buffer.</summary>
    /// <param name="length">The number of entries, at least 0.</param>
    public AlignedBuffer(long length)
    {
        Length = length;
        _memory = GC.AllocateArray<T>(checked((int)(length + Alignment / sizeof(T))), pinned: true);
        nuint start = (nuint)Unsafe.AsPointer(ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(_memory));
        Pointer = (T*)((start + (Alignment - 1)) & ~(nuint)(Alignment - 1));
    }

    /// <summary>The first entry; a multiple of 64 bytes.</summary>
    public T* Pointer { get; }

    /// <summary>The number of entries.</summary>
    public long Length { get; }

    /// <summary>All entries.</summary>
    public Span<T> Span => new(Pointer, (int)Length);
}
