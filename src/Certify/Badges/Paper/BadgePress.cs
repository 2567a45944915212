using SkiaSharp;

namespace Certify.Badges.Paper;

/// <summary>
/// Makes the printed forms of a badge. The same input gives the same bytes. Safe for many threads; one for the whole process.
/// </summary>
public sealed class BadgePress(FontShelf fonts, IReadOnlyDictionary<string, PaperTemplate> templates)
{
    private const float PointsPerMillimetre = 72 / 25.4f;

    /// <summary>The resolution of the pictures, in dots an inch.</summary>
    public const int Dpi = 300;

    private const float DotsPerMillimetre = Dpi / 25.4f;

    /// <summary>Of one badge's PDF, so that it opens at once on a slow phone.</summary>
    public const int MaxBytes = 30 * 1024;

    /// <summary>Every template by its name.</summary>
    public IReadOnlyDictionary<string, PaperTemplate> Templates => templates;

    /// <summary>Those for paper, the largest first.</summary>
    public IReadOnlyList<PaperTemplate> Papers { get; } =
        [.. templates.Values.Where(t => !t.Live).OrderByDescending(t => t.Sheet is null).ThenByDescending(t => t.Width * t.Height).ThenBy(t => t.Name, StringComparer.Ordinal)];

    /// <summary>The picture of a badge's live state.</summary>
    public PaperTemplate Live => templates["live"];

    /// <summary>The paper of that name, or null: a name comes from an address.</summary>
    public PaperTemplate? Paper(string name) => templates.GetValueOrDefault(name) is { Live: false } paper ? paper : null;

    /// <summary>The characters of these badges that no font has: to be told before printing. They are left out, never printed as a box.</summary>
    public IReadOnlyList<string> Missing(IEnumerable<BadgeFace> faces) => fonts.Missing(string.Concat(faces.Select(face => face.Words)));

    /// <summary>One page a badge (or a sheet's worth of them), in that order, as one PDF. Nothing is held but the fonts, however many there are. With bleed and crop marks on demand, for a print shop.</summary>
    public void WritePdf(Stream output, PaperTemplate template, IReadOnlyCollection<BadgeFace> faces, bool withBleed = false) =>
        Write(output, template, faces, withBleed, coarser: 1);

    private void Write(Stream output, PaperTemplate template, IReadOnlyCollection<BadgeFace> faces, bool withBleed, float coarser)
    {
        var first = faces.First();
        var drawn = Drawn(template);
        using var set = new FontSet(fonts, faces.SelectMany(face => PaperTexts.Of(drawn, face)).Select(t => t with { Size = t.Size / coarser }));
        // A fixed time, or the same badge would be another file each time.
        var day = new DateTime(faces.Max(face => face.IssuedOn), TimeOnly.MinValue, DateTimeKind.Utc);
        using var pdf = SKDocument.CreatePdf(output, new SKDocumentPdfMetadata
        {
            Title = faces.Count == 1 ? $"{first.Number} {first.ShopName}" : $"{first.Number} … ({faces.Count})",
            Author = first.Issuer,
            Subject = "全员接种示范场所",
            Producer = "Certify",
            Creation = day,
            Modified = day,
            RasterDpi = Dpi, // page sizes are rounded to this
            EncodingQuality = 101,
        });
        var margin = withBleed && template.Bleed > 0 ? template.Bleed + CropMarks.Room : 0;
        foreach (var page in faces.Chunk(template.Sheet is { } sheet ? sheet.Columns * sheet.Rows : 1))
        {
            var canvas = pdf.BeginPage((template.Width + (2 * margin)) * PointsPerMillimetre, (template.Height + (2 * margin)) * PointsPerMillimetre);
            canvas.Scale(PointsPerMillimetre);
            canvas.Translate(margin, margin);
            DrawPage(canvas, template, page, set, outlines: false);
            if (margin > 0) CropMarks.Draw(canvas, SKRect.Create(0, 0, template.Width, template.Height), template.Bleed);
            pdf.EndPage();
        }
        pdf.Close();
    }

