using Certify.Accounts;
using Certify.Checklists;
using Certify.Data;
using Certify.Staff;
using Certify.Visits;
using Microsoft.EntityFrameworkCore;

namespace Certify.Certification;

/// <summary>Recorded visits opened again, on record, as if each were sent now: so that two can be compared.</summary>
public sealed class RecordedVisits(PiiVault vault, TableSeal seal)
{
    /// <summary>What was recorded, with all that is known of its people.</summary>
    /// <param name="db"></param>
    /// <param name="visit"></param>
    /// <param name="list">The checklist that it was made with.</param>
    /// <param name="actor"></param>
    /// <param name="purpose">Of the access row; text key under <c>purpose.</c></param>
    /// <param name="cancel"></param>
    public async Task<VisitSubmission> OpenAsync(CertifyDb db, Visit visit, ChecklistVersion list, Actor actor, string purpose, CancellationToken cancel)
    {
        var lines = await db.VisitStaff.AsNoTracking().Where(l => l.VisitId == visit.Id).OrderBy(l => l.Line).ToListAsync(cancel);
        var records = new Dictionary<Guid, HealthRecord>();
        foreach (var page in lines.Chunk(PiiVault.PageLimit))
            foreach (var (row, record) in await vault.RevealRecordsAsync(actor, "VisitStaff", [.. page.Select(l => new SealedRecord(l.Id, l.StaffId, l.Health))], purpose, visit.ShopId, cancel))
                records[row] = record;
        return await NameAsync(db, new VisitSubmission
        {
            Id = visit.Id,
            ShopId = visit.ShopId,
            StartedAt = visit.StartedAt + (visit.VisitedAt - visit.FinishedAt),
            FinishedAt = visit.VisitedAt,
            SentAt = visit.ReceivedAt,
            Companion = visit.Companion,
            Notice = visit.Notice,
            ForeignReason = visit.ForeignReason,
            Note = visit.Note is { } note ? seal.OpenText("Visits", "Note", visit.Id, note) : null,
            ChecklistVersion = visit.ChecklistVersion,
            Measures = SubmittedMeasures.Of(list, visit.Passed),
            Staff = [.. lines.Where(l => records.ContainsKey(l.Id)).Select(l => Submitted(l, records[l.Id]))],
        }, visit.ShopId, actor, purpose, cancel);
    }

    /// <summary>Puts names, numbers and phones to the people who are named by their line on the roster alone.</summary>
    public async Task<VisitSubmission> NameAsync(CertifyDb db, VisitSubmission visit, Guid shopId, Actor actor, string purpose, CancellationToken cancel)
    {
        var known = new Dictionary<Guid, Revealed>();
        foreach (var page in visit.Staff.Select(p => p.StaffId).OfType<Guid>().Distinct().Chunk(PiiVault.PageLimit))
            foreach (var person in await vault.RevealAsync(actor, page, Pii.Name | Pii.IdNumber | Pii.Phone, purpose, shopId, cancel))
                known[person.StaffId] = person;
        var types = await db.Staff.AsNoTracking().Where(s => known.Keys.Contains(s.Id)).ToDictionaryAsync(s => s.Id, s => s.IdType, cancel);
        return visit with
        {
            Staff = [.. visit.Staff.Select(p => p.StaffId is { } id && known.TryGetValue(id, out var person)
                ? p with { Name = p.Name ?? person.Name, IdType = p.IdNumber is null ? types[id] : p.IdType, IdNumber = p.IdNumber ?? person.IdNumber, Phone = p.Phone ?? person.Phone } : p)],
        };
    }

    private static SubmittedStaff Submitted(VisitStaff line, HealthRecord record) => new()
    {
        StaffId = line.StaffId,
        Position = line.Position,
        Status = line.Status,
        LeftOn = line.LeftOn,
        Doses = [.. record.Doses.Select((d, i) => new SubmittedDose(d.Vaccine, i + 1, d.On, d.SiteName, d.Proof))],
        Exemption = record.Exemption ?? "",
        ExemptUntil = record.ExemptUntil,
        Reason = record.Reason ?? "",
    };
}
