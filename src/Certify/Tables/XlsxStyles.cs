using System.Globalization;
using System.Xml;

namespace Certify.Tables;

/// <summary>Which cell styles show a number as a day (ECMA-376, 18.8.30).</summary>
internal sealed class XlsxStyles
{
    private readonly List<bool> _isDay = [];

    public XlsxStyles(IEnumerable<XmlReader> nodes)
    {
        var dayFormats = new HashSet<int>();
        var inCellFormats = false;
        foreach (var xml in nodes)
        {
            if (xml.LocalName is "cellXfs") inCellFormats = xml.NodeType == XmlNodeType.Element;
            if (xml.NodeType != XmlNodeType.Element) continue;
            if (xml.LocalName is "numFmt" && Number(xml, "numFmtId") is { } id && ShowsDay(xml.GetAttribute("formatCode") ?? "")) dayFormats.Add(id);
            if (xml.LocalName is "xf" && inCellFormats && _isDay.Count < 100_000)
                _isDay.Add(Number(xml, "numFmtId") is { } format && (BuiltInDay(format) || dayFormats.Contains(format)));
        }
    }

    public bool IsDay(string? style) =>
        int.TryParse(style, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < _isDay.Count && _isDay[index];

    private static int? Number(XmlReader xml, string attribute) =>
        int.TryParse(xml.GetAttribute(attribute), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    // 27 to 31, 36 and 50 to 58 are the day formats of Chinese Excel.
    private static bool BuiltInDay(int format) => format is >= 14 and <= 17 or 22 or >= 27 and <= 31 or 36 or >= 50 and <= 54 or 57 or 58;

    /// <summary>A format with a year or a day in it, outside of quotes and brackets.</summary>
    private static bool ShowsDay(string format)
    {
        var quoted = false;
        var bracketed = false;
        foreach (var c in format)
        {
            if (c == '"') quoted = !quoted;
            else if (!quoted && c == '[') bracketed = true;
            else if (!quoted && c == ']') bracketed = false;
            else if (!quoted && !bracketed && c is 'y' or 'Y' or 'd' or 'D' or 'e') return true;
        }
        return false;
    }
}
