using System.Text;

namespace Certify.Tables;

/// <summary>
/// A CSV file (RFC 4180, read leniently: either line end, text after a closing quote kept), one record at a time.
/// Reads the file twice: once to tell its encoding, since a GB18030 file may begin with a megabyte of ASCII.
/// </summary>
public sealed class CsvTable : Table
{
    private const int SampleLines = 40;
    private static readonly char[] Delimiters = [',', ';', '\t'];
    private readonly Stream _file;
    private readonly Encoding _encoding;

    public CsvTable(Stream file)
    {
        _file = file;
        _encoding = DetectEncoding(file);
    }

    public override IReadOnlyList<string> Sheets { get; } = [""];

    public override IEnumerable<TableRow> Rows(int sheet = 0)
    {
        var delimiter = DetectDelimiter();
        using var reader = OpenReader();
        var records = new CsvRecords(reader, delimiter);
        for (var number = 1; records.Read(number) is { } cells; number++)
        {
            if (number > TableLimits.Rows) throw new TableException("table.too_many_rows", TableLimits.Rows);
            yield return new TableRow(number, cells);
        }
    }

    private StreamReader OpenReader()
    {
        _file.Position = 0;
        return new StreamReader(_file, _encoding, detectEncodingFromByteOrderMarks: true, bufferSize: 1 << 16, leaveOpen: true);
    }

    private static Encoding DetectEncoding(Stream file)
    {
        Span<byte> start = stackalloc byte[3];
        file.Position = 0;
        var read = file.ReadAtLeast(start, 3, throwOnEndOfStream: false);
        Encoding[] candidates = start[..read] switch
        {
            [0xFF, 0xFE, ..] => [new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true)],
            [0xFE, 0xFF, ..] => [new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true)],
            _ => [new UTF8Encoding(false, throwOnInvalidBytes: true), Gb18030()],
        };
        return candidates.FirstOrDefault(encoding => Decodes(file, encoding)) ?? throw new TableException("table.encoding");
    }

    /// <summary>GB 18030 with its four-byte characters, which .NET brings in a provider of its own.</summary>
    private static Encoding Gb18030() =>
        CodePagesEncodingProvider.Instance.GetEncoding("gb18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    private static bool Decodes(Stream file, Encoding encoding)
    {
        file.Position = 0;
        var decoder = encoding.GetDecoder();
        var bytes = new byte[1 << 16];
        var chars = new char[encoding.GetMaxCharCount(bytes.Length)];
        try
        {
            int read;
            do
            {
                read = file.Read(bytes);
                var count = decoder.GetChars(bytes, 0, read, chars, 0, flush: read == 0);
                // No text has NUL characters: it is some binary file.
                if (chars.AsSpan(0, count).Contains('\0')) throw new TableException("table.not_a_table");
            } while (read > 0);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    /// <summary>The delimiter that splits the first lines into the same number of cells most often, and into the most cells.</summary>
    private char DetectDelimiter()
    {
        using var reader = OpenReader();
        var counts = Delimiters.Select(_ => new List<int>()).ToArray();
        var lines = 0;
        var now = new int[Delimiters.Length];
        var quoted = false;
        for (int next; lines < SampleLines && (next = reader.Read()) >= 0;)
        {
            var c = (char)next;
            if (c == '"') quoted = !quoted;
            else if (!quoted && Array.IndexOf(Delimiters, c) is var at and >= 0) now[at]++;
            else if (!quoted && c == '\n') EndLine();
        }
        EndLine();
        return Delimiters[Enumerable.Range(0, Delimiters.Length).MaxBy(i => Score(counts[i]))];

        void EndLine()
        {
            for (var i = 0; i < now.Length; i++) counts[i].Add(now[i]);
            Array.Clear(now);
            lines++;
        }

        static int Score(List<int> perLine) =>
            perLine.Where(n => n > 0).GroupBy(n => n).Select(same => same.Count() * same.Key).DefaultIfEmpty().Max();
    }
}
