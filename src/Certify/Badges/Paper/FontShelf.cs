using System.Collections;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;

namespace Certify.Badges.Paper;

/// <summary>One font file (TrueType outlines) and the characters that it has.</summary>
internal sealed class FontSource
{
    /// <summary>A file is opened once a process: it is mapped, made ready, and never changes.</summary>
    private static readonly ConcurrentDictionary<string, Lazy<FontSource>> Opened = new(StringComparer.Ordinal);

    /// <summary>A dot of a printer with 500 an inch, in millimetres: what is finer than half of it is not seen on paper.</summary>
    private const float Dot = 25.4f / 500;

    /// <summary>Outlines already thinned, by character and grid: a district's badges need some thousands, and each takes longer than all else on a badge.</summary>
    private readonly ConcurrentDictionary<(int CodePoint, int Grid), byte[]?> thinned = new();

    private readonly nint face;
    private readonly BitArray has = new(0x110000);

    public static FontSource Of(string path) => Opened.GetOrAdd(Path.GetFullPath(path), file => new Lazy<FontSource>(() => new FontSource(file))).Value;

    private FontSource(string path)
    {
        face = HarfBuzzSubset.Open(path);
        foreach (var codePoint in HarfBuzzSubset.CodePoints(face)) has[(int)codePoint] = true;
    }

    public bool Has(int codePoint) => has[codePoint];

    /// <summary>The font file for these characters alone, each drawn as finely as the largest size shows that it is printed in.</summary>
    /// <param name="sizes">Character and size, the latter in millimetres.</param>
    /// <param name="keepLayout">For scripts whose letters join.</param>
    public byte[] Cut(IReadOnlyDictionary<int, float> sizes, bool keepLayout)
    {
        var cut = HarfBuzzSubset.Cut(face, sizes.Keys, keepLayout);
        var grids = Grids(cut, sizes);
        return FontThinning.Replace(cut, (glyph, outline) => grids.TryGetValue(glyph, out var at) ? thinned.GetOrAdd(at, _ => Thin(outline, at.Grid)) : null);
    }

    /// <summary>The character and the grid of each glyph that a character stands for.</summary>
    private static Dictionary<int, (int CodePoint, int Grid)> Grids(byte[] font, IReadOnlyDictionary<int, float> sizes)
    {
        var grids = new Dictionary<int, (int, int)>();
        var pinned = GCHandle.Alloc(font, GCHandleType.Pinned);
        try
        {
            using var blob = new HarfBuzzSharp.Blob(pinned.AddrOfPinnedObject(), font.Length, HarfBuzzSharp.MemoryMode.ReadOnly);
            using var opened = new HarfBuzzSharp.Face(blob, 0);
            using var shaper = new HarfBuzzSharp.Font(opened);
            foreach (var (codePoint, size) in sizes.OrderBy(s => s.Value))
                if (shaper.TryGetNominalGlyph((uint)codePoint, out var glyph))
                    grids[(int)glyph] = (codePoint, GridOf(Dot / size * opened.UnitsPerEm));
        }
        finally
        {
            pinned.Free();
        }
        return grids;
    }

    /// <summary>The power of two nearest to so many units: grids that are multiples of each other pack best together.</summary>
    private static int GridOf(float units) => 1 << Math.Max(0, (int)MathF.Round(MathF.Log2(units)));

    private static byte[]? Thin(byte[] glyph, int grid)
    {
        if (GlyphOutline.Read(glyph) is not { } contours) return null;
        var thin = contours.ConvertAll(c => CurveThinning.Thin(c, grid * 0.75, grid)).OfType<GlyphPoint[]>().ToList();
        return thin.Count > 0 ? GlyphOutline.Write(thin) : null;
    }
}

/// <summary>
/// The fonts that paper is set in: Noto Sans SC in three weights, then the configured fallbacks for what it lacks (𠮷). There is no look-up
/// among the system's fonts: the same server must print the same paper after an update. One for the whole process; safe for many threads.
/// </summary>
public sealed class FontShelf
{
    private readonly Dictionary<int, FontSource[]> byWeight;

    /// <param name="folder">Where <c>NotoSansSC_400Regular.ttf</c> and its like lie.</param>
    /// <param name="fallbacks">Font files to try in this order for a character that Noto Sans SC lacks; those that are not there are left out.</param>
    /// <exception cref="FileNotFoundException">One of the three is missing.</exception>
    public FontShelf(string folder, IEnumerable<string> fallbacks)
    {
        var last = fallbacks.Where(File.Exists).Select(FontSource.Of).ToArray();
        byWeight = new Dictionary<int, FontSource[]>
        {
            [400] = [FontSource.Of(Path.Combine(folder, "NotoSansSC_400Regular.ttf")), .. last],
            [500] = [FontSource.Of(Path.Combine(folder, "NotoSansSC_500Medium.ttf")), .. last],
            [700] = [FontSource.Of(Path.Combine(folder, "NotoSansSC_700Bold.ttf")), .. last],
        };
    }

    public static IReadOnlyList<int> Weights { get; } = [400, 500, 700];

    /// <summary>The characters of the text that no font has, each once, in order: the operator is told before anything is printed.</summary>
    public IReadOnlyList<string> Missing(string text) =>
        [.. text.EnumerateRunes().Where(rune => !IsInvisible(rune) && Find(400, rune.Value) is null).Select(rune => rune.ToString()).Distinct(StringComparer.Ordinal)];

    internal FontSource? Find(int weight, int codePoint) => Array.Find(byWeight[weight], font => font.Has(codePoint));

    /// <summary>Joiners, variation selectors, marks of direction and controls: they draw nothing, so no font has to have them.</summary>
    internal static bool IsInvisible(Rune rune) =>
        Rune.IsControl(rune) || rune.Value is 0xAD or 0x61C or (>= 0x200B and <= 0x200F) or (>= 0x2028 and <= 0x202E)
            or (>= 0x2060 and <= 0x206F) or (>= 0xFE00 and <= 0xFE0F) or 0xFEFF or (>= 0xE0000 and <= 0xE0FFF);
}
