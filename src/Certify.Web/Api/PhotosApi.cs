using System.Globalization;
using System.Text.Json;
using Certify.Accounts;
using Certify.Visits;
using Certify.Web.Security;
using Certify.Web.Text;
using Microsoft.OpenApi;

namespace Certify.Web.Api;

/// <summary>
/// <c>/api/v1/visits/{id}/photos/{photo}</c>: a photo of an own visit, in pieces, so that a network that breaks off costs one piece. <c>PUT</c> announces it and
/// says how much is here, <c>PATCH</c> puts a piece at <c>Upload-Offset</c>, <c>GET</c> says how far it is. The last piece makes it one of the visit's photos.
/// </summary>
public static class PhotosApi
{
    public const string Offset = "Upload-Offset";
    private const string Address = "/api/v1/visits/{id:guid}/photos/{photo:guid}";
    /// <summary>Bytes of an announcement: a few short fields.</summary>
    private const int BodyLimit = 4096;
    private static readonly string[] Subjects = [.. Enum.GetNames<PhotoSubject>().Select(JsonNamingPolicy.CamelCase.ConvertName)];

    /// <param name="Subject"><c>shopFront</c>, <c>measures</c>, <c>other</c>.</param>
    /// <param name="TakenAt">By the client's clock; may be left out.</param>
    /// <param name="SentAt">The client's clock now, by which <paramref name="TakenAt"/> is put right; may differ with each try.</param>
    /// <param name="Size">Bytes that will be sent.</param>
    /// <param name="Sha256">Of these bytes, 64 hexadecimal digits.</param>
    /// <param name="Sealed">The bytes are a box for the server's key, bound to <c>photo:{photo}:{user}</c>; else a JPEG, PNG or WebP file.</param>
    public sealed record Body(string? Subject, string? TakenAt, string? SentAt, long? Size, string? Sha256, bool? Sealed);

    /// <param name="Id"></param>
    /// <param name="Offset">Bytes that are here.</param>
    /// <param name="Size">Bytes in all.</param>
    /// <param name="Done">It is among the visit's photos.</param>
    public sealed record Answer(Guid Id, int Offset, int Size, bool Done);

