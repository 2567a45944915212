using System.Security.Cryptography;
using Certify.Accounts;
using Certify.Badges;
using Certify.Data;
using Certify.Log;
using Microsoft.EntityFrameworkCore;

namespace Certify.Certification;

/// <summary>
/// Revokes badges for what is known outside of their records: the public log says that they are revoked, and an older database that was brought back doesn't.
/// Nobody decides here; each has its audit row, and its shop is reviewed, as where somebody does (<see cref="BadgeDecisions"/>).
/// </summary>
public sealed class LateRevocations(IDbContextFactory<CertifyDb> dbs, ShopReview review, BadgeLog log, CertifyClock clock)
{
    /// <summary>Text key that stands as the reason where the log alone knows of it: it holds none.</summary>
    public const string LoggedReason = "badges.reason_logged";

    /// <summary>Badges revoked in one transaction, for which other writers wait.</summary>
    private const int Page = 100;

    /// <summary>Revokes what lives here and is revoked in the log. How many.</summary>
    public async Task<int> ReplayAsync(CancellationToken cancel = default)
    {
        await using var db = await dbs.CreateDbContextAsync(cancel);
        // From the few revocations: each has its badge's issue as its twin, and that leads to the badge.
        var due = await (from revoked in db.LogLeaves
                         where revoked.Type == LeafType.Revoke
                         join issued in db.LogLeaves on revoked.Subject equals issued.Subject
                         where issued.Type == LeafType.Issue
                         join badge in db.Badges on (long?)issued.Index equals badge.LeafIndex
                         where badge.State == BadgeState.Valid || badge.State == BadgeState.Suspended
                         select badge.Id).ToListAsync(cancel);
        return await RevokeAsync(due, LoggedReason, cancel);
    }

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
