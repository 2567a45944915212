using System.Globalization;
using System.Text;

namespace Certify.Shops;

/// <summary>When two rows speak of one shop, and what a shop is found by.</summary>
public static class ShopIdentity
{
    /// <summary>Begins the key of what is only another id of a known shop: no entry is ever taken for it.</summary>
    public const string OnlyAnId = "F:";

    /// <summary>USCC and address; without a USCC, name and address. Width, case, blanks and brackets don't make another shop.</summary>
    public static string Key(string? uscc, string name, string address) =>
        uscc is null ? $"N:{Fold(name)}|{Fold(address)}" : $"U:{uscc}|{Fold(address)}";

    /// <summary>Both names, their pinyin initials, code and address, each folded, a blank between them.</summary>
    public static string SearchText(Shop shop) =>
        string.Join(' ', new[] { shop.RegisteredName, shop.OwnSignboardName, Pinyin.Initials(shop.RegisteredName), Pinyin.Initials(shop.OwnSignboardName ?? ""), shop.Uscc, shop.Address }
            .OfType<string>().Select(Fold).Where(part => part.Length > 0));

    /// <summary>The words that a shop's search text must all contain. Null: nothing was asked; empty: what was typed can't be in any shop.</summary>
    public static IReadOnlyList<string>? SearchWords(string? typed)
    {
        if (string.IsNullOrWhiteSpace(typed)) return null;
        var words = typed.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Fold).ToList();
        return words.TrueForAll(word => word.Length > 0) ? words : [];
    }

    /// <summary>NFKC, lower case, letters and digits only.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var rune in Compatible(text).EnumerateRunes())
            if (Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherSymbol)
                folded.Append(Rune.ToLowerInvariant(rune));
        return folded.ToString();
    }

    // Half a surrogate pair, which only broken software sends, can't be normalised.
    internal static string Compatible(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            return string.Concat(text.Where(c => !char.IsSurrogate(c))).Normalize(NormalizationForm.FormKC);
        }
    }
}
