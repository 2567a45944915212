using System.Text;

namespace Certify.Shops;

/// <summary>
/// A unified social credit code (统一社会信用代码), GB 32100-2015: 17 characters and a check character, modulo 31,
/// from an alphabet without I, O, S, V, Z. Always held in its folded form: 18 ASCII upper-case characters.
/// </summary>
public readonly record struct Uscc
{
    public const int Length = 18;
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static ReadOnlySpan<byte> Weights => [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

    private readonly string? _value;

    private Uscc(string value) => _value = value;

    public override string ToString() => _value ?? "";

    /// <summary>
    /// Reads a code as people type it: full-width and lower-case characters, blanks and no-break spaces are folded first.
    /// Refusals: <c>uscc.missing</c>; <c>uscc.as_number</c> (a spreadsheet turned the code into a number and lost digits; the text);
    /// <c>uscc.letter</c> (the letter, its place from 1; told before the length, because O for 0 is the usual slip);
    /// <c>uscc.length</c> (how many characters there are); <c>uscc.check</c> (the check character found, the one expected).
    /// </summary>
    public static Result<Uscc> Parse(string? text)
    {
        var folded = Fold(text);
        if (folded.Length == 0) return new Refusal("uscc.missing");
        if (folded.Contains("E+", StringComparison.Ordinal)) return new Refusal("uscc.as_number", folded);
        // A text far too long is not a code with a wrong letter; naming a letter of it would mislead.
        if (folded.Length > 2 * Length) return new Refusal("uscc.length", folded.Length);
        for (var at = 0; at < folded.Length; at++)
            if (!Alphabet.Contains(folded[at], StringComparison.Ordinal)) return new Refusal("uscc.letter", LetterAt(folded, at), at + 1);
        if (folded.Length != Length) return new Refusal("uscc.length", folded.Length);
        var expected = CheckCharacter(folded);
        return folded[^1] == expected ? new Uscc(folded) : new Refusal("uscc.check", folded[^1], expected);
    }

    /// <summary>The folded form, whether valid or not: what <see cref="Parse"/> looks at.</summary>
    public static string Fold(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        var folded = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c) || c is '\u200B' or '\u200C' or '\u200D' or '\u2060' or '\uFEFF') continue;
            folded.Append(char.ToUpperInvariant(c is >= '！' and <= '～' ? (char)(c - '！' + '!') : c));
        }
        return folded.ToString();
    }

    /// <summary>GB 32100-2015, formula 1: the character that makes the weighted sum divisible by 31.</summary>
    private static char CheckCharacter(string code)
    {
        var sum = 0;
        for (var i = 0; i < Weights.Length; i++) sum += Alphabet.IndexOf(code[i], StringComparison.Ordinal) * Weights[i];
        return Alphabet[(31 - sum % 31) % 31];
    }

    private static string LetterAt(string text, int at) => Rune.TryGetRuneAt(text, at, out var rune) ? rune.ToString() : "\uFFFD";
}
