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
        // A picture tells whether there is such a number, as a look-up does, and is limited with it.
        routes.MapMethods("/badges/{number}.svg", Reading, (HttpContext http, string number, IDbContextFactory<CertifyDb> databases, BadgeVerifier verifier, BadgePress press, CertifyClock clock, CertifyOptions options) =>
            AnswerAsync(http, number, "image/svg+xml", databases, verifier, press.Svg, press.Live, clock, options)).AllowAnonymous().RequireCors(VerifyEndpoints.PublicReads).RequireRateLimiting(PublicSide.NumberLimit).ExcludeFromDescription();
        routes.MapMethods("/badges/{number}.png", Reading, (HttpContext http, string number, IDbContextFactory<CertifyDb> databases, BadgeVerifier verifier, BadgePress press, CertifyClock clock, CertifyOptions options) =>
            AnswerAsync(http, number, "image/png", databases, verifier, press.Png, press.Live, clock, options)).AllowAnonymous().RequireCors(VerifyEndpoints.PublicReads).RequireRateLimiting(PublicSide.NumberLimit).ExcludeFromDescription();
    }

    private static async Task<IResult> AnswerAsync(HttpContext http, string number, string type, IDbContextFactory<CertifyDb> databases, BadgeVerifier verifier,
        Func<PaperTemplate, BadgeFace, byte[]> draw, PaperTemplate live, CertifyClock clock, CertifyOptions options)
    {
        if (!BadgeNumber.TryParse(number, out var parsed))
            return Results.NotFound();
        var exact = parsed.ToString();
        // A picture must not say more than a scan does: nothing of what is not in the public log, or of a stolen key's making.
        if (await verifier.FindAsync(exact) is { Badge: null } nothing)
            return nothing.Status == ScanStatus.Unconfirmed ? NotNow(http) : Results.NotFound();
        Badge badge;
        try
        {
            await using var db = await databases.CreateDbContextAsync(http.RequestAborted);
            badge = await db.Badges.AsNoTracking().FirstAsync(b => b.Number == exact, http.RequestAborted);
        }
        catch (Exception failure) when (failure.IsUnreachable())
        {
            return NotNow(http);
        }
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

    /// <summary>Its state can't be told just now: no picture, rather than one of a state that may have passed.</summary>
    private static IResult NotNow(HttpContext http)
    {
        http.Response.Headers.RetryAfter = "30";
        return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
    }
}
