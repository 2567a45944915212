using System.Globalization;
using System.Text;

namespace Certify.Shops;

/// <summary>When two rows speak of one shop, and what a shop is found by.</summary>
public static class ShopIdentity
{
    /// <summary>USCC and address; without a USCC, name and address. Width, case, blanks and brackets don't make another shop.</summary>
    public static string Key(string? uscc, string name, string address) =>
        uscc is null ? $"N:{Fold(name)}|{Fold(address)}" : $"U:{uscc}|{Fold(address)}";

    public static string SearchText(Shop shop) =>
        string.Join(' ', new[] { shop.RegisteredName, shop.OwnSignboardName, shop.Uscc, shop.Address }
            .OfType<string>().Select(Fold));

    /// <summary>NFKC, lower case, letters and digits only.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var rune in text.Normalize(NormalizationForm.FormKC).EnumerateRunes())
            if (Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherSymbol)
                folded.Append(Rune.ToLowerInvariant(rune));
        return folded.ToString();
    }
}
