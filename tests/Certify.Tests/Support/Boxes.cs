using System.Security.Cryptography;
using System.Text;

namespace Certify.Tests.Support;

/// <summary>Seals to the server as <c>client/field/box.js</c> does.</summary>
internal static class Boxes
{
    public static byte[] Seal(byte[] server, byte[] text, string place)
    {
        using var ours = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var q = ours.ExportParameters(includePrivateParameters: false).Q;
        byte[] point = [4, .. q.X!, .. q.Y!];
        using var theirs = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = server[1..33], Y = server[33..] } });
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, ours.DeriveRawSecretAgreement(theirs.PublicKey), 32, info: [.. "certify visit box 1"u8, .. point, .. server]);
        var (nonce, closed, tag) = (RandomNumberGenerator.GetBytes(12), new byte[text.Length], new byte[16]);
        using var aes = new AesGcm(key, 16);
        aes.Encrypt(nonce, text, closed, tag, Encoding.UTF8.GetBytes(place));
        return [.. point, .. nonce, .. closed, .. tag];
    }
}
