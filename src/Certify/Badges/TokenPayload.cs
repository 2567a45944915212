using System.Formats.Cbor;
using System.Text;

namespace Certify.Badges;

/// <summary>The payload of a badge token: a CWT claims set (RFC 8392) with our own claim -65537, whose number is the version.</summary>
internal static class TokenPayload
{
    private const int Issuer = 1, Expires = 4, IssuedAt = 6, Id = 7, Version1 = -65537;
    private const int Name = 1, Address = 2, StatusIndex = 3;

    public static byte[] Encode(TokenClaims claims)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartMap(5);
        writer.WriteInt32(Issuer);
        writer.WriteTextString(claims.Issuer);
        writer.WriteInt32(Expires);
        writer.WriteInt64(claims.ExpiresAt.ToUnixTimeSeconds());
        writer.WriteInt32(IssuedAt);
        writer.WriteInt64(claims.IssuedAt.ToUnixTimeSeconds());
        writer.WriteInt32(Id);
        writer.WriteByteString(claims.Id);
        writer.WriteInt32(Version1);
        writer.WriteStartMap(3);
        writer.WriteInt32(Name);
        writer.WriteTextString(claims.Name);
        writer.WriteInt32(Address);
        writer.WriteTextString(claims.Address);
        writer.WriteInt32(StatusIndex);
        writer.WriteInt64(claims.StatusIndex);
        writer.WriteEndMap();
        writer.WriteEndMap();
        return writer.Encode();
    }

    /// <summary>Reads a payload whose signature has been verified. The reason tells an unknown version from claims that break the layout.</summary>
    public static (TokenClaims? Claims, string? Reason) Read(byte[] payload)
    {
        try
        {
            var reader = new CborReader(payload, CborConformanceMode.Canonical);
            if (reader.ReadStartMap() != 5) return (null, TokenReason.Claims);
            Expect(reader, Issuer);
            var issuer = reader.ReadTextString();
            Expect(reader, Expires);
            var expires = DateTimeOffset.FromUnixTimeSeconds(reader.ReadInt64());
            Expect(reader, IssuedAt);
            var issued = DateTimeOffset.FromUnixTimeSeconds(reader.ReadInt64());
            Expect(reader, Id);
            var id = reader.ReadByteString();
            if (reader.ReadInt32() != Version1) return (null, TokenReason.Version);
            if (reader.ReadStartMap() != 3) return (null, TokenReason.Claims);
            Expect(reader, Name);
            var name = reader.ReadTextString();
            Expect(reader, Address);
            var address = reader.ReadTextString();
            Expect(reader, StatusIndex);
            var index = reader.ReadInt64();
            reader.ReadEndMap();
            reader.ReadEndMap();
            var claims = new TokenClaims(issuer, issued, expires, id, name, address, index);
            return reader.BytesRemaining == 0 && Fits(claims) ? (claims, null) : (null, TokenReason.Claims);
        }
        catch (Exception wrong) when (wrong is CborContentException or InvalidOperationException or OverflowException or ArgumentException)
        {
            return (null, TokenReason.Claims);
        }
    }

    /// <summary>The limits that hold when a token is written and when it is read.</summary>
    public static bool Fits(TokenClaims claims) =>
        claims.Id.Length == TokenClaims.IdBytes
        && claims.StatusIndex >= 0
        && claims.ExpiresAt > claims.IssuedAt
        && Fits(claims.Name, TokenClaims.MaxNameBytes)
        && Fits(claims.Address, TokenClaims.MaxAddressBytes);

    private static bool Fits(string text, int maxBytes) => Encoding.UTF8.GetByteCount(text) <= maxBytes && text.IsNormalized();

    private static void Expect(CborReader reader, int key)
    {
        if (reader.ReadInt32() != key) throw new CborContentException("a claim is missing or out of order");
    }
}
