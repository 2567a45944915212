using SkiaSharp;

namespace Certify.Photos;

/// <summary>
/// Takes a photo as it came: it is decoded to pixels, turned upright, made smaller and written anew as a JPEG, so that nothing of the file
/// that came is kept: no position, device or time (EXIF, XMP, ICC), nothing hidden behind the picture. One photo at a time is in memory.
/// </summary>
public sealed class PhotoIntake : IDisposable
{
    /// <summary>Bytes of a photo as it may come: what phones make.</summary>
    public const int UploadBytes = 12 << 20;

    /// <summary>Bytes of a photo as it is kept.</summary>
    public const int KeptBytes = 300 << 10;

    /// <summary>Pixels that are decoded at most: a progressive JPEG of that size takes 150 MB while it is read, whatever the length of its file.</summary>
    public const int Pixels = 25_000_000;

    /// <summary>Pixels of a small photo's longer side; some 10 KB.</summary>
    public const int SmallSide = 320;

    /// <summary>Longer side of a kept photo, in pixels; the shorter ones are tried when the quality alone doesn't bring it under <see cref="KeptBytes"/>.</summary>
    private static readonly int[] Sides = [1600, 1200, 800, 400];
    private static readonly int[] Qualities = [82, 70, 55, 40];

    private readonly SemaphoreSlim one = new(1);

    public void Dispose() => one.Dispose();

    public async Task<Result<byte[]>> CleanAsync(ReadOnlyMemory<byte> upload, CancellationToken cancel = default)
    {
        await one.WaitAsync(cancel);
        try
        {
            return Clean(upload.Span);
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>A small one for lists, of a photo that <see cref="CleanAsync"/> gave: a JPEG, its longer side <see cref="SmallSide"/>.</summary>
    public async Task<byte[]> SmallAsync(byte[] photo, CancellationToken cancel = default)
    {
        await one.WaitAsync(cancel);
        try
        {
            using var picture = SKBitmap.Decode(photo);
            using var small = Upright(picture, SKEncodedOrigin.TopLeft, SmallSide);
            return Write(small, Qualities[1]);
        }
        finally
        {
            one.Release();
        }
    }

    private static Result<byte[]> Clean(ReadOnlySpan<byte> upload)
    {
        if (upload.Length > UploadBytes)
            return new Refusal("photos.large", UploadBytes >> 20);
        using var data = SKData.CreateCopy(upload);
        using var codec = SKCodec.Create(data);
        if (codec is null || codec.EncodedFormat is not (SKEncodedImageFormat.Jpeg or SKEncodedImageFormat.Png or SKEncodedImageFormat.Webp))
            return new Refusal("photos.unreadable");
        // Known from the header alone: a small file that unfolds to gigabytes gets no further.
        if ((long)codec.Info.Width * codec.Info.Height > Pixels)
            return new Refusal("photos.pixels", Pixels / 1_000_000);
        using var decoded = Decode(codec);
        if (decoded is null)
            return new Refusal("photos.unreadable");
        foreach (var side in Sides)
        {
            using var upright = Upright(decoded, codec.EncodedOrigin, side);
            foreach (var quality in Qualities)
                if (Write(upright, quality) is { Length: <= KeptBytes } jpeg)
                    return jpeg;
        }
        return new Refusal("photos.unreadable");
    }

    /// <summary>All of it or nothing: half a photo is a broken file.</summary>
    private static SKBitmap? Decode(SKCodec codec)
    {
        // A JPEG is made smaller while it is read; the others come in their own size.
        var scale = Math.Min(1f, 2f * Sides[0] / Math.Max(codec.Info.Width, codec.Info.Height));
        var size = codec.EncodedFormat == SKEncodedImageFormat.Jpeg ? codec.GetScaledDimensions(scale) : codec.Info.Size;
        using var srgb = SKColorSpace.CreateSrgb();
        var bitmap = new SKBitmap(new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Premul, srgb));
        if (codec.GetPixels(bitmap.Info, bitmap.GetPixels()) == SKCodecResult.Success)
            return bitmap;
        bitmap.Dispose();
        return null;
    }

    /// <summary>The picture as it was held (the file's note about it goes with the metadata), on white, no longer than <paramref name="side"/>.</summary>
    private static SKBitmap Upright(SKBitmap photo, SKEncodedOrigin origin, int side)
    {
        var scale = Math.Min(1f, (float)side / Math.Max(photo.Width, photo.Height));
        var (width, height) = (Math.Max(1, (int)MathF.Round(photo.Width * scale)), Math.Max(1, (int)MathF.Round(photo.Height * scale)));
        var turned = origin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;
        // No colour space: the pixels are sRGB already, and none is written down.
        var upright = new SKBitmap(new SKImageInfo(turned ? height : width, turned ? width : height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(upright);
        canvas.Clear(SKColors.White);
        canvas.Concat(Turn(origin, width, height));
        using var image = SKImage.FromBitmap(photo);
        canvas.DrawImage(image, new SKRect(0, 0, width, height), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        return upright;
    }

    /// <summary>EXIF orientation (CIPA DC-008, tag 0x0112) as a matrix for a picture of that size before it is turned.</summary>
    private static SKMatrix Turn(SKEncodedOrigin origin, int width, int height) => origin switch
    {
        SKEncodedOrigin.TopRight => new(-1, 0, width, 0, 1, 0, 0, 0, 1),
        SKEncodedOrigin.BottomRight => new(-1, 0, width, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.BottomLeft => new(1, 0, 0, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.LeftTop => new(0, 1, 0, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightTop => new(0, -1, height, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightBottom => new(0, -1, height, -1, 0, width, 0, 0, 1),
        SKEncodedOrigin.LeftBottom => new(0, 1, 0, -1, 0, width, 0, 0, 1),
        _ => SKMatrix.Identity,
    };

    private static byte[] Write(SKBitmap photo, int quality)
    {
        using var pixels = photo.PeekPixels();
        using var jpeg = pixels.Encode(new SKJpegEncoderOptions(quality, SKJpegEncoderDownsample.Downsample420, SKJpegEncoderAlphaOption.Ignore));
        return jpeg?.ToArray() ?? throw new InvalidOperationException("Skia wrote no JPEG.");
    }
}
