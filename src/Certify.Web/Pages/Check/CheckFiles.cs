using Certify.Web.Api;

namespace Certify.Web.Pages.Check;

/// <summary><c>/check/badge-check.js</c>, the ES module that other sites load too, and <c>/check/worker.js</c>, which keeps <c>/check</c> for the time without a network. Stable addresses.</summary>
public static class CheckFiles
{
    private const string Script = "text/javascript; charset=utf-8";
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static void MapCheckFiles(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/check/badge-check.js", Reading, (HttpContext http, IWebHostEnvironment site) => Module(http, site))
            .AllowAnonymous().RequireCors(VerifyEndpoints.PublicReads).ExcludeFromDescription();
        routes.MapMethods("/check/worker.js", Reading, (HttpContext http, IWebHostEnvironment site) => Worker(http, site))
            .AllowAnonymous().ExcludeFromDescription();
    }

    private static IResult Module(HttpContext http, IWebHostEnvironment site)
    {
        // A page elsewhere loads it: that is what it is for.
        http.Response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        http.Response.Headers.CacheControl = "public, max-age=3600";
        return File(site, "dist/badge-check.js");
    }

    private static IResult Worker(HttpContext http, IWebHostEnvironment site)
    {
        // It lies below /check and works for /check itself, and for nothing else.
        http.Response.Headers["Service-Worker-Allowed"] = "/check";
        http.Response.Headers.CacheControl = "no-cache";
        return File(site, "dist/check-worker.js");
    }

    private static IResult File(IWebHostEnvironment site, string path)
    {
        var file = site.WebRootFileProvider.GetFileInfo(path);
        return file.Exists ? Results.File(file.CreateReadStream(), Script, lastModified: file.LastModified) : Results.NotFound();
    }
}
