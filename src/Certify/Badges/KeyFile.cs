using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Certify.Badges;

/// <summary>
/// One signing key on disk: JSON with the private key (PKCS #8) under AES-256-GCM. What stands in clear (thumbprint, times) is bound to the
/// ciphertext as associated data, and the public key comes out of it, so that a file changed or planted by someone without the master key does not load.
/// </summary>
internal sealed record KeyFile(string Thumbprint, DateTimeOffset CreatedAt, DateTimeOffset? CompromisedSince, byte[] Nonce, byte[] Sealed)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static byte[] Write(SigningKey key, byte[] privateKey, byte[] sealingKey)
    {
        var nonce = RandomNumberGenerator.GetBytes(AesGcm.NonceByteSizes.MaxSize);
        var closed = new byte[privateKey.Length + AesGcm.TagByteSizes.MaxSize];
        using var cipher = new AesGcm(sealingKey, AesGcm.TagByteSizes.MaxSize);
        cipher.Encrypt(nonce, privateKey, closed.AsSpan(..privateKey.Length), closed.AsSpan(privateKey.Length..),
            Bound(key.Thumbprint, key.CreatedAt, key.CompromisedSince));
        return JsonSerializer.SerializeToUtf8Bytes(new KeyFile(key.Thumbprint, key.CreatedAt, key.CompromisedSince, nonce, closed), Json);
    }

    /// <exception cref="InvalidDataException">The file is damaged, was changed, or belongs to another master key.</exception>
    public static (SigningKey Key, byte[] PrivateKey) Read(string path, byte[] sealingKey)
    {
        try
        {
            var file = JsonSerializer.Deserialize<KeyFile>(File.ReadAllBytes(path), Json) ?? throw new JsonException();
            var length = file.Sealed.Length - AesGcm.TagByteSizes.MaxSize;
            var privateKey = new byte[length];
            using var cipher = new AesGcm(sealingKey, AesGcm.TagByteSizes.MaxSize);
            cipher.Decrypt(file.Nonce, file.Sealed.AsSpan(..length), file.Sealed.AsSpan(length..), privateKey,
                Bound(file.Thumbprint, file.CreatedAt, file.CompromisedSince));
            using var opened = ECDsa.Create();
            opened.ImportPkcs8PrivateKey(privateKey, out _);
            return (new SigningKey(opened.ExportParameters(includePrivateParameters: true), file.CreatedAt, file.CompromisedSince), privateKey);
        }
        catch (Exception wrong) when (wrong is JsonException or CryptographicException or ArgumentException or OverflowException)
        {
            throw new InvalidDataException($"the signing key {path} cannot be opened: it is damaged, or the master key is another one", wrong);
        }
    }

    private static byte[] Bound(string thumbprint, DateTimeOffset createdAt, DateTimeOffset? compromisedSince) =>
        Encoding.ASCII.GetBytes($"{thumbprint}|{createdAt.UtcTicks}|{compromisedSince?.UtcTicks}");
}
