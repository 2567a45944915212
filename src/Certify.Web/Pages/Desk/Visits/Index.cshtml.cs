using Certify.Accounts;
using Certify.Data;
using Certify.Visits;
using Certify.Web.Pages.Shared;
using Certify.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Visits;

/// <summary>Visits, newest first: the own ones for an inspector, all for the office.</summary>
public sealed class IndexModel(CertifyDb db, CertifyClock clock) : PageModel
{
    public const int PageRows = 50;

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Search { get; set; }

    [BindProperty(SupportsGet = true, Name = "outcome")]
    public Outcome? Outcome { get; set; }

    [BindProperty(SupportsGet = true, Name = "day")]
    public DateOnly? Day { get; set; }

    /// <summary>What a supervisor looks into: other grids' visits, clocks that were off, contents that contradict each other.</summary>
    [BindProperty(SupportsGet = true, Name = "odd")]
    public bool Odd { get; set; }

    public IReadOnlyList<Line> Lines { get; private set; } = [];
    public Pager Pager { get; private set; } = Pager.None;
    public bool IsOffice => User.IsInRole(Roles.Supervisor) || User.IsInRole(Roles.Auditor);
    public bool IsFiltered => !string.IsNullOrWhiteSpace(Search) || Outcome is not null || Day is not null || Odd;

    public sealed record Line(Guid Id, DateTimeOffset VisitedAt, string Shop, string InspectorName, int Vaccinated, int Staff, Outcome Outcome, bool Corrected, bool Skewed, string? ForeignReason, bool HasConflict);

    public async Task OnGetAsync([FromQuery(Name = "page")] int number, CancellationToken cancel)
    {
        var me = User.Id();
        var visits = from v in db.Visits.AsNoTracking()
                     join s in db.Shops.AsNoTracking() on v.ShopId equals s.Id
                     select new { v, s };
        if (!IsOffice)
            visits = visits.Where(x => x.v.InspectorId == me);
        if (Certify.Shops.ShopIdentity.SearchWords(Search) is { } terms)
        {
            if (terms.Count == 0)
                visits = visits.Where(_ => false);
            foreach (var term in terms)
                visits = visits.Where(x => x.s.SearchText.Contains(term));
        }
        if (Outcome is { } outcome)
            visits = visits.Where(x => x.v.Outcome == outcome);
        if (Day is { } day)
        {
            var (from, to) = (clock.StartOf(day), clock.EndOf(day));
            visits = visits.Where(x => x.v.VisitedAt >= from && x.v.VisitedAt < to);
        }
        if (Odd)
            visits = visits.Where(x => x.v.Skewed || x.v.ForeignReason != null || db.VisitConflicts.Any(c => c.VisitId == x.v.Id && c.Decision == ConflictDecision.Open));
        Pager = new Pager(number, PageRows, await visits.CountAsync(cancel));
        Lines = await visits.OrderByDescending(x => x.v.VisitedAt).ThenBy(x => x.v.Id).Skip(Pager.Skip).Take(PageRows)
            .Select(x => new Line(x.v.Id, x.v.VisitedAt, x.s.OwnSignboardName ?? x.s.RegisteredName, x.v.InspectorName, x.v.Vaccinated, x.v.Staff, x.v.Outcome,
                db.Visits.Any(c => c.SupersedesId == x.v.Id), x.v.Skewed, x.v.ForeignReason, db.VisitConflicts.Any(c => c.VisitId == x.v.Id && c.Decision == ConflictDecision.Open))).ToListAsync(cancel);
    }
}
