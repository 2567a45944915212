using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Certify.Tables;

namespace Certify.Shops.Import;

/// <summary>Reads single values as people write them. Each method answers null for what it can't read; folding is left to the caller to tell.</summary>
public static partial class CellReader
{
    /// <summary>The error values of Excel (ECMA-376, 18.17.3): a formula's failure, never a value.</summary>
    public static bool IsError(string text) => text.Trim() is "#N/A" or "#REF!" or "#VALUE!" or "#NAME?" or "#DIV/0!" or "#NULL!" or "#NUM!" or "#SPILL!" or "#CALC!";

    /// <summary>
    /// A line of text: line breaks and odd blanks become one blank, control characters and the invisible ones that turn the reading
    /// direction are left out (they could make a name look like another). Joiners stay: emoji and some scripts need them.
    /// </summary>
    public static string Line(string text)
    {
        var line = new StringBuilder(text.Length);
        var blank = false;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune)) blank = line.Length > 0;
            else if (!Invisible(rune))
            {
                if (blank) line.Append(' ');
                blank = false;
                line.Append(rune);
            }
        }
        return line.ToString().Normalize(NormalizationForm.FormC);
    }

    /// <summary>Whether a text holds characters that <see cref="Line"/> leaves out for their effect, not blanks.</summary>
    public static bool HasInvisible(string text) => text.EnumerateRunes().Any(rune => Invisible(rune) && !Rune.IsWhiteSpace(rune));

    private static bool Invisible(Rune rune) => Rune.IsControl(rune)
        || rune.Value is 0x00AD or 0x061C or 0x180E or 0x200B or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2060 and <= 0x206F) or 0xFEFF or (>= 0xFFF9 and <= 0xFFFB) or (>= 0xE0000 and <= 0xE007F);

    /// <summary>Half-width, without blanks.</summary>
    public static string Compact(string text) => new([.. (text.IsNormalized(NormalizationForm.FormKC) ? text : text.Normalize(NormalizationForm.FormKC))
        .Where(c => !char.IsWhiteSpace(c) && !char.IsControl(c) && c is not ('\u200B' or '\uFEFF' or '\u2060'))]);

    /// <summary>
    /// A day: 2021-08-09, 2021/8/9, 2021.8.9, 2021年8月9日, 20210809, or Excel's serial number; a time behind it is dropped.
    /// </summary>
    public static DateOnly? Day(string text)
    {
        var compact = Compact(text.Trim());
        if (DayForm().Match(compact) is { Success: true } form) return DayOf(form.Groups["year"].Value, form.Groups["month"].Value, form.Groups["day"].Value);
        if (compact.Length == 8 && compact.All(char.IsAsciiDigit)) return DayOf(compact[..4], compact[4..6], compact[6..]);
        return compact.Length is >= 5 and <= 12 && double.TryParse(compact, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var serial) ? ExcelDays.FromSerial(serial) : null;
    }

    private static DateOnly? DayOf(string year, string month, string day) =>
        DateOnly.TryParseExact($"{year}-{month}-{day}", "yyyy-M-d", CultureInfo.InvariantCulture, DateTimeStyles.None, out var found) ? found : null;

    /// <summary>A count of people, with or without 人: 12, 12人, 12.0; at most 100,000.</summary>
    public static int? Count(string text)
    {
        var form = CountForm().Match(Compact(text));
        return form.Success && int.TryParse(form.Groups["count"].Value.Replace(",", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= 100_000 ? count : null;
    }

    /// <summary>One or more phone numbers: mobiles (11 digits from 13), landlines with or without area code and extension, 400 and 800 numbers.</summary>
    public static string? Phone(string text)
    {
        var parts = PhoneBreak().Split(text.Normalize(NormalizationForm.FormKC).Trim()).Select(Compact).Where(part => part.Length > 0).ToList();
        var read = parts.Select(OnePhone).ToList();
        return read.Count is > 0 and <= 3 && read.TrueForAll(part => part is not null) ? string.Join('、', read) : null;
    }

    private static string? OnePhone(string compact)
    {
        var digits = AnyDash().Replace(compact, "-");
        if (digits.StartsWith("+86", StringComparison.Ordinal)) digits = digits[3..].TrimStart('-');
        var joined = digits.Replace("-", "", StringComparison.Ordinal);
        if (Mobile().IsMatch(joined)) return joined;
        return Landline().IsMatch(digits) || ServiceNumber().IsMatch(joined) ? digits : null;
    }

    /// <summary>Decimal degrees, with or without a degree sign and a letter of the compass (N, E, 北纬, 东经).</summary>
    public static double? Degrees(string text)
    {
        var form = DegreesForm().Match(Compact(text).ToUpperInvariant());
        return form.Success && double.TryParse(form.Groups["degrees"].Value, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var degrees) ? degrees : null;
    }

    [GeneratedRegex(@"^(?<year>\d{4})[-/.年。](?<month>\d{1,2})[-/.月。](?<day>\d{1,2})日?(?:T?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex DayForm();

    [GeneratedRegex(@"^(?<count>\d{1,3}(?:,\d{3})+|\d{1,6})(?:\.0+)?[人名个位]?$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex CountForm();

    [GeneratedRegex(@"[/、;,|\n]|\s{2,}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PhoneBreak();

    [GeneratedRegex(@"[‐‑‒–—―－()]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex AnyDash();

    [GeneratedRegex(@"^1[3-9]\d{9}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Mobile();

    [GeneratedRegex(@"^-?(?:0\d{2,3}-?)?[2-9]\d{6,7}(?:-\d{1,6})?$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Landline();

    [GeneratedRegex(@"^[48]00\d{7}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ServiceNumber();

    [GeneratedRegex(@"^(?:北纬|东经|[NE])?(?<degrees>-?\d{1,3}(?:\.\d{1,15})?)[°度]?[NE]?$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex DegreesForm();
}
