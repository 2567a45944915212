using System.Numerics;
using System.Security.Cryptography;

namespace Certify.Log;

/// <summary>The Merkle tree hash of RFC 6962 §2.1 with SHA-256: a leaf is hashed behind a byte 0, two hashes behind a byte 1.</summary>
public static class Merkle
{
    public const int Bytes = 32;

    /// <summary>Root of the tree without leaves: SHA-256 of nothing.</summary>
    public static byte[] Empty => SHA256.HashData([]);

    public static byte[] Leaf(ReadOnlySpan<byte> entry)
    {
        var text = new byte[1 + entry.Length];
        entry.CopyTo(text.AsSpan(1));
        return SHA256.HashData(text);
    }

    public static byte[] Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Span<byte> text = stackalloc byte[1 + (2 * Bytes)];
        text[0] = 1;
        left.CopyTo(text[1..]);
        right.CopyTo(text[(1 + Bytes)..]);
        return SHA256.HashData(text);
    }

    /// <summary>
    /// Root over hashes of complete subtrees of one size, of which the last may be an incomplete one: the tree is split at the same places whatever that size
    /// is, so the same function serves leaves and the tiles of every level.
    /// </summary>
    public static byte[] Root(ReadOnlySpan<byte[]> hashes)
    {
        if (hashes.Length == 0)
            return Empty;
        if (hashes.Length == 1)
            return hashes[0];
        var left = (int)Split(hashes.Length);
        return Node(Root(hashes[..left]), Root(hashes[left..]));
    }

    /// <summary>The largest power of two smaller than <paramref name="size"/> (2 or more): where RFC 6962 parts a tree.</summary>
    public static long Split(long size) => (long)(BitOperations.RoundUpToPowerOf2((ulong)size) / 2);

    /// <summary>The root that a proof leads to (RFC 9162 §2.1.3.2); null if the proof does not fit the place.</summary>
    public static byte[]? RootOf(long index, long size, byte[] leafHash, IReadOnlyList<byte[]> proof)
    {
        if (index < 0 || index >= size)
            return null;
        var (place, last, hash) = (index, size - 1, leafHash);
        foreach (var sibling in proof)
        {
            if (last == 0)
                return null;
            if ((place & 1) == 1 || place == last)
            {
                hash = Node(sibling, hash);
                while ((place & 1) == 0 && place != 0)
                    (place, last) = (place >> 1, last >> 1);
            }
            else
                hash = Node(hash, sibling);
            (place, last) = (place >> 1, last >> 1);
        }
        return last == 0 ? hash : null;
    }
}
