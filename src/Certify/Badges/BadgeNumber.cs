using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Certify.Badges;

/// <summary>
/// A badge's number, e.g. <c>HYGX-2021-000531-7K3Q</c>: prefix of the programme, year, running number of that year, and four random characters
/// of Crockford's Base32, without which a number finds nothing, so that they can't be listed one by one.
/// </summary>
public readonly partial record struct BadgeNumber(string Prefix, int Year, int Sequence, string Check)
{
    /// <summary>Crockford's: no I, L, O (read as 1, 1, 0) and no U.</summary>
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private const int CheckCharacters = 4;

    public static BadgeNumber Draw(string prefix, int year, int sequence) =>
        new(prefix, year, sequence, RandomNumberGenerator.GetString(Alphabet, CheckCharacters));

    public override string ToString() => $"{Prefix}-{Year:D4}-{Sequence:D6}-{Check}";

    /// <summary>
    /// Reads a number as people type it: any case, full-width, blanks, any dash or none, I and L for 1, O for 0.
    /// Whether such a badge exists is another question.
    /// </summary>
    public static bool TryParse(string? text, out BadgeNumber number)
    {
        number = default;
        if (text is null or { Length: > 64 } || Form().Match(Fold(text)) is not { Success: true } parts) return false;
        number = new BadgeNumber(
            parts.Groups["prefix"].Value,
            int.Parse(Digits(parts.Groups["year"].Value), null),
            int.Parse(Digits(parts.Groups["sequence"].Value), null),
            Digits(parts.Groups["check"].Value));
        return true;
    }

    private static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (char.IsWhiteSpace(letter)) continue;
            var half = letter is >= '！' and <= '～' ? (char)(letter - '！' + '!') : letter;
            folded.Append(half is '‐' or '‑' or '–' or '—' or '−' or '─' or 'ー' or '_' ? '-' : char.IsAsciiLetterLower(half) ? (char)(half - 32) : half);
        }
        return folded.ToString();
    }

    private static string Digits(string text) => text.Replace('I', '1').Replace('L', '1').Replace('O', '0');

    [GeneratedRegex("^(?<prefix>[A-Z]{2,8})-?(?<year>[0-9OIL]{4})-?(?<sequence>[0-9OIL]{6,9})-?(?<check>[0-9A-TV-Z]{4})$")]
    private static partial Regex Form();
}
