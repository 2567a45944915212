using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Certify.Badges;
using Microsoft.Net.Http.Headers;

namespace Certify.Web.Api;

/// <summary>What a third party's program asks: is this badge real, and what is its state. Open to every origin, nobody is asked who they are.</summary>
public static class VerifyEndpoints
{
    private static readonly JsonSerializerOptions KeyJson = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static void MapVerify(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/verify/{**token}", (string? token, string? text, BadgeVerifier verifier, HttpContext http) => AnswerAsync(string.IsNullOrEmpty(token) ? text : token, verifier, http))
            .Public("verifyBadge", "Check a badge", "Checks what was scanned: the bare token in the path, or in `text` whatever the QR code held. Always 200; `status` says the rest. An answer from the records has an ETag: with If-None-Match, 304 says that it still holds.")
            .Produces<VerifyAnswer>().Produces(304);
        app.MapGet("/.well-known/jwks.json", Keys)
            .Public("keys", "Public keys", "The keys (RFC 7517) that sign badges, for checking without asking this service. `coseKid` is the key id that a token names, in hex.")
            .Produces<KeySet>(contentType: "application/jwk-set+json");
    }

    private static RouteHandlerBuilder Public(this RouteHandlerBuilder endpoint, string name, string summary, string description) =>
        endpoint.AllowAnonymous().RequireCors(PublicReads).WithName(name).WithTags("Public").WithSummary(summary).WithDescription(description);

    /// <summary>Name of the CORS policy: any page may read, none may send credentials.</summary>
    public const string PublicReads = "public-reads";

    private static async Task<IResult> AnswerAsync(string? text, BadgeVerifier verifier, HttpContext http) =>
        Answer(VerifyAnswer.Of(await verifier.ScanAsync(text)), http);

    /// <summary>
    /// An answer out of the records may be kept and asked for again with its tag: 304 says that at this moment it still holds. What nothing is known of is never kept.
    /// </summary>
    public static IResult Answer(VerifyAnswer answer, HttpContext http)
    {
        if (answer.Badge?.Number is null)
        {
            http.Response.Headers.CacheControl = "no-store";
            return TypedResults.Ok(answer);
        }
        var said = JsonSerializer.SerializeToUtf8Bytes(answer with { CheckedAt = default, AsOf = null }, KeyJson);
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(said)[..8])}\"", isWeak: true);
        http.Response.Headers.CacheControl = "no-cache";
        http.Response.Headers.ETag = tag.ToString();
        var same = http.Request.GetTypedHeaders().IfNoneMatch.Any(asked => asked.Compare(tag, useStrongComparison: false));
        return same ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : TypedResults.Ok(answer);
    }

    public static byte[] Write(KeySet keys) => JsonSerializer.SerializeToUtf8Bytes(keys, KeyJson);

    private static IResult Keys(KeyStore keys, HttpContext http)
    {
        var json = Write(KeySet.Of(keys));
        http.Response.Headers.CacheControl = "public, max-age=300";
        return TypedResults.Bytes(json, "application/jwk-set+json", entityTag: new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(json)[..8])}\""));
    }
}

/// <summary>The answer to one scan. <c>asOf</c> is the moment for which the status is known; <c>reason</c> says more of the unreadable and the forged.</summary>
public sealed record VerifyAnswer(ScanStatus Status, string? Reason, DateTimeOffset CheckedAt, DateTimeOffset? AsOf, string? Issuer, string? Kid, VerifiedBadge? Badge)
{
    public static VerifyAnswer Of(ScanAnswer answer) => new(
        answer.Status, answer.Reason, answer.CheckedAt, answer.AsOf, answer.Issuer, answer.Kid,
        answer.Badge is { } b ? new VerifiedBadge(b.Number, b.ShopName, b.RegisteredName, b.Address, b.IssuedOn, b.ValidUntil, b.Policy) : null);
}

/// <summary>What is public of a badge. Number, registered name and policy are null when only the token could be read.</summary>
public sealed record VerifiedBadge(string? Number, string ShopName, string? RegisteredName, string Address, DateOnly IssuedOn, DateOnly ValidUntil, int? Policy);
