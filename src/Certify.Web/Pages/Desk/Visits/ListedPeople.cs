using Certify.Accounts;
using Certify.Data;
using Certify.Staff;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Visits;

/// <summary>The people on a shop's roster, opened for one visit: full names and doses on record, numbers masked.</summary>
public sealed class ListedPeople(CertifyDb db, PiiVault vault, CertifyClock clock)
{
    public async Task<IReadOnlyList<(KnownPerson Person, VisitRow Row)>> OpenAsync(Guid shopId, Actor actor, IReadOnlyCollection<Guid>? also, CancellationToken cancel)
    {
        var today = clock.Today;
        var ids = also ?? [];
        var rows = await (from s in db.Staff.AsNoTracking()
                          join p in db.Persons.AsNoTracking() on s.PersonId equals p.Id
                          where s.ShopId == shopId && p.WrappedKey != null && ((s.Since <= today && (s.LeftOn == null || s.LeftOn > today)) || ids.Contains(s.Id))
                          orderby s.Since, s.Id
                          select new { Staff = s, HasNumber = p.IdHash != null }).ToListAsync(cancel);
        var opened = new Dictionary<Guid, Revealed>();
        foreach (var page in rows.Chunk(PiiVault.PageLimit))
            foreach (var person in await vault.RevealAsync(actor, [.. page.Select(r => r.Staff.Id)], Pii.Name | Pii.Health, "visit", shopId, cancel))
                opened[person.StaffId] = person;
        return [.. rows.Where(r => opened.ContainsKey(r.Staff.Id)).Select(r => Shown(r.Staff, r.HasNumber, opened[r.Staff.Id], today))];
    }

    private (KnownPerson, VisitRow) Shown(StaffMember staff, bool hasNumber, Revealed opened, DateOnly today)
    {
        var masked = vault.Masked(staff);
        var person = new KnownPerson(staff.Id, opened.Name!, masked.IdNumber, masked.Phone, hasNumber, staff.Confirmed, staff.Vaccinated, staff.Source);
        var row = RowOf(opened.Health!, today);
        (row.StaffId, row.Seen, row.Position) = (staff.Id, staff.ChangedAt.UtcTicks, staff.Position);
        row.Was = row.Now;
        return (person, row);
    }

    /// <summary>A record as its row's cells: three dose cells, what is over stands in the third, another product than the first behind its day.</summary>
    public static VisitRow RowOf(HealthRecord health, DateOnly today)
    {
        var doses = health.Doses.OrderBy(d => d.On).ToList();
        var first = doses.Count > 0 ? Vaccine.Find(doses[0].Vaccine) : null;
        var cells = doses.Select(d => Typed(d.On, today) + (d.Vaccine == first?.Code ? "" : " " + (Vaccine.Find(d.Vaccine)?.ShortZh ?? d.Vaccine))).ToList();
        return new()
        {
            Vaccine = first?.ShortZh,
            Dose1 = cells.ElementAtOrDefault(0),
            Dose2 = cells.ElementAtOrDefault(1),
            Dose3 = cells.Count > 2 ? string.Join(' ', cells.Skip(2)) : null,
            Proof = doses.Count > 0 ? doses[0].Proof : DoseProof.HealthCode,
            Exemption = health.Exemption,
            ExemptUntil = health.ExemptUntil?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            Reason = health.Reason,
        };
    }

    /// <summary>A day as an inspector would type it and the reader understands it.</summary>
    public static string Typed(DateOnly day, DateOnly today)
    {
        var text = FormattableString.Invariant($"{day.Month}.{day.Day}");
        return DayText.Parse(text, today) == day ? text : FormattableString.Invariant($"{day.Year}.{day.Month}.{day.Day}");
    }
}
