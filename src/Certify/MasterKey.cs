using System.Security.Cryptography;
using System.Text;

namespace Certify;

/// <summary>
/// The one secret that lies outside database, data volume and backup: 32 random bytes, in a file as Base64.
/// Every other key is derived from it (HKDF-SHA-256, RFC 5869) for one named purpose, so that no two uses share a key.
/// </summary>
public sealed class MasterKey
{
    public const int Bytes = 32;
    private readonly byte[] _key;

    public MasterKey(byte[] key)
    {
        if (key.Length != Bytes)
            throw new ArgumentException($"A master key has {Bytes} bytes.", nameof(key));
        _key = [.. key];
    }

    public byte[] Derive(string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, Bytes, info: Encoding.UTF8.GetBytes("certify/" + purpose));

    /// <exception cref="InvalidDataException">The file is not the Base64 of 32 bytes.</exception>
    public static MasterKey Load(string file)
    {
        var bytes = new byte[Bytes];
        return Convert.TryFromBase64String(File.ReadAllText(file).Trim(), bytes, out var n) && n == Bytes
            ? new MasterKey(bytes)
            : throw new InvalidDataException($"{file} is no master key: it must hold the Base64 of {Bytes} random bytes (openssl rand -base64 {Bytes}).");
    }

    /// <summary>Makes a new key file that its owner alone can read. Fails if the file exists: a key is never overwritten.</summary>
    public static MasterKey Create(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(file, options))
            writer.Write(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes)));
        return Load(file);
    }
}
