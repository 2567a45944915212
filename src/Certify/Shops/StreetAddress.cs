using System.Globalization;
using System.Text.RegularExpressions;

namespace Certify.Shops;

/// <summary>
/// An address as one walks along it: 解放大道9号 comes before 解放大道10号, 12号 before 12号附1号 before 12-3号, 12号 before 甲12号. The door is the last
/// number before a 号 that is no 附号; what has no door stands at the end of its street. Nothing is guessed beyond that: a text that reads otherwise is a street.
/// </summary>
/// <param name="Street">All before the door, folded.</param>
/// <param name="Door">The door's number; <see cref="int.MaxValue"/>: none.</param>
/// <param name="Part">甲 is 1, 乙 2, and so on; 0: none.</param>
/// <param name="Attached">The number after 附, or behind a hyphen (12-3号); 0: none.</param>
/// <param name="Rest">Floor, room and what else follows.</param>
public sealed partial record StreetAddress(string Street, int Door, int Part, int Attached, string Rest)
{
    private const string Stems = "甲乙丙丁戊己庚辛壬癸", Figures = "零一二三四五六七八九";

    public static StreetAddress Of(string address)
    {
        var text = string.Concat(ShopIdentity.Compatible(address).Where(c => !char.IsWhiteSpace(c))).ToLowerInvariant();
        if (Doors().Match(text) is { Success: true } door)
        {
            var attached = door.Groups["behind"].Success ? door.Groups["behind"] : door.Groups["attached"];
            return new(door.Groups["street"].Value, Number(door.Groups["door"].Value), Stem(door.Groups["stem"].Value + door.Groups["stem2"].Value), attached.Success ? Number(attached.Value) : 0, door.Groups["rest"].Value);
        }
        // 解放大道附1号: attached to a house that has no number of its own.
        return AttachedOnly().Match(text) is { Success: true } only ? new(only.Groups["street"].Value, int.MaxValue, 0, Number(only.Groups["attached"].Value), only.Groups["rest"].Value)
            : new(text, int.MaxValue, 0, 0, "");
    }

    /// <summary>The order in which one walks.</summary>
    public static readonly IComparer<StreetAddress> Walked = Comparer<StreetAddress>.Create(Compare);

    private static int Compare(StreetAddress one, StreetAddress other)
    {
        var order = string.CompareOrdinal(one.Street, other.Street);
        if (order == 0) order = one.Door.CompareTo(other.Door);
        if (order == 0) order = one.Part.CompareTo(other.Part);
        if (order == 0) order = one.Attached.CompareTo(other.Attached);
        return order != 0 ? order : CompareRest(one.Rest, other.Rest);
    }

    /// <summary>Figures within the rest count as numbers, so that floor 3 comes before floor 10.</summary>
    private static int CompareRest(string one, string other)
    {
        var (mine, theirs) = (Pieces().Matches(one), Pieces().Matches(other));
        foreach (var (a, b) in mine.Zip(theirs))
        {
            var order = char.IsAsciiDigit(a.Value[0]) && char.IsAsciiDigit(b.Value[0]) ? Number(a.Value).CompareTo(Number(b.Value)) : string.CompareOrdinal(a.Value, b.Value);
            if (order != 0) return order;
        }
        return mine.Count.CompareTo(theirs.Count);
    }

    private static int Stem(string stem) => stem.Length == 0 ? 0 : Stems.IndexOf(stem[0], StringComparison.Ordinal) + 1;

    /// <summary>12, 十二, 一百二十; a number that no street has is the largest.</summary>
    private static int Number(string text)
    {
        if (char.IsAsciiDigit(text[0])) return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var figures) ? figures : int.MaxValue - 1;
        var (sum, figure) = (0, -1);
        foreach (var c in text.Replace('〇', '零').Replace('两', '二'))
        {
            var unit = c switch { '十' => 10, '百' => 100, '千' => 1000, _ => 0 };
            if (unit > 0) (sum, figure) = (sum + Math.Max(1, figure) * unit, 0);
            // Figures that stand alone are read one by one: 一二〇 is 120.
            else figure = figure > 0 && sum == 0 ? Math.Min(figure, 100_000) * 10 + Figures.IndexOf(c, StringComparison.Ordinal) : Figures.IndexOf(c, StringComparison.Ordinal);
        }
        return sum + Math.Max(0, figure);
    }

    [GeneratedRegex("^(?<street>.*?)(?<stem>[甲乙丙丁戊己庚辛壬癸])?(?<!附)(?<door>[0-9]+|[零〇一二两三四五六七八九十百千]+)(?<stem2>[甲乙丙丁戊己庚辛壬癸])?(?:[-—–之](?<behind>[0-9]+))?号(?:之?附(?<attached>[0-9]+|[一二三四五六七八九十百]+)号?)?(?<stem2>[甲乙丙丁戊己庚辛壬癸](?![0-9座栋单]))?(?<rest>.*)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Doors();

    [GeneratedRegex("^(?<street>.*?)附(?<attached>[0-9]+|[一二三四五六七八九十百]+)号(?<rest>.*)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AttachedOnly();

    [GeneratedRegex("[0-9]+|[^0-9]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pieces();
}
