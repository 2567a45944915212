using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Certify.Log;

/// <summary>
/// One piece of the published log (C2SP tlog-tiles): up to 256 consecutive hashes of a level, or the up to 256 entries under a tile of level 0.
/// </summary>
/// <param name="Level">0 to 7; <see cref="Entries"/> for a bundle of entries.</param>
/// <param name="Number">Counted from 0 within the level.</param>
/// <param name="Width">1 to 256 hashes or entries; 256 is a full one, which never changes.</param>
[StructLayout(LayoutKind.Auto)]
public readonly partial record struct Tile(int Level, long Number, int Width)
{
    public const int FullWidth = 256;
    public const int Entries = -1;

    /// <summary>A level more than 2^64 entries would fill.</summary>
    public const int Levels = 8;

    public bool IsFull => Width == FullWidth;

    /// <summary>The piece of that level which is the last one of a tree of this size; null if the level has no incomplete piece then.</summary>
    public static Tile? Last(int level, long size)
    {
        var wide = size >> (8 * Math.Max(level, 0));
        return wide % FullWidth == 0 ? null : new Tile(level, wide / FullWidth, (int)(wide % FullWidth));
    }

    /// <summary>How wide this piece is in a tree of that size: 0 if it isn't there yet.</summary>
    public static int WidthIn(int level, long number, long size) =>
        (int)Math.Clamp((size >> (8 * Math.Max(level, 0))) - (number * FullWidth), 0, FullWidth);

    /// <summary>Address below the log's prefix and path below its folder, e.g. <c>tile/0/x001/067</c> or <c>tile/entries/000.p/12</c>.</summary>
    public string Path => Folder + (IsFull ? "" : string.Create(CultureInfo.InvariantCulture, $".p/{Width}"));

    /// <summary>The full piece's path, which is the folder of the partial ones without its <c>.p</c>.</summary>
    public string Folder
    {
        get
        {
            var place = (Number % 1000).ToString("000", CultureInfo.InvariantCulture);
            for (var rest = Number / 1000; rest > 0; rest /= 1000)
                place = string.Create(CultureInfo.InvariantCulture, $"x{rest % 1000:000}/{place}");
            return Level == Entries ? $"tile/entries/{place}" : string.Create(CultureInfo.InvariantCulture, $"tile/{Level}/{place}");
        }
    }

    /// <summary>Reads what stands behind <c>tile/</c>. One piece has one address: anything else than its own form is none.</summary>
    public static bool TryParse(string? text, out Tile tile)
    {
        tile = default;
        if (text is null or { Length: > 60 } || Form().Match(text) is not { Success: true } parts)
            return false;
        var level = parts.Groups["level"].Value;
        var number = long.Parse(parts.Groups["number"].Value.Replace("x", "", StringComparison.Ordinal).Replace("/", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        var width = parts.Groups["width"] is { Success: true } w ? int.Parse(w.Value, CultureInfo.InvariantCulture) : FullWidth;
        tile = new Tile(level == "entries" ? Entries : int.Parse(level, CultureInfo.InvariantCulture), number, width);
        return width is >= 1 and <= FullWidth && tile.Path == "tile/" + text;
    }

    [GeneratedRegex(@"^(?<level>entries|[0-7])/(?<number>(?:x[0-9]{3}/){0,4}[0-9]{3})(?:\.p/(?<width>[0-9]{1,3}))?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
