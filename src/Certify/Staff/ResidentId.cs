using System.Globalization;
using System.Text;

namespace Certify.Staff;

/// <summary>居民身份证号码, GB 11643-1999: six digits of region, eight of birth, three of sequence (odd: male), one check character (ISO 7064 MOD 11-2).</summary>
public sealed record ResidentId(string Number, DateOnly BornOn, bool Male)
{
    private static readonly int[] Weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    private const string CheckCharacters = "10X98765432";

    /// <summary>Reads a number as it is typed: width, case and blanks are folded; fifteen digits of the old form are upgraded.</summary>
    /// <returns>Or a refusal: <c>id.length</c>, <c>id.characters</c>, <c>id.birth</c>, <c>id.check</c> (with the expected character).</returns>
    public static Result<ResidentId> Parse(string text, DateOnly today)
    {
        var number = Fold(text);
        if (number.Length == 15 && number.All(char.IsAsciiDigit))
        {
            var body = number[..6] + "19" + number[6..];
            number = body + Check(body);
        }
        if (number.Length != 18)
            return new Refusal("id.length", number.Length);
        if (!number[..17].All(char.IsAsciiDigit) || !(char.IsAsciiDigit(number[17]) || number[17] == 'X') || number[0] == '0')
            return new Refusal("id.characters");
        if (!DateOnly.TryParseExact(number.AsSpan(6, 8), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var born)
            || born > today || born.Year < 1880)
            return new Refusal("id.birth", number.Substring(6, 8));
        var expected = Check(number[..17]);
        return number[17] == expected
            ? new ResidentId(number, born, (number[16] - '0') % 2 == 1)
            : new Refusal("id.check", expected.ToString(), number[17].ToString());
    }

    /// <summary>NFKC, upper case, without blanks and joiners: how any document number is compared and stored.</summary>
    public static string Fold(string text) =>
        string.Concat(text.Normalize(NormalizationForm.FormKC).Where(c => !char.IsWhiteSpace(c) && c is not ('-' or '·' or '\u200b' or '\ufeff'))).ToUpperInvariant();

    private static char Check(string body) =>
        CheckCharacters[body.Select((c, i) => (c - '0') * Weights[i]).Sum() % 11];
}
