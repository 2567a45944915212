using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using SkiaSharp;

namespace Certify.Tests.Support;

/// <summary>Pictures as people, and others, send them.</summary>
public static class PhotoFiles
{
    public const string Maker = "CANARYPHONE", Comment = "comment-of-canary", Xmp = "xmp-of-canary", Behind = "behind-the-picture";

    /// <summary>A JPEG as a phone makes it: EXIF with maker, position and orientation, XMP, a comment, and something behind the picture's end. Its upper left quarter is red.</summary>
    /// <param name="width"></param>
    /// <param name="height"></param>
    /// <param name="orientation">CIPA DC-008.</param>
    /// <param name="noisy">Pixels that stay some 200 KB however small the picture is made, instead of the quarter.</param>
    public static byte[] FromAPhone(int width = 2400, int height = 1600, byte orientation = 1, bool noisy = false)
    {
        var plain = noisy ? Noise(width, height) : Jpeg(width, height);
        var file = new MemoryStream();
        file.Write(plain, 0, 2);
        Segment(file, 0xE1, [.. "Exif\0\0"u8, .. Exif(orientation)]);
        Segment(file, 0xE1, Encoding.ASCII.GetBytes("http://ns.adobe.com/xap/1.0/\0<x>" + Xmp + "</x>"));
        Segment(file, 0xFE, Encoding.ASCII.GetBytes(Comment));
        file.Write(plain, 2, plain.Length - 2);
        file.Write(Encoding.ASCII.GetBytes(Behind));
        return file.ToArray();
    }

    public static byte[] Png(int width = 40, int height = 30)
    {
        using var bitmap = Quarters(width, height);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    /// <summary>Pixels that no compression can make small.</summary>
    public static byte[] Noise(int width, int height)
    {
        using var bitmap = new SKBitmap(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        new Random(7).NextBytes(bitmap.GetPixelSpan());
        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 92);
        return data.ToArray();
    }

    /// <summary>A PNG of a few bytes that says it is so large.</summary>
    public static byte[] Bomb(int width, int height)
    {
        var file = new MemoryStream();
        file.Write([0x89, .. "PNG\r\n"u8, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2);
        Chunk(file, "IHDR", header);
        var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            zlib.Write(new byte[1 << 20]);
        Chunk(file, "IDAT", packed.ToArray());
        Chunk(file, "IEND", []);
        return file.ToArray();
    }

    private static byte[] Jpeg(int width, int height)
    {
        using var bitmap = Quarters(width, height);
        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 90);
        return data.ToArray();
    }

    private static SKBitmap Quarters(int width, int height)
    {
        var bitmap = new SKBitmap(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.White);
        using var red = new SKPaint { Color = SKColors.Red };
        canvas.DrawRect(0, 0, width / 2f, height / 2f, red);
        return bitmap;
    }

    /// <summary>TIFF 6.0, big-endian: IFD0 with Make, Orientation and a GPS IFD (26° 53' N).</summary>
    private static byte[] Exif(byte orientation)
    {
        var tiff = new MemoryStream();
        tiff.Write([.. "MM"u8, 0, 42, 0, 0, 0, 8]);
        // Three entries from byte 8 on: 2 + 3 × 12 + 4 = 42, so that what they point to starts at 50.
        tiff.Write([0, 3]);
        tiff.Write([0x01, 0x0F, 0, 2, 0, 0, 0, (byte)(Maker.Length + 1), 0, 0, 0, 50]);
        tiff.Write([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
        tiff.Write([0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, (byte)(50 + Maker.Length + 1)]);
        tiff.Write([0, 0, 0, 0]);
        tiff.Write(Encoding.ASCII.GetBytes(Maker + "\0"));
        tiff.Write([0, 1, 0, 1, 0, 2, 0, 0, 0, 2, (byte)'N', 0, 0, 0, 0, 0, 0, 0]);
        return tiff.ToArray();
    }

    private static void Segment(Stream file, byte marker, byte[] content)
    {
        file.Write([0xFF, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2)]);
        file.Write(content);
    }

    private static void Chunk(Stream file, string name, byte[] content)
    {
        var body = (byte[])[.. Encoding.ASCII.GetBytes(name), .. content];
        var number = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(body);
        var crc = uint.MaxValue;
        foreach (var next in body)
        {
            crc ^= next;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
        }
        BinaryPrimitives.WriteUInt32BigEndian(number, ~crc);
        file.Write(number);
    }
}
