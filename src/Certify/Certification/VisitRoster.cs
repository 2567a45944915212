using Certify.Accounts;
using Certify.Data;
using Certify.Staff;
using Certify.Visits;
using Microsoft.EntityFrameworkCore;

namespace Certify.Certification;

/// <summary>The people of a visit: finds who is known, opens what a line leaves as it was, and writes each line down.</summary>
public sealed class VisitRoster(PiiVault vault, CertifyClock clock)
{
    /// <summary>
    /// Opens, on record, what the lines say nothing of. It commits its access row by itself and therefore runs before the visit's transaction;
    /// <see cref="Opened.IsStale"/> tells there whether a record has changed since.
    /// </summary>
    public async Task<Opened> OpenAsync(CertifyDb db, VisitSubmission visit, Guid shopId, Actor actor, CancellationToken cancel)
    {
        var hashes = visit.Staff.Select(HashOf).OfType<byte[]>().ToList();
        var ids = visit.Staff.Select(l => l.StaffId).OfType<Guid>().ToList();
        var known = await (from s in db.Staff.AsNoTracking()
                           join p in db.Persons.AsNoTracking() on s.PersonId equals p.Id
                           where s.ShopId == shopId && (ids.Contains(s.Id) || hashes.Contains(p.IdHash!))
                           select new { s.Id, s.ChangedAt, p.IdHash }).ToListAsync(cancel);
        var opened = new Opened();
        var wanted = known.GroupBy(k => Wanted(visit.Staff.First(l => l.StaffId == k.Id || (k.IdHash is not null && HashOf(l)?.AsSpan().SequenceEqual(k.IdHash) == true))));
        foreach (var people in wanted.Where(w => w.Key != 0))
            foreach (var page in people.Chunk(PiiVault.PageLimit))
                foreach (var revealed in await vault.RevealAsync(actor, [.. page.Select(p => p.Id)], people.Key, "visit", shopId, cancel))
                    opened.Add(revealed, page.First(p => p.Id == revealed.StaffId).ChangedAt);
        return opened;
    }

    /// <summary>Whether a line may leave anything as it was: else nothing needs to be opened.</summary>
    public static bool Opens(VisitSubmission visit) => visit.Staff.Any(l => Wanted(l) != 0);

    /// <summary>
    /// Columns of a known person that this line leaves as they were, and that are needed to seal the rest anew. A line that names a person by document
    /// and gives the doses is the whole statement, even where the person turns out to be known.
    /// </summary>
    private static Pii Wanted(SubmittedStaff line)
    {
        var health = line.Doses is null || (line.StaffId is not null && (line.Exemption is null || line.Reason is null)) ? Pii.Health : 0;
        var given = new[] { line.Name, line.IdNumber, line.Phone };
        return health | (given.All(g => g is null) || given.All(g => g is not null) ? 0 : Pii.Name | Pii.IdNumber | Pii.Phone);
    }

    /// <summary>Loads the shop's people and those whom the lines name by number, and says which lines can't be told who they are.</summary>
    public async Task<Known> FindAsync(CertifyDb db, VisitSubmission visit, Guid shopId, CancellationToken cancel)
    {
        var hashes = visit.Staff.Select(HashOf).ToList();
        var named = hashes.OfType<byte[]>().ToList();
        var persons = await db.Persons.Where(p => named.Contains(p.IdHash!)).ToListAsync(cancel);
        var staff = await db.Staff.Where(s => s.ShopId == shopId).ToDictionaryAsync(s => s.Id, cancel);
        var mentioned = visit.Staff.Where(l => l.StaffId is { } id && staff.ContainsKey(id)).Select(l => staff[l.StaffId!.Value].PersonId).ToList();
        if (mentioned.Count > 0)
            persons.AddRange(await db.Persons.Where(p => mentioned.Contains(p.Id)).ToListAsync(cancel));
        return new Known(visit.Staff, hashes, [.. persons.Distinct()], staff);
    }

