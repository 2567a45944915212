using System.Security.Cryptography;
using System.Text;

namespace Certify.Visits;

/// <summary>
/// The server's key to which a browser seals a finished visit or a draft, so that the laptop that wrote it can't read it any more: ECDH on P-256,
/// HKDF-SHA-256 (RFC 5869), AES-256-GCM. The private key is derived from the master key: every instance has it, and no file is to be kept.
/// </summary>
public sealed class VisitBox : IDisposable
{
    private const int Point = 65, Nonce = 12, Tag = 16;
    private static readonly byte[] Purpose = "certify visit box 1"u8.ToArray();
    private readonly ECDiffieHellman key;

    public VisitBox(MasterKey master)
    {
        key = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = master.Derive("visit-box") });
        Public = Uncompressed(key.ExportParameters(includePrivateParameters: false).Q);
    }

    /// <summary>65 bytes, an uncompressed point (SEC 1, 2.3.3).</summary>
    public byte[] Public { get; }

    /// <param name="box">The sender's one-time public key (65 bytes), nonce (12), ciphertext, tag (16).</param>
    /// <param name="place">What the box belongs to, as the sender bound it: another visit's box does not open.</param>
    /// <returns>Null: cut, altered, of another place, or for another key.</returns>
    public byte[]? Open(ReadOnlySpan<byte> box, string place)
    {
        if (box.Length < Point + Nonce + Tag || box[0] != 4)
            return null;
        try
        {
            var sender = new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = box[1..33].ToArray(), Y = box[33..Point].ToArray() } };
            using var other = ECDiffieHellman.Create(sender);
            using var aes = new AesGcm(HKDF.DeriveKey(HashAlgorithmName.SHA256, key.DeriveRawSecretAgreement(other.PublicKey), 32, info: [.. Purpose, .. box[..Point], .. Public]), Tag);
            var sealedText = box[(Point + Nonce)..];
            var plain = new byte[sealedText.Length - Tag];
            aes.Decrypt(box.Slice(Point, Nonce), sealedText[..^Tag], sealedText[^Tag..], plain, Encoding.UTF8.GetBytes(place));
            return plain;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public void Dispose() => key.Dispose();

    private static byte[] Uncompressed(ECPoint point) => [4, .. point.X!, .. point.Y!];
}
