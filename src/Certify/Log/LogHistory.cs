using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Certify.Log;

/// <summary>
/// When each checkpoint was published: one line a checkpoint with time, size, root and signature, and an HMAC under a key derived from the master key, so that
/// nobody without it can move a time. What was logged before a key was stolen is known from here.
/// </summary>
public sealed class LogHistory(LogFolder folder, MasterKey master)
{
    private readonly byte[] key = master.Derive("log/history");

    public sealed record Line(DateTimeOffset At, Checkpoint Checkpoint, byte[] Signature)
    {
        public string Note => $"{Checkpoint.Text}\n— {Checkpoint.Origin} {Convert.ToBase64String(Signature)}\n";
    }

    /// <summary>Writes down the checkpoint that is in place, unless it stands there already. Written after it was put there: a time is never too early.</summary>
    public void Keep(Checkpoint checkpoint, string note, DateTimeOffset now)
    {
        var file = folder.HistoryFile;
        if (File.Exists(file) && Mend(file) is { } last && last.Checkpoint.Size >= checkpoint.Size)
            return;
        var signature = note[(note.LastIndexOf(' ') + 1)..^1];
        var line = string.Create(CultureInfo.InvariantCulture, $"{now.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {checkpoint.Origin} {checkpoint.Size} {Convert.ToBase64String(checkpoint.Root)} {signature}");
        DurableFile.Append(file, Encoding.UTF8.GetBytes($"{line} {Mac(line)}\n"));
    }

    /// <summary>Size of the last checkpoint published before that moment; 0 if there was none. The first line that isn't whole ends it: later ones prove nothing.</summary>
    public long SizeBefore(DateTimeOffset moment)
    {
        var size = 0L;
        foreach (var text in Lines())
        {
            if (Read(text) is not { } line || line.At >= moment)
                break;
            size = line.Checkpoint.Size;
        }
        return size;
    }

    public bool IsThere => File.Exists(folder.HistoryFile);

    public IEnumerable<string> Lines() => IsThere ? File.ReadLines(folder.HistoryFile, Encoding.UTF8) : [];

    /// <summary>Null if the line was changed.</summary>
    public Line? Read(string text)
    {
        var parts = text.Split(' ');
        var root = new byte[Merkle.Bytes];
        var signature = new byte[200];
        return parts.Length == 6 && Mac(text[..text.LastIndexOf(' ')]) == parts[5]
            && DateTimeOffset.TryParseExact(parts[0], "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            && long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            && Convert.TryFromBase64String(parts[3], root, out _) && Convert.TryFromBase64String(parts[4], signature, out var length)
            ? new(at, new(parts[1], size, root), signature[..length]) : null;
    }

    private string Mac(string line) => Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(line))[..16]);

    /// <summary>Cuts off a line that a crash has left half written; gives the last whole one.</summary>
    private Line? Mend(string file)
    {
        using var history = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        var tail = new byte[Math.Min(history.Length, 1024)];
        history.Seek(-tail.Length, SeekOrigin.End);
        history.ReadExactly(tail);
        var end = tail.AsSpan().LastIndexOf((byte)'\n') + 1;
        if (end < tail.Length)
        {
            history.SetLength(history.Length - (tail.Length - end));
            history.Flush(flushToDisk: true);
        }
        var begin = end == 0 ? 0 : tail.AsSpan(0, end - 1).LastIndexOf((byte)'\n') + 1;
        return end == 0 ? null : Read(Encoding.UTF8.GetString(tail, begin, end - 1 - begin));
    }
}
