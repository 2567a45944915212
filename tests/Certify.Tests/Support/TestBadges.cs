using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Certify.Badges;
using Certify.Badges.Status;
using Certify.Web.Api;

namespace Certify.Tests.Support;

/// <summary>
/// Makes the published test badges (<c>src/Certify.Web/Developers/test-badges.json</c>) and the odd texts that both readers must refuse alike
/// (<c>Vectors/odd_tokens.json</c>). The private keys are thrown away with the run: nobody can sign another test badge, and no badge of a real issuer verifies
/// against a test key or the other way round. Run with <c>CERTIFY_WRITE_TEST_BADGES=1</c> to make both files anew.
/// </summary>
internal sealed class TestBadges
{
    public const string File = "src/Certify.Web/Developers/test-badges.json", OddFile = "tests/Certify.Tests/Vectors/odd_tokens.json", Issuer = "https://test.invalid";
    public static readonly DateTimeOffset CompromisedSince = new(2021, 8, 10, 0, 0, 0, TimeSpan.Zero);

    private static readonly DateTimeOffset Issued = new(2021, 8, 9, 2, 5, 0, TimeSpan.Zero), Ends = new(2098, 12, 31, 16, 0, 0, TimeSpan.Zero);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly SigningKey key = NewKey(), compromised = NewKey(CompromisedSince), stranger = NewKey();

    public static void Write()
    {
        var made = new TestBadges();
        System.IO.File.WriteAllText(Path.Combine(SourceTree.Root, File), JsonSerializer.Serialize(made.All(), Json) + "\n");
        System.IO.File.WriteAllText(Path.Combine(SourceTree.Root, OddFile), JsonSerializer.Serialize(made.Odd().ToList(), Json) + "\n");
    }

    private object All()
    {
        var revoked = new StatusBits();
        var suspended = new StatusBits();
        suspended.Set(20_917);
        revoked.Set(77_003);
        revoked.Set(101_440);
        StatusList Sign(StatusPurpose purpose, StatusBits bits) =>
            StatusCredential.Sign(Issuer, purpose, 0, bits, key, new DateTimeOffset(2021, 8, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return new
        {
            note = "Test badges: for trying out a program, and for nothing else. Their keys are published by no issuer and their private halves no longer exist, so that no real check ever calls one of them valid.",
            issuer = Issuer,
            keys = new { keys = new[] { PublicKey.Of(key), PublicKey.Of(compromised) } },
            lists = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["revocation/0"] = System.Text.Encoding.ASCII.GetString(Sign(StatusPurpose.Revocation, revoked).Jwt),
                ["suspension/0"] = System.Text.Encoding.ASCII.GetString(Sign(StatusPurpose.Suspension, suspended).Jwt),
            },
            badges = Badges().ToList(),
        };
    }

    private IEnumerable<TestBadge> Badges()
    {
        var valid = Token(51_234);
        yield return Of("valid", valid, "valid", "valid");
        yield return Of("suspended", Token(20_917), "suspended", "suspended");
        yield return Of("revoked", Token(77_003), "revoked", "noLongerInForce");
        yield return Of("superseded", Token(101_440), "superseded", "noLongerInForce");
        yield return Of("expired", Token(8_021, Issued.AddDays(-200), Issued.AddDays(-110)), "expired", "expired");
        yield return Of("unknown to the issuer's records", Token(64_500), "unknown", "valid");
        yield return Of("state can't be looked up", Token(StatusBits.Entries + 7), "unconfirmed", "unconfirmed", offlineReason: "noList");
        yield return Of("dated before its key was compromised", Token(93_112, key: compromised), "unconfirmed", "unconfirmed", offlineReason: "compromisedKey");
        yield return Of("changed text", Change(valid, b => [.. b[..100], (byte)(b[100] ^ 1), .. b[101..]]), "forged", "forged", TokenReason.Signature);
        yield return Of("unknown key", Token(51_234, key: stranger), "forged", "forged", TokenReason.UnknownKey);
        yield return Of("second signature made from the first", Change(valid, Heighten), "forged", "forged", TokenReason.HighS);
        yield return Of("dated after its key was compromised", Token(93_113, Issued.AddDays(3), key: compromised), "forged", "forged", TokenReason.CompromisedKey);
        yield return Of("empty", "", "unreadable", "unreadable", TokenReason.Empty);
        yield return Of("another QR code", "https://menu.example/table/7", "unreadable", "unreadable", TokenReason.NotBase32);
        yield return Of("too long", new string('A', BadgeToken.MaxCharacters + 1), "unreadable", "unreadable", TokenReason.TooLong);
        yield return Of("cut short", valid[..^5], "unreadable", "unreadable", TokenReason.CutShort);
        yield return Of("a byte too many", Change(valid, b => [.. b, 0]), "unreadable", "unreadable", TokenReason.TrailingBytes);
        yield return Of("not COSE", "AAAAAAAA", "unreadable", "unreadable", TokenReason.NotCose);
        yield return Of("another algorithm", Change(valid, b => [.. b[..5], 0x00, .. b[6..]]), "unreadable", "unreadable", TokenReason.Algorithm);
        yield return Of("another version", Signed(p => p[p.AsSpan().IndexOf("\x3a\x00\x01\x00\x00"u8) + 4] = 1), "unreadable", "unreadable", TokenReason.Version);
        yield return Of("claims out of order", Signed(p => p[1] = 2), "unreadable", "unreadable", TokenReason.Claims);
    }

