using System.Security.Claims;
using Certify.Accounts;
using Certify.Data;
using Certify.Staff;
using Certify.Visits;
using Certify.Web.Security;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Visits;

/// <summary>A recorded visit as its inspector corrects it: the same form, filled with what was recorded then.</summary>
public sealed class PastVisit(CertifyDb db, PiiVault vault, TableSeal seal, CertifyClock clock)
{
    /// <summary>The inspector's own visit that no correction has replaced yet.</summary>
    public Task<Visit?> MineAsync(Guid id, ClaimsPrincipal user, CancellationToken cancel)
    {
        var me = user.Id();
        return db.Visits.AsNoTracking().FirstOrDefaultAsync(v => v.Id == id && v.InspectorId == me && !db.Visits.Any(c => c.SupersedesId == id), cancel);
    }

    public async Task<VisitForm> AsFormAsync(Visit visit, Actor actor, CancellationToken cancel)
    {
        var form = new VisitForm
        {
            Supersedes = visit.Id,
            // It corrects what was found then, and therefore bears the time of then.
            StartedAt = VisitForms.Write(visit.StartedAt + (visit.VisitedAt - visit.FinishedAt)),
            FinishedAt = VisitForms.Write(visit.VisitedAt),
            Notice = visit.Notice,
            // What was found then was looked for by the list of then.
            ChecklistVersion = visit.ChecklistVersion,
            Passed = visit.Passed.ToDictionary(k => k, _ => true, StringComparer.Ordinal),
            Companion = visit.Companion,
            ForeignReason = visit.ForeignReason,
            Note = visit.Note is null ? null : seal.OpenText("Visits", "Note", visit.Id, visit.Note),
        };
        var lines = await db.VisitStaff.AsNoTracking().Where(l => l.VisitId == visit.Id).OrderBy(l => l.Line).ToListAsync(cancel);
        var records = new Dictionary<Guid, HealthRecord>();
        foreach (var page in lines.Chunk(PiiVault.PageLimit))
            foreach (var (row, record) in await vault.RevealRecordsAsync(actor, "VisitStaff", [.. page.Select(l => new SealedRecord(l.Id, l.StaffId, l.Health))], "visit", visit.ShopId, cancel))
                records[row] = record;
        foreach (var line in lines.Where(l => records.ContainsKey(l.Id)))
        {
            var row = ListedPeople.RowOf(records[line.Id], clock.Today);
            (row.StaffId, row.Status, row.Position) = (line.StaffId, line.Status, line.Position);
            row.LeftOn = line.LeftOn is { } on ? ListedPeople.Typed(on, clock.Today) : null;
            form.Rows.Add(row);
        }
        return form;
    }
}
