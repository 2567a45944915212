using System.Buffers.Binary;
using System.Collections.Concurrent;

namespace Certify.Log;

/// <summary>
/// Which tokens of a stolen key count: those whose issue was covered by a checkpoint published before it was stolen. Whoever has the key can sign any date, and
/// may even write into the database; what was published before, he can't change.
/// </summary>
public sealed class LoggedBefore(PublishedLog published, LogHistory history)
{
    private readonly ConcurrentDictionary<(ulong Kid, DateTimeOffset Since), Lazy<HashSet<UInt128>>> known = [];

    /// <param name="kid">8 bytes.</param>
    /// <param name="since">When it was stolen; a moment that has passed, so that nothing is added to what was before it.</param>
    /// <param name="payloadHash">SHA-256 of the token's payload.</param>
    public bool Counts(byte[] kid, DateTimeOffset since, ReadOnlySpan<byte> payloadHash) =>
        known.GetOrAdd((BinaryPrimitives.ReadUInt64BigEndian(kid), since), _ => new(() => Read(kid, since))).Value.Contains(BinaryPrimitives.ReadUInt128BigEndian(payloadHash));

    /// <summary>Reads the whole log up to there, once for each stolen key.</summary>
    private HashSet<UInt128> Read(byte[] kid, DateTimeOffset since)
    {
        published.Look();
        var (size, named, found) = (history.SizeBefore(since), Convert.ToHexStringLower(kid), new HashSet<UInt128>());
        for (var bundle = 0L; bundle * Tile.FullWidth < size; bundle++)
            foreach (var entry in published.Entries(bundle).Take((int)Math.Min(Tile.FullWidth, size - (bundle * Tile.FullWidth))))
                if (LeafText.Read(entry) is { Type: "issue", Payload: { } payload, Kid: { } by } && by == named)
                    found.Add(BinaryPrimitives.ReadUInt128BigEndian(Convert.FromHexString(payload)));
        return found;
    }
}
