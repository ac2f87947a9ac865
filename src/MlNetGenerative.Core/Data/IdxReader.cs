namespace MlNetGenerative.Core.Data;

/// <summary>Reads the items of an <see cref="IdxFile"/>: one after the other, or by index for shuffling.</summary>
/// <remarks><see cref="ReadItem"/> belongs to one thread. <see cref="ReadItemAt"/> may be called by several threads at once and does not
/// move the position of <see cref="ReadItem"/>.</remarks>
public sealed class IdxReader : IDisposable
{
    private readonly IdxFile _file;
    private readonly FileStream _stored;
    private readonly Stream _items;
    private int _next;
    private bool _endIsChecked;

    internal IdxReader(IdxFile file, FileStream stored)
    {
        _file = file;
        _stored = stored;
        _items = file.IsCompressed ? new GunzipStream(stored, file.Path) : stored;
        try
        {
            _items.ReadExactly(new byte[file.Header.Length]);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Reads the next item.</summary>
    /// <param name="item">Filled with the item; its length is <see cref="IdxFile.ItemLength"/>.</param>
    /// <returns><see langword="false"/> after the last item.</returns>
    /// <exception cref="InvalidDataException">The file is truncated or damaged, or has bytes after the last item.</exception>
    public bool ReadItem(Span<byte> item)
    {
        CheckLength(item);
        if (_next == _file.Count)
        {
            CheckEnd();
            return false;
        }
        int got = _items.ReadAtLeast(item, item.Length, throwOnEndOfStream: false);
        if (got < item.Length)
            throw IdxError.WrongLength(_file.Path, _file.Header, (long)_next * item.Length + got);
        _next++;
        return true;
    }

    /// <summary>Reads the item with the given index. A plain file is read in place; a compressed one is unpacked into memory at the first
    /// call, once for all readers of the same <see cref="IdxFile"/>.</summary>
    /// <param name="index">From 0 to <see cref="IdxFile.Count"/> - 1.</param>
    /// <param name="item">Filled with the item; its length is <see cref="IdxFile.ItemLength"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no item with this index.</exception>
    /// <exception cref="InvalidDataException">The file is truncated or damaged.</exception>
    public void ReadItemAt(long index, Span<byte> item)
    {
        CheckLength(item);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, _file.Count);
        if (_file.IsCompressed)
        {
            _file.Content.CopyItem(index, item);
            return;
        }
        long start = index * item.Length;
        for (int got = 0; got < item.Length;)
        {
            int count = RandomAccess.Read(_stored.SafeFileHandle, item[got..], _file.Header.Length + start + got);
            if (count == 0)   // the file was cut after it was opened
                throw IdxError.WrongLength(_file.Path, _file.Header, start + got);
            got += count;
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        _items.Dispose();
        _stored.Dispose();
    }

    // Reading to the end also makes the decompressor compare its checksum.
    private void CheckEnd()
    {
        if (!_endIsChecked && _items.ReadByte() >= 0)
            throw IdxError.WrongLength(_file.Path, _file.Header, _file.Header.DataLength + 1);
        _endIsChecked = true;
    }

    private void CheckLength(ReadOnlySpan<byte> item)
    {
        if (item.Length != _file.ItemLength)
            throw new ArgumentException($"An item of '{_file.Path}' has {_file.ItemLength} bytes, got a span of {item.Length}.", nameof(item));
    }
}