    /// <summary>
    /// One badge's paper, <see cref="MaxBytes"/> at most: where name and address have so many characters that it would be more, outlines are drawn half as fine.
    /// Coarser than that looks broken, so beyond some 60 characters each, none twice, it is more.
    /// </summary>
    public byte[] Pdf(PaperTemplate template, BadgeFace face, bool withBleed = false)
    {
        var fine = Made(1);
        return fine.Length <= MaxBytes ? fine : Made(2);

        byte[] Made(float coarser)
        {
            using var output = new MemoryStream(32 * 1024);
            Write(output, template, Repeated(template, face), withBleed, coarser);
            return output.ToArray();
        }
    }

    /// <summary>A picture of the trimmed paper at <see cref="Dpi"/>, for chats and browsers that open no PDF.</summary>
    public byte[] Png(PaperTemplate template, BadgeFace face)
    {
        using var set = new FontSet(fonts, PaperTexts.Of(Drawn(template), face));
        var info = new SKImageInfo((int)MathF.Round(template.Width * DotsPerMillimetre), (int)MathF.Round(template.Height * DotsPerMillimetre), SKColorType.Rgb888x, SKAlphaType.Opaque);
        using var surface = SKSurface.Create(info);
        surface.Canvas.Clear(SKColors.White);
        surface.Canvas.Scale(DotsPerMillimetre);
        DrawPage(surface.Canvas, template, [.. Repeated(template, face)], set, outlines: false);
        using var pixels = surface.PeekPixels();
        using var png = pixels.Encode(new SKPngEncoderOptions(SKPngEncoderFilterFlags.Sub, 6)) ?? throw new InvalidOperationException("the picture cannot be encoded");
        return PngResolution.Set(png.ToArray(), Dpi);
    }

    /// <summary>The same as a vector picture. Its texts are outlines; number and name stand in its title.</summary>
    public byte[] Svg(PaperTemplate template, BadgeFace face)
    {
        using var set = new FontSet(fonts, PaperTexts.Of(Drawn(template), face));
        return SvgPicture.Draw(template.Width, template.Height, $"{face.Number} {face.ShopName}",
            canvas => DrawPage(canvas, template, [.. Repeated(template, face)], set, outlines: true));
    }

    private PaperTemplate Drawn(PaperTemplate template) => template.Sheet is { } sheet ? templates[sheet.Of] : template;

    /// <summary>A sheet of one badge is full of that badge.</summary>
    private static BadgeFace[] Repeated(PaperTemplate template, BadgeFace face) =>
        template.Sheet is { } sheet ? [.. Enumerable.Repeat(face, sheet.Columns * sheet.Rows)] : [face];

    private void DrawPage(SKCanvas canvas, PaperTemplate template, BadgeFace[] faces, FontSet set, bool outlines)
    {
        var painter = new PaperPainter(canvas, set, outlines);
        if (template.Sheet is not { } sheet)
        {
            painter.Draw(template, faces[0], template.Live ? null : QrModules.Of(faces[0].QrText));
            return;
        }
        var one = templates[sheet.Of];
        var left = (template.Width - ((sheet.Columns * (one.Width + sheet.Gap)) - sheet.Gap)) / 2;
        var top = (template.Height - ((sheet.Rows * (one.Height + sheet.Gap)) - sheet.Gap)) / 2;
        var qr = QrModules.Of(faces[0].QrText);
        for (var i = 0; i < faces.Length; i++)
        {
            if (i > 0 && !ReferenceEquals(faces[i], faces[i - 1])) qr = QrModules.Of(faces[i].QrText);
            var cell = SKRect.Create(left + (i % sheet.Columns * (one.Width + sheet.Gap)), top + (i / sheet.Columns * (one.Height + sheet.Gap)), one.Width, one.Height);
            var bleed = Math.Min(one.Bleed, sheet.Gap / 2);
            canvas.Save();
            canvas.ClipRect(SKRect.Inflate(cell, bleed, bleed));
            canvas.Translate(cell.Left, cell.Top);
            painter.Draw(one, faces[i], qr, again: faces.Length > 1 && ReferenceEquals(faces[0], faces[^1]));
            canvas.Restore();
            CropMarks.DrawOuter(canvas, cell, bleed, i % sheet.Columns == 0, i % sheet.Columns == sheet.Columns - 1, i / sheet.Columns == 0, i / sheet.Columns == sheet.Rows - 1);
        }
    }
}
