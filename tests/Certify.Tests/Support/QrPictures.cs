using System.Text;
using Certify.Badges.Paper;
using SkiaSharp;

namespace Certify.Tests.Support;

/// <summary>QR codes as a phone gets to see them: a photo, and what a camera delivers.</summary>
internal static class QrPictures
{
    /// <summary>A photo of the code, 8 pixels a module.</summary>
    public static byte[] Photo(string text)
    {
        var (dark, side) = Draw(text, 8);
        using var bitmap = new SKBitmap(side, side);
        for (var y = 0; y < side; y++)
            for (var x = 0; x < side; x++)
                bitmap.SetPixel(x, y, dark[y, x] ? SKColors.Black : SKColors.White);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    /// <summary>A video file (YUV4MPEG2, 640 × 480, 4:2:0) that Chromium plays in place of a camera: the code, held still.</summary>
    public static byte[] Video(string text)
    {
        const int width = 640, height = 480;
        var (dark, side) = Draw(text, 6);
        var frame = new byte[width * height * 3 / 2];
        frame.AsSpan(..(width * height)).Fill(235);
        frame.AsSpan((width * height)..).Fill(128);
        for (var y = 0; y < side; y++)
            for (var x = 0; x < side; x++)
                if (dark[y, x])
                    frame[((y + ((height - side) / 2)) * width) + x + ((width - side) / 2)] = 16;
        using var video = new MemoryStream();
        video.Write(Encoding.ASCII.GetBytes($"YUV4MPEG2 W{width} H{height} F10:1 Ip A1:1 C420jpeg\n"));
        for (var i = 0; i < 5; i++)
        {
            video.Write("FRAME\n"u8);
            video.Write(frame);
        }
        return video.ToArray();
    }

    private static (bool[,] Dark, int Side) Draw(string text, int module)
    {
        var code = QrModules.Of(text);
        var side = (code.Size + (2 * QrModules.QuietZone)) * module;
        var dark = new bool[side, side];
        foreach (var run in code.Runs)
            for (var y = 0; y < module; y++)
                for (var x = 0; x < run.Length * module; x++)
                    dark[((run.Y + QrModules.QuietZone) * module) + y, ((run.X + QrModules.QuietZone) * module) + x] = true;
        return (dark, side);
    }
}
