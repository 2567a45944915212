namespace Certify.Log;

/// <summary>
/// The right edge of the tree: all that is needed to append entries to it and to know its root. Tiles and bundles are written as they get full, the incomplete
/// ones at the end.
/// </summary>
public sealed class LogTree
{
    private readonly List<byte[]>[] edge = [.. Enumerable.Range(0, Tile.Levels).Select(_ => new List<byte[]>(Tile.FullWidth))];
    private readonly List<byte[]> entries = new(Tile.FullWidth);

    public long Size { get; private set; }

    /// <summary>Entries of the bundle that isn't full yet.</summary>
    public IReadOnlyList<byte[]> Open => entries;

    /// <summary>Reads the edge of the tree of that size; null if a piece is missing.</summary>
    public static LogTree? Load(LogFolder folder, long size)
    {
        var tree = new LogTree { Size = size };
        for (var level = 0; level < Tile.Levels; level++)
        {
            if (Tile.Last(level, size) is not { } tile)
                continue;
            if (folder.Read(tile) is not { } hashes)
                return null;
            tree.edge[level].AddRange(hashes.Chunk(Merkle.Bytes));
        }
        if (Tile.Last(Tile.Entries, size) is not { } bundle)
            return tree;
        if (folder.Read(bundle) is not { } open || Bundle.Read(open) is not { } read)
            return null;
        tree.entries.AddRange(read);
        return tree;
    }

    /// <summary>Appends one entry; gives the pieces that it has filled, lowest first.</summary>
    public IReadOnlyList<(Tile Tile, byte[] Content)> Append(byte[] entry)
    {
        entries.Add(entry);
        edge[0].Add(Merkle.Leaf(entry));
        Size++;
        if (entries.Count < Tile.FullWidth)
            return [];
        List<(Tile, byte[])> filled = [(new(Tile.Entries, (Size / Tile.FullWidth) - 1, Tile.FullWidth), Bundle.Write(entries))];
        entries.Clear();
        for (var level = 0; level < Tile.Levels && edge[level].Count == Tile.FullWidth; level++)
        {
            filled.Add((new(level, (Size >> (8 * (level + 1))) - 1, Tile.FullWidth), [.. edge[level].SelectMany(h => h)]));
            if (level + 1 < Tile.Levels)
                edge[level + 1].Add(Merkle.Root(edge[level].ToArray()));
            edge[level].Clear();
        }
        return filled;
    }

    /// <summary>The pieces of the edge, none of them full.</summary>
    public IEnumerable<(Tile Tile, byte[] Content)> Edge()
    {
        if (Tile.Last(Tile.Entries, Size) is { } bundle)
            yield return (bundle, Bundle.Write(entries));
        for (var level = 0; level < Tile.Levels; level++)
            if (Tile.Last(level, Size) is { } tile)
                yield return (tile, [.. edge[level].SelectMany(h => h)]);
    }

    /// <summary>Root of the whole tree: each level's hashes, and behind them what the levels below add up to.</summary>
    public byte[] Root()
    {
        byte[]? below = null;
        foreach (var level in edge)
        {
            byte[][] hashes = below is null ? [.. level] : [.. level, below];
            below = hashes.Length == 0 ? null : Merkle.Root(hashes);
        }
        return below ?? Merkle.Empty;
    }
}
