using SkiaSharp;

namespace Certify.Badges.Paper;

/// <summary>What a template must keep beyond its shape: nothing near the trim, a QR code that a camera can read, odd battlements, fields and colours that exist.</summary>
internal static class TemplateCheck
{
    /// <summary>Each fault with the index of its element, or -1 for the template as a whole.</summary>
    public static IEnumerable<(int Element, string Fault)> Faults(PaperTemplate template)
    {
        if (template.Width is < 20 or > 1000 || template.Height is < 20 or > 1000) yield return (-1, "\"width\" and \"height\" are millimetres, from 20 to 1000");
        if (template.Bleed is < 0 or > 10 || template.Safe is < 0 or > 30) yield return (-1, "\"bleed\" is 0 to 10 mm, \"safe\" 0 to 30 mm");
        if (template.Background is { } background && !PaperColour.Exists(background)) yield return (-1, NoColour(background));
        if (template.Sheet is null == (template.Elements.Count == 0)) yield return (-1, "either \"elements\" or \"sheet\" is needed");
        if (template.Sheet is { } sheet && (sheet.Columns is < 1 or > 20 || sheet.Rows is < 1 or > 40 || sheet.Gap is < 0 or > 20))
            yield return (-1, "a sheet has 1 to 20 columns, 1 to 40 rows, and a gap of 0 to 20 mm");
        for (var i = 0; i < template.Elements.Count; i++)
        {
            foreach (var fault in Faults(template, template.Elements[i])) yield return (i, fault);
        }
    }

    private static IEnumerable<string> Faults(PaperTemplate template, PaperElement element) => element switch
    {
        FieldElement field => [.. Battlements(field.Merlons), .. Colours(field.Colour)],
        WallElement wall => [.. Battlements(wall.Merlons), .. Colours(wall.Colour), .. Inside(template, wall.X, wall.Y, wall.Width, wall.Depth)],
        CheckElement check => [.. Colours(check.Colour, check.Ring), .. Inside(template, check.X - check.Radius, check.Y - check.Radius, 2 * check.Radius, 2 * check.Radius)],
        LineElement line => [.. Colours(line.Colour), .. Inside(template, line.X, line.Y, line.Width, line.Line)],
        QrElement qr => [.. Colours(qr.Colour), .. Readable(template, qr.Size), .. Inside(template, qr.X, qr.Y, qr.Size, qr.Size)],
        TextElement text => [.. Style(text.Text), .. Inside(template, text.X, text.Y - (text.Text.Size * 0.88f), text.Width, text.Text.Size)],
        StackElement stack => [.. stack.Texts.SelectMany(Style), .. Inside(template, stack.X, stack.Y, stack.Width, stack.Height)],
        _ => [],
    };

    private static IEnumerable<string> Battlements(int merlons)
    {
        if (merlons % 2 == 0 || merlons is < 3 or > 99) yield return "\"merlons\" must be an odd number from 3 to 99";
    }

    private static IEnumerable<string> Colours(params string[] names) => names.Where(name => !PaperColour.Exists(name)).Select(NoColour);

    private static string NoColour(string name) => $"there is no colour \"{name}\": use {PaperColour.Names}, or #RRGGBB";

    private static IEnumerable<string> Inside(PaperTemplate template, float x, float y, float width, float height)
    {
        var safe = SKRect.Create(0, 0, template.Width, template.Height);
        safe.Inflate(-template.Safe + 0.01f, -template.Safe + 0.01f);
        if (width <= 0 || height <= 0) yield return "its size must be more than nothing";
        else if (!safe.Contains(SKRect.Create(x, y, width, height)))
            yield return $"it lies within {template.Safe} mm of the trim (\"safe\"), where it may be cut off";
    }

    /// <summary>About 0.85 mm a module at half a metre for a sign, 0.5 mm at 30 cm for a card.</summary>
    private static IEnumerable<string> Readable(PaperTemplate template, float size)
    {
        var least = Math.Min(template.Width, template.Height) switch { >= 148 => 75, >= 105 => 55, _ => 40 };
        if (size < least) yield return $"a QR code on this paper needs {least} mm at least to be read from where people stand";
    }

    private static IEnumerable<string> Style(TextStyle style)
    {
        if (BadgeFace.UnknownField(style.Say) is { } field) yield return $"there is no field {field}";
        if (!FontShelf.Weights.Contains(style.Weight)) yield return $"\"weight\" is one of {string.Join(", ", FontShelf.Weights)}";
        if (style.Size is < 1 or > 200 || style.Min > style.Size) yield return "\"size\" is 1 to 200 mm, \"min\" not more than that";
        if (style.Lines is < 1 or > 6) yield return "\"lines\" is 1 to 6";
        if (!PaperColour.Exists(style.Colour)) yield return NoColour(style.Colour);
    }
}
