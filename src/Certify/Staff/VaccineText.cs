using System.Text;

namespace Certify.Staff;

/// <summary>Products as people type them: code, short or full name, pinyin initials, or any part that only one product has. The browser reads the same way.</summary>
public static class VaccineText
{
    private static readonly Dictionary<string, string> Initials = new(StringComparer.Ordinal)
    {
        ["BIBP"] = "BJSW",
        ["WIBP"] = "WHSW",
        ["SINOVAC"] = "KXZW",
        ["KCONVAC"] = "KTSW",
        ["IMBCAMS"] = "YKY",
        ["CANSINO"] = "KXN",
        ["ZF2001"] = "ZF",
    };

    public static string InitialsOf(Vaccine vaccine) => Initials.GetValueOrDefault(vaccine.Code, "");

    public static Vaccine? Find(string? text)
    {
        var wanted = Fold(text ?? "");
        if (wanted.Length == 0)
            return null;
        if (Vaccine.All.FirstOrDefault(v => Names(v).Contains(wanted, StringComparer.Ordinal)) is { } exact)
            return exact;
        var part = Vaccine.All.Where(v => Names(v).Any(n => n.Contains(wanted, StringComparison.Ordinal))).Take(2).ToList();
        return part.Count == 1 ? part[0] : null;
    }

    private static IEnumerable<string> Names(Vaccine v) => new[] { v.Code, v.ShortZh, v.NameZh, v.NameEn, InitialsOf(v) }.Select(Fold);

    private static string Fold(string text) =>
        string.Concat(text.Normalize(NormalizationForm.FormKC).Where(c => !char.IsWhiteSpace(c))).ToUpperInvariant();
}
