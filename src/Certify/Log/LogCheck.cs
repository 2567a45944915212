using System.Text;
using Certify.Data;
using Microsoft.EntityFrameworkCore;

namespace Certify.Log;

/// <summary>What a check of the log has found.</summary>
/// <param name="Size">Entries that the checkpoint covers.</param>
/// <param name="Faults">Nothing, or what is not as it was published: <c>log.check_…</c> with the file, the entry or the line.</param>
public sealed record LogReport(long Size, IReadOnlyList<Refusal> Faults);

/// <summary>
/// Recomputes the whole log from its files and compares each byte with what follows from the entries and the signed checkpoints. One changed byte in any file is
/// found and the file is named; so is an entry that the database has otherwise.
/// </summary>
public sealed class LogCheck(IDbContextFactory<CertifyDb> dbs, LogFolder folder, LogKeys keys, LogHistory history)
{
    /// <summary>More would be the same fault told again.</summary>
    public const int Told = 100;

    /// <summary>Files and database.</summary>
    public async Task<LogReport> RunAsync(CancellationToken cancel = default)
    {
        var moment = await ReadAsync(cancel);
        var (faults, entries) = (Files(moment, out var size), new Queue<byte[]>());
        await using var db = await dbs.CreateDbContextAsync(cancel);
        var next = 0L;
        await foreach (var leaf in db.LogLeaves.AsNoTracking().Where(l => l.Index < size).OrderBy(l => l.Index).AsAsyncEnumerable().WithCancellation(cancel))
        {
            if (leaf.Index != next || faults.Count >= Told)
                break;
            if (next % Tile.FullWidth == 0)
                entries = new(Entries(moment, next / Tile.FullWidth, size) ?? []);
            if (!entries.TryDequeue(out var entry) || Encoding.UTF8.GetString(entry) != leaf.Json)
                faults.Add(new("log.check_database", next));
            next++;
        }
        if (next < size && faults.Count < Told)
            faults.Add(new("log.check_missing", next));
        return new(size, faults);
    }

    /// <summary>The files alone.</summary>
    public async Task<LogReport> FilesAsync(CancellationToken cancel = default)
    {
        var faults = Files(await ReadAsync(cancel), out var size);
        return new(size, faults);
    }

    /// <summary>
    /// What changes while a service publishes, as it is at one moment: read under the publisher's lock, so that nobody replaces it meanwhile. Full pieces never
    /// change and are read afterwards.
    /// </summary>
    private sealed record Moment(string? Note, string History, IReadOnlyList<string> Names, IReadOnlyDictionary<string, byte[]> Edge);

    private async Task<Moment> ReadAsync(CancellationToken cancel)
    {
        if (!Directory.Exists(folder.Path))
            return new(null, "", [], new Dictionary<string, byte[]>(StringComparer.Ordinal));
        await using var held = await folder.LockAsync(cancel);
        var names = folder.Files().ToList();
        var edge = names.Where(n => n.Contains(".p/", StringComparison.Ordinal)).ToDictionary(n => n, n => File.ReadAllBytes(Path.Combine(folder.Path, n)), StringComparer.Ordinal);
        return new(folder.ReadCheckpoint(), File.Exists(folder.HistoryFile) ? File.ReadAllText(folder.HistoryFile, Encoding.UTF8) : "", names, edge);
    }

    private List<Refusal> Files(Moment moment, out long size)
    {
        size = 0;
        if (moment.Note is not { } note)
            return moment.Names.Count > 0 ? [new("log.check_file", LogFolder.CheckpointName)] : [];
        if (keys.Find() is not { } key)
            return [new("log.key_missing")];
        if (Checkpoint.Open(note, key.Verifier) is not { } checkpoint)
            return [new("log.check_file", LogFolder.CheckpointName)];
        size = checkpoint.Size;
        var faults = new List<Refusal>();
        var roots = History(moment, key.Verifier, checkpoint, faults);
        Recompute(moment, checkpoint, roots, faults);
        faults.AddRange(LogFolder.Strays(moment.Names, size).Order(StringComparer.Ordinal).Take(Told).Select(name => new Refusal("log.check_stray", name)));
        return faults;
    }

    /// <summary>The roots that were signed, by size. Every line must be whole, signed, and further than the one before; the last is the checkpoint's.</summary>
    private Dictionary<long, byte[]> History(Moment moment, LogVerifier verifier, Checkpoint checkpoint, List<Refusal> faults)
    {
        var roots = new Dictionary<long, byte[]> { [checkpoint.Size] = checkpoint.Root };
        var (last, number) = (-1L, 0);
        foreach (var line in moment.History.Split('\n').SkipLast(1))
        {
            number++;
            if (history.Read(line) is { } kept && Checkpoint.Open(kept.Note, verifier) is { } signed && signed.Size > last && signed.Size <= checkpoint.Size)
            {
                last = signed.Size;
                if (!roots.TryAdd(signed.Size, signed.Root) && !roots[signed.Size].AsSpan().SequenceEqual(signed.Root))
                    faults.Add(new("log.check_history", number));
            }
            else if (faults.Count < Told)
                faults.Add(new("log.check_history", number));
        }
        if (!moment.History.EndsWith('\n') || last != checkpoint.Size)
            faults.Add(new("log.check_history_end", number));
        return roots;
    }

    private void Recompute(Moment moment, Checkpoint checkpoint, Dictionary<long, byte[]> roots, List<Refusal> faults)
    {
        var tree = LogTree.Load(folder, 0)!;
        Compare(tree, roots, faults);
        for (var bundle = 0L; bundle * Tile.FullWidth < checkpoint.Size; bundle++)
        {
            if (Entries(moment, bundle, checkpoint.Size) is not { } entries)
            {
                faults.Add(new("log.check_file", Piece(Tile.Entries, bundle, checkpoint.Size).Path));
                // Without these entries nothing that follows can be computed.
                return;
            }
            foreach (var entry in entries)
            {
                foreach (var (tile, content) in tree.Append(entry))
                    Compare(moment, tile, content, faults);
                Compare(tree, roots, faults);
            }
            if (faults.Count >= Told)
                return;
        }
        foreach (var (tile, content) in tree.Edge())
            Compare(moment, tile, content, faults);
    }

    private void Compare(Moment moment, Tile tile, byte[] content, List<Refusal> faults)
    {
        if (tile.Level != Tile.Entries && (Read(moment, tile) is not { } there || !there.AsSpan().SequenceEqual(content)))
            faults.Add(new("log.check_tile", tile.Path, new Tile(Tile.Entries, tile.Level == 0 ? tile.Number : 0, Tile.FullWidth).Folder));
    }

    private static void Compare(LogTree tree, Dictionary<long, byte[]> roots, List<Refusal> faults)
    {
        if (faults.Count < Told && roots.TryGetValue(tree.Size, out var signed) && !tree.Root().AsSpan().SequenceEqual(signed))
            faults.Add(new("log.check_root", tree.Size));
    }

    /// <summary>Null if the file isn't there or doesn't hold that many entries and nothing else.</summary>
    private IReadOnlyList<byte[]>? Entries(Moment moment, long bundle, long size)
    {
        var piece = Piece(Tile.Entries, bundle, size);
        return Read(moment, piece) is { } bytes && Bundle.Read(bytes) is { } entries && entries.Count == piece.Width ? entries : null;
    }

    private byte[]? Read(Moment moment, Tile tile) => tile.IsFull ? folder.ReadExactly(tile) : moment.Edge.GetValueOrDefault(tile.Path);

    private static Tile Piece(int level, long number, long size) => new(level, number, Tile.WidthIn(level, number, size));
}
