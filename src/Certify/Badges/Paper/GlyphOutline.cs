using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Certify.Badges.Paper;

/// <summary>A point of a TrueType contour, in units of the font; off the curve it is the control point of a quadratic curve.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct GlyphPoint(int X, int Y, bool OnCurve);

/// <summary>One entry of a font's <c>glyf</c> table (OpenType 1.9), read and written: closed contours, no hints.</summary>
internal static class GlyphOutline
{
    private const byte OnCurve = 1, ShortX = 2, ShortY = 4, Repeat = 8, SameX = 16, SameY = 32;

    /// <summary>The contours, or null for an empty glyph and for one that is put together from others.</summary>
    public static List<GlyphPoint[]>? Read(ReadOnlySpan<byte> glyph)
    {
        if (glyph.Length < 12 || BinaryPrimitives.ReadInt16BigEndian(glyph) is not (> 0 and var count)) return null;
        var ends = new int[count];
        for (var i = 0; i < count; i++) ends[i] = BinaryPrimitives.ReadUInt16BigEndian(glyph[(10 + (2 * i))..]);
        var at = 10 + (2 * count);
        at += 2 + BinaryPrimitives.ReadUInt16BigEndian(glyph[at..]);
        var flags = new byte[ends[^1] + 1];
        for (var i = 0; i < flags.Length; i++)
        {
            flags[i] = glyph[at++];
            if ((flags[i] & Repeat) == 0) continue;
            for (var more = glyph[at++]; more > 0; more--, i++) flags[i + 1] = flags[i];
        }
        var xs = Coordinates(glyph, ref at, flags, ShortX, SameX);
        var ys = Coordinates(glyph, ref at, flags, ShortY, SameY);
        var contours = new List<GlyphPoint[]>(count);
        for (int contour = 0, start = 0; contour < count; start = ends[contour++] + 1)
        {
            var points = new GlyphPoint[ends[contour] + 1 - start];
            for (var i = 0; i < points.Length; i++) points[i] = new GlyphPoint(xs[start + i], ys[start + i], (flags[start + i] & OnCurve) != 0);
            contours.Add(points);
        }
        return contours;
    }

    /// <summary>The entry with its box; an even number of bytes.</summary>
    public static byte[] Write(IReadOnlyList<GlyphPoint[]> contours)
    {
        var points = contours.SelectMany(c => c).ToArray();
        using var glyph = new MemoryStream(10 + (2 * contours.Count) + (5 * points.Length));
        foreach (var value in new[] { contours.Count, points.Min(p => p.X), points.Min(p => p.Y), points.Max(p => p.X), points.Max(p => p.Y) }) Put(glyph, value);
        var last = -1;
        foreach (var contour in contours) Put(glyph, last += contour.Length);
        Put(glyph, 0); // bytes of instructions
        using MemoryStream xs = new(), ys = new();
        var flags = new byte[points.Length];
        for (var i = 0; i < points.Length; i++)
        {
            var before = i == 0 ? default : points[i - 1];
            flags[i] = (byte)((points[i].OnCurve ? OnCurve : 0) | Step(xs, points[i].X - before.X, ShortX, SameX) | Step(ys, points[i].Y - before.Y, ShortY, SameY));
        }
        for (var i = 0; i < flags.Length;)
        {
            var end = i + 1;
            while (end < flags.Length && flags[end] == flags[i] && end - i < 256) end++;
            glyph.WriteByte((byte)(flags[i] | (end - i > 1 ? Repeat : 0)));
            if (end - i > 1) glyph.WriteByte((byte)(end - i - 1));
            i = end;
        }
        xs.WriteTo(glyph);
        ys.WriteTo(glyph);
        if (glyph.Length % 2 != 0) glyph.WriteByte(0);
        return glyph.ToArray();
    }

    private static int[] Coordinates(ReadOnlySpan<byte> glyph, ref int at, byte[] flags, byte isShort, byte same)
    {
        var values = new int[flags.Length];
        var value = 0;
        for (var i = 0; i < flags.Length; i++)
        {
            if ((flags[i] & isShort) != 0)
            {
                value += (flags[i] & same) != 0 ? glyph[at] : -glyph[at];
                at++;
            }
            else if ((flags[i] & same) == 0)
            {
                value += BinaryPrimitives.ReadInt16BigEndian(glyph[at..]);
                at += 2;
            }
            values[i] = value;
        }
        return values;
    }

    /// <summary>Writes one difference and gives the flags that say how.</summary>
    private static byte Step(MemoryStream to, int step, byte isShort, byte same)
    {
        if (step == 0) return same;
        if (Math.Abs(step) < 256)
        {
            to.WriteByte((byte)Math.Abs(step));
            return step > 0 ? (byte)(isShort | same) : isShort;
        }
        Put(to, step);
        return 0;
    }

    private static void Put(MemoryStream to, int value)
    {
        to.WriteByte((byte)(value >> 8));
        to.WriteByte((byte)value);
    }
}
