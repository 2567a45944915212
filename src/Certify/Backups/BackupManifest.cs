using System.Security.Cryptography;
using System.Text.Json;

namespace Certify.Backups;

/// <summary>What a backup holds, as its first entry says: enough to tell a whole one from a damaged one, and ours from a stranger's, before anything is written.</summary>
/// <param name="Format">1. A reader refuses what it doesn't know.</param>
/// <param name="MadeAt"></param>
/// <param name="Provider"><c>Sqlite</c> or <c>PostgreSql</c>.</param>
/// <param name="MasterKeyCheck">Tells which master key the sealed parts need, without telling anything of the key.</param>
/// <param name="Files">Path, size in bytes and SHA-256 of every other entry.</param>
public sealed record BackupManifest(int Format, DateTimeOffset MadeAt, string Provider, string MasterKeyCheck, IReadOnlyList<BackedUpFile> Files)
{
    public const string Name = "manifest.json", Database = "database";
    public const int CurrentFormat = 1;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    public static BackupManifest? Read(Stream json) => JsonSerializer.Deserialize<BackupManifest>(json, Json);

    public static string CheckOf(MasterKey master) => Convert.ToHexStringLower(SHA256.HashData(master.Derive("backup-check")).AsSpan(0, 8));
}

public sealed record BackedUpFile(string Path, long Size, string Sha256)
{
    /// <summary>Reads the file once for its hash.</summary>
    public static async Task<BackedUpFile> OfAsync(string name, string path, CancellationToken cancel)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return new(name, file.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancel)));
    }
}
