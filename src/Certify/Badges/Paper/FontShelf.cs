using System.Collections;
using System.Collections.Concurrent;
using System.Text;

namespace Certify.Badges.Paper;

/// <summary>One font file (TrueType outlines) and the characters that it has.</summary>
internal sealed class FontSource
{
    /// <summary>A file is opened once a process: it is mapped, made ready, and never changes.</summary>
    private static readonly ConcurrentDictionary<string, Lazy<FontSource>> Opened = new(StringComparer.Ordinal);

    private readonly nint face;
    private readonly BitArray has = new(0x110000);

    public static FontSource Of(string path) => Opened.GetOrAdd(Path.GetFullPath(path), file => new Lazy<FontSource>(() => new FontSource(file))).Value;

    private FontSource(string path)
    {
        face = HarfBuzzSubset.Open(path);
        foreach (var codePoint in HarfBuzzSubset.CodePoints(face)) has[(int)codePoint] = true;
    }

    public bool Has(int codePoint) => has[codePoint];

    public byte[] Cut(IEnumerable<int> codePoints, bool keepLayout) => HarfBuzzSubset.Cut(face, codePoints, keepLayout);
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
