using Certify.Tables;

namespace Certify.Shops.Import;

/// <summary>A column that an import knows: its key, whether rows make sense without it, and the headings people give it, the surest first.</summary>
public sealed record ImportColumn(string Key, bool Required, params string[] Headings);

/// <summary>Where a table's columns are: the row of the headings (0: none) and, for each known column found, its place from 0.</summary>
public sealed record ColumnMap(int HeaderRow, IReadOnlyDictionary<string, int> Places)
{
    private const int TitleRows = 50;

    public string Cell(TableRow row, string column) => Places.TryGetValue(column, out var place) ? row[place] : "";

    /// <summary>
    /// The first row, beneath at most 50 rows of titles, in which a required column and at least one other are found; null if there is none.
    /// Headings are compared without blanks, brackets, stars and case: "主体名称（必填）*" is 主体名称.
    /// </summary>
    public static ColumnMap? Find(IEnumerable<TableRow> rows, IReadOnlyList<ImportColumn> columns)
    {
        foreach (var row in rows)
        {
            if (row.Number > TitleRows) return null;
            var places = Match(row, columns);
            if (places.Count >= 2 && columns.Any(column => column.Required && places.ContainsKey(column.Key))) return new ColumnMap(row.Number, places);
        }
        return null;
    }

    private static Dictionary<string, int> Match(TableRow row, IReadOnlyList<ImportColumn> columns)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var headings = row.Cells.Select(Plain).ToList();
        foreach (var column in columns)
        {
            var place = column.Headings.Select(heading => headings.IndexOf(Plain(heading))).FirstOrDefault(at => at >= 0 && !places.ContainsValue(at), -1);
            if (place >= 0) places[column.Key] = place;
        }
        return places;
    }

    private static string Plain(string heading)
    {
        var bracket = heading.AsSpan().IndexOfAny('(', '（');
        return ShopIdentity.Fold(bracket > 0 ? heading[..bracket] : heading);
    }
}
