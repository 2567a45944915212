namespace Certify.Tables;

/// <summary>One row of a table file. <paramref name="Number"/> is what Excel shows at its left edge, from 1, blank rows counted.</summary>
public readonly record struct TableRow(int Number, IReadOnlyList<string> Cells)
{
    public string this[int column] => column >= 0 && column < Cells.Count ? Cells[column] : "";
    public bool IsBlank => Cells.All(string.IsNullOrWhiteSpace);
}

/// <summary>A file that can't be read as a table, and why. Thrown while rows stream; whoever asked for the rows turns it into a <see cref="Result"/>.</summary>
public sealed class TableException(string code, params object?[] args) : Exception(code)
{
    public Refusal Refusal { get; } = new(code, args);
}

/// <summary>How much a table file may hold. What is larger gets a sentence, because memory must stay bounded whatever is uploaded.</summary>
public static class TableLimits
{
    /// <summary>Bytes of an uploaded file.</summary>
    public const long FileBytes = 256L * 1024 * 1024;
    /// <summary>Bytes that the parts of an XLSX may unpack to, together.</summary>
    public const long UnpackedBytes = 256L * 1024 * 1024;
    /// <summary>Excel's own limits: rows of a sheet, characters of a cell.</summary>
    public const int Rows = 1_048_576, CellChars = 32_767;
    public const int Columns = 256;
}

/// <summary>
/// A table file, read as a stream of rows: CSV (UTF-8 with or without BOM, UTF-16 with BOM, GB18030; comma, semicolon or tab)
/// or XLSX. What it is, is decided by its content, never by its name.
/// </summary>
public abstract class Table : IDisposable
{
    /// <summary>Names of the sheets in the workbook's order; a CSV has one, without a name.</summary>
    public abstract IReadOnlyList<string> Sheets { get; }

    /// <summary>Streams the rows of a sheet; throws <see cref="TableException"/> at the place where the file stops being a table.</summary>
    public abstract IEnumerable<TableRow> Rows(int sheet = 0);

    public virtual void Dispose() => GC.SuppressFinalize(this);

    /// <summary>Opens a seekable stream, which stays the caller's. Throws <see cref="TableException"/> with a <c>table.*</c> code.</summary>
    public static Table Open(Stream file)
    {
        if (file.Length == 0) throw new TableException("table.empty");
        if (file.Length > TableLimits.FileBytes) throw new TableException("table.too_large", TableLimits.FileBytes >> 20);
        file.Position = 0;
        Span<byte> start = stackalloc byte[8];
        var read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        file.Position = 0;
        start = start[..read];
        if (start.StartsWith("PK"u8)) return new XlsxTable(file);
        // OLE: Excel 97-2003, and any workbook with a password.
        if (start.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0])) throw new TableException("table.old_excel");
        if (start.StartsWith("%PDF"u8)) throw new TableException("table.not_a_table");
        return new CsvTable(file);
    }
}
