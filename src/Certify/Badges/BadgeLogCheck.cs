using System.Security.Cryptography;
using Certify.Data;
using Certify.Log;
using Microsoft.EntityFrameworkCore;

namespace Certify.Badges;

/// <summary>
/// Compares badges and signing keys with the public log: no badge that isn't in it, none revoked there and not here or here and not there, and of keys the same.
/// </summary>
public sealed class BadgeLogCheck(IDbContextFactory<CertifyDb> dbs, PublishedLog log, KeyStore keys)
{
    /// <summary>
    /// Faults: <c>log.check_badge</c>, <c>log.check_revoked</c>, <c>log.check_unrevoked</c>, each with the badge's number; <c>log.check_key</c>,
    /// <c>log.check_key_lost</c>, <c>log.check_key_unmarked</c>, each with the kid.
    /// </summary>
    public async Task<IReadOnlyList<Refusal>> RunAsync(CancellationToken cancel = default)
    {
        log.Look();
        var (faults, size) = (new List<Refusal>(), log.Size);
        await using var db = await dbs.CreateDbContextAsync(cancel);
        // Committed, published or not: entry and revocation are committed together. Who is revoked while this reads is asked for once more at the end.
        var revocations = db.LogLeaves.AsNoTracking().Where(l => l.Type == LeafType.Revoke).Select(l => l.Subject);
        var revoked = (await revocations.ToListAsync(cancel)).ToHashSet(StringComparer.Ordinal);
        faults.AddRange(Keys(await BadgeLog.KeyLeavesAsync(db, cancel)));
        var unlogged = new List<(string Number, string Subject)>();
        // Issued after the checkpoint: in the log as soon as the next one is published.
        await foreach (var badge in db.Badges.AsNoTracking().Where(b => b.LeafIndex == null || b.LeafIndex < size).OrderBy(b => b.LeafIndex).Select(b => new { b.Number, b.Token, b.Cti, b.State, b.LeafIndex }).AsAsyncEnumerable().WithCancellation(cancel))
        {
            if (badge.LeafIndex is not { } index || !log.Holds(index, SHA256.HashData(BadgeToken.Payload(badge.Token))))
                faults.Add(new("log.check_badge", badge.Number));
            var subject = Convert.ToHexStringLower(SHA256.HashData(badge.Cti));
            var isRevoked = revoked.Contains(subject);
            if (isRevoked && badge.State != BadgeState.Revoked)
                faults.Add(new("log.check_unrevoked", badge.Number));
            else if (!isRevoked && badge.State == BadgeState.Revoked)
                unlogged.Add((badge.Number, subject));
            if (faults.Count + unlogged.Count >= LogCheck.Told)
                break;
        }
        if (unlogged.Count > 0)
            revoked.UnionWith(await revocations.ToListAsync(cancel));
        return [.. faults, .. unlogged.Where(b => !revoked.Contains(b.Subject)).Select(b => new Refusal("log.check_revoked", b.Number))];
    }

    private IEnumerable<Refusal> Keys(IReadOnlyList<LeafJson> logged)
    {
        var marks = logged.Where(l => l.CompromisedSince is not null).GroupBy(l => l.Kid!, StringComparer.Ordinal)
            .ToDictionary(m => m.Key, m => m.Min(l => LeafText.MomentOf(l.CompromisedSince!)), StringComparer.Ordinal);
        var (made, here) = (logged.Select(l => l.Kid!).ToHashSet(StringComparer.Ordinal), keys.All.ToDictionary(k => Convert.ToHexStringLower(k.Kid), StringComparer.Ordinal));
        foreach (var kid in made.Where(k => !here.ContainsKey(k)).Order(StringComparer.Ordinal))
            yield return new("log.check_key_lost", kid);
        foreach (var (kid, key) in here)
            if (!made.Contains(kid) || (key.CompromisedSince is not null && !marks.ContainsKey(kid)))
                yield return new("log.check_key", kid);
            else if (marks.TryGetValue(kid, out var since) && !(key.CompromisedSince < since.AddMilliseconds(1)))
                yield return new("log.check_key_unmarked", kid, since);
    }

    /// <summary>Entries of issued badges that the records don't know: issued after the backup from which they were restored.</summary>
    public async Task<int> LostAsync(CancellationToken cancel = default)
    {
        await using var db = await dbs.CreateDbContextAsync(cancel);
        return await db.LogLeaves.CountAsync(l => l.Type == LeafType.Issue && !db.Badges.Any(b => b.LeafIndex == l.Index), cancel);
    }
}
