using Certify.Accounts;
using Certify.Data;
using Certify.Staff;
using Certify.Visits;
using Microsoft.EntityFrameworkCore;

namespace Certify.Certification;

/// <summary>One person's record in the supervisor's hands: put right, or handed to the person it is about.</summary>
public sealed class StaffRecord(PiiVault vault, PolicyBook policies, ShopReview review, IDbContextFactory<CertifyDb> dbs, CertifyClock clock)
{
    public const int ReasonLimit = 200;

    /// <summary>Writes down who the person really is, in every shop where the person is listed. Answers field by field what is wrong; null when there is no such line.</summary>
    public Task<IReadOnlyList<FieldRefusal>?> CorrectAsync(Guid staffId, SubmittedStaff entry, Actor actor, CancellationToken cancel = default)
    {
        entry = VisitText.Normalise(entry with { StaffId = null, Status = StaffStatus.Working });
        return dbs.RunAsync<IReadOnlyList<FieldRefusal>?>(async db =>
        {
            if (await db.Staff.FirstOrDefaultAsync(s => s.Id == staffId, cancel) is not { } staff)
                return null;
            var wrong = VisitChecks.CheckPerson(entry, clock.Today);
            if (wrong.Count > 0)
                return wrong;
            var person = await db.Persons.FirstAsync(p => p.Id == staff.PersonId, cancel);
            if (person.WrappedKey is null)
                return [new("name", new Refusal("staff.erased_already"))];
            var type = entry.IdType ?? IdType.ResidentId;
            var hash = entry.IdNumber is null ? null : vault.HashOf(type, entry.IdNumber);
            if (hash is not null && await db.Persons.AnyAsync(p => p.IdHash == hash && p.Id != person.Id, cancel))
                return [new("idNumber", new Refusal("staff.number_of_another"))];
            person.Renumber(hash);
            var lines = await db.Staff.Where(s => s.PersonId == person.Id).ToListAsync(cancel);
            foreach (var line in lines)
            {
                vault.SealProfile(person, line, new Profile(entry.Name ?? "", type, entry.IdNumber ?? "", entry.Phone ?? ""));
                // Without a document number nothing proves whose doses these are.
                if (hash is null)
                    line.Judge(false);
            }
            staff.Place(entry.Position ?? "");
            foreach (var shop in lines.Select(l => l.ShopId).Distinct())
                await review.ReviewAsync(db, shop, actor, cancel: cancel);
            db.Audit.Add(new AuditRow(actor, "staff.corrected", "staff", staff.Id, await ShopNameAsync(db, staff.ShopId, cancel), null, clock.Now));
            await db.SaveChangesAsync(cancel);
            return [];
        }, cancel);
    }

    /// <summary>
    /// A dose that was found not to be so is struck from the record in every shop where the person is listed, and each of them is looked at again:
    /// coverage may fall. What visits had seen stays with the visits. Null when there is no such line; refused without a reason or without such a dose.
    /// </summary>
    public async Task<Result?> StrikeAsync(Guid staffId, string vaccine, DateOnly on, string? reason, Actor actor, CancellationToken cancel = default)
    {
        var why = reason?.Trim() ?? "";
        if (why.Length is 0 or > ReasonLimit)
            return new Refusal(why.Length == 0 ? "badges.reason_missing" : "badges.reason_long", ReasonLimit);
        while (true)
        {
            List<Guid> ids;
            await using (var db = await dbs.CreateDbContextAsync(cancel))
                ids = await db.Staff.Where(s => db.Staff.Any(x => x.Id == staffId && x.PersonId == s.PersonId)).OrderBy(s => s.Id).Select(s => s.Id).Take(PiiVault.PageLimit).ToListAsync(cancel);
            var opened = (await vault.RevealAsync(actor, ids, Pii.Health, "correct", cancel: cancel)).ToDictionary(o => o.StaffId, o => o.Health!);
            if (!opened.TryGetValue(staffId, out var health))
                return null;
            if (!health.Doses.Any(d => d.Vaccine == vaccine && d.On == on))
                return new Refusal("staff.dose_gone");
            if (await dbs.RunAsync(db => StrikeAsync(db, staffId, opened, vaccine, on, why, actor, cancel), cancel))
                return Result.Done;
        }
    }

