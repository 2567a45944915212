using System.Globalization;
using System.Text;

namespace Certify.Badges;

/// <summary>
/// What a badge token says, and what the reader of a scanned badge is shown first.
/// The issuer is the host, without scheme. Times are whole seconds; <see cref="ExpiresAt"/> is the midnight that ends the printed last day.
/// The id is <see cref="IdBytes"/> random bytes (CWT claim cti); name and address have at most <see cref="MaxNameBytes"/> and
/// <see cref="MaxAddressBytes"/> bytes of UTF-8.
/// </summary>
public sealed record TokenClaims(
    string Issuer, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt, byte[] Id, string Name, string Address, long StatusIndex)
{
    public const int MaxNameBytes = 48;
    public const int MaxAddressBytes = 60;
    public const int IdBytes = 16;

    /// <summary>The text in Unicode NFC, cut at a whole character (as a reader counts them) and ended by … if it is longer than that many bytes of UTF-8.</summary>
    public static string Fit(string text, int maxBytes)
    {
        var whole = Clean(text);
        if (Encoding.UTF8.GetByteCount(whole) <= maxBytes) return whole;
        var room = maxBytes - Encoding.UTF8.GetByteCount("…");
        var end = 0;
        var bytes = 0;
        foreach (var start in StringInfo.ParseCombiningCharacters(whole))
        {
            var length = StringInfo.GetNextTextElementLength(whole, start);
            bytes += Encoding.UTF8.GetByteCount(whole.AsSpan(start, length));
            if (bytes > room) break;
            end = start + length;
        }
        return whole[..end].TrimEnd() + "…";
    }

    /// <summary>No control characters, no broken surrogates (which have no NFC), no blanks at the ends.</summary>
    private static string Clean(string text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!Rune.IsControl(rune)) kept.Append(rune.ToString());
            else if (rune.Value is '\t' or '\n') kept.Append(' ');
        }
        return kept.ToString().Normalize(NormalizationForm.FormC).Trim();
    }
}