    /// <summary>Writes the lines down. Where the record is newer than the visit, the line is kept with the visit and the record stays.</summary>
    public IReadOnlyList<RosterLine> Write(CertifyDb db, Visit visit, VisitSubmission submitted, Known known, Opened opened, PolicyTerms terms)
    {
        var day = clock.DayOf(visit.VisitedAt);
        var lines = new List<RosterLine>(submitted.Staff.Count);
        for (var i = 0; i < submitted.Staff.Count; i++)
        {
            var (given, match) = (submitted.Staff[i], known.Matches[i]);
            var person = match.Person ?? vault.NewPerson(known.Hashes[i]);
            if (match.Person is null)
                db.Persons.Add(person);
            else if (known.Hashes[i] is { } hash)
                person.Identify(hash);
            var isNew = match.Staff is null;
            var staff = match.Staff ?? new StaffMember(visit.ShopId, person, StaffSource.Visit, day, clock.Now);
            if (isNew)
                db.Staff.Add(staff);
            match.Replaced?.Leave(match.Replaced.Since, visit.VisitedAt);

            var health = HealthOf(given, opened.Find(staff.Id)?.Health);
            // Without a document number nothing proves whose doses these are.
            var vaccinated = person.IdHash is not null && terms.Accepts(health, clock.Today);
            var until = vaccinated ? terms.AcceptsUntil(health, clock.Today) : null;
            var status = given.Status;
            var leftOn = status == StaffStatus.Left ? given.LeftOn ?? day : (DateOnly?)null;
            if (isNew || staff.ChangedAt <= visit.VisitedAt || staff.Source == StaffSource.Import)
                Apply(staff, person, given, opened.Find(staff.Id), health, (vaccinated, until), leftOn, visit.VisitedAt);
            var row = Guid.CreateVersion7(clock.Now);
            db.VisitStaff.Add(new VisitStaff(row, visit.Id, i + 1, staff.Id, status, leftOn, vaccinated, given.Position ?? staff.Position, vault.SealRecord(person, "VisitStaff", row, health)));
            lines.Add(new RosterLine(i + 1, staff, NextDose(health)));
        }
        return lines;
    }

    private void Apply(StaffMember staff, Person person, SubmittedStaff given, Revealed? before, HealthRecord health, (bool Vaccinated, DateOnly? Until) verdict, DateOnly? leftOn, DateTimeOffset visitedAt)
    {
        if (given.Name is not null || given.IdNumber is not null || given.Phone is not null)
            vault.SealProfile(person, staff, new Profile(given.Name ?? before?.Name ?? "", given.IdNumber is null ? staff.IdType : given.IdType ?? IdType.ResidentId,
                given.IdNumber ?? before?.IdNumber ?? "", given.Phone ?? before?.Phone ?? ""));
        vault.SealHealth(person, staff, health);
        if (given.Position is not null)
            staff.Place(given.Position);
        staff.Confirm(verdict.Vaccinated, visitedAt, verdict.Until);
        if (leftOn is { } on)
            staff.Leave(on, visitedAt);
    }

    private static HealthRecord HealthOf(SubmittedStaff given, HealthRecord? before) => new(
        given.Doses is null ? before?.Doses ?? [] : [.. given.Doses.Select(d => new Dose(d.Vaccine, d.On, d.Proof, d.SiteName))],
        NullIfEmpty(given.Exemption ?? before?.Exemption), NullIfEmpty(given.Reason ?? before?.Reason),
        given.Exemption is null ? before?.ExemptUntil : given.Exemption.Length == 0 ? null : given.ExemptUntil);

    private DateOnly? NextDose(HealthRecord health) =>
        health.IsExempt(clock.Today) ? null : DoseRules.Judge(health.Doses, clock.Today).NextFrom;

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private byte[]? HashOf(SubmittedStaff line) =>
        line.IdNumber is null ? null : vault.HashOf(line.IdType ?? IdType.ResidentId, line.IdNumber);
}

/// <summary>One line as written down. <paramref name="Number"/> counts from 1.</summary>
public sealed record RosterLine(int Number, StaffMember Staff, DateOnly? NextDoseFrom);
