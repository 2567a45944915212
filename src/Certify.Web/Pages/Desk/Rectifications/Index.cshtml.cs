using Certify.Checklists;
using Certify.Data;
using Certify.Web.Pages.Shared;
using Certify.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Rectifications;

/// <summary>Measures ordered put right, the most urgent first. A later visit that finds a measure in order closes its order.</summary>
public sealed class IndexModel(CertifyDb db, CertifyClock clock) : PageModel
{
    public const int PageRows = 50;

    [BindProperty(SupportsGet = true, Name = "done")]
    public bool Done { get; set; }

    public IReadOnlyList<Line> Lines { get; private set; } = [];
    public Pager Pager { get; private set; } = Pager.None;
    public DateOnly Today => clock.Today;

    public sealed record Line(Guid ShopId, string Shop, string Address, string Grid, ChecklistText Measure, DateOnly DueOn, Guid VisitId, DateTimeOffset? DoneAt);

    public async Task OnGetAsync([FromQuery(Name = "page")] int number, CancellationToken cancel)
    {
        var orders = from r in db.Rectifications.AsNoTracking()
                     join s in db.ShopsOf(User) on r.ShopId equals s.Id
                     join g in db.Grids on s.GridId equals g.Id
                     where (r.DoneAt != null) == Done && s.ClosedOn == null
                     select new { r, s, g };
        Pager = new Pager(number, PageRows, await orders.CountAsync(cancel));
        var sorted = Done ? orders.OrderByDescending(x => x.r.DoneAt).ThenBy(x => x.r.Id) : orders.OrderBy(x => x.r.DueOn).ThenBy(x => x.r.Id);
        Lines = await sorted.Skip(Pager.Skip).Take(PageRows)
            .Select(x => new Line(x.s.Id, x.s.OwnSignboardName ?? x.s.RegisteredName, x.s.Address, x.g.Subdistrict + x.g.Community, new ChecklistText(x.r.TextZh, x.r.TextEn), x.r.DueOn, x.r.VisitId, x.r.DoneAt)).ToListAsync(cancel);
    }
}
