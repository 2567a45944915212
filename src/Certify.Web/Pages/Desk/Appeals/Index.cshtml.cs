using Certify.Appeals;
using Certify.Badges;
using Certify.Data;
using Certify.Web.Pages.Shared;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Appeals;

/// <summary>Appeals: open ones by the day on which they have to be decided, so that the overdue stand on top; decided ones, the newest first.</summary>
public sealed class IndexModel(CertifyDb db, CertifyClock clock) : PageModel
{
    public const int PageRows = 50;

    [BindProperty(SupportsGet = true, Name = "closed")]
    public bool Closed { get; set; }

    public IReadOnlyList<Line> Lines { get; private set; } = [];
    public Pager Pager { get; private set; } = Pager.None;
    public DateOnly Today => clock.Today;

    public sealed record Line(Guid Id, string Number, string Shop, string Address, BadgeState Against, DateTimeOffset FiledAt, DateOnly DueOn, AppealState State, DateTimeOffset? DecidedAt, Guid ShopId);

    public async Task OnGetAsync([FromQuery(Name = "page")] int number, CancellationToken cancel)
    {
        var appeals = from a in db.Appeals.AsNoTracking() join s in db.Shops on a.ShopId equals s.Id where (a.State != AppealState.Open) == Closed select new { a, s };
        Pager = new Pager(number, PageRows, await appeals.CountAsync(cancel));
        var sorted = Closed ? appeals.OrderByDescending(x => x.a.DecidedAt).ThenBy(x => x.a.Id) : appeals.OrderBy(x => x.a.DueOn).ThenBy(x => x.a.Id);
        Lines = await sorted.Skip(Pager.Skip).Take(PageRows)
            .Select(x => new Line(x.a.Id, x.a.BadgeNumber, x.s.OwnSignboardName ?? x.s.RegisteredName, x.s.Address, x.a.Against, x.a.FiledAt, x.a.DueOn, x.a.State, x.a.DecidedAt, x.s.Id)).ToListAsync(cancel);
    }
}
