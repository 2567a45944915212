using System.Text;

namespace Certify.Shops;

/// <summary>
/// How shops are found: one text a shop, made when the shop changes, in which a search is a plain "contains".
/// Everything is folded to one form (NFKC, lower case, no blanks), so that case and width never matter on either database.
/// </summary>
public static class ShopSearch
{
    private const char Escape = '\\';

    /// <summary>What is searched: both names, their pinyin initials, the address and the code.</summary>
    public static string TextOf(string name, string? signboard, string address, string? uscc)
    {
        var other = string.Equals(signboard, name, StringComparison.Ordinal) ? null : signboard;
        string?[] parts = [name, other, Pinyin.Initials(Compatible(name)), Pinyin.Initials(Compatible(other ?? "")), address, uscc];
        return string.Join('\n', parts.Where(part => !string.IsNullOrEmpty(part)).Select(part => Fold(part!)));
    }

    /// <summary>The LIKE pattern for what somebody typed, its wildcards escaped with <c>\</c>; null if nothing was.</summary>
    public static string? Pattern(string? typed)
    {
        var folded = Fold(typed ?? "");
        if (folded.Length == 0) return null;
        var pattern = new StringBuilder("%");
        foreach (var c in folded)
        {
            if (c is '%' or '_' or Escape) pattern.Append(Escape);
            pattern.Append(c);
        }
        return pattern.Append('%').ToString();
    }

    public const string EscapeCharacter = "\\";

    /// <summary>One form for texts that people write in several: width, case and blanks don't count.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in Compatible(text).ToLowerInvariant())
            if (!char.IsWhiteSpace(c) && !char.IsControl(c)) folded.Append(c);
        return folded.ToString();
    }

    // A lone surrogate, which only broken software sends, can't be normalised.
    private static string Compatible(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            return new string([.. text.Where(c => !char.IsSurrogate(c))]).Normalize(NormalizationForm.FormKC);
        }
    }
}
