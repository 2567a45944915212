using SkiaSharp;

namespace Certify.Badges.Paper;

/// <summary>
/// Draws a template on a canvas whose unit is the millimetre. The one drawing behind PDF, PNG and SVG.
/// Texts become outlines on demand, for a picture that must look the same where the font is not.
/// </summary>
internal sealed class PaperPainter(SKCanvas canvas, FontSet fonts, bool outlines)
{
    private readonly Typesetter typesetter = new(canvas, fonts, outlines);
    private string state = "jade";

    /// <param name="template"></param>
    /// <param name="face"></param>
    /// <param name="qr"></param>
    /// <param name="again">The same code stands elsewhere on the page: one path packs best then, since it is the same each time.</param>
    public void Draw(PaperTemplate template, BadgeFace face, QrModules? qr, bool again = false)
    {
        state = face.State.Colour;
        if (template.Background is { } background)
        {
            using var paint = Fill(background);
            canvas.DrawRect(-template.Bleed, -template.Bleed, template.Width + (2 * template.Bleed), template.Height + (2 * template.Bleed), paint);
        }
        foreach (var element in template.Elements)
        {
            switch (element)
            {
                case FieldElement field: Draw(template, field); break;
                case WallElement wall: Draw(wall); break;
                case CheckElement check: Draw(check, face.State.Mark); break;
                case LineElement line: Draw(line); break;
                case QrElement code when qr is not null: Draw(code, qr, again); break;
                case TextElement text: typesetter.Draw(text, face, Fill); break;
                case StackElement stack: typesetter.Draw(stack, face, Fill); break;
            }
        }
    }

    private void Draw(PaperTemplate template, FieldElement field)
    {
        using var paint = Fill(field.Colour);
        using var path = new SKPathBuilder();
        var over = template.Bleed;
        var along = field.Side == Side.Top ? template.Width : template.Height;
        foreach (var (at, across, first) in Battlements(along, field, over, field.Side == Side.Top ? -over : template.Width + over))
        {
            var point = field.Side == Side.Top ? new SKPoint(at, across) : new SKPoint(across, at);
            if (first) path.MoveTo(point);
            else path.LineTo(point);
        }
        path.Close();
        using var shape = path.Detach();
        canvas.DrawPath(shape, paint);
    }

    /// <summary>The outline of the field: the outer edge, then merlons and gaps of one width, with a merlon at both ends.</summary>
    private static IEnumerable<(float At, float Across, bool First)> Battlements(float along, FieldElement field, float over, float outer)
    {
        var unit = along / ((2 * field.Merlons) - 1);
        var inner = field.Side == Side.Top ? field.Until - field.Depth : field.Until + field.Depth;
        yield return (along + over, outer, true);
        yield return (-over, outer, false);
        for (var merlon = 0; merlon < field.Merlons; merlon++)
        {
            var from = merlon == 0 ? -over : merlon * 2 * unit;
            var to = merlon == field.Merlons - 1 ? along + over : ((merlon * 2) + 1) * unit;
            if (merlon > 0) yield return (Round(from), inner, false);
            yield return (Round(from), field.Until, false);
            yield return (Round(to), field.Until, false);
            if (merlon < field.Merlons - 1) yield return (Round(to), inner, false);
        }
    }

    private void Draw(WallElement wall)
    {
        using var paint = Stroke(wall.Colour, wall.Line);
        paint.StrokeJoin = SKStrokeJoin.Miter;
        using var path = new SKPathBuilder();
        var unit = wall.Width / ((2 * wall.Merlons) - 1);
        path.MoveTo(wall.X, wall.Y + wall.Depth);
        for (var i = 0; i < (2 * wall.Merlons) - 1; i++)
        {
            var y = i % 2 == 0 ? wall.Y + wall.Depth : wall.Y;
            path.LineTo(Round(wall.X + (i * unit)), y);
            path.LineTo(Round(wall.X + ((i + 1) * unit)), y);
        }
        using var shape = path.Detach();
        canvas.DrawPath(shape, paint);
    }

