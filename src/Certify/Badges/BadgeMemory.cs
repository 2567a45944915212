using System.Collections.Concurrent;

namespace Certify.Badges;

/// <summary>
/// The badges that were scanned lately, so that most scans read no database. Holds at most <see cref="Limit"/> of them, some 1.5 KB each, and forgets those not
/// asked for first. Once it has been full a badge is kept from its second scan on: those scanned once would only push each other out. What this process changes is forgotten at once; what another one changes, within <see cref="BadgeVerifier.Fresh"/>. Safe for many threads.
/// </summary>
internal sealed class BadgeMemory
{
    public const int Limit = 20_000;

    /// <summary>Asked for since the last turn, and before it: at each turn what lies in the older half is dropped.</summary>
    private volatile ConcurrentDictionary<string, KnownBadge> young = new(StringComparer.Ordinal), old = new(StringComparer.Ordinal);
    private readonly Lock turning = new();
    private readonly int[] seen = new int[1 << 16];
    private long changes;

    public BadgeMemory(BadgeChanges badgeChanges) => badgeChanges.Listen(Forget);

    /// <summary>Take it before reading what is to be kept.</summary>
    public long Changes => Interlocked.Read(ref changes);

    public int Count => young.Count + old.Count;

    public KnownBadge? Find(string token)
    {
        var since = Changes;
        if (young.TryGetValue(token, out var known))
            return known;
        if (old.TryGetValue(token, out known))
            Put(known, since);
        return known;
    }

    /// <param name="known"></param>
    /// <param name="since"><see cref="Changes"/> from before it was read: if a badge was changed meanwhile, it may be this one, and isn't kept.</param>
    public void Keep(KnownBadge known, long since)
    {
        if (!old.IsEmpty && IsFirst(known.Record.Token))
            return;
        Put(known, since);
    }

    /// <summary>Where two share a place, or threads one moment, a scan more is counted as the first: it costs a read.</summary>
    private bool IsFirst(string token)
    {
        var hash = token.GetHashCode(StringComparison.Ordinal);
        ref var place = ref seen[hash & (seen.Length - 1)];
        return Interlocked.Exchange(ref place, hash) != hash;
    }

    private void Put(KnownBadge known, long since)
    {
        var into = young;
        into[known.Record.Token] = known;
        if (Changes != since)
            into.TryRemove(known.Record.Token, out _);
        if (into.Count >= Limit / 2)
            Turn(into);
    }

    private void Turn(ConcurrentDictionary<string, KnownBadge> full)
    {
        lock (turning)
            if (ReferenceEquals(full, young))
                (old, young) = (young, new(StringComparer.Ordinal));
    }

    private void Forget(IReadOnlyCollection<string> tokens)
    {
        Interlocked.Increment(ref changes);
        lock (turning)
            foreach (var token in tokens)
            {
                old.TryRemove(token, out _);
                young.TryRemove(token, out _);
            }
    }
}
