using System.Threading.RateLimiting;
using Certify.Badges;
using Certify.Badges.Open;
using Certify.Badges.Status;
using Certify.Web.Api;
using Certify.Web.Pages.Check;
using Certify.Web.Pages.Scan;
using Certify.Web.Security;
using Microsoft.AspNetCore.ResponseCompression;

namespace Certify.Web;

/// <summary>What everyone may open without a sign-in: the scan, the interface for checking, small and cacheable files.</summary>
public static class PublicSide
{
    /// <summary>Look-ups by number a minute from one address (of IPv6, from one /64). The check part of a number has a million forms: at this pace one is found in days, not minutes.</summary>
    public const int NumbersPerMinute = 300;

    /// <summary>Name of the rate limit on look-ups by number. Scans have none: a token can't be guessed, and a market hall shares one address.</summary>
    public const string NumberLimit = "numbers";

    public static void AddPublicSide(this IServiceCollection services)
    {
        services.AddSingleton<BadgeVerifier>().AddSingleton<ScanSheets>().AddSingleton<StatusLists>().AddSingleton<TestIssuer>().AddSingleton<OpenFiles>().AddSingleton<OpenSnapshots>();
        services.AddOpenApi("v1", Description.Configure);
        services.AddCors(cors => cors.AddPolicy(VerifyEndpoints.PublicReads, p => p.AllowAnyOrigin().WithMethods("GET", "HEAD").WithExposedHeaders("ETag", "Retry-After")));
        services.AddRateLimiter(limits =>
        {
            limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limits.AddPolicy(NumberLimit, http => RateLimitPartition.GetFixedWindowLimiter(
                TipGate.Network(http.Connection.RemoteIpAddress), _ => new FixedWindowRateLimiterOptions { PermitLimit = NumbersPerMinute, Window = TimeSpan.FromMinutes(1) }));
        });
        // Over HTTPS too: what is compressed below holds no secret that could be guessed from its length.
        services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true;
            // The entries of the public log.
            compression.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "application/octet-stream"];
        });
        services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = System.IO.Compression.CompressionLevel.Fastest);
        services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = System.IO.Compression.CompressionLevel.Fastest);
    }

    /// <summary>Sends public pages and the browser's files compressed. Pages behind the sign-in carry tokens beside what was typed and are left alone.</summary>
    public static void UsePublicFiles(this IApplicationBuilder app)
    {
        app.UseWhen(http => IsPlain(http.Request.Path), plain => plain.UseResponseCompression());
        app.UseStaticFiles(new StaticFileOptions
        {
            // An address with a version names one content for ever.
            OnPrepareResponse = file => file.Context.Response.Headers.CacheControl =
                file.Context.Request.Query.ContainsKey("v") ? "public, max-age=31536000, immutable" : "no-cache",
        });
    }

    public static void MapPublicSide(this IEndpointRouteBuilder app)
    {
        app.MapScan();
        app.MapVerify();
        app.MapStatusLists();
        app.MapCheckFiles();
        app.MapTestIssuer();
        app.MapOpenData();
        app.MapOpenApi().AllowAnonymous().RequireCors(VerifyEndpoints.PublicReads);
        // Without this, the fallback policy would ask for a sign-in at an address that does not exist.
        app.MapFallback("{**path}", http =>
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }).AllowAnonymous();
    }

    private static bool IsPlain(PathString path) =>
        path == "/" || path.StartsWithSegments("/log", StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments("/check", StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments("/developers", StringComparison.OrdinalIgnoreCase) || path == "/open-data" || path.StartsWithSegments("/shops", StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments("/dist", StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments("/openapi", StringComparison.OrdinalIgnoreCase);
}
