using System.Text;
using System.Xml;

namespace Certify.Tables;

/// <summary>The text inside a cell or a shared string: runs joined, phonetic guides and formulas left out.</summary>
internal static class XlsxText
{
    /// <summary>Text of the cell that the reader stands on: the saved value, or the inline string.</summary>
    public static string OfCell(XmlReader cell, int row) => Read(cell, row, static name => name is "v" or "t");

    /// <summary>Text of the rich text that the reader stands on.</summary>
    public static string Of(XmlReader item, int row) => Read(item, row, static name => name is "t");

    private static string Read(XmlReader xml, int row, Func<string, bool> counts)
    {
        var depth = xml.Depth;
        var text = new StringBuilder();
        var taking = false;
        var guide = 0;
        var buffer = new char[1024];
        while (BoundedZip.Guard(xml.Read) && xml.Depth > depth)
        {
            switch (xml.NodeType)
            {
                case XmlNodeType.Element when xml.Depth > depth + 8:
                    throw BoundedZip.Broken();
                case XmlNodeType.Element when xml.LocalName is "rPh" && !xml.IsEmptyElement:
                    guide++;
                    break;
                case XmlNodeType.EndElement when xml.LocalName is "rPh":
                    guide--;
                    break;
                case XmlNodeType.Element:
                    taking = guide == 0 && !xml.IsEmptyElement && counts(xml.LocalName);
                    break;
                case XmlNodeType.EndElement:
                    taking = false;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace when taking:
                    for (int read; (read = Chunk(xml, buffer)) > 0;)
                    {
                        text.Append(buffer, 0, read);
                        if (text.Length > TableLimits.CellChars) throw new TableException("table.cell_too_long", row, TableLimits.CellChars);
                    }
                    break;
            }
        }
        return Unescaped(text.ToString());
    }

    private static int Chunk(XmlReader xml, char[] buffer) => BoundedZip.Guard(() => xml.ReadValueChunk(buffer, 0, buffer.Length));

    /// <summary>Excel writes characters that XML can't hold as <c>_x000D_</c>.</summary>
    private static string Unescaped(string text)
    {
        if (!text.Contains("_x", StringComparison.Ordinal)) return text;
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '_' && i + 7 <= text.Length && text[i + 1] == 'x' && text[i + 6] == '_'
                && ushort.TryParse(text.AsSpan(i + 2, 4), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var code))
            {
                // Half of a surrogate pair alone would be no text.
                plain.Append(char.IsSurrogate((char)code) ? '\uFFFD' : (char)code);
                i += 6;
            }
            else plain.Append(text[i]);
        }
        return plain.ToString();
    }
}
