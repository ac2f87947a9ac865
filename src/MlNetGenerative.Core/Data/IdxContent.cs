namespace MlNetGenerative.Core.Data;

/// <summary>The unpacked items of a compressed IDX file, in blocks: memory grows with what was read, not with what the header claims.</summary>
internal sealed class IdxContent
{
    private const int BlockLength = 1 << 20;

    private readonly List<byte[]> _blocks;
    private readonly int _itemsPerBlock;

    private IdxContent(List<byte[]> blocks, int itemsPerBlock)
    {
        _blocks = blocks;
        _itemsPerBlock = itemsPerBlock;
    }

    internal static IdxContent Read(IdxReader reader, int itemLength)
    {
        int itemsPerBlock = Math.Max(1, BlockLength / itemLength);
        List<byte[]> blocks = [];
        while (true)
        {
            byte[] block = new byte[itemsPerBlock * itemLength];
            int items = 0;
            while (items < itemsPerBlock && reader.ReadItem(block.AsSpan(items * itemLength, itemLength)))
                items++;
            if (items > 0)
                blocks.Add(block);
            if (items < itemsPerBlock)
                return new IdxContent(blocks, itemsPerBlock);
        }
    }

    internal void CopyItem(long index, Span<byte> item)
    {
        (long block, long within) = Math.DivRem(index, _itemsPerBlock);
        _blocks[(int)block].AsSpan((int)within * item.Length, item.Length).CopyTo(item);
    }
}
