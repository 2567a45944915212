using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NSec.Cryptography;

namespace Certify.Log;

/// <summary>The public half of the log's key: what others pin. Its name is the log's origin.</summary>
public sealed class LogVerifier
{
    private const byte Ed25519 = 1;
    private readonly PublicKey key;

    internal LogVerifier(string name, PublicKey key)
    {
        this.key = key;
        Name = name;
        Public = key.Export(KeyBlobFormat.RawPublicKey);
        Id = SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', Ed25519, .. Public])[..4];
    }

    public string Name { get; }

    /// <summary>32 bytes (RFC 8032).</summary>
    public byte[] Public { get; }

    /// <summary>First four bytes of the SHA-256 of name, newline, signature type and public key (C2SP signed-note).</summary>
    public byte[] Id { get; }

    /// <summary>The line that a note verifier is given: <c>name+id+key</c>.</summary>
    public string Line => $"{Name}+{Convert.ToHexStringLower(Id)}+{Convert.ToBase64String([Ed25519, .. Public])}";

    public bool Verify(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature) => SignatureAlgorithm.Ed25519.Verify(key, text, signature);
}

/// <summary>
/// The key that signs checkpoints: Ed25519 (RFC 8032), made once for the life of the log and kept outside the database in a file of its own, its private half
/// under AES-256-GCM. Name and public key are bound to the ciphertext, so that a file changed or planted by someone without the master key does not load.
/// </summary>
public sealed class LogKey : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private readonly Key key;

    private LogKey(string name, Key key)
    {
        this.key = key;
        Verifier = new LogVerifier(name, key.PublicKey);
    }

    public LogVerifier Verifier { get; }

    public byte[] Sign(ReadOnlySpan<byte> text) => SignatureAlgorithm.Ed25519.Sign(key, text);

    private sealed record KeyFile(string Name, byte[] PublicKey, byte[] Sealed);

    /// <summary>Makes a new key and writes it; the caller sees to it that there is none yet.</summary>
    public static LogKey Make(string path, string name, MasterKey master)
    {
        var made = new LogKey(name, Key.Create(SignatureAlgorithm.Ed25519, new KeyCreationParameters { ExportPolicy = KeyExportPolicies.AllowPlaintextArchiving }));
        var seed = made.key.Export(KeyBlobFormat.RawPrivateKey);
        var file = new KeyFile(name, made.Verifier.Public, Sealing.Seal(master.Derive("log-key"), Place(name, made.Verifier.Public), seed));
        CryptographicOperations.ZeroMemory(seed);
        DurableFile.MakeFolder(Path.GetDirectoryName(path)!);
        DurableFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(file, Json));
        return made;
    }

    /// <exception cref="InvalidDataException">The file is damaged, was changed, or belongs to another master key.</exception>
    public static LogKey Read(string path, MasterKey master)
    {
        try
        {
            var file = JsonSerializer.Deserialize<KeyFile>(File.ReadAllBytes(path), Json) ?? throw new JsonException();
            var seed = Sealing.Open(master.Derive("log-key"), Place(file.Name, file.PublicKey), file.Sealed);
            var opened = Key.Import(SignatureAlgorithm.Ed25519, seed, KeyBlobFormat.RawPrivateKey);
            CryptographicOperations.ZeroMemory(seed);
            return new LogKey(file.Name, opened);
        }
        catch (Exception wrong) when (wrong is JsonException or CryptographicException or ArgumentException or FormatException)
        {
            throw new InvalidDataException($"the log's key {path} cannot be opened: it is damaged, or the master key is another one", wrong);
        }
    }

    public void Dispose() => key.Dispose();

    private static string Place(string name, byte[] publicKey) => $"log-key/{name}/{Convert.ToHexStringLower(publicKey)}";
}
