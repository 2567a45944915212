using System.Globalization;
using SkiaSharp;

namespace Certify.Badges.Paper;

/// <summary>The colours of the programme by name; a template may also write #RRGGBB.</summary>
internal static class PaperColour
{
    private static readonly Dictionary<string, SKColor> Named = new(StringComparer.Ordinal)
    {
        ["ink"] = new(0x12, 0x21, 0x1B),
        ["paper"] = new(0xFB, 0xFA, 0xF5),
        ["white"] = SKColors.White,
        ["jade"] = new(0x0A, 0x63, 0x45),
        ["jadeDark"] = new(0x06, 0x48, 0x32),
        ["mist"] = new(0xD3, 0xE7, 0xDD),
        ["amber"] = new(0x75, 0x4C, 0x00),
        ["red"] = new(0x8F, 0x1F, 0x16),
        ["slate"] = new(0x4A, 0x5A, 0x66),
        ["gold"] = new(0xC9, 0xA2, 0x5A),
    };

    /// <summary>The colour of the badge's state, in a live picture.</summary>
    public const string State = "state";

    public static string Names => string.Join(", ", Named.Keys);

    public static bool Exists(string name) => name == State || Named.ContainsKey(name) || TryHex(name, out _);

    public static SKColor Of(string name) =>
        Named.TryGetValue(name, out var colour) || TryHex(name, out colour) ? colour : throw new ArgumentException($"no colour {name}", nameof(name));

    private static bool TryHex(string name, out SKColor colour)
    {
        colour = default;
        if (name.Length != 7 || name[0] != '#' || !uint.TryParse(name.AsSpan(1), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var value)) return false;
        colour = new SKColor(0xFF000000 | value);
        return true;
    }
}
