namespace Certify.Tables;

/// <summary>Counts what is read, and refuses a tag or text longer than any cell: the XML reader would hold it whole.</summary>
internal sealed class BoundedStream(Stream inner, Action<int> count) : Stream
{
    private const int MaxStretch = 1 << 20;
    private int _sinceTag;

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        count(read);
        var at = buffer[..read].LastIndexOf((byte)'<');
        _sinceTag = at < 0 ? _sinceTag + read : read - at;
        if (_sinceTag > MaxStretch) throw BoundedZip.Broken();
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
