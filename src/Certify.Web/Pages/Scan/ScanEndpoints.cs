using Certify.Badges;
using Certify.Web.Security;
using Certify.Web.Text;

namespace Certify.Web.Pages.Scan;

/// <summary>
/// The public answer to a scan (<c>/V/{token}</c>) and to a typed number (<c>/b/{number}</c>). A scan is answered before files, routing and sign-in are even
/// asked: no cookie, no session, nothing written. Whatever stands in the address gets an answer: 404 for what can't be read or isn't known, 200 for the rest.
/// </summary>
public static class ScanEndpoints
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];
    private static readonly PathString Scans = "/v";

    public static void UseScan(this IApplicationBuilder app)
    {
        app.Use(next =>
        {
            var services = app.ApplicationServices;
            var (verifier, sheets, words) = (services.GetRequiredService<BadgeVerifier>(), services.GetRequiredService<ScanSheets>(), services.GetRequiredService<Words>());
            return http => http.Request.Path.StartsWithSegments(Scans, StringComparison.OrdinalIgnoreCase, out var token) && Reading.Contains(http.Request.Method, StringComparer.Ordinal)
                ? ScanAsync(http, token.Value!.TrimStart('/'), verifier, sheets, words) : next(http);
        });
    }

    public static void MapScan(this IEndpointRouteBuilder app) =>
        app.MapMethods("/b/{**number}", Reading, Find).AllowAnonymous().ExcludeFromDescription().RequireRateLimiting(PublicSide.NumberLimit);

    private static async Task ScanAsync(HttpContext http, string token, BadgeVerifier verifier, ScanSheets sheets, Words words) =>
        await AnswerAsync(http, sheets, words, await verifier.ScanAsync(token), token, typed: null);

    private static async Task Find(HttpContext http, BadgeVerifier verifier, ScanSheets sheets, Words words)
    {
        var typed = http.Request.RouteValues["number"] as string is { Length: > 0 } inPath ? inPath : http.Request.Query["number"].ToString();
        await AnswerAsync(http, sheets, words, await verifier.FindAsync(typed), scanned: null, typed);
    }

    private static async Task AnswerAsync(HttpContext http, ScanSheets sheets, Words words, ScanAnswer answer, string? scanned, string? typed)
    {
        var (language, asked) = Languages.Of(http.Request);
        Languages.Speak(language);
        var badge = answer.Badge;
        var sheet = await sheets.For(ScanForm.Of(answer, typed is not null, asked));
        var values = new string?[Enum.GetValues<Hole>().Length];
        values[(int)Hole.CheckedAt] = words.Moment(answer.CheckedAt);
        values[(int)Hole.Typed] = typed is { Length: > 64 } ? typed[..64] + "…" : typed;
        // What a tip carries on: a token whole, other text its beginning.
        values[(int)Hole.Scanned] = scanned is { Length: > BadgeToken.MaxCharacters } ? scanned[..100] : scanned;
        if (badge is not null)
        {
            values[(int)Hole.ShopName] = badge.ShopName;
            values[(int)Hole.Address] = badge.Address;
            values[(int)Hole.RegisteredName] = badge.RegisteredName;
            values[(int)Hole.Number] = badge.Number;
            values[(int)Hole.IssuedOn] = Words.Day(badge.IssuedOn);
            values[(int)Hole.ValidUntil] = Words.Day(badge.ValidUntil);
            values[(int)Hole.Newer] = badge.NewerNumber;
            values[(int)Hole.AsOf] = answer.AsOf is { } asOf ? words.Moment(asOf) : null;
        }
        var response = http.Response;
        response.StatusCode = answer.Status is ScanStatus.Unreadable or ScanStatus.Unknown ? StatusCodes.Status404NotFound : StatusCodes.Status200OK;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Robots-Tag"] = "noindex";
        response.Headers.ContentLanguage = language;
        response.Headers.Vary = "Accept-Language";
        await sheet.WriteAsync(response, values);
    }
}
