using System.Security.Cryptography;
using Certify.Badges;
using Certify.Data;
using Certify.Log;
using Certify.Web.Api;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace Certify.Web.Pages.Log;

/// <summary>
/// The public log as C2SP tlog-tiles has it: <c>/log/checkpoint</c>, <c>/log/tile/…</c>, and <c>/log/vkey</c> to check the checkpoint with, <c>/log/proof/{number}</c>. Everyone may read
/// all of it, from any site.
/// </summary>
public static class LogFiles
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static void MapLog(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/log/checkpoint", Reading, CheckpointAsync).Public();
        app.MapMethods("/log/vkey", Reading, KeyAsync).Public();
        app.MapMethods("/log/proof/{**number}", Reading, ProofAsync).RequireRateLimiting(PublicSide.NumberLimit).Public();
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

    /// <summary>The proof that a badge's issue is logged: for whoever has the whole number.</summary>
    private static async Task<IResult> ProofAsync(string? number, HttpContext http, IDbContextFactory<CertifyDb> dbs, PublishedLog log, LogPublisher publisher, LogProofs proofs)
    {
        if (!BadgeNumber.TryParse(number, out var parsed))
            return Results.NotFound();
        var exact = parsed.ToString();
        await using var db = await dbs.CreateDbContextAsync(http.RequestAborted);
        if (await db.Badges.AsNoTracking().Where(b => b.Number == exact).Select(b => new { b.LeafIndex, b.Token }).FirstOrDefaultAsync(http.RequestAborted) is not { LeafIndex: { } index } badge)
            return Results.NotFound();
        if (!log.Covers(index))
            await publisher.BeforeAnswerAsync();
        if (!log.Holds(index, SHA256.HashData(BadgeToken.Payload(badge.Token))) || proofs.Of(index) is not { } proof)
            return Results.NotFound();
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["X-Robots-Tag"] = "noindex";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{exact}{LogProofs.Ending}\"";
        return Results.Bytes(System.Text.Encoding.UTF8.GetBytes(proof), "text/plain; charset=utf-8");
    }

    private static IResult Plain(string text)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        return Results.Bytes(bytes, "text/plain; charset=utf-8", entityTag: new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes)[..8])}\""));
    }
}
