using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace MlNetGenerative.Core.Numerics;

/// <summary>Asks for memory before it is needed.</summary>
internal static unsafe class CacheLines
{
    /// <summary>Numbers of 32 bits in a line.</summary>
    public const int Entries = 16;

    /// <summary>Asks for the line of an address, which need not be valid.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fetch(void* address)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(address);
    }
}