    /// <summary>How the description shows a piece.</summary>
    internal static OpenApiRequestBody Piece => new()
    {
        Required = true,
        Description = $"At most {PhotoUpload.PieceLimit / 1024} KB, to be put at the offset that the header {Offset} says.",
        Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { ["application/octet-stream"] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } } },
    };

    public static void MapPhotos(this IEndpointRouteBuilder routes)
    {
        var photo = routes.MapGroup("").RequireAuthorization(Access.PolicyOf(Roles.Inspector)).DisableAntiforgery();
        photo.MapGet(Address, GetAsync).WithSummary("How much of a photo is here.")
            .Produces<Answer>().ProducesProblem(401).ProducesProblem(403).ProducesProblem(404);
        photo.MapPut(Address, PutAsync).WithSummary("Announces a photo of an own visit, or says how far it has come; the same photo again gets the same answer.")
            .Produces<Answer>(StatusCodes.Status201Created).Produces<Answer>()
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422);
        photo.MapPatch(Address, PatchAsync).WithSummary("Puts a piece of a photo where the last one ended; the last piece makes it one of the visit's photos.")
            .Produces<Answer>()
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422);
    }

    private static async Task<IResult> GetAsync(Guid id, Guid photo, HttpContext context, PhotoTransfer transfer, Words words) =>
        await transfer.ProgressAsync(id, photo, context.User.Actor(), context.RequestAborted) is { } progress
            ? Written(context, photo, progress) : words.Problem(StatusCodes.Status404NotFound, "photos.not_begun");

    private static async Task<IResult> PutAsync(Guid id, Guid photo, HttpContext context, PhotoTransfer transfer, CertifyClock clock, Words words, CertifyOptions options)
    {
        var (json, refused) = await JsonBody.ReadAsync(context, BodyLimit, words, options);
        if (json is null)
            return refused!;
        using var whole = json;
        if (Bound(json) is not { } body)
            return words.Problem(StatusCodes.Status400BadRequest, "api.malformed");
        var (claim, errors) = Read(body, clock.Now);
        if (claim is null || photo == Guid.Empty)
            return words.Problem(StatusCodes.Status422UnprocessableEntity, "photos.refused", errors);
        return Answered(context, photo, await transfer.BeginAsync(id, photo, claim, context.User.Actor(), context.RequestAborted), words, "photos.no_visit");
    }

    private static async Task<IResult> PatchAsync(Guid id, Guid photo, HttpContext context, PhotoTransfer transfer, Words words, CertifyOptions options)
    {
        if (!SameOrigin.Holds(context.Request, options))
            return words.Problem(StatusCodes.Status403Forbidden, "api.cross_site");
        if (context.Request.ContentType?.Split(';')[0].Trim() != "application/octet-stream")
            return words.Problem(StatusCodes.Status415UnsupportedMediaType, "photos.bytes_only");
        if (!long.TryParse(context.Request.Headers[Offset], NumberStyles.None, CultureInfo.InvariantCulture, out var offset))
            return words.Problem(StatusCodes.Status400BadRequest, new Refusal("photos.offset_missing"));
        if (await JsonBody.WholeAsync(context, PhotoUpload.PieceLimit) is not { } piece)
            return words.Problem(StatusCodes.Status413PayloadTooLarge, new Refusal("photos.piece_large", PhotoUpload.PieceLimit / 1024));
        return Answered(context, photo, await transfer.AppendAsync(id, photo, offset, piece, context.User.Actor(), context.RequestAborted), words, "photos.not_begun");
    }

    private static IResult Answered(HttpContext context, Guid photo, Result<PhotoProgress>? result, Words words, string missing)
    {
        if (result is null)
            return words.Problem(StatusCodes.Status404NotFound, missing);
        if (result.Value is { } progress)
            return Written(context, photo, progress);
        var refusal = result.Refusal!;
        if (refusal.Code == "photos.offset")
            context.Response.Headers[Offset] = Convert.ToString(refusal.Args[0], CultureInfo.InvariantCulture);
        return words.Problem(refusal.Code is "photos.offset" or "photos.conflict" ? StatusCodes.Status409Conflict : StatusCodes.Status422UnprocessableEntity, refusal);
    }

    private static IResult Written(HttpContext context, Guid photo, PhotoProgress progress)
    {
        context.Response.Headers[Offset] = progress.Offset.ToString(CultureInfo.InvariantCulture);
        context.Response.Headers.CacheControl = "no-store";
        return Results.Json(new Answer(photo, progress.Offset, progress.Size, progress.Done), statusCode: progress.IsNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private static Body? Bound(JsonDocument json)
    {
        try
        {
            return json.Deserialize<Body>(JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static (PhotoClaim? Claim, IReadOnlyList<FieldRefusal> Errors) Read(Body body, DateTimeOffset now)
    {
        var errors = new List<FieldRefusal>();
        var subject = Array.IndexOf(Subjects, body.Subject);
        if (subject < 0)
            errors.Add(new("subject", new("photos.subject_unknown", string.Join(", ", Subjects))));
        if (body.Size is not (> 0 and <= PhotoUpload.SizeLimit))
            errors.Add(new("size", new("photos.size_range", PhotoUpload.SizeLimit / 1024)));
        if (body.Sha256 is not { Length: 64 } hex || !hex.All(char.IsAsciiHexDigit))
            errors.Add(new("sha256", new("photos.sha256_form")));
        return errors.Count > 0 ? (null, errors)
            : (new(Enum.GetValues<PhotoSubject>()[subject], TakenAt(body, now), (int)body.Size!, Convert.FromHexString(body.Sha256!), body.Sealed == true), errors);
    }

    /// <summary>By the server's clock; null where the client did not say, or says what can't be.</summary>
    private static DateTimeOffset? TakenAt(Body body, DateTimeOffset now)
    {
        if (!Moment(body.TakenAt, out var taken) || !Moment(body.SentAt, out var sent) || taken > sent || sent - taken > TimeSpan.FromDays(30))
            return null;
        return CertifyClock.Cut(now - (sent - taken));
    }

    private static bool Moment(string? text, out DateTimeOffset moment) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out moment);
}