    /// <summary>Changed, cut and spliced tokens with what our own reader says of each.</summary>
    private IEnumerable<OddToken> Odd()
    {
        var random = new Random(20210809);
        Assert.True(Base32.TryDecode(Token(51_234), out var bytes));
        for (var i = 0; i < 160; i++)
        {
            var odd = bytes.ToArray();
            switch (i % 4)
            {
                case 0: odd[random.Next(odd.Length)] ^= (byte)(1 + random.Next(255)); break;
                case 1: odd[random.Next(16)] ^= (byte)(1 + random.Next(255)); break;
                case 2: odd = odd[..random.Next(1, odd.Length)]; break;
                default:
                    var noise = new byte[random.Next(1, 24)];
                    random.NextBytes(noise);
                    odd = [.. odd[..random.Next(2, 40)], .. noise];
                    break;
            }
            var text = Base32.Encode(odd);
            var reading = BadgeToken.Read(text, kid => kid.SequenceEqual(key.Kid) ? key : null);
            yield return new OddToken(text, reading.Authenticity.ToString().ToLowerInvariant(), reading.Reason);
        }
    }

    private static TestBadge Of(string name, string text, string status, string offline, string? reason = null, string? offlineReason = null) =>
        new(name, text.Length == 0 || text.Contains(':', StringComparison.Ordinal) ? text : $"HTTPS://TEST.INVALID/V/{text}", status, offline, reason, offlineReason ?? reason);

    private string Token(int index, DateTimeOffset? issued = null, DateTimeOffset? ends = null, SigningKey? key = null) => BadgeToken.Sign(Claims(index, issued, ends), key ?? this.key);

    private static TokenClaims Claims(int index, DateTimeOffset? issued = null, DateTimeOffset? ends = null) =>
        new("test.invalid", issued ?? Issued, ends ?? Ends, RandomNumberGenerator.GetBytes(TokenClaims.IdBytes), "测试场所（非真实标识）", "测试地址1号", index);

    private string Signed(Action<byte[]> change)
    {
        var (header, payload) = (CoseEnvelope.ProtectedHeader(key.Kid), TokenPayload.Encode(Claims(51_234)));
        change(payload);
        return Base32.Encode(new CoseEnvelope(header, key.Kid, payload, key.Sign(CoseEnvelope.ToBeSigned(header, payload))).Encode());
    }

    private static string Change(string token, Func<byte[], byte[]> change)
    {
        Assert.True(Base32.TryDecode(token, out var bytes));
        return Base32.Encode(change(bytes));
    }

    private static byte[] Heighten(byte[] token)
    {
        var order = System.Numerics.BigInteger.Parse("0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", System.Globalization.NumberStyles.HexNumber, null);
        var high = (order - new System.Numerics.BigInteger(token.AsSpan(^32), isUnsigned: true, isBigEndian: true)).ToByteArray(isUnsigned: true, isBigEndian: true);
        token.AsSpan(^32).Clear();
        high.CopyTo(token.AsSpan(^high.Length));
        return token;
    }

    private static SigningKey NewKey(DateTimeOffset? compromisedSince = null)
    {
        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new SigningKey(made.ExportParameters(includePrivateParameters: true), Issued, compromisedSince);
    }
}

public sealed record OddToken(string Text, string Authenticity, string? Reason);
