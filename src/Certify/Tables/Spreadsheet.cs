using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Certify.Tables;

/// <summary>
/// Writes an XLSX workbook row by row. Every text is an inline string: Excel never takes one for a formula, and those that begin
/// with = + - @ or a control character also carry Excel's quote prefix, so that they stay text when the file is edited or saved as CSV.
/// </summary>
public sealed class Spreadsheet : IDisposable
{
    public const string ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    // Indices into the cell formats that WriteParts declares.
    private const string Quoted = "1", Day = "2", Heading = "3", Wrapped = "4";
    // The same rows give the same bytes: a fixed time instead of the moment of writing.
    private static readonly DateTimeOffset Stamp = new(2021, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly ZipArchive _zip;
    private readonly List<string> _sheets = [];
    private XmlWriter? _sheet;
    private int _row;

    /// <summary>Writes to a stream, which stays open and the caller's.</summary>
    public Spreadsheet(Stream file) => _zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8);

    /// <summary>Whether a spreadsheet program could take a text for a formula (OWASP, CSV injection).</summary>
    public static bool LooksLikeFormula(string text) => text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠';

    /// <summary>Begins a sheet with one row of headings, kept in sight while scrolling. Widths are in characters of the standard font.</summary>
    public void Sheet(string name, IReadOnlyList<string> headings, IReadOnlyList<int>? widths = null)
    {
        CloseSheet();
        _sheets.Add(SheetName(name));
        _sheet = Part($"xl/worksheets/sheet{_sheets.Count}.xml");
        _row = 0;
        _sheet.WriteStartElement("worksheet", Main);
        _sheet.WriteRaw("""<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>""");
        WriteWidths(headings, widths);
        _sheet.WriteStartElement("sheetData");
        WriteRow([.. headings], Heading);
    }

    /// <summary>Writes a row: texts, whole and decimal numbers, days; null is an empty cell.</summary>
    public void Row(params IReadOnlyList<object?> cells) => WriteRow(cells, null);

    public void Dispose()
    {
        CloseSheet();
        WriteParts();
        _zip.Dispose();
    }

    private void WriteRow(IReadOnlyList<object?> cells, string? style)
    {
        var sheet = _sheet ?? throw new InvalidOperationException("Begin a sheet first.");
        _row++;
        sheet.WriteStartElement("row");
        sheet.WriteAttributeString("r", _row.ToString(CultureInfo.InvariantCulture));
        for (var i = 0; i < cells.Count; i++)
        {
            if (cells[i] is null or "") continue;
            sheet.WriteStartElement("c");
            sheet.WriteAttributeString("r", ColumnName(i) + _row.ToString(CultureInfo.InvariantCulture));
            WriteValue(sheet, cells[i]!, style);
            sheet.WriteEndElement();
        }
        sheet.WriteEndElement();
    }

