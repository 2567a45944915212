using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using Certify.Badges;
using Certify.Log;

namespace Certify.Backups;

/// <summary>
/// Brings a backup back. All of it is read and compared with its hashes before anything that is there is touched; what was there is moved aside, not
/// deleted. Of the public log the further copy stays, since others have seen it. Signing keys that are there stay too, and of a key the earlier mark that it is
/// compromised. Whoever was erased since the backup was made stays erased: the log of erasures that is there is kept, and replayed at the next start.
/// The service must not be running.
/// </summary>
public sealed class Restore(DatabaseCopy database, MasterKey master, CertifyOptions options, CertifyClock clock)
{
    private const string Erasures = "erasures.log", Log = "log";
    private static readonly string SigningKeys = Path.Combine("keys", "signing");

    /// <summary>
    /// Refusals: <c>restore.unreadable</c>, <c>restore.format</c> (number), <c>restore.other_key</c>, <c>restore.other_provider</c> (the backup's),
    /// <c>restore.damaged</c> (file), <c>restore.not_empty</c> (folder), <c>restore.log_forked</c>.
    /// </summary>
    /// <param name="file"></param>
    /// <param name="force">Move aside what is there.</param>
    /// <param name="cancel"></param>
    public async Task<Result<BackupManifest>> RunAsync(string file, bool force, CancellationToken cancel = default)
    {
        var data = Directory.CreateDirectory(options.DataDirectory).FullName;
        if (!force && (Directory.EnumerateFileSystemEntries(data).Any(e => Path.GetFileName(e) is not (Erasures or Log)) || await database.HoldsDataAsync(cancel)))
            return new Refusal("restore.not_empty", data);
        var work = DurableFile.MakeFolder(Path.Combine(data, $".restore-{Guid.CreateVersion7():N}"));
        try
        {
            var manifest = await UnpackAsync(file, work, cancel);
            var choice = Choose(work, data);
            if (manifest.Ok && choice == LogChoice.Forked)
                return new Refusal("restore.log_forked");
            if (manifest.Ok)
                await PutInPlaceAsync(work, data, choice, cancel);
            return manifest;
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private async Task<Result<BackupManifest>> UnpackAsync(string file, string work, CancellationToken cancel)
    {
        try
        {
            await using var packed = new FileStream(file, FileMode.Open, FileAccess.Read);
            await using var zip = new GZipStream(packed, CompressionMode.Decompress);
            await using var tar = new TarReader(zip);
            if (await tar.GetNextEntryAsync(copyData: false, cancel) is not { Name: BackupManifest.Name, DataStream: { } json } || BackupManifest.Read(json) is not { } manifest)
                return new Refusal("restore.unreadable", file);
            if (Refuse(manifest) is { } refusal)
                return refusal;
            while (await tar.GetNextEntryAsync(copyData: false, cancel) is { } entry)
            {
                // Only names that the manifest knows: an entry can't climb out of the folder.
                if (manifest.Files.FirstOrDefault(f => f.Path == entry.Name) is not { } known || known.Path.Split('/').Contains("..", StringComparer.Ordinal))
                    return new Refusal("restore.damaged", entry.Name);
                var place = Path.Combine(work, known.Path);
                Directory.CreateDirectory(Path.GetDirectoryName(place)!);
                await entry.ExtractToFileAsync(place, overwrite: false, cancel);
            }
            foreach (var known in manifest.Files)
            {
                var place = Path.Combine(work, known.Path);
                if (!File.Exists(place) || await BackedUpFile.OfAsync(known.Path, place, cancel) != known)
                    return new Refusal("restore.damaged", known.Path);
            }
            return manifest;
        }
        catch (Exception wrong) when (wrong is IOException or InvalidDataException or JsonException or FormatException)
        {
            return new Refusal("restore.unreadable", file);
        }
    }

    private Refusal? Refuse(BackupManifest manifest) =>
        manifest.Format != BackupManifest.CurrentFormat ? new("restore.format", manifest.Format)
        : manifest.MasterKeyCheck != BackupManifest.CheckOf(master) ? new("restore.other_key", options.MasterKeyFile)
        : manifest.Provider == "PostgreSql" != options.Database.IsPostgreSql ? new("restore.other_provider", manifest.Provider)
        : null;

    private LogChoice Choose(string work, string data) =>
        LogCopies.Choose(new(Path.Combine(data, Log)), new(Path.Combine(work, "data", Log)), new(Path.Combine(work, "data", "keys", "log-key.json"), master));

    private async Task PutInPlaceAsync(string work, string data, LogChoice choice, CancellationToken cancel)
    {
        var erasures = new[] { Path.Combine(data, Erasures), Path.Combine(work, "data", Erasures) }.Where(File.Exists).SelectMany(File.ReadAllLines).Distinct(StringComparer.Ordinal).ToList();
        KeyStore.Keep(Path.Combine(data, SigningKeys), Path.Combine(work, "data", SigningKeys), master);
        var aside = Path.Combine(data, "before-restore-" + clock.Now.ToString("yyyyMMdd-HHmmss", System.Globalization.CultureInfo.InvariantCulture));
        foreach (var there in Directory.EnumerateFileSystemEntries(data).Where(e => e != work && !(choice == LogChoice.Kept && Path.GetFileName(e) == Log) && !Path.GetFileName(e).StartsWith("before-restore-", StringComparison.Ordinal)).ToList())
        {
            Directory.CreateDirectory(aside);
            Directory.Move(there, Path.Combine(aside, Path.GetFileName(there)));
        }
        await database.LoadAsync(Path.Combine(work, BackupManifest.Database), cancel);
        var files = Directory.CreateDirectory(Path.Combine(work, "data")).FullName;
        if (choice == LogChoice.Kept && Directory.Exists(Path.Combine(files, Log)))
            Directory.Delete(Path.Combine(files, Log), recursive: true);
        foreach (var entry in Directory.EnumerateFileSystemEntries(files).ToList())
            Directory.Move(entry, Path.Combine(data, Path.GetFileName(entry)));
        if (erasures.Count > 0)
            DurableFile.Write(Path.Combine(data, Erasures), System.Text.Encoding.ASCII.GetBytes(string.Join('\n', erasures) + "\n"));
    }
}
