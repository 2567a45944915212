using System.Collections.Concurrent;
using System.Security.Cryptography;
using Certify.Accounts;
using Certify.Badges;
using Certify.Data;
using Certify.Log;
using Microsoft.EntityFrameworkCore;

namespace Certify.Certification;

/// <summary>
/// Revokes badges for what is known outside of their records: the key that signed them was stolen, and they were not in the public log before; or the log says
/// that they are revoked, and an older database that was brought back doesn't. Nobody decides here; each has its audit row, and its shop is reviewed, as where
/// somebody does (<see cref="BadgeDecisions"/>).
/// </summary>
public sealed class LateRevocations(IDbContextFactory<CertifyDb> dbs, ShopReview review, BadgeLog log, KeyStore keys, LoggedBefore before, CertifyClock clock)
{
    /// <summary>Text keys that stand as the reason. Where the log alone knows of a revocation there is no other: it holds none.</summary>
    public const string KeyReason = "badges.reason_key", LoggedReason = "badges.reason_logged";

    /// <summary>Badges revoked in one transaction, for which other writers wait.</summary>
    private const int Page = 100;

    /// <summary>Marks that this process has followed: after a mark is logged its key signs no more, so that nothing is added to what is lost.</summary>
    private readonly ConcurrentDictionary<(string Key, DateTimeOffset Since), bool> followed = [];

    /// <summary>
    /// Logs what became of keys, and then revokes the live badges of each compromised one that count no more. Only then: a mint that had taken the key before the
    /// mark has by now ended or begun again.
    /// </summary>
    /// <returns>How many.</returns>
    /// <exception cref="IOException">The public log can't be read now, so that nobody knows which ones count.</exception>
    public async Task<int> FollowKeysAsync(CancellationToken cancel = default)
    {
        var marked = keys.All.Where(k => k.CompromisedSince <= clock.Now).Select(k => (k.Kid, Mark: (k.Thumbprint, k.CompromisedSince!.Value))).ToList();
        await log.CatchUpAsync(cancel);
        var revoked = 0;
        foreach (var (kid, mark) in marked.Where(m => !followed.ContainsKey(m.Mark)))
        {
            revoked += await RevokeAsync(await LostAsync(kid, cancel), KeyReason, cancel);
            followed[mark] = true;
        }
        return revoked;
    }

    /// <summary>Numbers of the badges that were revoked with this key and whose shops have no newer one.</summary>
    public async Task<IReadOnlyList<string>> NumbersAsync(byte[] kid, CancellationToken cancel = default)
    {
        await using var db = await dbs.CreateDbContextAsync(cancel);
        return await db.Badges.AsNoTracking().Where(b => b.Kid == kid && b.State == BadgeState.Revoked && b.Reason == KeyReason)
            .Where(b => !db.Badges.Any(n => n.ShopId == b.ShopId && (n.State == BadgeState.Valid || n.State == BadgeState.Suspended)))
            .OrderBy(b => b.Number).Select(b => b.Number).ToListAsync(cancel);
    }

    /// <summary>Revokes what lives here and is revoked in the log. How many.</summary>
    public async Task<int> ReplayAsync(CancellationToken cancel = default)
    {
        await using var db = await dbs.CreateDbContextAsync(cancel);
        var revoked = 0;
        // From the few revocations to the issues of the same badges, and from there to these: as one join it might begin at the many.
        foreach (var ended in (await db.LogLeaves.Where(l => l.Type == LeafType.Revoke).Select(l => l.Subject).ToListAsync(cancel)).Chunk(500))
        {
            var issued = await db.LogLeaves.Where(l => l.Type == LeafType.Issue && ended.Contains(l.Subject)).Select(l => (long?)l.Index).ToListAsync(cancel);
            var live = await db.Badges.AsNoTracking().Where(b => issued.Contains(b.LeafIndex) && (b.State == BadgeState.Valid || b.State == BadgeState.Suspended))
                .Select(b => new { b.Id, b.Kid, b.Token }).ToListAsync(cancel);
            foreach (var some in live.GroupBy(b => Counts(b.Kid, b.Token) == false ? KeyReason : LoggedReason, b => b.Id, StringComparer.Ordinal))
                revoked += await RevokeAsync([.. some], some.Key, cancel);
        }
        return revoked;
    }

    private async Task<IReadOnlyCollection<Guid>> LostAsync(byte[] kid, CancellationToken cancel)
    {
        await using var db = await dbs.CreateDbContextAsync(cancel);
        var now = clock.Now;
        var live = await db.Badges.AsNoTracking().Where(b => b.Kid == kid && (b.State == BadgeState.Valid || b.State == BadgeState.Suspended) && b.ExpiresAt > now)
            .Select(b => new { b.Id, b.Token }).ToListAsync(cancel);
        return [.. live.Where(b => !(Counts(kid, b.Token) ?? throw new IOException("the public log can't be read"))).Select(b => b.Id)];
    }

    private bool? Counts(byte[] kid, string token) =>
        keys.Find(kid)?.CompromisedSince is { } since ? before.Counts(kid, since, SHA256.HashData(BadgeToken.Payload(token))) : true;

    private async Task<int> RevokeAsync(IReadOnlyCollection<Guid> badges, string reason, CancellationToken cancel)
    {
        var revoked = 0;
        foreach (var page in badges.Chunk(Page))
            revoked += await dbs.RunAsync(db => RevokeAsync(db, page, reason, cancel), cancel);
        return revoked;
    }

    private async Task<int> RevokeAsync(CertifyDb db, Guid[] page, string reason, CancellationToken cancel)
    {
        var revoked = 0;
        foreach (var badge in await db.Badges.Where(b => page.Contains(b.Id)).OrderBy(b => b.Number).ToListAsync(cancel))
        {
            if (!badge.Revoke(reason, clock.Now).Ok)
                continue;
            db.Audit.Add(new AuditRow(Actor.System, "badge.revoked", "badge", badge.Id, badge.Number, reason, clock.Now));
            await review.ReviewAsync(db, badge.ShopId, Actor.System, cancel: cancel);
            var subject = Convert.ToHexStringLower(SHA256.HashData(badge.Cti));
            if (!await db.LogLeaves.AnyAsync(l => l.Type == LeafType.Revoke && l.Subject == subject, cancel))
                await log.RevokedAsync(db, badge, cancel);
            revoked++;
        }
        await db.SaveChangesAsync(cancel);
        return revoked;
    }
}
