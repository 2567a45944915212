using Certify.Tables;

namespace Certify.Shops.Import;

/// <summary>Rows beneath the headings that are no records: blank ones, totals, and headings repeated for each printed page.</summary>
public static class SkippedRows
{
    private static readonly string[] Totals = ["合计", "总计", "小计", "共计", "累计", "total", "subtotal", "grandtotal", "sum"];

    public static bool Skips(TableRow row, IReadOnlyList<string> headings) => row.IsBlank || IsTotal(row) || IsHeading(row, headings);

    /// <summary>A total stands in one of the first cells, and most of its row is empty.</summary>
    private static bool IsTotal(TableRow row)
    {
        var first = row.Cells.FirstOrDefault(cell => !string.IsNullOrWhiteSpace(cell)) ?? "";
        var word = ShopIdentity.Fold(first).TrimEnd('数');
        return Totals.Contains(word, StringComparer.Ordinal) && row.Cells.Count(cell => !string.IsNullOrWhiteSpace(cell)) <= Math.Max(3, row.Cells.Count / 2);
    }

    private static bool IsHeading(TableRow row, IReadOnlyList<string> headings) =>
        headings.Count(heading => heading.Length > 0) >= 2 && row.Cells.Zip(headings).All(pair => string.Equals(pair.First.Trim(), pair.Second.Trim(), StringComparison.Ordinal));
}
