using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Certify.Badges;

namespace Certify.Tests.Rules;

/// <summary>Keys and claims for tokens.</summary>
internal static class TokenSteps
{
    internal static readonly JsonElement Vectors =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Vectors", "badge_token.json"))).RootElement;

    internal static readonly SigningKey Theirs = VectorKey();
    internal static readonly SigningKey Ours = NewKey();
    internal static string Valid => Vectors.GetProperty("valid").GetString()!;

    internal static TokenReading Read(string? scanned) =>
        BadgeToken.Read(scanned, kid => kid.SequenceEqual(Theirs.Kid) ? Theirs : kid.SequenceEqual(Ours.Kid) ? Ours : null);

    internal static TokenClaims Claims(string name, string address) =>
        new("certify.example", DateTimeOffset.FromUnixTimeSeconds(1628474700), DateTimeOffset.FromUnixTimeSeconds(1636300800), new byte[16], name, address, 7);

    internal static SigningKey VectorKey()
    {
        var jwk = Vectors.GetProperty("jwk");
        var point = new ECPoint
        {
            X = Base64Url.DecodeFromChars(jwk.GetProperty("x").GetString()),
            Y = Base64Url.DecodeFromChars(jwk.GetProperty("y").GetString()),
        };
        return new SigningKey(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = point }, DateTimeOffset.UnixEpoch);
    }

    internal static SigningKey NewKey()
    {
        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new SigningKey(made.ExportParameters(includePrivateParameters: true), DateTimeOffset.UnixEpoch);
    }
}
