namespace Certify.Shops.Import;

/// <summary>Folded words for categories and the code that each means: the programme's own names, and those that a person has mapped.</summary>
public static class CategoryWords
{
    private static readonly Dictionary<string, string> Known = Category.All
        .SelectMany(category => new[] { category.Code, category.NameZh, category.NameEn }.Select(word => (Word: ShopIdentity.Fold(word), category.Code)))
        .DistinctBy(pair => pair.Word, StringComparer.Ordinal).ToDictionary(pair => pair.Word, pair => pair.Code, StringComparer.Ordinal);

    public static IReadOnlyDictionary<string, string> All(IReadOnlyDictionary<string, string>? mapped)
    {
        if (mapped is null or { Count: 0 }) return Known;
        var all = new Dictionary<string, string>(Known, StringComparer.Ordinal);
        foreach (var (word, code) in mapped)
            if (Category.Find(code) is not null) all[ShopIdentity.Fold(word)] = code;
        return all;
    }
}
