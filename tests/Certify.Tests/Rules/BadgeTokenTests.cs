using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Certify.Badges;
using FsCheck;
using FsCheck.Xunit;

namespace Certify.Tests.Rules;

public sealed class BadgeTokenTests
{
    private static readonly JsonElement Vectors =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Vectors", "badge_token.json"))).RootElement;

    private static readonly SigningKey Theirs = VectorKey();
    private static readonly SigningKey Ours = NewKey();
    private static string Valid => Vectors.GetProperty("valid").GetString()!;

    [Fact]
    public void Read_valid_vector_gives_its_claims()
    {
        var reading = Read(Valid);

        Assert.Equal(Authenticity.Authentic, reading.Authenticity);
        Assert.Null(reading.Reason);
        Assert.Equivalent(
            new TokenClaims("certify.example", DateTimeOffset.FromUnixTimeSeconds(1628474700), DateTimeOffset.FromUnixTimeSeconds(1636300800),
                Convert.FromHexString("000102030405060708090a0b0c0d0e0f"), "湘味土菜馆", "衡阳市高新区解放大道18号", 1234),
            reading.Claims);
    }

    [Theory]
    [InlineData("payload changed", Authenticity.Forged, TokenReason.Signature)]
    [InlineData("signature changed", Authenticity.Forged, TokenReason.Signature)]
    [InlineData("signed by another key under the same kid", Authenticity.Forged, TokenReason.Signature)]
    [InlineData("unknown kid", Authenticity.Forged, TokenReason.UnknownKey)]
    [InlineData("alg none", Authenticity.Unreadable, TokenReason.Algorithm)]
    [InlineData("trailing byte", Authenticity.Unreadable, TokenReason.TrailingBytes)]
    [InlineData("cut short", Authenticity.Unreadable, TokenReason.CutShort)]
    [InlineData("not base32", Authenticity.Unreadable, TokenReason.NotBase32)]
    [InlineData("empty", Authenticity.Unreadable, TokenReason.Empty)]
    public void Read_invalid_vector_fails_for_its_own_reason(string name, Authenticity authenticity, string reason)
    {
        var reading = Read(Vectors.GetProperty("invalid").GetProperty(name).GetString());

        Assert.Equal((authenticity, reason), (reading.Authenticity, reading.Reason));
        Assert.Null(reading.Claims);
    }

    [Fact]
    public void Read_every_invalid_vector_is_listed_above() =>
        Assert.Equal(9, Vectors.GetProperty("invalid").EnumerateObject().Count());

    [Fact]
    public void Kid_of_the_vector_key_is_its_thumbprint()
    {
        Assert.Equal(Vectors.GetProperty("jwk").GetProperty("kid").GetString(), Theirs.Thumbprint);
        Assert.Equal("a1fb6234d6524a85", Convert.ToHexStringLower(Theirs.Kid));
    }

    [Theory]
    [InlineData("HTTPS://CERTIFY.EXAMPLE/V/{0}")]
    [InlineData("https://certify.example/v/{0}")]
    [InlineData("https://certify.example/V/{0}?lang=en#top")]
    [InlineData("/v/{0}/")]
    [InlineData("v/{0}")]
    [InlineData(" {0}\r\n")]
    public void Extract_finds_the_token_in_what_was_scanned(string form)
    {
        Assert.Equal(Valid, BadgeToken.Extract(string.Format(form, Valid)));
        Assert.Equal(Authenticity.Authentic, Read(string.Format(form, Valid.ToLowerInvariant())).Authenticity);
    }

    [Theory]
    [InlineData(null, TokenReason.Empty)]
    [InlineData("https://certify.example/v/", TokenReason.Empty)]
    [InlineData("https://elsewhere.example/menu", TokenReason.NotBase32)]
    [InlineData("%00%E4%BD", TokenReason.NotBase32)]
    [InlineData("AAAAAAAA", TokenReason.NotCose)]
    public void Read_anything_else_is_unreadable(string? scanned, string reason) =>
        Assert.Equal(TokenReading.Unreadable(reason), Read(scanned));

    [Fact]
    public void Read_ten_kilobytes_is_unreadable() =>
        Assert.Equal(TokenReading.Unreadable(TokenReason.TooLong), Read(new string('A', 10_000)));

    [Fact]
    public void Read_spare_bits_set_is_unreadable()
    {
        // The last character of 198 bytes holds four bits and one spare: setting it would give the badge a second text.
        const string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var second = Valid[..^1] + letters[letters.IndexOf(Valid[^1], StringComparison.Ordinal) | 1];

        Assert.False(string.Equals(Valid, second, StringComparison.Ordinal));
        Assert.Equal(Authenticity.Unreadable, Read(second).Authenticity);
    }

