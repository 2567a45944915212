using System.Globalization;
using System.Numerics;
using System.Text;

namespace Certify.Log;

/// <summary>Proofs that an entry is in the published log (C2SP tlog-proof): a text that can be checked anywhere, for ever, with the log's public key alone.</summary>
public sealed class LogProofs(LogFolder folder, PublishedLog published)
{
    public const string Ending = ".tlog-proof";

    /// <summary>
    /// The proof of an entry against the checkpoint of now. Its <c>extra</c> line is the entry itself, which is not secret and without which the reader would have
    /// nothing to hash. Null if the entry is not published yet.
    /// </summary>
    public string? Of(long index)
    {
        if (published.Look() is not var (checkpoint, note) || index < 0 || index >= checkpoint.Size || published.Entry(index) is not { } entry)
            return null;
        var text = new StringBuilder("c2sp.org/tlog-proof@v1\n")
            .Append("extra ").Append(Convert.ToBase64String(entry)).Append('\n')
            .Append("index ").Append(index.ToString(CultureInfo.InvariantCulture)).Append('\n');
        foreach (var hash in new TileReader(folder, checkpoint.Size).Inclusion(index))
            text.Append(Convert.ToBase64String(hash)).Append('\n');
        return text.Append('\n').Append(note).ToString();
    }
}

/// <summary>Hashes of any part of the tree, from the tiles.</summary>
internal sealed class TileReader(LogFolder folder, long size)
{
    private readonly Dictionary<(int Level, long Number), byte[][]> read = [];

    /// <summary>From the leaf's sibling up to the root's child (RFC 6962 §2.1.1).</summary>
    public IReadOnlyList<byte[]> Inclusion(long index)
    {
        var path = new List<byte[]>();
        var (from, to) = (0L, size);
        while (to - from > 1)
        {
            var middle = from + Merkle.Split(to - from);
            path.Add(index < middle ? Range(middle, to) : Range(from, middle));
            (from, to) = index < middle ? (from, middle) : (middle, to);
        }
        path.Reverse();
        return path;
    }

    /// <summary>Root of the tree's first entries.</summary>
    public byte[] Root(long first) => first == 0 ? Merkle.Empty : Range(0, first);

    private byte[] Range(long from, long to)
    {
        var count = to - from;
        if (BitOperations.IsPow2(count))
            return Complete(BitOperations.Log2((ulong)count), from);
        var middle = from + Merkle.Split(count);
        return Merkle.Node(Range(from, middle), Range(middle, to));
    }

    /// <summary>A complete subtree of 2^<paramref name="height"/> leaves: some hashes of one tile, put together.</summary>
    private byte[] Complete(int height, long from)
    {
        var (level, count) = (height / 8, 1 << (height % 8));
        var first = from >> (8 * level);
        var (number, place) = (first / Tile.FullWidth, (int)(first % Tile.FullWidth));
        if (!read.TryGetValue((level, number), out var hashes))
        {
            var tile = new Tile(level, number, Tile.WidthIn(level, number, size));
            read[(level, number)] = hashes = [.. (folder.Read(tile) ?? throw new InvalidDataException($"{tile.Path} is missing")).Chunk(Merkle.Bytes)];
        }
        return Merkle.Root(hashes.AsSpan(place, count));
    }
}
