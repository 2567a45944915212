using Certify.Badges;
using Certify.Badges.Paper;
using Certify.Data;
using Certify.Web.Security;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Badges;

/// <summary><c>GET /desk/badges/{number}/{template}.pdf</c> and <c>.png</c>: the paper of a valid badge, for the office, its inspector and its owner.</summary>
public static class BadgeFiles
{
    public static void MapBadgeFiles(this IEndpointRouteBuilder routes)
    {
        var policy = Access.PolicyOf(Access.PaperReaders);
        routes.MapGet("/desk/badges/{number}/{template}.pdf", (HttpContext http, string number, string template, CertifyDb db, BadgePress press, CertifyClock clock, CertifyOptions options, bool bleed = false) =>
            AnswerAsync(http, number, template, "pdf", "application/pdf", db, press, (paper, face) => press.Pdf(paper, face, bleed), clock, options)).RequireAuthorization(policy).ExcludeFromDescription();
        routes.MapGet("/desk/badges/{number}/{template}.png", (HttpContext http, string number, string template, CertifyDb db, BadgePress press, CertifyClock clock, CertifyOptions options) =>
            AnswerAsync(http, number, template, "png", "image/png", db, press, press.Png, clock, options)).RequireAuthorization(policy).ExcludeFromDescription();
    }

    private static async Task<IResult> AnswerAsync(HttpContext http, string number, string template, string ending, string type,
        CertifyDb db, BadgePress press, Func<PaperTemplate, BadgeFace, byte[]> draw, CertifyClock clock, CertifyOptions options)
    {
        if (!BadgeNumber.TryParse(number, out var parsed) || press.Paper(template) is not { } paper)
            return Results.NotFound();
        var exact = parsed.ToString();
        if (await db.BadgesOf(http.User).FirstOrDefaultAsync(b => b.Number == exact, http.RequestAborted) is not { } badge)
            return Results.NotFound();
        // Only a valid badge is printed; its page says why this one is not.
        if (badge.StateAt(clock.Now) != BadgeState.Valid)
            return Results.Redirect($"/desk/badges/{exact}");
        http.Response.Headers.CacheControl = "private, no-store";
        http.Response.Headers.ContentDisposition = $"inline; filename=\"{exact}-{template}.{ending}\"";
        return Results.Bytes(draw(paper, BadgeFace.Of(badge, options)), type);
    }
}
