using System.Text.Json;
using Certify.Web.Text;

namespace Certify.Web.Api;

/// <summary>What every address that takes JSON from the desk begins with: the same origin, JSON, no more than it takes, and whole.</summary>
public static class JsonBody
{
    /// <param name="context"></param>
    /// <param name="limit">Bytes; never more than that is read.</param>
    /// <param name="words"></param>
    /// <param name="options"></param>
    /// <returns>The body, to be disposed of, or what to answer instead: 403, 415, 413 or 400.</returns>
    public static async Task<(JsonDocument? Json, IResult? Refused)> ReadAsync(HttpContext context, int limit, Words words, CertifyOptions options)
    {
        if (!SameOrigin.Holds(context.Request, options))
            return (null, words.Problem(StatusCodes.Status403Forbidden, "api.cross_site"));
        if (!context.Request.HasJsonContentType())
            return (null, words.Problem(StatusCodes.Status415UnsupportedMediaType, "api.json_only"));
        if (await WholeAsync(context, limit) is not { } body)
            return (null, words.Problem(StatusCodes.Status413PayloadTooLarge, new Refusal("api.too_large", limit < 1 << 20 ? $"{limit >> 10} KB" : $"{limit >> 20} MB")));
        return Parse(body) is { } json ? (json, null) : (null, words.Problem(StatusCodes.Status400BadRequest, "api.malformed"));
    }

    public static JsonDocument? Parse(byte[] body)
    {
        try
        {
            return JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 16 });
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The whole body, or null where it is over the limit; never more than the limit is read.</summary>
    public static async Task<byte[]?> WholeAsync(HttpContext context, int limit)
    {
        if (context.Request.ContentLength > limit)
            return null;
        using var body = new MemoryStream();
        var part = new byte[16 * 1024];
        for (int read; (read = await context.Request.Body.ReadAsync(part, context.RequestAborted)) > 0;)
        {
            if (body.Length + read > limit)
                return null;
            body.Write(part, 0, read);
        }
        return body.ToArray();
    }
}
