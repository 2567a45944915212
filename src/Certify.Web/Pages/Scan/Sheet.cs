using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;

namespace Certify.Web.Pages.Scan;

/// <summary>What changes from badge to badge on a page that is otherwise the same for all of one answer.</summary>
public enum Hole { ShopName, Address, RegisteredName, Number, IssuedOn, ValidUntil, CheckedAt, AsOf, Newer, Typed, Scanned }

/// <summary>A page that Razor rendered once, cut at its holes. Filling it for a reader costs a few copies; every value is encoded here.</summary>
public sealed partial class Sheet
{
    private readonly (byte[] Text, int Hole)[] parts;
    private readonly HtmlEncoder encoder;
    private readonly int fixedLength;

    public Sheet(string html, HtmlEncoder encoder)
    {
        this.encoder = encoder;
        // Split keeps the names between the texts: text, name, text, name, text.
        var pieces = Marks().Split(html);
        parts = [.. pieces.Chunk(2).Select(p => (Encoding.UTF8.GetBytes(p[0]), p.Length == 2 ? (int)Enum.Parse<Hole>(p[1]) : -1))];
        fixedLength = parts.Sum(p => p.Text.Length);
    }

    /// <summary>Where a value goes, in the Razor source.</summary>
    public static string Mark(Hole hole) => $"[[{hole}]]";

    /// <summary>Writes the page with a length, so that nothing is chunked. <paramref name="values"/> stand in the order of <see cref="Hole"/>.</summary>
    public async Task WriteAsync(HttpResponse response, string?[] values)
    {
        for (var i = 0; i < values.Length; i++)
            values[i] = values[i] is { } value ? encoder.Encode(value) : null;
        var length = fixedLength;
        foreach (var (_, hole) in parts)
            length += hole < 0 ? 0 : Encoding.UTF8.GetByteCount(values[hole] ?? "");
        response.ContentLength = length;
        if (HttpMethods.IsHead(response.HttpContext.Request.Method))
            return;
        await response.StartAsync();
        Fill(response.BodyWriter, length, values);
        await response.BodyWriter.FlushAsync();
    }

    private void Fill(IBufferWriter<byte> to, int length, string?[] values)
    {
        var span = to.GetSpan(length);
        var at = 0;
        foreach (var (text, hole) in parts)
        {
            text.CopyTo(span[at..]);
            at += text.Length;
            if (hole >= 0)
                at += Encoding.UTF8.GetBytes(values[hole] ?? "", span[at..]);
        }
        to.Advance(at);
    }

    [GeneratedRegex(@"\[\[([A-Za-z]+)\]\]")]
    private static partial Regex Marks();
}