    [Fact]
    public void Read_high_s_is_forged()
    {
        Assert.True(Base32.TryDecode(Valid, out var bytes));
        var order = System.Numerics.BigInteger.Parse("0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", System.Globalization.NumberStyles.HexNumber);
        var high = order - new System.Numerics.BigInteger(bytes.AsSpan(^32), isUnsigned: true, isBigEndian: true);
        high.ToByteArray(isUnsigned: true, isBigEndian: true).CopyTo(bytes.AsSpan(^32));

        Assert.Equal((Authenticity.Forged, TokenReason.HighS), (Read(Base32.Encode(bytes)).Authenticity, Read(Base32.Encode(bytes)).Reason));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Read_other_encodings_of_the_same_envelope_are_unreadable(bool indefinite)
    {
        Assert.True(Base32.TryDecode(Valid, out var bytes));
        // The array without a length, or the header's length in two bytes where one is enough.
        byte[] other = indefinite ? [0xd2, 0x9f, .. bytes[2..], 0xff] : [0xd2, 0x84, 0x58, 0x0d, .. bytes[3..]];

        Assert.Equal(TokenReading.Unreadable(TokenReason.NotCose), Read(Base32.Encode(other)));
    }

    [Fact]
    public void Read_unknown_version_signed_by_us_is_unreadable()
    {
        var header = CoseEnvelope.ProtectedHeader(Ours.Kid);
        var payload = TokenPayload.Encode(Claims("店", "路"));
        payload[payload.AsSpan().IndexOf("\x3a\x00\x01\x00\x00"u8) + 4] = 1;
        var token = Base32.Encode(new CoseEnvelope(header, Ours.Kid, payload, Ours.Sign(CoseEnvelope.ToBeSigned(header, payload))).Encode());

        Assert.Equal(TokenReading.Unreadable(TokenReason.Version), Read(token));
    }

    [Property(MaxTest = 200)]
    public void Sign_then_read_gives_the_claims(NonNull<string> name, NonNull<string> address, uint index)
    {
        var claims = Claims(TokenClaims.Fit(name.Get, TokenClaims.MaxNameBytes), TokenClaims.Fit(address.Get, TokenClaims.MaxAddressBytes)) with { StatusIndex = index };

        var reading = Read(BadgeToken.Address(new Uri("https://certify.example"), BadgeToken.Sign(claims, Ours)));

        Assert.Equal(Authenticity.Authentic, reading.Authenticity);
        Assert.Equivalent(claims, reading.Claims);
    }

    [Fact]
    public void Sign_always_gives_a_low_s()
    {
        for (var i = 0; i < 64; i++) Assert.True(SigningKey.HasLowS(Ours.Sign([(byte)i])));
    }

    [Property(MaxTest = 500)]
    public void Read_any_changed_byte_never_verifies(ushort at, byte difference)
    {
        Assert.True(Base32.TryDecode(Valid, out var bytes));
        bytes[at % bytes.Length] ^= difference == 0 ? (byte)1 : difference;

        Assert.NotEqual(Authenticity.Authentic, Read(Base32.Encode(bytes)).Authenticity);
    }

    [Property(MaxTest = 500)]
    public void Read_never_throws(byte[]? noise, string? text, ushort at)
    {
        Assert.True(Base32.TryDecode(Valid, out var bytes));
        byte[] spliced = [.. bytes[..(at % bytes.Length)], .. noise ?? []];

        Assert.NotEqual(Authenticity.Authentic, Read(Base32.Encode(spliced)).Authenticity);
        Assert.NotEqual(Authenticity.Authentic, Read(text).Authenticity);
    }

    [Theory]
    [InlineData("湘味土菜馆", 48, "湘味土菜馆")]
    [InlineData("abcdefgh", 7, "abcd…")]
    [InlineData("店👨‍👩‍👧‍👦面", 20, "店…")]
    [InlineData("e\u0301", 48, "\u00e9")]
    [InlineData("店\u0000\t铺 ", 48, "店 铺")]
    public void Fit_cuts_at_a_whole_character(string text, int maxBytes, string expected) =>
        Assert.Equal(expected, TokenClaims.Fit(text, maxBytes));

    [Fact]
    public void Fit_broken_surrogate_is_replaced() => Assert.Equal("店\ufffd", TokenClaims.Fit("店\ud800", 48));

    [Property]
    public void Fit_is_within_its_limit(NonNull<string> text) =>
        Assert.True(Encoding.UTF8.GetByteCount(TokenClaims.Fit(text.Get, 48)) <= 48);

    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Encode_follows_the_rfc_vectors(string text, string expected) =>
        Assert.Equal(expected, Base32.Encode(Encoding.ASCII.GetBytes(text)));

    private static TokenReading Read(string? scanned) =>
        BadgeToken.Read(scanned, kid => kid.SequenceEqual(Theirs.Kid) ? Theirs : kid.SequenceEqual(Ours.Kid) ? Ours : null);

    private static TokenClaims Claims(string name, string address) =>
        new("certify.example", DateTimeOffset.FromUnixTimeSeconds(1628474700), DateTimeOffset.FromUnixTimeSeconds(1636300800), new byte[16], name, address, 7);

    private static SigningKey VectorKey()
    {
        var jwk = Vectors.GetProperty("jwk");
        var point = new ECPoint
        {
            X = Base64Url.DecodeFromChars(jwk.GetProperty("x").GetString()),
            Y = Base64Url.DecodeFromChars(jwk.GetProperty("y").GetString()),
        };
        return new SigningKey(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = point }, DateTimeOffset.UnixEpoch);
    }

    private static SigningKey NewKey()
    {
        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new SigningKey(made.ExportParameters(includePrivateParameters: true), DateTimeOffset.UnixEpoch);
    }
}
