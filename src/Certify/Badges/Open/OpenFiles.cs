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
/// database a minute and no memory. If the database can't be read, the last file is served, and it is asked again in a minute.
/// </summary>
public sealed class OpenFiles(IDbContextFactory<CertifyDb> databases, PublishedLog log, CertifyOptions options, CertifyClock clock, TimeProvider time) : IDisposable
{
    public static readonly TimeSpan MadeAnewAfter = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, (OpenFile File, string? Before, long At)> made = [];
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
            return await MakeAsync(format);
        }
        catch (Exception failure) when (failure.IsUnreachable() && made.TryGetValue(format.Name, out var last))
        {
            made[format.Name] = last with { At = time.GetTimestamp() };
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

    /// <summary>It is made for all who ask: whoever asked first may go.</summary>
    private async Task<OpenFile> MakeAsync(OpenFormat format)
    {
        var path = Path.Combine(folder.Value, $"{Guid.CreateVersion7(clock.Now):N}.{format.Name}");
        string tag;
        try
        {
            await using (var content = File.Create(path))
                await WriteAsync(format, content, CancellationToken.None);
            await using (var content = File.OpenRead(path))
                tag = Convert.ToHexStringLower((await SHA256.HashDataAsync(content))[..12]);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
        var isFirst = !made.TryGetValue(format.Name, out var last);
        if (!isFirst && last.File.Tag == tag)
        {
            File.Delete(path);
            made[format.Name] = last with { At = time.GetTimestamp() };
            return last.File;
        }
        // Somebody may have been told the last file's path just now, and opens it in a moment: it stays until the next one is made.
        if (last.Before is { } before)
            File.Delete(before);
        var fresh = new OpenFile(path, tag, clock.Now);
        made[format.Name] = (fresh, isFirst ? null : last.File.Path, time.GetTimestamp());
        return fresh;
    }

    public void Dispose()
    {
        if (folder.IsValueCreated && Directory.Exists(folder.Value))
            Directory.Delete(folder.Value, recursive: true);
        making.Dispose();
    }
}
