using System.Text;

namespace Certify.Log;

/// <summary>
/// The published log as files: exactly those of which the checkpoint is made. Full tiles and bundles never change; of the incomplete ones at the right edge
/// only the widest is kept, since a narrower one is its beginning. Written by whoever holds the lock, read by everyone.
/// </summary>
public sealed class LogFolder(string folder)
{
    public const string CheckpointName = "checkpoint", HistoryName = "history";
    private const string LockName = ".lock", Tiles = "tile/";

    public string Path { get; } = folder;

    public string HistoryFile => At(HistoryName);

    /// <summary>The signed note; null before the first.</summary>
    public string? ReadCheckpoint()
    {
        try
        {
            return File.ReadAllText(At(CheckpointName), Encoding.UTF8);
        }
        catch (Exception none) when (none is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public void WriteCheckpoint(string note, Action flushed) => DurableFile.Write(At(CheckpointName), Encoding.UTF8.GetBytes(note), flushed);

    /// <summary>A piece of the log; null if there is none so wide.</summary>
    public byte[]? Read(Tile tile)
    {
        // The writer puts the wider file in place before it removes the narrower one: who falls between looks again.
        for (var look = 0; look < 3; look++)
        {
            if (Widest(tile) is not { } file)
                continue;
            try
            {
                return Cut(File.ReadAllBytes(file), tile);
            }
            catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
            {
                // Wider by now.
            }
        }
        return null;
    }

    /// <summary>The file of just that width, as it lies there.</summary>
    public byte[]? ReadExactly(Tile tile) => File.Exists(At(tile.Path)) ? File.ReadAllBytes(At(tile.Path)) : null;

    /// <summary>Writes a piece. One that the published tree holds whole is never replaced by other bytes.</summary>
    /// <exception cref="InvalidDataException">It would be.</exception>
    public void Write(Tile tile, byte[] content, long published)
    {
        var file = At(tile.Path);
        if (File.Exists(file))
        {
            if (File.ReadAllBytes(file).AsSpan().SequenceEqual(content))
                return;
            if (Tile.WidthIn(tile.Level, tile.Number, published) >= tile.Width)
                throw new InvalidDataException($"{tile.Path} is published and would be replaced by other bytes");
        }
        DurableFile.MakeFolder(System.IO.Path.GetDirectoryName(file)!);
        DurableFile.Write(file, content);
    }

    /// <summary>Removes what a wider piece has taken the place of.</summary>
    public void Prune(Tile tile)
    {
        var narrow = At(tile.Folder) + ".p";
        if (!Directory.Exists(narrow))
            return;
        if (tile.IsFull)
            Directory.Delete(narrow, recursive: true);
        else
            foreach (var other in Directory.EnumerateFiles(narrow).Where(f => System.IO.Path.GetFileName(f) != $"{tile.Width}"))
                File.Delete(other);
    }

    /// <summary>Removes what a crash between checkpoint and pruning has left: pieces narrower than the published tree has them, which would be served still.</summary>
    public void Settle(long published)
    {
        foreach (var name in Strays(Files(), published))
            if (name.StartsWith(Tiles, StringComparison.Ordinal) && Tile.TryParse(name[Tiles.Length..], out var tile) && Tile.WidthIn(tile.Level, tile.Number, published) is var width && tile.Width < width)
                Prune(tile with { Width = width });
    }

    /// <summary>Of the files of a log those that are no part of it at that size.</summary>
    public static IReadOnlyList<string> Strays(IEnumerable<string> files, long size) => [.. files.Where(name => name is not (CheckpointName or HistoryName)
        && !(name.StartsWith(Tiles, StringComparison.Ordinal) && Tile.TryParse(name[Tiles.Length..], out var tile) && Tile.WidthIn(tile.Level, tile.Number, size) == tile.Width))];

    /// <summary>One writer at a time, in this process and in any other on the same folder. Null while another holds it.</summary>
    public FileStream? TryLock()
    {
        try
        {
            DurableFile.MakeFolder(Path);
            return new FileStream(At(LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Waits for the lock, which is held for as long as a few files take to write.</summary>
    public async Task<FileStream> LockAsync(CancellationToken cancel)
    {
        while (true)
        {
            if (TryLock() is { } held)
                return held;
            await Task.Delay(20, cancel);
        }
    }

    /// <summary>
    /// The files of one moment for a backup: what changes is copied while no writer is at work; full pieces never change and may be read afterwards.
    /// </summary>
    /// <param name="copies">Where the copies go; made if needed.</param>
    /// <param name="cancel"></param>
    public async Task<IReadOnlyList<(string Name, string File)>> FreezeAsync(string copies, CancellationToken cancel)
    {
        if (!Directory.Exists(Path))
            return [];
        await using var held = await LockAsync(cancel);
        var files = new List<(string, string)>();
        foreach (var name in Files().Order(StringComparer.Ordinal))
        {
            var file = At(name);
            if (!name.StartsWith(Tiles, StringComparison.Ordinal) || name.Contains(".p/", StringComparison.Ordinal))
            {
                file = System.IO.Path.Combine(copies, name);
                Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
                File.Copy(At(name), file);
            }
            files.Add((name, file));
        }
        return files;
    }

    /// <summary>Every file of the log, with paths below its folder.</summary>
    public IEnumerable<string> Files() => !Directory.Exists(Path) ? [] : Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories)
        .Select(f => System.IO.Path.GetRelativePath(Path, f).Replace('\\', '/')).Where(f => f != LockName && !f.EndsWith(".new", StringComparison.Ordinal));

    private string At(string path) => System.IO.Path.Combine(Path, path);

    private string? Widest(Tile tile)
    {
        var full = At(tile.Folder);
        if (File.Exists(full))
            return full;
        var narrow = full + ".p";
        return !Directory.Exists(narrow) ? null
            : Directory.EnumerateFiles(narrow).Where(f => int.TryParse(System.IO.Path.GetFileName(f), out var width) && width >= tile.Width)
                .OrderBy(f => int.Parse(System.IO.Path.GetFileName(f), null)).FirstOrDefault();
    }

    private static byte[]? Cut(byte[] content, Tile tile)
    {
        if (tile.Level != Tile.Entries)
            return content.Length < tile.Width * Merkle.Bytes ? null : content[..(tile.Width * Merkle.Bytes)];
        return Bundle.Read(content) is { } entries && entries.Count >= tile.Width
            ? entries.Count == tile.Width ? content : Bundle.Write(entries.Take(tile.Width)) : null;
    }
}