    private static void WriteValue(XmlWriter sheet, object value, string? style)
    {
        switch (value)
        {
            case DateOnly day:
                sheet.WriteAttributeString("s", Day);
                sheet.WriteElementString("v", (day.DayNumber - new DateOnly(1899, 12, 30).DayNumber).ToString(CultureInfo.InvariantCulture));
                break;
            case int or long or double or decimal:
                sheet.WriteElementString("v", ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture));
                break;
            default:
                var text = value as string ?? Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
                if (text.Length > TableLimits.CellChars) text = text[..TableLimits.CellChars];
                style ??= LooksLikeFormula(text) ? Quoted : text.Contains('\n', StringComparison.Ordinal) ? Wrapped : null;
                if (style is not null) sheet.WriteAttributeString("s", style);
                sheet.WriteAttributeString("t", "inlineStr");
                sheet.WriteStartElement("is");
                sheet.WriteStartElement("t");
                sheet.WriteAttributeString("xml", "space", null, "preserve");
                sheet.WriteString(Writable(text));
                sheet.WriteEndElement();
                sheet.WriteEndElement();
                break;
        }
    }

    private void WriteWidths(IReadOnlyList<string> headings, IReadOnlyList<int>? widths)
    {
        if (headings.Count == 0) return;
        _sheet!.WriteStartElement("cols");
        for (var i = 0; i < headings.Count; i++)
        {
            var width = widths is not null && i < widths.Count ? widths[i] : Math.Clamp(headings[i].Length * 2 + 4, 10, 40);
            _sheet.WriteRaw(string.Create(CultureInfo.InvariantCulture, $"""<col min="{i + 1}" max="{i + 1}" width="{width}" customWidth="1"/>"""));
        }
        _sheet.WriteEndElement();
    }

    private void CloseSheet()
    {
        _sheet?.WriteEndDocument();
        _sheet?.Dispose();
        _sheet = null;
    }

    private XmlWriter Part(string path)
    {
        var entry = _zip.CreateEntry(path, CompressionLevel.Fastest);
        entry.LastWriteTime = Stamp;
        return XmlWriter.Create(entry.Open(), new XmlWriterSettings { CloseOutput = true, CheckCharacters = false });
    }

    private void WritePart(string path, string xml)
    {
        using var part = Part(path);
        part.WriteRaw(xml);
    }

    private void WriteParts()
    {
        if (_sheets.Count == 0) Sheet("1", []);
        CloseSheet();
        var numbered = _sheets.Select((name, i) => (Name: name, Number: i + 1)).ToList();
        WritePart("[Content_Types].xml",
            """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>"""
            + string.Concat(numbered.Select(sheet => $"""<Override PartName="/xl/worksheets/sheet{sheet.Number}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>""")) + "</Types>");
        WritePart("_rels/.rels",
            $"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{Relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>""");
        WritePart("xl/workbook.xml", $"""<workbook xmlns="{Main}" xmlns:r="{Relations}"><sheets>"""
            + string.Concat(numbered.Select(sheet => $"""<sheet name="{System.Security.SecurityElement.Escape(sheet.Name)}" sheetId="{sheet.Number}" r:id="rId{sheet.Number}"/>""")) + "</sheets></workbook>");
        WritePart("xl/_rels/workbook.xml.rels", """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"""
            + string.Concat(numbered.Select(sheet => $"""<Relationship Id="rId{sheet.Number}" Type="{Relations}/worksheet" Target="worksheets/sheet{sheet.Number}.xml"/>"""))
            + $"""<Relationship Id="rIdS" Type="{Relations}/styles" Target="styles.xml"/></Relationships>""");
        WritePart("xl/styles.xml",
            $"""<styleSheet xmlns="{Main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Microsoft YaHei"/></font><font><b/><sz val="11"/><name val="Microsoft YaHei"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5"><xf xfId="0"/><xf xfId="0" quotePrefix="1"/><xf xfId="0" numFmtId="164" applyNumberFormat="1"/><xf xfId="0" fontId="1" applyFont="1"/><xf xfId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs></styleSheet>""");
    }

    /// <summary>Excel allows 31 characters, none of []:*?/\.</summary>
    private static string SheetName(string name)
    {
        var allowed = new string([.. name.Where(c => !"[]:*?/\\'".Contains(c, StringComparison.Ordinal) && !char.IsControl(c))]);
        return allowed.Length == 0 ? "1" : allowed[..Math.Min(allowed.Length, 31)];
    }

    /// <summary>Characters that XML 1.0 can't hold become U+FFFD.</summary>
    private static string Writable(string text)
    {
        if (text.All(XmlConvert.IsXmlChar)) return text;
        var writable = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            writable.Append(rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) ? "\uFFFD" : rune.ToString());
        return writable.ToString();
    }

    private static string ColumnName(int column) => column < 26 ? ((char)('A' + column)).ToString() : ColumnName(column / 26 - 1) + (char)('A' + column % 26);
}
