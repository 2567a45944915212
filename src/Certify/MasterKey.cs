using System.Security.Cryptography;
using System.Text;

namespace Certify;

/// <summary>
/// The 32 bytes that everything sealed depends on: base64 in one file outside data volume and backup. Nothing is encrypted under it
/// directly; each purpose has its own sub-key (HKDF-SHA-256, RFC 5869), so that one that leaks opens nothing else.
/// </summary>
public sealed class MasterKey
{
    public const int Bytes = 32;

    private readonly byte[] secret;

    public MasterKey(byte[] secret)
    {
        if (secret.Length != Bytes) throw new ArgumentException($"the master key has {Bytes} bytes", nameof(secret));
        this.secret = secret;
    }

    /// <summary>A key of 32 bytes for one purpose, e.g. <c>signing-keys</c>; the same purpose always gives the same key.</summary>
    public byte[] Derive(string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, Bytes, salt: [], info: Encoding.UTF8.GetBytes("certify:" + purpose));

    /// <exception cref="InvalidDataException">The file does not hold base64 of 32 bytes.</exception>
    public static MasterKey Read(string path)
    {
        var bytes = new byte[Bytes + 1];
        return Convert.TryFromBase64String(File.ReadAllText(path).Trim(), bytes, out var count) && count == Bytes
            ? new MasterKey(bytes[..Bytes])
            : throw new InvalidDataException($"{path} does not hold base64 of {Bytes} bytes; make one with: head -c 32 /dev/urandom | base64");
    }
}
