using System.Buffers.Text;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.Cose;
using System.Text.Json;
using Certify.Badges;
using Certify.Tests.Support;

namespace Certify.Tests.Pages.Api;

public sealed class VerifyTests
{
    private static readonly string[] AnswerNames = ["status", "reason", "checkedAt", "asOf", "issuer", "kid", "badge"];
    private static readonly string[] BadgeNames = ["number", "shopName", "registeredName", "address", "issuedOn", "validUntil", "policy"];

    [Fact]
    public async Task Get_valid_token_answers_the_whole_contract()
    {
        await using var app = new CertifyApp();
        var address = await app.Given.AScanOf(ScanStatus.Valid);

        var answer = await Get(app, "/api/v1/verify" + address[2..]);

        Assert.Equal(AnswerNames, answer.EnumerateObject().Select(p => p.Name));
        Assert.Equal(BadgeNames, answer.GetProperty("badge").EnumerateObject().Select(p => p.Name));
        Assert.Equal("valid", answer.GetProperty("status").GetString());
        Assert.Equal(CertifyApp.Start, answer.GetProperty("checkedAt").GetDateTimeOffset());
        Assert.Equal(CertifyApp.Start, answer.GetProperty("asOf").GetDateTimeOffset());
        Assert.Equal("certify.example", answer.GetProperty("issuer").GetString());
        Assert.Matches("^[0-9a-f]{16}$", answer.GetProperty("kid").GetString());
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("reason").ValueKind);
        Assert.Equal(
            """{"number":"HYGX-2021-000531-7K3Q","shopName":"湘味土菜馆","registeredName":"衡阳高新区湘味土菜馆","address":"衡阳市高新区解放大道18号","issuedOn":"2021-08-09","validUntil":"2021-11-07","policy":1}""",
            answer.GetProperty("badge").GetRawText());
    }

    [Theory]
    [InlineData(ScanStatus.Suspended, "suspended", null, true)]
    [InlineData(ScanStatus.Revoked, "revoked", null, true)]
    [InlineData(ScanStatus.Superseded, "superseded", null, true)]
    [InlineData(ScanStatus.Expired, "expired", null, true)]
    [InlineData(ScanStatus.Unconfirmed, "unconfirmed", null, true)]
    [InlineData(ScanStatus.Forged, "forged", "unknownKey", false)]
    [InlineData(ScanStatus.Unknown, "unknown", null, false)]
    [InlineData(ScanStatus.Unreadable, "unreadable", "cutShort", false)]
    public async Task Get_each_answer_by_path_and_by_text_is_200(ScanStatus status, string expected, string? reason, bool hasBadge)
    {
        await using var app = new CertifyApp();
        var address = await app.Given.AScanOf(status);

        foreach (var asked in new[] { "/api/v1/verify" + address[2..], "/api/v1/verify?text=" + Uri.EscapeDataString("HTTPS://CERTIFY.EXAMPLE" + address) })
        {
            var answer = await Get(app, asked);
            Assert.Equal(expected, answer.GetProperty("status").GetString());
            Assert.Equal(reason, answer.GetProperty("reason").GetString());
            Assert.Equal(hasBadge ? JsonValueKind.Object : JsonValueKind.Null, answer.GetProperty("badge").ValueKind);
        }
    }

    [Fact]
    public async Task Get_without_anything_to_check_is_unreadable_and_200()
    {
        await using var app = new CertifyApp();

        foreach (var address in new[] { "/api/v1/verify", "/api/v1/verify/", "/api/v1/verify?text=", "/api/v1/verify?text=%F0%9F%92%89", "/api/v1/verify/a/b" })
            Assert.Equal("unreadable", (await Get(app, address)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Get_from_another_origin_is_allowed_and_never_stored()
    {
        await using var app = new CertifyApp();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/verify/A");
        request.Headers.Add("Origin", "https://map.example");

        using var response = await app.CreateClient().SendAsync(request);

        Assert.Equal("*", response.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.False(response.Headers.Contains("Access-Control-Allow-Credentials"));
        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Keys_verify_a_badge_by_another_library()
    {
        await using var app = new CertifyApp();
        var badge = await app.Given.ABadge();

        var keys = (await Get(app, "/.well-known/jwks.json")).GetProperty("keys");
        var key = Assert.Single(keys.EnumerateArray());
        Assert.Equal(["kty", "crv", "x", "y", "kid", "coseKid", "alg", "use"], key.EnumerateObject().Select(p => p.Name));
        using var ecdsa = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = Base64Url.DecodeFromChars(key.GetProperty("x").GetString()), Y = Base64Url.DecodeFromChars(key.GetProperty("y").GetString()) },
        });

        var message = CoseMessage.DecodeSign1(Decode(badge.Token));

        Assert.True(message.VerifyEmbedded(ecdsa));
        var kid = message.ProtectedHeaders[CoseHeaderLabel.KeyIdentifier].GetValueAsBytes();
        Assert.Equal(key.GetProperty("coseKid").GetString(), Convert.ToHexStringLower(kid));
        Assert.Equal(kid, Base64Url.DecodeFromChars(key.GetProperty("kid").GetString())[..8]);
    }

    [Fact]
    public async Task Keys_are_cacheable_and_name_the_compromised_one()
    {
        await using var app = new CertifyApp();
        await app.Given.ABadge();
        var client = app.CreateClient();
        using var first = await client.GetAsync("/.well-known/jwks.json");
        client.DefaultRequestHeaders.IfNoneMatch.Add(first.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await client.GetAsync("/.well-known/jwks.json")).StatusCode);

        await app.WithAsync<KeyStore, bool>(store => Task.FromResult(store.Revoke(store.Active.Thumbprint, CertifyApp.Start)));

        using var second = await client.GetAsync("/.well-known/jwks.json");
        var keys = (await second.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("keys").EnumerateArray().ToList();
        Assert.Equal(2, keys.Count);
        Assert.Single(keys, k => k.TryGetProperty("compromisedSince", out var since) && since.GetDateTimeOffset() == CertifyApp.Start);
        Assert.DoesNotContain("\"d\"", await second.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("zh-CN", "没有找到这个页面")]
    [InlineData("en", "There is no such page")]
    public async Task Get_unknown_address_under_api_is_a_problem_in_the_readers_language(string language, string title)
    {
        await using var app = new CertifyApp();

        using var response = await app.Anonymous(language).Client.GetAsync("/api/v1/nothing");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(("notFound", title, 404), (problem.GetProperty("code").GetString(), problem.GetProperty("title").GetString(), problem.GetProperty("status").GetInt32()));
    }

    [Fact]
    public async Task Description_tells_of_every_public_address()
    {
        await using var app = new CertifyApp();

        var description = await Get(app, "/openapi/v1.json");

        Assert.StartsWith("3.", description.GetProperty("openapi").GetString());
        var paths = description.GetProperty("paths").EnumerateObject().Select(p => p.Name).ToList();
        foreach (var path in new[] { "/api/v1/verify/{token}", "/.well-known/jwks.json", "/api/v1/visits" })
            Assert.Contains(path, paths);
        foreach (var (path, verb) in new[] { ("/api/v1/visits", "post"), ("/api/v1/badges/{number}/revoke", "post") })
            Assert.True(description.GetProperty("paths").GetProperty(path).GetProperty(verb).GetProperty("requestBody").GetProperty("content").GetProperty("application/json").TryGetProperty("example", out _), path);
        Assert.Contains("HYGX-2021-000531-7K3Q", description.GetRawText());
        Assert.DoesNotContain("/account", description.GetRawText());
    }

    private static async Task<JsonElement> Get(CertifyApp app, string address)
    {
        using var response = await app.CreateClient().GetAsync(address);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>RFC 4648 §6 by its definition, not by our own reader.</summary>
    private static byte[] Decode(string text)
    {
        var bits = string.Concat(text.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
    }
}
