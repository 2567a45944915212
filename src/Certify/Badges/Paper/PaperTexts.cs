namespace Certify.Badges.Paper;

/// <summary>What will be written on a sheet.</summary>
internal static class PaperTexts
{
    /// <summary>Every text that will be drawn and a size in millimetres that it doesn't exceed, so that the fonts can be cut to it before.</summary>
    public static IEnumerable<(string Text, int Weight, float Size)> Of(PaperTemplate template, BadgeFace face)
    {
        foreach (var (style, width) in template.Elements.SelectMany(Styles))
        {
            var text = face.Fill(style.Say);
            yield return (text, style.Weight, TextFit.LargestSize(text, style, width));
            if (style.Say.Contains('{') && text.Length > 12) yield return ("…", style.Weight, style.Size);
        }

        static IEnumerable<(TextStyle Style, float Width)> Styles(PaperElement element) => element switch
        {
            TextElement text => [(text.Text, text.Width)],
            StackElement stack => stack.Texts.Select(style => (style, stack.Width)),
            _ => [],
        };
    }
}
