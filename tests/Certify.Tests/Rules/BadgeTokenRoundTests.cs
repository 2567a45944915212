using System.Text;
using Certify.Badges;
using FsCheck;
using FsCheck.Xunit;
using static Certify.Tests.Rules.TokenSteps;

namespace Certify.Tests.Rules;

/// <summary>What is signed is what is read, and nothing else verifies.</summary>
public sealed class BadgeTokenRoundTests
{
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
}
