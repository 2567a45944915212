using SkiaSharp;

namespace Certify.Demo;

/// <summary>What stands in for photos in the demo district: drawings that nobody takes for a real place, as the JPEG files that a camera would make.</summary>
internal static class DemoScene
{
    private const int Width = 960;
    private const int Height = 720;
    private const string Jade = "#0a6345";

    /// <summary>Wall, awning and signboard of each front.</summary>
    private static readonly (string Wall, string Awning, string Board)[] Fronts =
        [("#e9dcc3", "#b4483a", "#7d2b22"), ("#d5dde2", "#3f6f94", "#274a66"), ("#e4e1d3", "#5d7f4f", "#3c5633")];

    public static byte[] ShopFront(int which) => Drawn(canvas =>
    {
        var (wall, awning, board) = Fronts[which % Fronts.Length];
        Fill(canvas, 0, 0, Width, Height, wall);
        using (var bricks = Line("#14000000", 2))
            for (var y = 40; y < 600; y += 28)
                canvas.DrawLine(0, y, Width, y, bricks);
        Fill(canvas, 0, 596, Width, 124, "#a9a69c");
        Fill(canvas, 0, 596, Width, 10, "#8c897f");
        Fill(canvas, 110, 70, 740, 104, board, 6);
        // Characters of a signboard, seen from too far away to be read.
        for (var i = 0; i < 5; i++)
            Fill(canvas, 262 + (i * 92), 92, 62, 60, "#f3e3b4", 10);
        for (var i = 0; i < 12; i++)
            Fill(canvas, 110 + (i * 62), 178, 62, 70, i % 2 == 0 ? awning : "#f6f2e7");
        Window(canvas, 140, 270, 330, 250);
        Fill(canvas, 540, 262, 262, 338, "#4b3a2c", 4);
        Window(canvas, 556, 278, 112, 310);
        Window(canvas, 676, 278, 112, 310);
        Sign(canvas, 690, 320);
        Fill(canvas, 158, 530, 294, 66, "#8a6a4a", 4);
        for (var i = 0; i < 6; i++)
            Circle(canvas, 186 + (i * 48), 522, 24, i % 2 == 0 ? "#5f8a4a" : "#759f5b");
    });

    /// <summary>The counter at the door: a register, a thermometer, disinfectant, and the code that visitors scan.</summary>
    public static byte[] Counter() => Drawn(canvas =>
    {
        Fill(canvas, 0, 0, Width, Height, "#dfe6e1");
        Fill(canvas, 0, 470, Width, 250, "#9b7650");
        Fill(canvas, 0, 470, Width, 16, "#b58d63");
        Fill(canvas, 90, 90, 250, 330, "#ffffff", 8);
        Fill(canvas, 90, 90, 250, 66, Jade, 8);
        Code(canvas, 130, 186, 170);
        Fill(canvas, 150, 376, 130, 14, "#c9c9c0", 7);
        Fill(canvas, 430, 300, 92, 200, "#cfe6ee", 16);
        Fill(canvas, 456, 250, 40, 54, "#3f6f94", 6);
        Fill(canvas, 440, 234, 84, 20, "#3f6f94", 8);
        Fill(canvas, 442, 360, 68, 84, "#ffffff", 6);
        Fill(canvas, 470, 374, 12, 56, Jade);
        Fill(canvas, 448, 396, 56, 12, Jade);
        Fill(canvas, 600, 360, 150, 64, "#f4f4f0", 18);
        Fill(canvas, 640, 410, 50, 110, "#f4f4f0", 14);
        Fill(canvas, 622, 374, 66, 34, "#17302a", 6);
        Fill(canvas, 742, 376, 22, 32, "#3f4a46", 6);
        Fill(canvas, 250, 540, 420, 150, "#fbfaf5", 6);
        for (var i = 0; i < 5; i++)
            Fill(canvas, 276, 562 + (i * 24), i == 4 ? 150 : 368, 4, "#b9c2bb");
        Fill(canvas, 690, 560, 160, 12, "#274a66", 6);
    });

    /// <summary>The programme's sign behind the glass, too small to be read or scanned.</summary>
    private static void Sign(SKCanvas canvas, float x, float y)
    {
        Fill(canvas, x, y, 84, 118, "#fbfaf5", 4);
        Fill(canvas, x, y, 84, 40, Jade, 4);
        Code(canvas, x + 20, y + 54, 44);
    }

    private static void Window(SKCanvas canvas, float x, float y, float width, float height)
    {
        using var glass = new SKPaint { IsAntialias = true };
        glass.Shader = SKShader.CreateLinearGradient(new(x, y), new(x + width, y + height), [SKColor.Parse("#5f7f8c"), SKColor.Parse("#a9c4cc"), SKColor.Parse("#6d8a95")], SKShaderTileMode.Clamp);
        canvas.DrawRect(x, y, width, height, glass);
        using var frame = Line("#f1eee4", 8);
        canvas.DrawRect(x, y, width, height, frame);
    }

    /// <summary>Looks like a code from afar and holds nothing.</summary>
    private static void Code(SKCanvas canvas, float x, float y, float side)
    {
        var cell = side / 13;
        Fill(canvas, x, y, side, side, "#ffffff");
        for (var i = 0; i < 13 * 13; i++)
            if ((i * 7 % 5) + (i * i % 3) < 3)
                Fill(canvas, x + (i % 13 * cell), y + (i / 13 * cell), cell, cell, "#12211b");
    }

    private static void Fill(SKCanvas canvas, float x, float y, float width, float height, string colour, float radius = 0)
    {
        using var paint = new SKPaint { Color = SKColor.Parse(colour), IsAntialias = true };
        canvas.DrawRoundRect(x, y, width, height, radius, radius, paint);
    }

    private static void Circle(SKCanvas canvas, float x, float y, float radius, string colour)
    {
        using var paint = new SKPaint { Color = SKColor.Parse(colour), IsAntialias = true };
        canvas.DrawCircle(x, y, radius, paint);
    }

    private static SKPaint Line(string colour, float width) => new() { Color = SKColor.Parse(colour), IsAntialias = true, IsStroke = true, StrokeWidth = width };

    private static byte[] Drawn(Action<SKCanvas> draw)
    {
        using var picture = new SKBitmap(Width, Height);
        using (var canvas = new SKCanvas(picture))
            draw(canvas);
        using var file = picture.Encode(SKEncodedImageFormat.Jpeg, 88);
        return file.ToArray();
    }
}
