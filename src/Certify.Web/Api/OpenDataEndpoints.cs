using System.IO.Compression;
using Certify.Badges.Open;
using Certify.Data;
using Microsoft.Net.Http.Headers;

namespace Certify.Web.Api;

/// <summary><c>/open-data/badges.csv</c>, <c>.json</c>, <c>.geojson</c>: the valid badges, live; and those of a day, <c>/open-data/2021-08-09/badges.csv</c>.</summary>
public static class OpenDataEndpoints
{
    private const string Formats = "{format:regex(^(csv|json|geojson)$)}";
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static void MapOpenData(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/open-data/badges." + Formats, Reading, LiveAsync).AllowAnonymous().RequireCors(VerifyEndpoints.PublicReads)
            .WithName("openData").WithTags("Public").WithSummary("Open data: the badges that are valid now")
            .WithDescription("CSV, JSON or GeoJSON (WGS-84); no persons. At most a minute old; ask again with If-None-Match.")
            .Produces<string>(200, "text/csv", "application/json", "application/geo+json").ProducesProblem(503);
        app.MapMethods("/open-data/{day}/badges." + Formats, Reading, Daily).AllowAnonymous().RequireCors(VerifyEndpoints.PublicReads)
            .WithName("openDataOfDay").WithTags("Public").WithSummary("Open data: the badges that were valid on a day")
            .WithDescription($"As it stood early on that day, e.g. /open-data/2021-08-09/badges.csv; kept for {OpenSnapshots.KeptDays} days.")
            .Produces<string>(200, "text/csv", "application/json", "application/geo+json").ProducesProblem(404);
    }

    private static async Task<IResult> LiveAsync(string format, OpenFiles files, HttpContext http)
    {
        var form = OpenFormat.Find(format)!;
        try
        {
            var file = await files.LiveAsync(form, http.RequestAborted);
            http.Response.Headers.CacheControl = "public, max-age=60";
            return Results.File(new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 64 * 1024, useAsync: true),
                form.MediaType, lastModified: file.MadeAt, entityTag: new EntityTagHeaderValue($"\"{file.Tag}\""));
        }
        catch (Exception failure) when (failure.IsUnreachable())
        {
            http.Response.Headers.RetryAfter = "30";
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static IResult Daily(string day, string format, OpenSnapshots snapshots, HttpContext http)
    {
        var form = OpenFormat.Find(format)!;
        if (OpenSnapshots.Parse(day) is not { } date || snapshots.Find(date, form) is not { } path)
            return Results.NotFound();
        // What a day said doesn't change any more.
        http.Response.Headers.CacheControl = "public, max-age=86400, immutable";
        http.Response.Headers.Vary = "Accept-Encoding";
        var packed = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 64 * 1024, useAsync: true);
        var tag = $"{date:yyyy-MM-dd}-{form.Name}";
        if (!http.Request.GetTypedHeaders().AcceptEncoding.Any(a => a.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase) && a.Quality is null or > 0))
            return Results.File(new GZipStream(packed, CompressionMode.Decompress), form.MediaType, entityTag: new EntityTagHeaderValue($"\"{tag}\""));
        http.Response.Headers.ContentEncoding = "gzip";
        return Results.File(packed, form.MediaType, entityTag: new EntityTagHeaderValue($"\"{tag}-gzip\""));
    }
}
