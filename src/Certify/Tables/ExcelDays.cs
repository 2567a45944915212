using System.Globalization;

namespace Certify.Tables;

/// <summary>Numbers and days as Excel saves them: days are counted from 1900 (with a 29 February 1900 that never was) or from 1904.</summary>
public static class ExcelDays
{
    private const int From1904 = 1462;
    private static readonly DateOnly Day60 = new(1900, 2, 28);

    /// <summary>The day of a serial number of the 1900 system; null outside 1900 to 2199.</summary>
    public static DateOnly? FromSerial(double serial)
    {
        if (double.IsNaN(serial) || serial < 1 || serial >= 109_575) return null;
        var days = (int)serial;
        return days <= 60 ? new DateOnly(1899, 12, 31).AddDays(Math.Min(days, 59)) : Day60.AddDays(days - 60);
    }

    /// <summary>A day cell as yyyy-MM-dd; what isn't one stays as it was, to be told as a fault.</summary>
    internal static string Text(string saved, bool from1904) =>
        double.TryParse(saved, NumberStyles.Float, CultureInfo.InvariantCulture, out var serial) && FromSerial(from1904 ? serial + From1904 : serial) is { } day
            ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : PlainNumber(saved);

    /// <summary>Digits without an exponent. From 10^15 on Excel has already lost digits (codes, ID numbers): those stay as saved, so that the loss shows.</summary>
    internal static string PlainNumber(string saved) =>
        double.TryParse(saved, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) < 1e15
            ? Math.Round(number, 9).ToString("0.#########", CultureInfo.InvariantCulture)
            : saved.Contains('E', StringComparison.OrdinalIgnoreCase) ? saved : AsExponent(saved);

    private static string AsExponent(string saved) =>
        double.TryParse(saved, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number.ToString("0.###############E+0", CultureInfo.InvariantCulture) : saved;
}
