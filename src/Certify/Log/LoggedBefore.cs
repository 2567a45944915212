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
    /// <returns>Null while the log can't be read: neither is known then.</returns>
    public bool? Counts(byte[] kid, DateTimeOffset since, ReadOnlySpan<byte> payloadHash)
    {
        var asked = (BinaryPrimitives.ReadUInt64BigEndian(kid), since);
        var tokens = known.GetOrAdd(asked, _ => new(() => Read(kid, since)));
        try
        {
            return tokens.Value.Contains(BinaryPrimitives.ReadUInt128BigEndian(payloadHash));
        }
        catch (Exception hindered) when (hindered is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            // It would be kept until the next start: who asks next reads again.
            known.TryRemove(KeyValuePair.Create(asked, tokens));
            return null;
        }
    }

    /// <summary>Reads the whole log up to there, once for each stolen key.</summary>
    /// <exception cref="InvalidDataException">A piece of it isn't there: what is left of it would call honest badges forged.</exception>
    private HashSet<UInt128> Read(byte[] kid, DateTimeOffset since)
    {
        published.Look();
        if (published.Size > 0 && !history.IsThere)
            throw new InvalidDataException("the history of checkpoints is missing");
        var (size, named, found) = (history.SizeBefore(since), Convert.ToHexStringLower(kid), new HashSet<UInt128>());
        for (var bundle = 0L; bundle * Tile.FullWidth < size; bundle++)
        {
            var (entries, width) = (published.Entries(bundle), (int)Math.Min(Tile.FullWidth, size - (bundle * Tile.FullWidth)));
            if (entries.Count < width)
                throw new InvalidDataException($"bundle {bundle} is missing or short");
            foreach (var entry in entries.Take(width))
                if (LeafText.Read(entry) is { Type: "issue", Payload: { } payload, Kid: { } by } && by == named)
                    found.Add(BinaryPrimitives.ReadUInt128BigEndian(Convert.FromHexString(payload)));
        }
        return found;
    }
}
