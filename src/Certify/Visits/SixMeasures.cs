namespace Certify.Visits;

/// <summary>The six measures that every programme began with. The policy says which of them hold a badge, wherever they stand on a list.</summary>
[Flags]
public enum Measures
{
    None = 0, RealName = 1, Masks = 2, Temperature = 4, Codes = 8, Ventilation = 16, Disinfection = 32,
    All = RealName | Masks | Temperature | Codes | Ventilation | Disinfection,
}

/// <summary>The six one by one, in the first list's order, each with its key on the lists.</summary>
public static class SixMeasures
{
    public static readonly IReadOnlyList<(string Key, Measures Measure)> All =
    [
        ("realName", Measures.RealName), ("masks", Measures.Masks), ("temperature", Measures.Temperature),
        ("codes", Measures.Codes), ("ventilation", Measures.Ventilation), ("disinfection", Measures.Disinfection),
    ];

    public static IEnumerable<string> Keys => All.Select(m => m.Key);

    public static Measures? Of(string key) => All.FirstOrDefault(m => m.Key == key) is { Key: not null } found ? found.Measure : null;
}
