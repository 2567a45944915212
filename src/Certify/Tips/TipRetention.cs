using Certify.Accounts;
using Certify.Data;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tips;

/// <summary>
/// Erases what was told when its days are over: <see cref="Tip.KeptDays"/> after closing, <see cref="Tip.OpenDays"/> after it came if nobody closed it, and all of it
/// when the kept days after the programme's end are over. Time alone decides, so that a restored backup is cleaned the same day.
/// </summary>
public sealed class TipRetention(IDbContextFactory<CertifyDb> databases, CertifyOptions options, CertifyClock clock)
{
    /// <summary>Answers how many were erased. May run again at any time.</summary>
    public async Task<int> ExpireAsync(CancellationToken cancel = default)
    {
        var (closed, open) = (clock.Now.AddDays(-Tip.KeptDays), clock.Now.AddDays(-Tip.OpenDays));
        var over = options.ProgrammeEndedOn <= clock.Today.AddDays(-options.RetentionDays);
        var erased = 0;
        for (; ; )
        {
            var some = await databases.RunAsync(async db =>
            {
                var due = await db.Tips.Where(t => t.ErasedAt == null && (over || t.ClosedAt < closed || (t.ClosedAt == null && t.ReceivedAt < open))).OrderBy(t => t.Id).Take(100).ToListAsync(cancel);
                var ids = due.ConvertAll(t => t.Id);
                db.TipPhotos.RemoveRange(await db.TipPhotos.Where(p => ids.Contains(p.TipId)).ToListAsync(cancel));
                foreach (var tip in due)
                {
                    tip.Close(TipResult.Lapsed, null, Actor.System.Name, clock.Now);
                    tip.Erase(clock.Now);
                    db.Audit.Add(new AuditRow(Actor.System, "tip.retention_over", "tip", tip.Id, tip.BadgeNumber ?? "", null, clock.Now));
                }
                await db.SaveChangesAsync(cancel);
                return due.Count;
            }, cancel);
            erased += some;
            if (some < 100)
                return erased;
        }
    }
}
