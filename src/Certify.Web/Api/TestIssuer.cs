using System.Buffers.Text;
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text.Json;
using Certify.Badges;
using Certify.Badges.Status;

namespace Certify.Web.Api;

/// <param name="Name"></param>
/// <param name="Text">What a scan of it gives.</param>
/// <param name="Status">The answer of the interface.</param>
/// <param name="Offline">The answer of a check that doesn't ask.</param>
/// <param name="Reason"></param>
/// <param name="OfflineReason"></param>
public sealed record TestBadge(string Name, string Text, string Status, string Offline, string? Reason, string? OfflineReason);

/// <summary>
/// An issuer that exists for trying out programs: the published test badges (<c>Developers/test-badges.json</c>), its keys, lists and answers, below
/// <c>/developers/test</c> at the same paths as the real ones. Its keys stand in no real key set and their private halves no longer exist:
/// a real check calls each of its badges forged, and a check with its keys calls each real badge forged.
/// </summary>
public sealed class TestIssuer
{
    private const string Number = "TEST-2021-000531-7K3Q";
    private readonly IReadOnlyDictionary<string, string> lists;
    private readonly FrozenDictionary<string, SigningKey> keys;
    private readonly CertifyClock clock;

    private sealed record Content(KeySet Keys, Dictionary<string, string> Lists, IReadOnlyList<TestBadge> Badges);

    public TestIssuer(CertifyClock clock)
    {
        this.clock = clock;
        File = System.IO.File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Developers", "test-badges.json"));
        var content = JsonSerializer.Deserialize<Content>(File, JsonSerializerOptions.Web)!;
        (Keys, lists, Badges) = (content.Keys, content.Lists, content.Badges);
        keys = Keys.Keys.ToFrozenDictionary(k => k.CoseKid, Open, StringComparer.Ordinal);
    }

    /// <summary>The whole file.</summary>
    public byte[] File { get; }

    public KeySet Keys { get; }

    public IReadOnlyList<TestBadge> Badges { get; }

    public string? List(string purpose, int number) => lists.GetValueOrDefault($"{purpose}/{number}");

    /// <summary>What <c>/api/v1/verify</c> would answer, if this were a real issuer.</summary>
    public VerifyAnswer Verify(string? scanned)
    {
        var now = clock.Now;
        var token = BadgeToken.Extract(scanned);
        var reading = BadgeToken.Read(token, kid => keys.GetValueOrDefault(Convert.ToHexStringLower(kid)));
        var kid = reading.Kid is { } bytes ? Convert.ToHexStringLower(bytes) : null;
        if (Badges.FirstOrDefault(b => BadgeToken.Extract(b.Text) == token) is not { } known)
            return new VerifyAnswer(reading.Authenticity switch { Authenticity.Authentic => ScanStatus.Unknown, Authenticity.Forged => ScanStatus.Forged, _ => ScanStatus.Unreadable }, reading.Reason, now, null, null, kid, null);
        var status = Enum.Parse<ScanStatus>(known.Status, ignoreCase: true);
        if (reading.Claims is not { } claims || status is ScanStatus.Forged or ScanStatus.Unknown)
            return new VerifyAnswer(status, known.Reason, now, status == ScanStatus.Unknown ? now : null, null, kid, null);
        var recorded = status != ScanStatus.Unconfirmed;
        return new VerifyAnswer(status, null, now, recorded ? now : claims.IssuedAt, claims.Issuer, kid, new VerifiedBadge(
            recorded ? Number : null, claims.Name, recorded ? claims.Name : null, claims.Address, clock.DayOf(claims.IssuedAt), clock.DayOf(claims.ExpiresAt.AddSeconds(-1)), recorded ? 1 : null));
    }

    private static SigningKey Open(PublicKey key) => new(
        new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = Base64Url.DecodeFromChars(key.X), Y = Base64Url.DecodeFromChars(key.Y) } }, DateTimeOffset.UnixEpoch, key.CompromisedSince);
}

/// <summary>The addresses of the test issuer.</summary>
public static class TestIssuerEndpoints
{
    public const string Root = "/developers/test";

    public static void MapTestIssuer(this IEndpointRouteBuilder app)
    {
        app.MapGet("/developers/test-badges.json", (TestIssuer issuer) => Results.Bytes(issuer.File, "application/json; charset=utf-8")).Open();
        app.MapGet(Root + "/.well-known/jwks.json", (TestIssuer issuer) => Results.Bytes(VerifyEndpoints.Write(issuer.Keys), "application/jwk-set+json")).Open();
        app.MapGet(Root + "/.well-known/badge-status/{purpose}/{number:int}", (string purpose, int number, TestIssuer issuer) =>
            issuer.List(purpose, number) is { } list ? Results.Bytes(System.Text.Encoding.ASCII.GetBytes(list), StatusList.MediaType) : Results.NotFound()).Open();
        app.MapGet(Root + "/api/v1/verify/{**token}", (string? token, string? text, TestIssuer issuer, HttpContext http) =>
            VerifyEndpoints.Answer(issuer.Verify(string.IsNullOrEmpty(token) ? text : token), http)).Open();
    }

    private static void Open(this RouteHandlerBuilder endpoint) => endpoint.AllowAnonymous().RequireCors(VerifyEndpoints.PublicReads).ExcludeFromDescription();
}
