namespace Certify.Badges;

/// <summary>The published keys (RFC 7517), as they stand in <c>/.well-known/jwks.json</c>.</summary>
public sealed record KeySet(IReadOnlyList<PublicKey> Keys)
{
    public static KeySet Of(KeyStore store) => new([.. store.All.Select(PublicKey.Of)]);
}

/// <summary>One public key: <see cref="Kid"/> is the whole RFC 7638 thumbprint, <see cref="CoseKid"/> its first 8 bytes in hex, which a token names.</summary>
public sealed record PublicKey(
    string Kty, string Crv, string X, string Y, string Kid, string CoseKid, string Alg, string Use, DateTimeOffset? CompromisedSince)
{
    public static PublicKey Of(SigningKey key) => new(
        "EC", "P-256", key.X, key.Y, key.Thumbprint, Convert.ToHexStringLower(key.Kid), "ES256", "sig", key.CompromisedSince);
}
