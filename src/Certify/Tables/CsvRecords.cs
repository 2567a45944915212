using System.Text;

namespace Certify.Tables;

/// <summary>Splits text into CSV records. A quote that nobody closes is told with the row where it opened, before it swallows the file.</summary>
internal sealed class CsvRecords(TextReader reader, char delimiter)
{
    private readonly char[] _buffer = new char[1 << 15];
    private readonly StringBuilder _cell = new();
    private int _at, _length;

    /// <summary>The next record's cells; null at the end. An empty line is a record without cells.</summary>
    public List<string>? Read(int number)
    {
        if (Peek() < 0) return null;
        var cells = new List<string>();
        while (true)
        {
            _cell.Clear();
            if (Peek() == '"') ReadQuoted(number);
            var ended = ReadPlain(number);
            // Cells beyond the limit are no table's columns; they are dropped, so that a line of a million commas costs nothing.
            if (cells.Count < TableLimits.Columns && !(ended && cells.Count == 0 && _cell.Length == 0)) cells.Add(_cell.ToString());
            if (ended) return cells;
        }
    }

    private void ReadQuoted(int number)
    {
        Next();
        while (true)
        {
            var c = Next();
            if (c < 0 || _cell.Length > TableLimits.CellChars) throw new TableException("table.unclosed_quote", number);
            if (c != '"') _cell.Append((char)c);
            else if (Peek() == '"') _cell.Append((char)Next());
            else return;
        }
    }

    /// <summary>Reads to the end of the cell; true if the record ends with it.</summary>
    private bool ReadPlain(int number)
    {
        while (true)
        {
            var c = Next();
            if (c == delimiter) return false;
            if (c is < 0 or '\n') return true;
            if (c == '\r')
            {
                if (Peek() == '\n') Next();
                return true;
            }
            if (_cell.Length > TableLimits.CellChars) throw new TableException("table.cell_too_long", number, TableLimits.CellChars);
            _cell.Append((char)c);
        }
    }

    private int Peek() => _at < _length || Fill() ? _buffer[_at] : -1;

    private int Next() => _at < _length || Fill() ? _buffer[_at++] : -1;

    private bool Fill()
    {
        _at = 0;
        _length = reader.Read(_buffer, 0, _buffer.Length);
        return _length > 0;
    }
}
