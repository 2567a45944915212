using System.Buffers.Binary;

namespace Certify.Badges.Paper;

/// <summary>Writes the resolution into a PNG (chunk pHYs), so that it prints in its true size. Skia leaves it out.</summary>
internal static class PngResolution
{
    private const int AfterHeader = 8 + 25;

    public static byte[] Set(byte[] png, int dpi)
    {
        var chunk = new byte[21];
        BinaryPrimitives.WriteInt32BigEndian(chunk, 9);
        "pHYs"u8.CopyTo(chunk.AsSpan(4));
        var perMetre = (int)Math.Round(dpi / 0.0254);
        BinaryPrimitives.WriteInt32BigEndian(chunk.AsSpan(8), perMetre);
        BinaryPrimitives.WriteInt32BigEndian(chunk.AsSpan(12), perMetre);
        chunk[16] = 1;
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(17), Crc32(chunk.AsSpan(4, 13)));
        return [.. png.AsSpan(..AfterHeader), .. chunk, .. png.AsSpan(AfterHeader..)];
    }

    /// <summary>CRC-32 of ISO 3309, as PNG wants it.</summary>
    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var next in bytes)
        {
            crc ^= next;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
        }
        return ~crc;
    }
}
