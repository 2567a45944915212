using Certify.Accounts;
using Certify.Data;
using Certify.Staff;
using Certify.Visits;
using Certify.Web.Text;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Visits;

/// <summary>One line of a recorded visit. <paramref name="Why"/> says why a dose didn't count, to the inspector of today's round alone.</summary>
public sealed record VisitPerson(int Line, Guid StaffId, string Name, string Position, StaffStatus Status, DateOnly? LeftOn, bool Vaccinated, IReadOnlyList<string> Why);

/// <summary>The people of a recorded visit: full names and reasons on record for the inspector on the day itself, masked for everyone else.</summary>
public sealed class VisitPeople(CertifyDb db, PiiVault vault, CertifyClock clock, Words words)
{
    public async Task<IReadOnlyList<VisitPerson>> OpenAsync(Visit visit, Actor actor, bool named, CancellationToken cancel)
    {
        var lines = await (from l in db.VisitStaff.AsNoTracking()
                           join s in db.Staff.AsNoTracking() on l.StaffId equals s.Id
                           where l.VisitId == visit.Id
                           orderby l.Line
                           select new { Line = l, s.Masked }).ToListAsync(cancel);
        var names = new Dictionary<Guid, string>();
        var records = new Dictionary<Guid, HealthRecord>();
        foreach (var page in named ? lines.Chunk(PiiVault.PageLimit) : [])
        {
            foreach (var person in await vault.RevealAsync(actor, [.. page.Select(l => l.Line.StaffId)], Pii.Name, "visit", visit.ShopId, cancel))
                names[person.StaffId] = person.Name!;
            foreach (var (row, record) in await vault.RevealRecordsAsync(actor, "VisitStaff", [.. page.Select(l => new SealedRecord(l.Line.Id, l.Line.StaffId, l.Line.Health))], "visit", visit.ShopId, cancel))
                records[row] = record;
        }
        return [.. lines.Select(l => new VisitPerson(l.Line.Line, l.Line.StaffId, names.GetValueOrDefault(l.Line.StaffId) ?? vault.Masked(l.Line.StaffId, l.Masked).Name,
            l.Line.Position, l.Line.Status, l.Line.LeftOn, l.Line.Vaccinated, l.Line.Vaccinated || !records.TryGetValue(l.Line.Id, out var record) ? [] : Why(record)))];
    }

    private List<string> Why(HealthRecord record)
    {
        if (record.Exemption is not null)
            return [];
        var course = DoseRules.Judge(record.Doses, clock.Today);
        var why = course.Findings.Where(f => !f.Note).Select(f => words[f.Code, f.Args]).ToList();
        if (why.Count == 0 && course is { State: not CourseState.Complete, NextFrom: { } from })
            why.Add(words["visits.next_dose", course.Counted + 1, from]);
        return why;
    }
}
