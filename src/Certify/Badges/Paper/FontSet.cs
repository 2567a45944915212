using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using SkiaSharp;

namespace Certify.Badges.Paper;

/// <summary>
/// Glyphs of one font in a row that begins at <see cref="Start"/> ems from the left; <see cref="Offsets"/> are in ems, <see cref="Advances"/> in units of the font.
/// </summary>
internal sealed record GlyphRun(SKTypeface Typeface, float UnitsPerEm, float Start, ushort[] Glyphs, int[] Advances, SKPoint[]? Offsets);

/// <summary>A text shaped once for all sizes: its runs from left to right, its width, and the advance of each UTF-16 unit (0 within a character), in ems.</summary>
internal sealed record ShapedText(IReadOnlyList<GlyphRun> Runs, float Width, float[] Advances);

/// <summary>The subset fonts of one document. Not for several threads at once.</summary>
internal sealed class FontSet : IDisposable
{
    private readonly FontShelf shelf;
    private readonly Dictionary<FontSource, Subset> subsets = [];

    /// <summary>Texts without fields, which stand alike on every page of the document, by style, width and scale.</summary>
    public Dictionary<(TextStyle Style, float Width, float Scale), FittedText> Fixed { get; } = [];

    private sealed record Subset(SKTypeface Typeface, HarfBuzzSharp.Font Shaper, GCHandle Bytes, float UnitsPerEm);

    public FontSet(FontShelf shelf, IEnumerable<(string Text, int Weight, float Size)> texts)
    {
        this.shelf = shelf;
        var used = new Dictionary<FontSource, SortedDictionary<int, float>>();
        foreach (var (text, weight, size) in texts)
        {
            foreach (var rune in text.EnumerateRunes())
            {
                if (shelf.Find(weight, rune.Value) is not { } source) continue;
                if (!used.TryGetValue(source, out var points)) used[source] = points = [];
                points[rune.Value] = Math.Max(size, points.GetValueOrDefault(rune.Value));
            }
        }
        foreach (var (source, points) in used) subsets[source] = Open(source.Cut(points, points.Keys.Any(IsRightToLeft)));
    }

    public ShapedText Shape(string text, int weight, float spacing = 0)
    {
        var runs = new List<GlyphRun>();
        var advances = new float[text.Length];
        var x = 0f;
        foreach (var (start, length, source, rightToLeft) in Runs(text, weight))
        {
            var run = Shape(subsets[source], text, start, length, rightToLeft, spacing, advances, ref x);
            runs.Add(run);
        }
        return new ShapedText(runs, Math.Max(0, x - spacing), advances);
    }

    /// <summary>Stretches of one font and one direction. The line runs left to right; a right-to-left stretch keeps its inner blanks.</summary>
    private IEnumerable<(int Start, int Length, FontSource Source, bool RightToLeft)> Runs(string text, int weight)
    {
        int start = 0, at = 0;
        FontSource? current = null;
        var currentRtl = false;
        foreach (var rune in text.EnumerateRunes())
        {
            var mark = Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;
            var source = current is not null && mark && current.Has(rune.Value) ? current : shelf.Find(weight, rune.Value);
            var rtl = IsRightToLeft(rune.Value) || (currentRtl && rune.Value == ' ' && FollowedByRightToLeft(text, at));
            if (rtl && rune.Value == ' ' && current is not null && current.Has(' ')) source = current;
            if (current is not null && (source != current || rtl != currentRtl))
            {
                yield return (start, at - start, current, currentRtl);
                current = null;
            }
            // What no font has is left out; the operator was told (FontShelf.Missing).
            if (current is null) start = at;
            (current, currentRtl) = (source, rtl);
            at += rune.Utf16SequenceLength;
        }
        if (current is not null) yield return (start, at - start, current, currentRtl);
    }

    private static GlyphRun Shape(Subset font, string text, int start, int length, bool rightToLeft, float spacing, float[] advances, ref float x)
    {
        using var buffer = new HarfBuzzSharp.Buffer();
        buffer.AddUtf16(text.AsSpan(), start, length);
        buffer.GuessSegmentProperties();
        buffer.Direction = rightToLeft ? HarfBuzzSharp.Direction.RightToLeft : HarfBuzzSharp.Direction.LeftToRight;
        font.Shaper.Shape(buffer);
        var infos = buffer.GlyphInfos;
        var positions = buffer.GlyphPositions;
        var run = new GlyphRun(font.Typeface, font.UnitsPerEm, x, new ushort[infos.Length], new int[infos.Length],
            positions.Any(p => p.XOffset != 0 || p.YOffset != 0) ? new SKPoint[infos.Length] : null);
        for (var i = 0; i < infos.Length; i++)
        {
            run.Glyphs[i] = (ushort)infos[i].Codepoint;
            run.Advances[i] = positions[i].XAdvance;
            if (run.Offsets is { } offsets) offsets[i] = new SKPoint(positions[i].XOffset / font.UnitsPerEm, -positions[i].YOffset / font.UnitsPerEm);
            var advance = positions[i].XAdvance / font.UnitsPerEm;
            if (advance > 0) advance += spacing;
            advances[infos[i].Cluster] += advance;
            x += advance;
        }
        return run;
    }

    private static Subset Open(byte[] font)
    {
        var pinned = GCHandle.Alloc(font, GCHandleType.Pinned);
        using var blob = new HarfBuzzSharp.Blob(pinned.AddrOfPinnedObject(), font.Length, HarfBuzzSharp.MemoryMode.ReadOnly);
        using var face = new HarfBuzzSharp.Face(blob, 0);
        var shaper = new HarfBuzzSharp.Font(face);
        shaper.SetScale(face.UnitsPerEm, face.UnitsPerEm);
        using var data = SKData.Create(pinned.AddrOfPinnedObject(), font.Length);
        return new Subset(SKTypeface.FromData(data), shaper, pinned, face.UnitsPerEm);
    }

    private static bool IsRightToLeft(int codePoint) => codePoint is (>= 0x0590 and <= 0x08FF) or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFE);

    private static bool FollowedByRightToLeft(string text, int at)
    {
        while (at < text.Length && text[at] == ' ') at++;
        return at < text.Length && IsRightToLeft(text[at]);
    }

    public void Dispose()
    {
        foreach (var subset in subsets.Values)
        {
            subset.Typeface.Dispose();
            subset.Shaper.Dispose();
            subset.Bytes.Free();
        }
    }
}
