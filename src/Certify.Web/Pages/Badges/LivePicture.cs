using System.Security.Cryptography;
using Certify.Badges;
using Certify.Badges.Paper;
using Certify.Data;
using Certify.Web.Api;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace Certify.Web.Pages.Badges;

/// <summary><c>GET /badges/{number}.svg</c> and <c>.png</c>: a picture of the badge's live state for a shop's own site. Public; no cookie, cached for a minute.</summary>
public static class LivePicture
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static void MapLivePicture(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/badges/{number}.svg", Reading, (HttpContext http, string number, IDbContextFactory<CertifyDb> databases, BadgeVerifier verifier, BadgePress press, CertifyClock clock, CertifyOptions options) =>
            AnswerAsync(http, number, "image/svg+xml", databases, verifier, press.Svg, press.Live, clock, options)).AllowAnonymous().RequireCors(VerifyEndpoints.PublicReads).ExcludeFromDescription();
        routes.MapMethods("/badges/{number}.png", Reading, (HttpContext http, string number, IDbContextFactory<CertifyDb> databases, BadgeVerifier verifier, BadgePress press, CertifyClock clock, CertifyOptions options) =>
            AnswerAsync(http, number, "image/png", databases, verifier, press.Png, press.Live, clock, options)).AllowAnonymous().RequireCors(VerifyEndpoints.PublicReads).ExcludeFromDescription();
    }

    private static async Task<IResult> AnswerAsync(HttpContext http, string number, string type, IDbContextFactory<CertifyDb> databases, BadgeVerifier verifier,
        Func<PaperTemplate, BadgeFace, byte[]> draw, PaperTemplate live, CertifyClock clock, CertifyOptions options)
    {
        if (!BadgeNumber.TryParse(number, out var parsed))
            return Results.NotFound();
        var exact = parsed.ToString();
        await using var db = await databases.CreateDbContextAsync(http.RequestAborted);
        if (await db.Badges.AsNoTracking().FirstOrDefaultAsync(b => b.Number == exact, http.RequestAborted) is not { } badge)
            return Results.NotFound();
        // A picture must not say more than a scan does: nothing of what is not in the public log, or of a stolen key's making.
        if ((await verifier.FindAsync(exact)).Badge is null)
            return Results.NotFound();
        var state = badge.StateAt(clock.Now);
        http.Response.Headers.CacheControl = "public, max-age=60";
        // A page of another site shows it: that is what it is for.
        http.Response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData([.. badge.TokenHash, (byte)state]).AsSpan(..12))}\"");
        if (http.Request.GetTypedHeaders().IfNoneMatch.Any(asked => asked.Compare(tag, useStrongComparison: false)))
        {
            http.Response.Headers.ETag = tag.ToString();
            return Results.StatusCode(StatusCodes.Status304NotModified);
        }
        var face = BadgeFace.Of(badge, options) with { State = StateFace.Of(state) };
        return Results.File(draw(live, face), type, entityTag: tag);
    }
}
