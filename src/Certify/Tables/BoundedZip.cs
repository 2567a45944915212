using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Certify.Tables;

/// <summary>
/// A ZIP from a stranger: few entries, a limit on what all its parts unpack to (counted while reading, since the directory may lie),
/// and XML that can't name entities, nest without end, or make the reader hold one giant tag.
/// </summary>
internal sealed class BoundedZip : IDisposable
{
    private const int MaxEntries = 4096, MaxDepth = 64;
    private readonly ZipArchive _zip;
    private long _unpacked;

    public BoundedZip(Stream file)
    {
        CountEntries(file);
        file.Position = 0;
        _zip = Guard(() => new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true, Encoding.UTF8));
        if (Guard(() => _zip.Entries.Sum(entry => Math.Min(entry.Length, TableLimits.UnpackedBytes))) > TableLimits.UnpackedBytes) throw TooLarge();
    }

    public void Dispose() => _zip.Dispose();

    public static TableException Broken() => new("table.broken_xlsx");

    private static TableException TooLarge() => new("table.unpacked_too_large", TableLimits.UnpackedBytes >> 20);

    public bool Has(string path) => _zip.GetEntry(path) is not null;

    /// <summary>Streams the XML nodes of one part; the reader stays at the node that is yielded.</summary>
    public IEnumerable<XmlReader> Nodes(string path)
    {
        var entry = _zip.GetEntry(path) ?? throw Broken();
        using var stream = Open(entry);
        // A fixed encoding: '<' is then one known byte, which BoundedStream relies on.
        using var text = new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: true));
        using var xml = XmlReader.Create(text, new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            NameTable = new BoundedNames(),
        });
        var read = xml.Read;
        while (Guard(read))
        {
            if (xml.Depth > MaxDepth) throw Broken();
            yield return xml;
        }
    }

    /// <summary>Does one step of reading; whatever is wrong with the bytes is one and the same sentence.</summary>
    public static T Guard<T>(Func<T> step)
    {
        try
        {
            return step();
        }
        catch (Exception wrong) when (wrong is XmlException or InvalidDataException or DecoderFallbackException or EndOfStreamException or ArgumentException or NotSupportedException)
        {
            throw Broken();
        }
    }

    private BoundedStream Open(ZipArchiveEntry entry) => new(Guard(entry.Open), count =>
    {
        _unpacked += count;
        if (_unpacked > TableLimits.UnpackedBytes) throw TooLarge();
    });

    /// <summary>
    /// Walks the central directory by its own signatures before <see cref="ZipArchive"/> makes an object of every entry:
    /// a few megabytes of directory would become hundreds in memory.
    /// </summary>
    private static void CountEntries(Stream file)
    {
        var tail = new byte[Math.Min(file.Length, 22 + ushort.MaxValue)];
        file.Position = file.Length - tail.Length;
        file.ReadExactly(tail);
        var end = tail.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        if (end < 0 || tail.Length - end < 22) throw Broken();
        file.Position = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end + 16));
        Span<byte> header = stackalloc byte[46];
        for (var entries = 0; file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) == header.Length && header.StartsWith("PK\u0001\u0002"u8); entries++)
        {
            if (entries == MaxEntries) throw Broken();
            file.Position += BinaryPrimitives.ReadUInt16LittleEndian(header[28..])
                + BinaryPrimitives.ReadUInt16LittleEndian(header[30..]) + BinaryPrimitives.ReadUInt16LittleEndian(header[32..]);
        }
    }

    /// <summary>Element and attribute names of a workbook are a few dozen; a bomb's are millions, and a name table never forgets.</summary>
    private sealed class BoundedNames : NameTable
    {
        private int _count;

        public override string Add(string key) => Get(key) ?? Counted(base.Add(key));
        public override string Add(char[] key, int start, int len) => Get(key, start, len) ?? Counted(base.Add(key, start, len));

        private string Counted(string name) => ++_count > 10_000 ? throw Broken() : name;
    }
}
