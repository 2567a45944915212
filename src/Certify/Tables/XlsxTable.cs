using System.Globalization;
using System.Text;
using System.Xml;

namespace Certify.Tables;

/// <summary>
/// An XLSX workbook (ECMA-376), streamed: only the shared strings are held. Numbers come as plain digits, cells formatted as days
/// as <c>yyyy-MM-dd</c>, formulas as the value that was saved with them, error values (#N/A) as their text.
/// </summary>
public sealed class XlsxTable : Table
{
    private const string Workbook = "xl/workbook.xml", Relations = "xl/_rels/workbook.xml.rels";
    private const string SharedStringsPart = "xl/sharedStrings.xml", StylesPart = "xl/styles.xml";
    private readonly BoundedZip _zip;
    private readonly List<(string Name, string Path)> _sheets;
    private readonly XlsxStyles _styles;
    private readonly XlsxStrings _strings = new();
    private bool _from1904;
    private bool _stringsRead;

    public XlsxTable(Stream file)
    {
        _zip = new BoundedZip(file);
        if (!_zip.Has(Workbook)) throw new TableException("table.not_xlsx");
        _sheets = ReadSheets();
        if (_sheets.Count == 0) throw BoundedZip.Broken();
        Sheets = [.. _sheets.Select(sheet => sheet.Name)];
        _styles = _zip.Has(StylesPart) ? new XlsxStyles(_zip.Nodes(StylesPart)) : new XlsxStyles([]);
    }

    public override IReadOnlyList<string> Sheets { get; }

    public override IEnumerable<TableRow> Rows(int sheet = 0)
    {
        ReadStrings();
        var number = 0;
        List<string>? cells = null;
        foreach (var xml in _zip.Nodes(_sheets[sheet].Path))
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName is "row")
            {
                number = int.TryParse(xml.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var r) && r > number ? r : number + 1;
                if (number > TableLimits.Rows) throw new TableException("table.too_many_rows", TableLimits.Rows);
                if (!xml.IsEmptyElement) cells = [];
            }
            else if (cells is not null && xml.NodeType == XmlNodeType.Element && xml.LocalName is "c") AddCell(xml, cells, number);
            else if (cells is not null && xml.NodeType == XmlNodeType.EndElement && xml.LocalName is "row")
            {
                yield return new TableRow(number, cells);
                cells = null;
            }
        }
    }

    public override void Dispose()
    {
        _zip.Dispose();
        base.Dispose();
    }

    private void AddCell(XmlReader xml, List<string> cells, int row)
    {
        var column = Column(xml.GetAttribute("r")) ?? cells.Count;
        var type = xml.GetAttribute("t");
        var isDay = _styles.IsDay(xml.GetAttribute("s"));
        var text = xml.IsEmptyElement ? "" : XlsxText.OfCell(xml, row);
        if (column >= TableLimits.Columns) return;
        while (cells.Count < column) cells.Add("");
        if (column == cells.Count) cells.Add(Shown(text, type, isDay));
        else cells[column] = Shown(text, type, isDay);
    }

    private string Shown(string text, string? type, bool isDay) => type switch
    {
        "s" => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? _strings[index] : "",
        "b" => text is "1" ? "TRUE" : "FALSE",
        null or "n" => isDay ? ExcelDays.Text(text, _from1904) : ExcelDays.PlainNumber(text),
        _ => text,
    };

    /// <summary>Zero-based column of a reference such as AB12; null if it is none.</summary>
    private static int? Column(string? reference)
    {
        var column = 0;
        foreach (var c in reference ?? "")
        {
            if (c is < 'A' or > 'Z') break;
            column = column * 26 + (c - 'A' + 1);
            if (column > 16_384) return TableLimits.Columns;
        }
        return column == 0 ? null : column - 1;
    }

    private List<(string Name, string Path)> ReadSheets()
    {
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var xml in _zip.Nodes(Relations))
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName is "Relationship" && xml.GetAttribute("Id") is { } id && xml.GetAttribute("Target") is { } target)
                paths[id] = target.StartsWith('/') ? target[1..] : "xl/" + target;
        var sheets = new List<(string, string)>();
        foreach (var xml in _zip.Nodes(Workbook))
        {
            if (xml.NodeType != XmlNodeType.Element) continue;
            if (xml.LocalName is "workbookPr") _from1904 = xml.GetAttribute("date1904") is "1" or "true";
            if (xml.LocalName is not "sheet") continue;
            var id = xml.GetAttribute("id", "http://schemas.openxmlformats.org/officeDocument/2006/relationships")
                ?? xml.GetAttribute("id", "http://purl.oclc.org/ooxml/officeDocument/relationships");
            if (id is not null && paths.TryGetValue(id, out var path) && _zip.Has(path)) sheets.Add((xml.GetAttribute("name") ?? "", path));
        }
        return sheets;
    }

    private void ReadStrings()
    {
        if (_stringsRead || !_zip.Has(SharedStringsPart)) return;
        _stringsRead = true;
        foreach (var xml in _zip.Nodes(SharedStringsPart))
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName is "si") _strings.Add(xml.IsEmptyElement ? "" : XlsxText.Of(xml, 0));
    }
}

/// <summary>The workbook's shared strings as UTF-8 in blocks: a third of what .NET strings would take.</summary>
internal sealed class XlsxStrings
{
    private const int BlockBytes = 1 << 20;
    private readonly List<byte[]> _blocks = [];
    private readonly List<(int Block, int Start, int Length)> _places = [];
    private int _used = BlockBytes;

    public void Add(string text)
    {
        // Sheets have about one string a cell at most; a bomb of empty strings must not outgrow the file limit in memory.
        if (_places.Count == 4_000_000) throw new TableException("table.too_many_strings", _places.Count);
        var length = Encoding.UTF8.GetByteCount(text);
        if (_used + length > BlockBytes)
        {
            _blocks.Add(new byte[BlockBytes]);
            _used = 0;
        }
        Encoding.UTF8.GetBytes(text, _blocks[^1].AsSpan(_used));
        _places.Add((_blocks.Count - 1, _used, length));
        _used += length;
    }

    public string this[int index]
    {
        get
        {
            if (index >= _places.Count) return "";
            var (block, start, length) = _places[index];
            return Encoding.UTF8.GetString(_blocks[block], start, length);
        }
    }
}
