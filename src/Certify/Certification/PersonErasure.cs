using Certify.Accounts;
using Certify.Data;
using Certify.Referrals;
using Certify.Staff;
using Microsoft.EntityFrameworkCore;

namespace Certify.Certification;

/// <summary>
/// Erasing a person: the key goes, in every shop at once, and with it names, numbers, doses and every visit's snapshot of them. Counts stay as they were.
/// Asked for by the person, or due because the kept days are over.
/// </summary>
public sealed class PersonErasure(PiiVault vault, ShopReview review, ErasureLog log, IDbContextFactory<CertifyDb> dbs, CertifyClock clock, CertifyOptions options)
{
    /// <summary>Erases the person of this line of a roster. Null when there is none; refused when it is done already.</summary>
    public async Task<Result?> EraseAsync(Guid staffId, Actor actor, CancellationToken cancel = default)
    {
        await using var db = await dbs.CreateDbContextAsync(cancel);
        var person = await (from s in db.Staff join p in db.Persons on s.PersonId equals p.Id where s.Id == staffId select new { p.Id, Erased = p.WrappedKey == null }).FirstOrDefaultAsync(cancel);
        if (person is null)
            return null;
        if (person.Erased)
            return new Refusal("staff.erased_already");
        log.Append(person.Id, clock.Now);
        await EraseAsync(person.Id, actor, "person.erased", cancel);
        return Result.Done;
    }

    /// <summary>Erases again whom the log names and the database still knows: after a restore. Answers how many.</summary>
    public async Task<int> ReplayAsync(CancellationToken cancel = default)
    {
        var replayed = 0;
        foreach (var some in log.Read().Chunk(500))
        {
            await using var db = await dbs.CreateDbContextAsync(cancel);
            foreach (var id in await db.Persons.Where(p => some.Contains(p.Id) && p.WrappedKey != null).Select(p => p.Id).ToListAsync(cancel))
            {
                await EraseAsync(id, Actor.System, "person.erasure_replayed", cancel);
                replayed++;
            }
        }
        return replayed;
    }

    /// <summary>Erases whoever left every shop more than the configured number of days ago, or everybody that long after the programme's end. Answers how many.</summary>
    public async Task<int> ExpireAsync(CancellationToken cancel = default)
    {
        var before = clock.Today.AddDays(-options.RetentionDays);
        var over = options.ProgrammeEndedOn <= before;
        var erased = 0;
        for (; ; )
        {
            await using var db = await dbs.CreateDbContextAsync(cancel);
            var due = await db.Persons.Where(p => p.WrappedKey != null && (over || !db.Staff.Any(s => s.PersonId == p.Id && (s.LeftOn == null || s.LeftOn > before))))
                .OrderBy(p => p.Id).Select(p => p.Id).Take(200).ToListAsync(cancel);
            foreach (var id in due)
            {
                log.Append(id, clock.Now);
                await EraseAsync(id, Actor.System, "person.retention_over", cancel);
            }
            erased += due.Count;
            if (due.Count < 200)
                return erased;
        }
    }

    private Task<bool> EraseAsync(Guid personId, Actor actor, string action, CancellationToken cancel) => dbs.RunAsync(async db =>
    {
        var now = clock.Now;
        if (await db.Persons.FirstOrDefaultAsync(p => p.Id == personId && p.WrappedKey != null, cancel) is not { } person)
            return false;
        var lines = await db.Staff.Where(s => s.PersonId == personId).ToListAsync(cancel);
        vault.Erase(person, lines, now);
        var ids = lines.Select(l => l.Id).ToList();
        foreach (var referral in await db.Referrals.Where(r => ids.Contains(r.StaffId) && r.State == ReferralState.Open).ToListAsync(cancel))
            referral.Close(ReferralState.Withdrawn, now);
        // A refused second version of a visit is kept whole under a table key: with the person in it, it goes.
        db.VisitConflicts.RemoveRange(await db.VisitConflicts.Where(c => db.VisitStaff.Any(l => l.VisitId == c.VisitId && ids.Contains(l.StaffId))).ToListAsync(cancel));
        db.Audit.Add(new AuditRow(actor, action, "person", personId, "", null, now));
        foreach (var shop in lines.Select(l => l.ShopId).Distinct())
            await review.ReviewAsync(db, shop, actor, cancel: cancel);
        await db.SaveChangesAsync(cancel);
        return true;
    }, cancel);
}
