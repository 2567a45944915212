using System.Security.Cryptography;
using Certify.Log;
using Certify.Web.Api;
using Microsoft.Net.Http.Headers;

namespace Certify.Web.Pages.Log;

/// <summary>
/// The public log as C2SP tlog-tiles has it: <c>/log/checkpoint</c>, <c>/log/tile/…</c>, and <c>/log/vkey</c> to check the checkpoint with. Everyone may read
/// all of it, from any site.
/// </summary>
public static class LogFiles
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static void MapLog(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/log/checkpoint", Reading, CheckpointAsync).Public();
        app.MapMethods("/log/vkey", Reading, KeyAsync).Public();
        app.MapMethods("/log/tile/{**tile}", Reading, Piece).Public();
    }

    private static void Public(this RouteHandlerBuilder endpoint) => endpoint.AllowAnonymous().RequireCors(VerifyEndpoints.PublicReads).ExcludeFromDescription();

    private static async Task<IResult> CheckpointAsync(HttpContext http, PublishedLog log, LogPublisher publisher)
    {
        // A log without entries has a head too; it is made when somebody first asks for it.
        if (log.Look() is null)
            await publisher.PublishAsync(begin: true, http.RequestAborted);
        if (log.Look() is not { Note: var note })
            return Results.NotFound();
        http.Response.Headers.CacheControl = "no-cache";
        return Plain(note);
    }

    private static async Task<IResult> KeyAsync(HttpContext http, LogKeys keys, LogPublisher publisher)
    {
        if (keys.Find() is null)
            await publisher.PublishAsync(begin: true, http.RequestAborted);
        if (keys.Find() is not { } key)
            return Results.NotFound();
        http.Response.Headers.CacheControl = "public, max-age=300";
        return Plain(key.Verifier.Line + "\n");
    }

    /// <summary>Only what the checkpoint covers: tiles that are written before it are nobody's business yet.</summary>
    private static IResult Piece(string? tile, HttpContext http, LogFolder folder, PublishedLog log)
    {
        if (!Tile.TryParse(tile, out var piece))
            return Results.NotFound();
        if (Tile.WidthIn(piece.Level, piece.Number, log.Size) < piece.Width)
            log.Look();
        if (Tile.WidthIn(piece.Level, piece.Number, log.Size) < piece.Width || folder.Read(piece) is not { } content)
            return Results.NotFound();
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return Results.Bytes(content, "application/octet-stream");
    }

    private static IResult Plain(string text)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        return Results.Bytes(bytes, "text/plain; charset=utf-8", entityTag: new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes)[..8])}\""));
    }
}
