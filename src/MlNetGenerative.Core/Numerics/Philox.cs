using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MlNetGenerative.Core.Numerics;

/// <summary>Random numbers by Philox4x32-7: each value is a function of (seed, stream, row, draw) and of nothing else.</summary>
/// <remarks>
/// <para>J. K. Salmon, M. A. Moraes, R. O. Dror and D. E. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
/// Key: the seed. Counter: (block, row low, row high, stream). One block gives four words.</para>
/// <para>Draws come in groups of 64, which are 16 blocks: word w of block b of the group is its draw 16 w + b. So vectors of up to
/// 16 lanes produce consecutive draws without moving lanes, and every width gives the same numbers.</para>
/// </remarks>
internal readonly partial struct Philox
{
    /// <summary>The number of draws that are made together.</summary>
    public const int GroupSize = 64;

    /// <summary>The distance of neighbouring uniform numbers, 2^-24.</summary>
    public const float Resolution = 1f / (1 << 24);

    private const int Rounds = 7;
    private const uint Multiplier0 = 0xD2511F53;
    private const uint Multiplier1 = 0xCD9E8D57;
    private const uint Weyl0 = 0x9E3779B9;
    private const uint Weyl1 = 0xBB67AE85;

    private readonly uint _key0;
    private readonly uint _key1;
    private readonly uint _stream;

    /// <summary>Chooses the numbers of one purpose under one seed.</summary>
    public Philox(ulong seed, uint stream)
    {
        _key0 = (uint)seed;
        _key1 = (uint)(seed >> 32);
        _stream = stream;
    }

    /// <summary>Applies Philox4x32 to one counter.</summary>
    internal static (uint X0, uint X1, uint X2, uint X3) Block(
        (uint X0, uint X1, uint X2, uint X3) counter, uint key0, uint key1, int rounds)
    {
        for (int round = 0; round < rounds; round++)
        {
            ulong product0 = (ulong)Multiplier0 * counter.X0;
            ulong product1 = (ulong)Multiplier1 * counter.X2;
            counter = ((uint)(product1 >> 32) ^ counter.X1 ^ key0, (uint)product1,
                (uint)(product0 >> 32) ^ counter.X3 ^ key1, (uint)product0);
            key0 += Weyl0;
            key1 += Weyl1;
        }
        return counter;
    }

    /// <summary>32 random bits.</summary>
    public uint Bits(ulong row, uint draw)
    {
        uint block = draw / GroupSize * 16 + draw % 16;
        (uint x0, uint x1, uint x2, uint x3) = Block((block, (uint)row, (uint)(row >> 32), _stream), _key0, _key1, Rounds);
        return (draw % GroupSize / 16) switch { 0 => x0, 1 => x1, 2 => x2, _ => x3 };
    }

    /// <summary>A number in [0, 1), a multiple of 2^-24.</summary>
    public float Uniform(ulong row, uint draw) => WidthScalar.ToUniform(Bits(row, draw));

    /// <summary>Fills a span with the uniform numbers of consecutive draws.</summary>
    public unsafe void Fill(ulong row, uint firstDraw, Span<float> uniforms)
    {
        float* group = stackalloc float[GroupSize];
        int done = 0;
        while (done < uniforms.Length)
        {
            uint draw = firstDraw + (uint)done;
            int skip = (int)(draw % GroupSize);
            int count = Math.Min(GroupSize - skip, uniforms.Length - done);
            FillGroup(row, draw / GroupSize, group);
            new ReadOnlySpan<float>(group + skip, count).CopyTo(uniforms[done..]);
            done += count;
        }
    }

    /// <summary>Writes the 64 uniform numbers of one group, on the widest vectors of the machine.</summary>
    public unsafe void FillGroup(ulong row, uint group, float* uniforms) => FillGroups(row, 1, group, uniforms);

    /// <summary>Writes the 64 uniform numbers of one group for each of some rows that follow each other, on the widest vectors of the machine.</summary>
    public unsafe void FillGroups(ulong firstRow, int rows, uint group, float* uniforms)
    {
        if (Vector512.IsHardwareAccelerated)
            FillGroups<Width512, Vector512<float>, Vector512<uint>>(firstRow, rows, group, uniforms);
        else if (Vector256.IsHardwareAccelerated)
            FillGroups<Width256, Vector256<float>, Vector256<uint>>(firstRow, rows, group, uniforms);
        else
            FillGroups<Width128, Vector128<float>, Vector128<uint>>(firstRow, rows, group, uniforms);
    }

    /// <summary>Writes the 64 uniform numbers of one group, on vectors of a given width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe void FillGroup<TWidth, TFloat, TUInt>(ulong row, uint group, float* uniforms)
        where TWidth : struct, IVectorWidth<TFloat, TUInt>
        where TFloat : unmanaged
        where TUInt : unmanaged
    {
        for (int lane = 0; lane < 16; lane += TWidth.Count)
        {
            Blocks<TWidth, TFloat, TUInt>(row, group * 16 + (uint)lane, out TUInt x0, out TUInt x1, out TUInt x2, out TUInt x3);
            TWidth.Store(TWidth.ToUniform(x0), uniforms + lane);
            TWidth.Store(TWidth.ToUniform(x1), uniforms + 16 + lane);
            TWidth.Store(TWidth.ToUniform(x2), uniforms + 32 + lane);
            TWidth.Store(TWidth.ToUniform(x3), uniforms + 48 + lane);
        }
    }

    /// <summary>Writes the 64 uniform numbers of one group for each of some rows that follow each other.</summary>
    /// <param name="firstRow">The first row.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="group">The group.</param>
    /// <param name="uniforms">Receives 64 numbers a row.</param>
    public unsafe void FillGroups<TWidth, TFloat, TUInt>(ulong firstRow, int rows, uint group, float* uniforms)
        where TWidth : struct, IVectorWidth<TFloat, TUInt>
        where TFloat : unmanaged
        where TUInt : unmanaged
    {
        if (typeof(TFloat) == typeof(Vector512<float>) && Avx512F.IsSupported)
        {
            FillGroups512(firstRow, rows, group, uniforms);
            return;
        }
        for (int row = 0; row < rows; row++)
            FillGroup<TWidth, TFloat, TUInt>(firstRow + (uint)row, group, uniforms + row * GroupSize);
    }

    /// <summary>Writes the 64 words of one group.</summary>
    public unsafe void BitsOfGroup(ulong row, uint group, uint* bits)
    {
        for (int lane = 0; lane < 16; lane += Width128.Count)
        {
            Blocks<Width128, Vector128<float>, Vector128<uint>>(
                row, group * 16 + (uint)lane, out Vector128<uint> x0, out Vector128<uint> x1,
                out Vector128<uint> x2, out Vector128<uint> x3);
            Width128.StoreInteger(x0, bits + lane);
            Width128.StoreInteger(x1, bits + 16 + lane);
            Width128.StoreInteger(x2, bits + 32 + lane);
            Width128.StoreInteger(x3, bits + 48 + lane);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Blocks<TWidth, TFloat, TUInt>(ulong row, uint firstBlock, out TUInt x0, out TUInt x1, out TUInt x2, out TUInt x3)
        where TWidth : struct, IVectorWidth<TFloat, TUInt>
        where TFloat : unmanaged
        where TUInt : unmanaged
    {
        x0 = TWidth.Sequence(firstBlock);
        x1 = TWidth.BroadcastInteger((uint)row);
        x2 = TWidth.BroadcastInteger((uint)(row >> 32));
        x3 = TWidth.BroadcastInteger(_stream);
        uint key0 = _key0;
        uint key1 = _key1;
        for (int round = 0; round < Rounds; round++)
        {
            TWidth.MultiplyWide(x0, Multiplier0, out TUInt high0, out TUInt low0);
            TWidth.MultiplyWide(x2, Multiplier1, out TUInt high1, out TUInt low1);
            x0 = TWidth.Xor(TWidth.Xor(high1, x1), TWidth.BroadcastInteger(key0));
            x1 = low1;
            x2 = TWidth.Xor(TWidth.Xor(high0, x3), TWidth.BroadcastInteger(key1));
            x3 = low0;
            key0 += Weyl0;
            key1 += Weyl1;
        }
    }
}
