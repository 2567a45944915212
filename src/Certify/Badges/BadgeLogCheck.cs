using System.Security.Cryptography;
using Certify.Data;
using Certify.Log;
using Microsoft.EntityFrameworkCore;

namespace Certify.Badges;

/// <summary>Compares the badges with the public log: none that isn't in it, none revoked there and not here or here and not there.</summary>
public sealed class BadgeLogCheck(IDbContextFactory<CertifyDb> dbs, PublishedLog log)
{
    /// <summary>Faults: <c>log.check_badge</c>, <c>log.check_revoked</c>, <c>log.check_unrevoked</c>, each with the badge's number.</summary>
    public async Task<IReadOnlyList<Refusal>> RunAsync(CancellationToken cancel = default)
    {
        log.Look();
        var (faults, size) = (new List<Refusal>(), log.Size);
        await using var db = await dbs.CreateDbContextAsync(cancel);
        var revoked = (await db.LogLeaves.AsNoTracking().Where(l => l.Type == LeafType.Revoke && l.Index < size).Select(l => l.Subject).ToListAsync(cancel)).ToHashSet(StringComparer.Ordinal);
        await foreach (var badge in db.Badges.AsNoTracking().OrderBy(b => b.LeafIndex).Select(b => new { b.Number, b.Token, b.Cti, b.State, b.LeafIndex }).AsAsyncEnumerable().WithCancellation(cancel))
        {
            if (badge.LeafIndex is not { } index || !log.Holds(index, SHA256.HashData(BadgeToken.Payload(badge.Token))))
                faults.Add(new("log.check_badge", badge.Number));
            var isRevoked = revoked.Contains(Convert.ToHexStringLower(SHA256.HashData(badge.Cti)));
            if (isRevoked != (badge.State == BadgeState.Revoked))
                faults.Add(new(isRevoked ? "log.check_unrevoked" : "log.check_revoked", badge.Number));
            if (faults.Count >= LogCheck.Told)
                break;
        }
        return faults;
    }

    /// <summary>Entries of issued badges that the records don't know: issued after the backup from which they were restored.</summary>
    public async Task<int> LostAsync(CancellationToken cancel = default)
    {
        await using var db = await dbs.CreateDbContextAsync(cancel);
        return await db.LogLeaves.CountAsync(l => l.Type == LeafType.Issue && !db.Badges.Any(b => b.LeafIndex == l.Index), cancel);
    }
}

/// <summary>What a stolen key costs: its live badges that were not in the public log when it was stolen, and so count no more.</summary>
public sealed class StolenKey(IDbContextFactory<CertifyDb> dbs, LoggedBefore before)
{
    public async Task<IReadOnlyList<string>> NumbersAsync(byte[] kid, DateTimeOffset since, CancellationToken cancel = default)
    {
        await using var db = await dbs.CreateDbContextAsync(cancel);
        var live = await db.Badges.AsNoTracking().Where(b => b.Kid == kid && (b.State == BadgeState.Valid || b.State == BadgeState.Suspended))
            .OrderBy(b => b.Number).Select(b => new { b.Number, b.Token }).ToListAsync(cancel);
        return [.. live.Where(b => !before.Counts(kid, since, SHA256.HashData(BadgeToken.Payload(b.Token)))).Select(b => b.Number)];
    }
}
