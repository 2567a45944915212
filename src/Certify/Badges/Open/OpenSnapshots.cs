using System.Globalization;
using System.IO.Compression;

namespace Certify.Badges.Open;

/// <summary>
/// The open data of each day, kept in the data folder as <c>open-data/2021-08-09/badges.csv.gz</c> and so on: whole days, made at once, or not there.
/// Kept for <see cref="KeptDays"/> days, as long as a badge can live, and no longer: who was missing on which day would otherwise stay in public for ever.
/// </summary>
public sealed class OpenSnapshots(OpenFiles files, CertifyOptions options, CertifyClock clock)
{
    public const int KeptDays = 90;

    private string Folder => Path.Combine(options.DataDirectory, "open-data");

    /// <summary>Days that are kept, the newest first.</summary>
    public IReadOnlyList<DateOnly> Days => !Directory.Exists(Folder) ? [] :
        [.. Directory.EnumerateDirectories(Folder).Select(path => Parse(Path.GetFileName(path))).OfType<DateOnly>().OrderDescending()];

    /// <summary>Keeps today's data if that has not been done, and lets go of what is too old. True if today's were made.</summary>
    public async Task<bool> KeepAsync(CancellationToken cancel = default)
    {
        var today = clock.Today;
        foreach (var old in Days.Where(day => day <= today.AddDays(-KeptDays)))
            Directory.Delete(PathOf(old), recursive: true);
        if (Directory.Exists(PathOf(today)))
            return false;
        Directory.CreateDirectory(Folder);
        var beside = Directory.CreateDirectory(Path.Combine(Folder, $".{Guid.CreateVersion7(clock.Now):N}")).FullName;
        try
        {
            foreach (var format in OpenFormat.All)
            {
                await using var file = File.Create(Path.Combine(beside, FileName(format)));
                await using (var packed = new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true))
                    await files.WriteAsync(format, packed, cancel);
                file.Flush(flushToDisk: true);
            }
            // Another instance may have been faster: one day, one folder.
            if (Directory.Exists(PathOf(today)))
                return false;
            Directory.Move(beside, PathOf(today));
            return true;
        }
        finally
        {
            if (Directory.Exists(beside))
                Directory.Delete(beside, recursive: true);
        }
    }

    /// <summary>The packed file (gzip) of a day; null if there is none.</summary>
    public string? Find(DateOnly day, OpenFormat format)
    {
        var path = Path.Combine(PathOf(day), FileName(format));
        return File.Exists(path) ? path : null;
    }

    public static DateOnly? Parse(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static string FileName(OpenFormat format) => $"badges.{format.Name}.gz";

    private string PathOf(DateOnly day) => Path.Combine(Folder, day.ToString("O", CultureInfo.InvariantCulture));
}
