using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Certify.Badges;
using Certify.Badges.Status;
using Certify.Tests.Support;
using Certify.Web.Api;

namespace Certify.Tests.Rules;

/// <summary>The published test badges and the odd tokens: read by our own reader as the file says, as the browser's module must too (client/check).</summary>
public sealed class TestBadgeTests
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    static TestBadgeTests()
    {
        if (Environment.GetEnvironmentVariable("CERTIFY_WRITE_TEST_BADGES") == "1")
            TestBadges.Write();
    }

    private static JsonElement File => JsonDocument.Parse(new SourceFile(TestBadges.File).Text).RootElement;

    private static List<TestBadge> Badges => File.GetProperty("badges").Deserialize<List<TestBadge>>(Web)!;

    [Fact]
    public void Test_badges_are_read_as_the_file_says()
    {
        var wrong = from badge in Badges
                    let found = OfflineAnswer(badge.Text)
                    where found != (badge.Offline, badge.OfflineReason)
                    select $"{badge.Name}: {found}";

        SourceTree.Nothing(wrong);
    }

    [Fact]
    public void Test_badges_show_every_answer_and_every_reason()
    {
        Assert.Equal(Enum.GetNames<ScanStatus>().Select(n => n.ToLowerInvariant()).Order(StringComparer.Ordinal), Badges.Select(b => b.Status).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        var reasons = typeof(TokenReason).GetFields().Select(f => (string)f.GetRawConstantValue()!);
        Assert.Empty(reasons.Except(Badges.Select(b => b.Reason!), StringComparer.Ordinal));
    }

    [Fact]
    public void Test_lists_are_what_the_program_builds()
    {
        foreach (var purpose in Enum.GetValues<StatusPurpose>())
        {
            var list = PublishedList.Read(File.GetProperty("lists").GetProperty(StatusList.Name(purpose) + "/0").GetString()!, File.GetProperty("keys"));
            var bits = new StatusBits();
            for (var i = 0; i < StatusBits.Entries; i++)
                if (list[i])
                    bits.Set(i);
            var built = JsonSerializer.SerializeToElement(StatusCredential.Payload(TestBadges.Issuer, purpose, 0, bits, list.Time("validFrom"), list.Time("validUntil")));
            Assert.Equal(built.GetRawText(), list.Payload.GetRawText());
        }
    }

    [Fact]
    public void Odd_tokens_are_refused_for_the_reason_that_the_file_says()
    {
        var odd = JsonSerializer.Deserialize<List<OddToken>>(new SourceFile(TestBadges.OddFile).Text, Web)!;
        var wrong = from token in odd
                    let reading = BadgeToken.Read(token.Text, Find)
                    where (reading.Authenticity.ToString().ToLowerInvariant(), reading.Reason) != (token.Authenticity, token.Reason)
                    select $"{token.Text}: {reading.Authenticity} {reading.Reason}";

        Assert.True(odd.Count > 100);
        Assert.DoesNotContain(odd, o => o.Authenticity == "authentic");
        SourceTree.Nothing(wrong);
    }

    /// <summary>The order of the answers as the design gives it, over the token alone and the two lists.</summary>
    private static (string, string?) OfflineAnswer(string text)
    {
        var reading = BadgeToken.Read(text, Find);
        if (reading.Claims is not { } claims)
            return (reading.Authenticity.ToString().ToLowerInvariant(), reading.Reason);
        var since = Find(reading.Kid)!.CompromisedSince;
        if (since <= claims.IssuedAt)
            return ("forged", TokenReason.CompromisedKey);
        var known = StatusBits.ListOf((int)claims.StatusIndex) == 0;
        if (known && Lists["revocation"][(int)claims.StatusIndex])
            return ("noLongerInForce", null);
        if (claims.ExpiresAt <= CertifyApp.Start)
            return ("expired", null);
        return since is not null ? ("unconfirmed", TokenReason.CompromisedKey) : !known ? ("unconfirmed", "noList") : (Lists["suspension"][(int)claims.StatusIndex] ? "suspended" : "valid", null);
    }

    private static Dictionary<string, PublishedList> Lists => File.GetProperty("lists").EnumerateObject()
        .ToDictionary(l => l.Name[..^2], l => PublishedList.Read(l.Value.GetString()!, File.GetProperty("keys")), StringComparer.Ordinal);

    private static SigningKey? Find(ReadOnlySpan<byte> kid)
    {
        foreach (var key in File.GetProperty("keys").Deserialize<KeySet>(Web)!.Keys)
            if (Convert.ToHexStringLower(kid) == key.CoseKid)
                return new SigningKey(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = Base64Url.DecodeFromChars(key.X), Y = Base64Url.DecodeFromChars(key.Y) } }, DateTimeOffset.UnixEpoch, key.CompromisedSince);
        return null;
    }
}
