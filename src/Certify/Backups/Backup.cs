using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;

using Certify.Log;

namespace Certify.Backups;

/// <summary>
/// One file (tar, gzip) with all that a lost machine takes with it but the master key: a copy of the database at one moment, the keys, the public log, uploads
/// and the log of erasures, all as sealed as they are. Made while the service runs.
/// </summary>
public sealed class Backup(DatabaseCopy database, LogFolder log, BackupMark mark, MasterKey master, CertifyOptions options, CertifyClock clock)
{
    /// <summary>Not part of a backup: session keys (everyone signs in again), what is being written, other backups. The public log is frozen for itself.</summary>
    private static readonly string[] LeftOut = ["keys/cookies/", "backups/", "before-restore-", "log/"];

    /// <param name="target">A file, or a folder in which the file gets a name by its time.</param>
    /// <param name="cancel"></param>
    /// <returns>The file, readable by this user alone.</returns>
    public async Task<string> MakeAsync(string target, CancellationToken cancel = default)
    {
        var made = clock.Now;
        var file = Directory.Exists(target) || target.EndsWith('/')
            ? Path.Combine(target, string.Create(CultureInfo.InvariantCulture, $"certify-{made:yyyyMMdd-HHmmss}.tar.gz")) : target;
        var folder = Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!).FullName;
        var work = DurableFile.MakeFolder(Path.Combine(folder, $".certify-backup-{Guid.CreateVersion7():N}"));
        try
        {
            // The database first: a key that a badge in it was signed with is then surely among the files that follow.
            var copy = Path.Combine(work, BackupManifest.Database);
            await database.SaveAsync(copy, cancel);
            var sources = new List<(string Name, string Path)> { (BackupManifest.Database, copy) };
            // The log after the database: it may then be ahead of it, which a restore makes good, and never behind what others have seen.
            sources.AddRange((await log.FreezeAsync(Path.Combine(work, "log"), cancel)).Select(f => ("data/log/" + f.Name, f.File)));
            sources.AddRange(DataFiles());
            var packed = Path.Combine(work, "packed");
            await PackAsync(packed, sources, made, cancel);
            File.Move(packed, file, overwrite: true);
            mark.Write(made);
            return file;
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private IEnumerable<(string Name, string Path)> DataFiles()
    {
        var data = options.DataDirectory;
        var isDatabase = options.Database.IsPostgreSql ? null : database.SqliteFile;
        foreach (var path in Directory.EnumerateFiles(data, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var name = Path.GetRelativePath(data, path).Replace('\\', '/');
            var isTemporary = name.EndsWith(".new", StringComparison.Ordinal) || Path.GetFileName(name).StartsWith('.') || name.Contains("/.", StringComparison.Ordinal);
            if (!isTemporary && !LeftOut.Any(l => name.StartsWith(l, StringComparison.Ordinal)) && (isDatabase is null || !path.StartsWith(isDatabase, StringComparison.Ordinal)))
                yield return ("data/" + name, path);
        }
    }

    private async Task PackAsync(string file, List<(string Name, string Path)> sources, DateTimeOffset made, CancellationToken cancel)
    {
        var files = new List<BackedUpFile>();
        foreach (var (name, path) in sources)
            files.Add(await BackedUpFile.OfAsync(name, path, cancel));
        var manifest = new BackupManifest(BackupManifest.CurrentFormat, made, options.Database.IsPostgreSql ? "PostgreSql" : "Sqlite", BackupManifest.CheckOf(master), files);

        var mode = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            mode.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var written = new FileStream(file, mode);
        await using (var zip = new GZipStream(written, CompressionLevel.Optimal, leaveOpen: true))
        await using (var tar = new TarWriter(zip, TarEntryFormat.Pax, leaveOpen: true))
        {
            await using var json = new MemoryStream(manifest.ToJson());
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, BackupManifest.Name) { DataStream = json, Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite }, cancel);
            foreach (var (name, path) in sources)
            {
                await using var content = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = content, Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite }, cancel);
            }
        }
        written.Flush(flushToDisk: true);
    }
}
