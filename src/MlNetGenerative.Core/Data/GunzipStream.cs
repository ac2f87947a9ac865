using System.IO.Compression;

namespace MlNetGenerative.Core.Data;

/// <summary>Unpacks a gzip file through a buffer, and says which file it was when the data is damaged.</summary>
internal sealed class GunzipStream(Stream compressed, string path) : Stream
{
    // Small items (labels) would otherwise cost a call of the decompressor each.
    private readonly BufferedStream _unpacked = new(new GZipStream(compressed, CompressionMode.Decompress), 1 << 16);
    private long _position;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => _position; set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        try
        {
            int count = _unpacked.Read(buffer);
            _position += count;
            return count;
        }
        catch (InvalidDataException error)
        {
            throw IdxError.Damaged(path, _position, error);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _unpacked.Dispose();
        base.Dispose(disposing);
    }
}