    private void Draw(CheckElement check, StateMark mark)
    {
        using var ring = Stroke(check.Ring, Round(check.Radius * 0.11f));
        using var circle = Circle(check.X, check.Y, Round(check.Radius * 0.945f));
        canvas.DrawPath(circle, ring);
        using var stroke = Stroke(check.Colour, check.Radius * 0.23f);
        stroke.StrokeCap = SKStrokeCap.Round;
        stroke.StrokeJoin = SKStrokeJoin.Round;
        using var path = new SKPathBuilder();
        var strokes = mark switch
        {
            StateMark.Check => Check,
            StateMark.Cross => Cross,
            _ => Exclamation,
        };
        foreach (var line in strokes)
        {
            for (var i = 0; i < line.Length; i++)
            {
                var point = new SKPoint(Round(check.X + (check.Radius * line[i].X)), Round(check.Y + (check.Radius * line[i].Y)));
                if (i == 0) path.MoveTo(point);
                else path.LineTo(point);
            }
        }
        using var shape = path.Detach();
        canvas.DrawPath(shape, stroke);
    }

    // Strokes in radii from the middle.
    private static readonly SKPoint[][] Check = [[new(-0.47f, 0.06f), new(-0.13f, 0.40f), new(0.50f, -0.36f)]];
    private static readonly SKPoint[][] Cross = [[new(-0.34f, -0.34f), new(0.34f, 0.34f)], [new(0.34f, -0.34f), new(-0.34f, 0.34f)]];
    private static readonly SKPoint[][] Exclamation = [[new(0, -0.48f), new(0, 0.12f)], [new(0, 0.47f), new(0, 0.48f)]];

    /// <summary>Four curves with short figures; the library's own circle takes 4 KB in a PDF.</summary>
    private static SKPath Circle(float x, float y, float radius)
    {
        var k = Round(radius * 0.5523f);
        using var path = new SKPathBuilder();
        path.MoveTo(x + radius, y);
        path.CubicTo(x + radius, y + k, x + k, y + radius, x, y + radius);
        path.CubicTo(x - k, y + radius, x - radius, y + k, x - radius, y);
        path.CubicTo(x - radius, y - k, x - k, y - radius, x, y - radius);
        path.CubicTo(x + k, y - radius, x + radius, y - k, x + radius, y);
        path.Close();
        return path.Detach();
    }

    private void Draw(LineElement line)
    {
        using var paint = Fill(line.Colour);
        canvas.DrawRect(line.X, line.Y, line.Width, line.Line, paint);
    }

    /// <summary>
    /// A row of modules is a row of strokes in coordinates of its own, so that rows are written alike and pack to half of what one path would take.
    /// Each stroke reaches a little into the rows above and below: without that, viewers show hairlines between rows.
    /// </summary>
    private void Draw(QrElement element, QrModules qr, bool whole)
    {
        using var paint = Stroke(element.Colour, 1 + RowOverlap);
        paint.StrokeCap = SKStrokeCap.Butt;
        var module = element.Size / qr.Size;
        foreach (var row in qr.Runs.GroupBy(run => whole ? 0 : run.Y))
        {
            using var path = new SKPathBuilder();
            foreach (var run in row)
            {
                path.MoveTo(run.X, run.Y - row.Key);
                path.LineTo(run.X + run.Length, run.Y - row.Key);
            }
            using var shape = path.Detach();
            canvas.Save();
            canvas.Translate(element.X, element.Y + ((row.Key + 0.5f) * module));
            canvas.Scale(module);
            canvas.SetMatrix(Short(canvas.TotalMatrix));
            canvas.DrawPath(shape, paint);
            canvas.Restore();
        }
    }

    /// <summary>The same place to a quarter of a device's dot, which takes fewer figures to write down.</summary>
    private static SKMatrix Short(SKMatrix at) => at with { TransX = MathF.Round(at.TransX * 4) / 4, TransY = MathF.Round(at.TransY * 4) / 4 };

    /// <summary>In modules; ink spreads by as much.</summary>
    private const float RowOverlap = 0.12f;

    private static float Round(float millimetres) => MathF.Round(millimetres, 3);

    private SKPaint Fill(string colour) => new() { Color = Colour(colour), IsAntialias = true };

    private SKPaint Stroke(string colour, float width) => new() { Color = Colour(colour), IsAntialias = true, IsStroke = true, StrokeWidth = width };

    private SKColor Colour(string name) => PaperColour.Of(name == PaperColour.State ? state : name);
}
