using SkiaSharp;

namespace Certify.Badges.Paper;

/// <summary>Sets the texts of a template: fills, fits, places and draws them, as text or as outlines.</summary>
internal sealed class Typesetter(SKCanvas canvas, FontSet fonts, bool outlines)
{
    private const float LineHeight = 1.28f;

    /// <summary>Where a base line stands in a character's square, from its upper edge.</summary>
    private const float Ascent = 0.88f;

    public void Draw(TextElement element, BadgeFace face, Func<string, SKPaint> fill)
    {
        var text = face.Fill(element.Text.Say);
        if (text.Length == 0) return;
        var fitted = Fit(element.Text, text, element.Width, 1);
        var y = element.Y;
        foreach (var line in fitted.Lines)
        {
            Draw(line, element.Text, fitted.Size, element.X, y, element.Width, fill);
            y += fitted.Size * LineHeight;
        }
    }

    public void Draw(StackElement stack, BadgeFace face, Func<string, SKPaint> fill)
    {
        var texts = stack.Texts.Select(style => (Style: style, Text: face.Fill(style.Say))).Where(t => t.Text.Length > 0).ToList();
        for (var scale = 1f; ; scale *= 0.95f)
        {
            var fitted = texts.ConvertAll(t => Fit(t.Style, t.Text, stack.Width, scale));
            var height = fitted.Sum(f => f.Lines.Count * f.Size * LineHeight) + (stack.Gap * Math.Max(0, fitted.Count - 1));
            if (height > stack.Height && scale > 0.3f) continue;
            var y = stack.Y + ((stack.Height - height) / 2);
            for (var i = 0; i < fitted.Count; i++)
            {
                foreach (var line in fitted[i].Lines)
                {
                    Draw(line, texts[i].Style, fitted[i].Size, stack.X, y + (fitted[i].Size * (((LineHeight - 1) / 2) + Ascent)), stack.Width, fill);
                    y += fitted[i].Size * LineHeight;
                }
                y += stack.Gap;
            }
            return;
        }
    }

    private FittedText Fit(TextStyle style, string text, float width, float scale)
    {
        var isFixed = ReferenceEquals(style.Say, text);
        if (isFixed && fonts.Fixed.TryGetValue((style, width, scale), out var known)) return known;
        var fitted = TextFit.Fit(fonts, text, style.Weight, style.Size * scale, (style.Min ?? style.Size / 2) * scale, width, style.Lines, style.Spacing);
        if (isFixed) fonts.Fixed[(style, width, scale)] = fitted;
        return fitted;
    }

    private void Draw(ShapedText line, TextStyle style, float size, float x, float baseline, float width, Func<string, SKPaint> fill)
    {
        var left = Round(style.Align switch
        {
            Align.Centre => x + ((width - (line.Width * size)) / 2),
            Align.Right => x + width - (line.Width * size),
            _ => x,
        });
        using var paint = fill(style.Colour);
        foreach (var run in line.Runs)
        {
            using var font = new SKFont(run.Typeface, Round(size)) { Subpixel = true, Hinting = SKFontHinting.None, LinearMetrics = true };
            var points = Place(run, Round(size), style.Spacing);
            canvas.Save();
            canvas.Translate(Round(left + (run.Start * size)), Round(baseline));
            if (outlines) DrawOutlines(run, font, points, paint);
            else DrawGlyphs(run, font, points, paint);
            canvas.Restore();
        }
    }

    /// <summary>
    /// Positions from the run's own origin, summed up as the PDF writer sums them: where both agree to the last bit it writes a line of text as one
    /// string, otherwise as one command a glyph.
    /// </summary>
    private static SKPoint[] Place(GlyphRun run, float size, float spacing)
    {
        var points = new SKPoint[run.Glyphs.Length];
        var scale = size / run.UnitsPerEm;
        var x = 0f;
        for (var i = 0; i < points.Length; i++)
        {
            points[i] = run.Offsets is { } offsets ? new SKPoint(x + (offsets[i].X * size), offsets[i].Y * size) : new SKPoint(x, 0);
            x += scale * run.Advances[i];
            if (run.Advances[i] > 0 && spacing > 0) x += spacing * size;
        }
        return points;
    }

    private void DrawGlyphs(GlyphRun run, SKFont font, SKPoint[] points, SKPaint paint)
    {
        using var builder = new SKTextBlobBuilder();
        builder.AddPositionedRun(run.Glyphs, font, points);
        using var blob = builder.Build();
        if (blob is not null) canvas.DrawText(blob, 0, 0, paint);
    }

    private void DrawOutlines(GlyphRun run, SKFont font, SKPoint[] points, SKPaint paint)
    {
        using var whole = new SKPathBuilder();
        for (var i = 0; i < run.Glyphs.Length; i++)
        {
            using var glyph = font.GetGlyphPath(run.Glyphs[i]);
            if (glyph is not null) whole.AddPath(glyph, points[i].X, points[i].Y, SKPathAddMode.Append);
        }
        using var shape = whole.Detach();
        canvas.DrawPath(shape, paint);
    }

    private static float Round(float millimetres) => MathF.Round(millimetres, 3);
}
