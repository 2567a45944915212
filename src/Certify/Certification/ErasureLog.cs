using System.Globalization;

namespace Certify.Certification;

/// <summary>
/// Who was erased, and when: one line a person (moment, id of the row; nothing else) in a file beside the database. An older database that is put back
/// knows the person again; the log, which a restore leaves alone, is replayed at each start.
/// </summary>
public sealed class ErasureLog(CertifyOptions options)
{
    public const string FileName = "erasures.log";
    private readonly string _file = Path.Combine(options.DataDirectory, FileName);
    private readonly Lock _one = new();

    /// <summary>On disk before the database forgets: a crash between the two erases at the next start.</summary>
    public void Append(Guid personId, DateTimeOffset now)
    {
        lock (_one)
        {
            using var file = new FileStream(_file, FileMode.Append, FileAccess.Write, FileShare.Read);
            file.Write(System.Text.Encoding.ASCII.GetBytes($"{now.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)} {personId:N}\n"));
            file.Flush(flushToDisk: true);
        }
    }

    /// <summary>Everybody who was ever erased. A line that a crash cut short is passed over: its erasure was not answered yet.</summary>
    public IReadOnlyList<Guid> Read() => !File.Exists(_file) ? []
        : [.. File.ReadLines(_file).Select(l => l.Split(' ')).Where(p => p.Length == 2 && Guid.TryParseExact(p[1], "N", out _)).Select(p => Guid.ParseExact(p[1], "N")).Distinct()];
}
