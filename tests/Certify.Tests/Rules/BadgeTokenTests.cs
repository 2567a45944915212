using Certify.Badges;
using static Certify.Tests.Rules.TokenSteps;

namespace Certify.Tests.Rules;

/// <summary>The token against the vectors of another program, and against what else may be scanned.</summary>
public sealed class BadgeTokenTests
{
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
}
