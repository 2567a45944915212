using SkiaSharp;

namespace Certify.Badges.Paper;

/// <summary>Hairlines at the corners that show where to cut; they begin outside the bleed.</summary>
internal static class CropMarks
{
    /// <summary>Millimetres that marks need beyond the bleed.</summary>
    public const float Room = 5;

    private const float Length = 4;

    public static void Draw(SKCanvas canvas, SKRect trim, float bleed) => DrawOuter(canvas, trim, bleed, true, true, true, true);

    /// <summary>The marks of one of many: only on the sides that no other one adjoins.</summary>
    public static void DrawOuter(SKCanvas canvas, SKRect trim, float bleed, bool left, bool right, bool top, bool bottom)
    {
        using var paint = new SKPaint { Color = SKColors.Black, IsStroke = true, StrokeWidth = 0.1f };
        var from = bleed + 0.5f;
        foreach (var y in (float[])[trim.Top, trim.Bottom])
        {
            if (left) canvas.DrawLine(trim.Left - from - Length, y, trim.Left - from, y, paint);
            if (right) canvas.DrawLine(trim.Right + from, y, trim.Right + from + Length, y, paint);
        }
        foreach (var x in (float[])[trim.Left, trim.Right])
        {
            if (top) canvas.DrawLine(x, trim.Top - from - Length, x, trim.Top - from, paint);
            if (bottom) canvas.DrawLine(x, trim.Bottom + from, x, trim.Bottom + from + Length, paint);
        }
    }
}
