namespace Certify.Shops.Import;

/// <summary>Reads a file of sealed chunks as if it were plain; one chunk at a time is in memory.</summary>
internal sealed class SealedFile : Stream
{
    private const int SealBytes = 28;
    private readonly FileStream _file;
    private readonly byte[] _key;
    private readonly Guid _id;
    private readonly int _chunkBytes;
    private byte[] _chunk = [];
    private long _chunkIndex = -1;

    public SealedFile(FileStream file, byte[] key, Guid id, int chunkBytes)
    {
        (_file, _key, _id, _chunkBytes) = (file, key, id, chunkBytes);
        var last = (file.Length - 1) / (chunkBytes + SealBytes);
        var lastBytes = file.Length - last * (chunkBytes + SealBytes) - SealBytes;
        if (lastBytes < 0 || lastBytes == chunkBytes) throw new InvalidDataException("A kept upload is cut short.");
        Length = last * chunkBytes + lastBytes;
    }

    public static string Place(Guid id, long index) => $"imports/{id:N}/{index}";

    public override bool CanRead => true;
    public override bool CanSeek => true;
    public override bool CanWrite => false;
    public override long Length { get; }
    public override long Position { get; set; }

    public override int Read(Span<byte> buffer)
    {
        if (Position >= Length) return 0;
        Load(Position / _chunkBytes);
        var at = (int)(Position % _chunkBytes);
        var count = Math.Min(buffer.Length, _chunk.Length - at);
        _chunk.AsSpan(at, count).CopyTo(buffer);
        Position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => Length + offset,
    };

    public override void Flush() { }
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _file.Dispose();
        base.Dispose(disposing);
    }

    private void Load(long index)
    {
        if (index == _chunkIndex) return;
        var box = new byte[_chunkBytes + SealBytes];
        _file.Position = index * box.Length;
        var read = _file.ReadAtLeast(box, box.Length, throwOnEndOfStream: false);
        _chunk = Sealing.Open(_key, Place(_id, index), box.AsSpan(0, read));
        _chunkIndex = index;
    }
}
