using Certify.Accounts;
using Certify.Backups;
using Certify.Visits;
using Certify.Web.Pages.Desk.Visits;
using Certify.Web.Security;
using Certify.Web.Text;

namespace Certify.Web.Api;

/// <summary>What an inspector's laptop fetches by itself: the field pack, the server's sealing key, and the service worker of the desk.</summary>
public static class FieldApi
{
    public static void MapField(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/field-pack", PackAsync).RequireAuthorization(Access.PolicyOf(Roles.Inspector)).ExcludeFromDescription();
        routes.MapGet("/api/v1/sealing-key", (HttpContext context, VisitBox box, BackupMark backups) => Results.Json(new
        {
            user = context.User.Id(),
            key = System.Buffers.Text.Base64Url.EncodeToString(box.Public),
            backedUpAt = backups.Read(),
        })).RequireAuthorization(Access.PolicyOf(Roles.Inspector)).ExcludeFromDescription();
        routes.MapGet("/desk/manifest.webmanifest", (Words words) => Results.Json(Manifest(words), contentType: "application/manifest+json"))
            .RequireAuthorization(Access.PolicyOf(Roles.Inspector)).ExcludeFromDescription();
        routes.MapGet("/desk/worker.js", (HttpContext http, IWebHostEnvironment site) =>
        {
            // It lies below /desk and works for /desk itself too, and for nothing else.
            http.Response.Headers["Service-Worker-Allowed"] = "/desk";
            http.Response.Headers.CacheControl = "no-cache";
            return Results.File(site.WebRootFileProvider.GetFileInfo("dist/desk-worker.js").CreateReadStream(), "text/javascript; charset=utf-8");
        }).RequireAuthorization(Access.PolicyOf(Roles.Inspector)).ExcludeFromDescription();
    }

    /// <summary>Web app manifest (W3C): the desk stands on the laptop as a program of its own, and opens on the day's page.</summary>
    private static object Manifest(Words words) => new
    {
        id = "/desk",
        name = words["app.name"],
        short_name = words["field.title"],
        lang = Words.IsEnglish ? Words.English : Words.Chinese,
        start_url = "/desk/field",
        scope = "/desk",
        display = "standalone",
        background_color = "#fbfaf5",
        theme_color = "#0a6345",
        icons = new[] { new { src = "/dist/desk.svg", sizes = "any", type = "image/svg+xml", purpose = "any maskable" } },
    };

    private static async Task<IResult> PackAsync(HttpContext http, FieldPack pack)
    {
        http.Response.Headers.CacheControl = "no-store";
        // Kept as it comes: sealed on the laptop, it is opened and unpacked only when it is needed.
        return Results.Bytes(await pack.TakeAsync(http.User, http.RequestAborted), "application/gzip");
    }
}
