using System.Net;
using System.Text;
using SkiaSharp;

namespace Certify.Badges.Paper;

/// <summary>A drawing as SVG, in millimetres, with a title for those who do not see it.</summary>
internal static class SvgPicture
{
    public static byte[] Draw(float width, float height, string title, Action<SKCanvas> draw)
    {
        using var output = new MemoryStream();
        using (var canvas = SKSvgCanvas.Create(SKRect.Create(0, 0, width, height), output)) draw(canvas);
        var svg = Encoding.UTF8.GetString(output.ToArray());
        var open = svg.IndexOf("<svg", StringComparison.Ordinal);
        var body = svg.IndexOf('>', open) + 1;
        var end = svg.LastIndexOf("</svg>", StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(
            FormattableString.Invariant($"""<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" role="img" width="{width}mm" height="{height}mm" viewBox="0 0 {width} {height}"><title>""")
            + WebUtility.HtmlEncode(title) + "</title>" + svg[body..end].Replace("\n", "", StringComparison.Ordinal) + "</svg>");
    }
}
