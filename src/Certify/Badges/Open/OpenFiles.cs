using System.Collections.Concurrent;
using System.Security.Cryptography;
using Certify.Data;
using Certify.Log;
using Microsoft.EntityFrameworkCore;

namespace Certify.Badges.Open;

/// <summary>A file of open data as it is served now.</summary>
/// <param name="Path"></param>
/// <param name="Tag">SHA-256 of the content, shortened: the same data have the same tag on every instance.</param>
/// <param name="MadeAt"></param>
public sealed record OpenFile(string Path, string Tag, DateTimeOffset MadeAt);

/// <summary>
/// The live open data: written to a file when asked for, at most once a minute a format, and sent from there, so that a flood of requests costs one reading of the
/// database a minute and no memory. If the database can't be read, the last file is served.
/// </summary>
public sealed class OpenFiles(IDbContextFactory<CertifyDb> databases, PublishedLog log, CertifyOptions options, CertifyClock clock, TimeProvider time) : IDisposable
{
    public static readonly TimeSpan MadeAnewAfter = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, (OpenFile File, long At)> made = [];
    private readonly SemaphoreSlim making = new(1);
    private readonly Lazy<string> folder = new(() => Directory.CreateTempSubdirectory("certify-open-").FullName);

    /// <exception cref="Exception">The database can't be read and never could be.</exception>
    public async Task<OpenFile> LiveAsync(OpenFormat format, CancellationToken cancel = default)
    {
        if (Fresh(format) is { } fresh)
            return fresh;
        await making.WaitAsync(cancel);
        try
        {
            if (Fresh(format) is { } other)
                return other;
            var file = await MakeAsync(format, cancel);
            made[format.Name] = (file, time.GetTimestamp());
            return file;
        }
        catch (Exception failure) when (failure.IsUnreachable() && made.TryGetValue(format.Name, out var last))
        {
            return last.File;
        }
        finally
        {
            making.Release();
        }
    }

    /// <summary>Writes today's data.</summary>
    public async Task WriteAsync(OpenFormat format, Stream to, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        await format.WriteAsync(to, OpenBadges.ValidAt(db, clock.Now, log.SizeNow()), Licence, cancel);
    }

    private OpenLicence Licence => new(options.IssuerName, options.OpenDataLicence, options.OpenDataLicenceUrl);

    private OpenFile? Fresh(OpenFormat format) => made.TryGetValue(format.Name, out var last) && time.GetElapsedTime(last.At) < MadeAnewAfter ? last.File : null;

    private async Task<OpenFile> MakeAsync(OpenFormat format, CancellationToken cancel)
    {
        var path = Path.Combine(folder.Value, $"{Guid.CreateVersion7(clock.Now):N}.{format.Name}");
        await using (var file = File.Create(path))
            await WriteAsync(format, file, cancel);
        string tag;
        await using (var file = File.OpenRead(path))
            tag = Convert.ToHexStringLower((await SHA256.HashDataAsync(file, cancel))[..12]);
        if (!made.TryGetValue(format.Name, out var last))
            return new OpenFile(path, tag, clock.Now);
        // Whoever is being sent the old file has it open: it goes when they are done.
        var (keep, drop) = last.File.Tag == tag ? (last.File, path) : (new OpenFile(path, tag, clock.Now), last.File.Path);
        File.Delete(drop);
        return keep;
    }

    public void Dispose()
    {
        if (folder.IsValueCreated && Directory.Exists(folder.Value))
            Directory.Delete(folder.Value, recursive: true);
        making.Dispose();
    }
}
