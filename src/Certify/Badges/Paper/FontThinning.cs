using System.Buffers.Binary;
using System.Text;

namespace Certify.Badges.Paper;

/// <summary>Rewrites the outlines of a TrueType font file; all else in it stays: widths, names, the map from characters to glyphs.</summary>
internal static class FontThinning
{
    private const int HeadSize = 12, EntrySize = 16;

    private sealed record Part(string Name, byte[] Bytes);

    /// <param name="font">A whole font file with a <c>glyf</c> table.</param>
    /// <param name="outline">The new entry for a glyph, given its number and its present one; null to keep it.</param>
    public static byte[] Replace(byte[] font, Func<int, byte[], byte[]?> outline)
    {
        var parts = Read(font);
        byte[] Of(string name) => parts.Find(p => p.Name == name)?.Bytes ?? throw new InvalidDataException($"the font has no {name}");
        byte[] head = Of("head"), metrics = Of("hmtx"), old = Of("glyf"), places = Of("loca");
        var wide = BinaryPrimitives.ReadUInt16BigEndian(Of("hhea").AsSpan(34));
        var isLong = head[51] != 0;
        int At(int glyph) => isLong ? BinaryPrimitives.ReadInt32BigEndian(places.AsSpan(4 * glyph)) : 2 * BinaryPrimitives.ReadUInt16BigEndian(places.AsSpan(2 * glyph));
        var count = (places.Length / (isLong ? 4 : 2)) - 1;
        using var glyphs = new MemoryStream(old.Length);
        var newPlaces = new byte[places.Length];
        for (var glyph = 0; glyph <= count; glyph++)
        {
            if (isLong) BinaryPrimitives.WriteInt32BigEndian(newPlaces.AsSpan(4 * glyph), (int)glyphs.Length);
            else BinaryPrimitives.WriteUInt16BigEndian(newPlaces.AsSpan(2 * glyph), (ushort)(glyphs.Length / 2));
            if (glyph == count) break;
            var before = old[At(glyph)..At(glyph + 1)];
            if (before.Length > 0 && outline(glyph, before) is { } after)
            {
                Move(metrics, wide, glyph, Left(after) - Left(before));
                glyphs.Write(after);
            }
            else glyphs.Write(before);
            if (glyphs.Length % 2 != 0) glyphs.WriteByte(0);
        }
        return Write(font.AsSpan(0, 4), parts.ConvertAll(p => p.Name switch { "glyf" => new Part(p.Name, glyphs.ToArray()), "loca" => new Part(p.Name, newPlaces), _ => p }));
    }

    private static int Left(byte[] glyph) => BinaryPrimitives.ReadInt16BigEndian(glyph.AsSpan(2));

    /// <summary>The distance from the origin to the glyph's left edge, by which viewers place it, follows that edge.</summary>
    private static void Move(byte[] metrics, int wide, int glyph, int by)
    {
        var side = metrics.AsSpan(glyph < wide ? (4 * glyph) + 2 : (4 * wide) + (2 * (glyph - wide)));
        BinaryPrimitives.WriteInt16BigEndian(side, (short)(BinaryPrimitives.ReadInt16BigEndian(side) + by));
    }

    private static List<Part> Read(byte[] font)
    {
        var parts = new List<Part>();
        for (var i = 0; i < BinaryPrimitives.ReadUInt16BigEndian(font.AsSpan(4)); i++)
        {
            var entry = font.AsSpan(HeadSize + (EntrySize * i), EntrySize);
            var start = BinaryPrimitives.ReadInt32BigEndian(entry[8..]);
            parts.Add(new Part(Encoding.ASCII.GetString(entry[..4]), font[start..(start + BinaryPrimitives.ReadInt32BigEndian(entry[12..]))]));
        }
        return parts;
    }

    private static byte[] Write(ReadOnlySpan<byte> version, List<Part> parts)
    {
        var length = HeadSize + (EntrySize * parts.Count) + parts.Sum(p => Padded(p.Bytes.Length));
        var font = new byte[length];
        version.CopyTo(font);
        BinaryPrimitives.WriteUInt16BigEndian(font.AsSpan(4), (ushort)parts.Count);
        var power = System.Numerics.BitOperations.Log2((uint)parts.Count);
        BinaryPrimitives.WriteUInt16BigEndian(font.AsSpan(6), (ushort)(16 << power));
        BinaryPrimitives.WriteUInt16BigEndian(font.AsSpan(8), (ushort)power);
        BinaryPrimitives.WriteUInt16BigEndian(font.AsSpan(10), (ushort)((16 * parts.Count) - (16 << power)));
        var (at, headAt) = (HeadSize + (EntrySize * parts.Count), 0);
        for (var i = 0; i < parts.Count; i++)
        {
            var (name, bytes) = parts[i];
            bytes.CopyTo(font, at);
            if (name == "head") font.AsSpan((headAt = at) + 8, 4).Clear();
            var entry = font.AsSpan(HeadSize + (EntrySize * i), EntrySize);
            Encoding.ASCII.GetBytes(name, entry);
            BinaryPrimitives.WriteUInt32BigEndian(entry[4..], Sum(font.AsSpan(at, Padded(bytes.Length))));
            BinaryPrimitives.WriteInt32BigEndian(entry[8..], at);
            BinaryPrimitives.WriteInt32BigEndian(entry[12..], bytes.Length);
            at += Padded(bytes.Length);
        }
        // OpenType, table head: the whole file sums up to this figure.
        BinaryPrimitives.WriteUInt32BigEndian(font.AsSpan(headAt + 8), unchecked(0xB1B0AFBA - Sum(font)));
        return font;
    }

    private static uint Sum(ReadOnlySpan<byte> bytes)
    {
        var sum = 0u;
        for (var i = 0; i < bytes.Length; i += 4) sum = unchecked(sum + BinaryPrimitives.ReadUInt32BigEndian(bytes[i..]));
        return sum;
    }

    private static int Padded(int length) => (length + 3) / 4 * 4;
}
