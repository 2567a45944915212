using Certify.Data;
using Certify.Shops;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Due;

/// <summary>到期: what falls due this week, day by day, and what is late.</summary>
public sealed class IndexModel(CertifyDb db, CertifyClock clock) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "late")]
    public bool Late { get; set; }

    [BindProperty(SupportsGet = true, Name = "grid")]
    public Guid? GridId { get; set; }

    public DueList List { get; private set; } = new([], false);
    public IReadOnlyDictionary<Guid, Grid> Grids { get; private set; } = new Dictionary<Guid, Grid>();
    public DateOnly Today => clock.Today;
    public DateOnly Last => clock.Today.AddDays(DueList.Days - 1);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Grids = await db.Grids.AsNoTracking().OrderBy(g => g.Subdistrict).ThenBy(g => g.Community).ToDictionaryAsync(g => g.Id, cancel);
        List = Late ? await DueList.OverdueAsync(db, GridId, clock, cancel) : await DueList.ThisWeekAsync(db, GridId, clock, cancel);
    }
}