    /// <returns>False where a record changed since it was opened: begin again.</returns>
    private async Task<bool> StrikeAsync(CertifyDb db, Guid staffId, IReadOnlyDictionary<Guid, HealthRecord> opened, string vaccine, DateOnly on, string why, Actor actor, CancellationToken cancel)
    {
        var lines = await db.Staff.Where(s => opened.Keys.Contains(s.Id)).ToListAsync(cancel);
        var person = await db.Persons.FirstAsync(p => p.Id == lines[0].PersonId, cancel);
        var terms = (await policies.InForceAsync(db, cancel)).Terms;
        foreach (var line in lines.Where(l => opened[l.Id].Doses.Any(d => d.Vaccine == vaccine && d.On == on)))
        {
            if (!vault.IsAsOpened(person, line, opened[line.Id]))
                return false;
            var left = opened[line.Id] with { Doses = [.. opened[line.Id].Doses.Where(d => d.Vaccine != vaccine || d.On != on)] };
            vault.SealHealth(person, line, left);
            var accepted = person.IdHash is not null && terms.Accepts(left, clock.Today);
            line.Correct(accepted, accepted ? terms.AcceptsUntil(left, clock.Today) : null, clock.Now);
            var next = left.IsExempt(clock.Today) ? null : DoseRules.Judge(left.Doses, clock.Today).NextFrom;
            await review.ReviewAsync(db, line.ShopId, actor, new Dictionary<Guid, DateOnly?> { [line.Id] = next }, cancel: cancel);
        }
        db.Audit.Add(new AuditRow(actor, "staff.dose_struck", "staff", staffId, await ShopNameAsync(db, lines.First(l => l.Id == staffId).ShopId, cancel), why, clock.Now));
        await db.SaveChangesAsync(cancel);
        return true;
    }

    /// <summary>All that is kept of the person, for the person: opened on record. Null when there is no such line or the person is erased.</summary>
    public async Task<PersonalRecord?> ExportAsync(Guid staffId, Actor actor, CancellationToken cancel = default)
    {
        await using var db = await dbs.CreateDbContextAsync(cancel);
        var personId = await db.Staff.Where(s => s.Id == staffId).Select(s => s.PersonId).FirstOrDefaultAsync(cancel);
        var lines = await (from s in db.Staff.AsNoTracking()
                           join shop in db.Shops.AsNoTracking() on s.ShopId equals shop.Id
                           where s.PersonId == personId
                           orderby s.Since
                           select new { s, Shop = shop.OwnSignboardName ?? shop.RegisteredName }).ToListAsync(cancel);
        var ids = lines.Select(l => l.s.Id).ToList();
        var opened = await vault.RevealAsync(actor, ids, Pii.Name | Pii.IdNumber | Pii.Phone | Pii.Health, "export", cancel: cancel);
        if (opened.Count == 0)
            return null;
        var visits = await (from l in db.VisitStaff.AsNoTracking()
                            join v in db.Visits.AsNoTracking() on l.VisitId equals v.Id
                            where ids.Contains(l.StaffId)
                            orderby v.VisitedAt
                            select new { l.StaffId, v.VisitedAt, l.Status, l.Vaccinated, l.Position }).ToListAsync(cancel);
        var named = ids.Select(i => i.ToString("N")).ToList();
        var access = await db.Access.AsNoTracking().Where(a => named.Any(i => a.StaffIds.Contains(i))).OrderBy(a => a.At)
            .Select(a => new RecordedAccess(a.At, a.ActorRole, a.Purpose, a.Columns)).ToListAsync(cancel);
        db.Audit.Add(new AuditRow(actor, "person.exported", "person", personId, lines[0].Shop, null, clock.Now));
        await db.SaveChangesAsync(cancel);
        var of = opened.ToDictionary(o => o.StaffId);
        var first = of[staffId];
        return new PersonalRecord(first.Name ?? "", lines.First(l => l.s.Id == staffId).s.IdType, first.IdNumber ?? "", first.Phone ?? "",
            [.. lines.Select(l => new RecordedWork(l.Shop, l.s.Position, l.s.Since, l.s.LeftOn, l.s.Confirmed, of[l.s.Id].Health ?? HealthRecord.Empty,
                [.. visits.Where(v => v.StaffId == l.s.Id).Select(v => new RecordedVisit(v.VisitedAt, v.Status, v.Vaccinated, v.Position))]))], access);
    }

    private static Task<string> ShopNameAsync(CertifyDb db, Guid shopId, CancellationToken cancel) =>
        db.Shops.Where(s => s.Id == shopId).Select(s => s.OwnSignboardName ?? s.RegisteredName).FirstAsync(cancel);
}

/// <summary>What is kept of one person, in clear: for that person alone.</summary>
public sealed record PersonalRecord(string Name, IdType IdType, string IdNumber, string Phone, IReadOnlyList<RecordedWork> Work, IReadOnlyList<RecordedAccess> Access);

public sealed record RecordedWork(string Shop, string Position, DateOnly Since, DateOnly? LeftOn, bool Confirmed, HealthRecord Health, IReadOnlyList<RecordedVisit> Visits);

public sealed record RecordedVisit(DateTimeOffset VisitedAt, StaffStatus Status, bool Vaccinated, string Position);

/// <summary>Who opened the record, by role, and for what.</summary>
public sealed record RecordedAccess(DateTimeOffset At, string Role, string Purpose, string Columns);
