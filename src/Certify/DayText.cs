using System.Text;
using System.Text.RegularExpressions;

namespace Certify;

/// <summary>
/// Days as people type them: <c>6.1</c>, <c>0601</c>, <c>8。3</c>, <c>6月1日</c>, <c>2021-6-1</c>, <c>20210601</c>, full-width digits.
/// A day without a year is the latest one not after today. The browser reads by the same cases (<c>day-cases.json</c>).
/// </summary>
public static partial class DayText
{
    public static DateOnly? Parse(string? text, DateOnly today)
    {
        var folded = Fold(text ?? "");
        if (Full().Match(folded) is { Success: true } full)
            return Make(Number(full, "y"), Number(full, "m"), Number(full, "d"));
        if (Short().Match(folded) is not { Success: true } part)
            return null;
        int month = Number(part, "m"), day = Number(part, "d");
        for (var year = today.Year; year > today.Year - 9; year--)
            if (Make(year, month, day) is { } on && on <= today)
                return on;
        return null;
    }

    private static string Fold(string text) =>
        string.Concat(text.Normalize(NormalizationForm.FormKC).Where(c => !char.IsWhiteSpace(c)));

    private static int Number(Match match, string group) =>
        int.Parse(match.Groups[group].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);

    private static DateOnly? Make(int year, int month, int day) =>
        year is >= 1900 and <= 9998 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) ? new DateOnly(year, month, day) : null;

    [GeneratedRegex(@"^(?:(?<y>[0-9]{4})(?<m>[0-9]{2})(?<d>[0-9]{2})|(?<y>[0-9]{4})[-./。,、年](?<m>[0-9]{1,2})[-./。,、月](?<d>[0-9]{1,2})日?)$")]
    private static partial Regex Full();

    [GeneratedRegex(@"^(?:(?<m>[0-9]{2})(?<d>[0-9]{2})|(?<m>[0-9]{1,2})[-./。,、月](?<d>[0-9]{1,2})[日号]?)$")]
    private static partial Regex Short();
}
