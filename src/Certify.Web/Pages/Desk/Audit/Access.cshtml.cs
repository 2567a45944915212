using Certify.Data;
using Certify.Web.Pages.Shared;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Audit;

/// <summary>Who opened whose data, and for what. Names nobody: a row counts the persons it opened.</summary>
public sealed class AccessLogModel(CertifyDb db, CertifyClock clock) : PageModel
{
    private const int PageSize = 50;

    [FromQuery]
    public string? Q { get; set; }

    [FromQuery]
    public DateOnly? From { get; set; }

    [FromQuery]
    public DateOnly? To { get; set; }

    [FromQuery(Name = "page")]
    public int PageNumber { get; set; } = 1;

    public IReadOnlyList<Row> Rows { get; private set; } = [];
    public Pager Pager { get; private set; } = Pager.None;

    public sealed record Row(DateTimeOffset At, string Who, string Role, string Purpose, string Columns, string? Shop, int Persons);

    public async Task OnGetAsync()
    {
        var rows = db.Access.AsNoTracking();
        if (!string.IsNullOrWhiteSpace(Q))
            rows = rows.Where(r => r.ActorName.Contains(Q.Trim()));
        if (From is { } from)
        {
            var start = clock.StartOf(from);
            rows = rows.Where(r => r.At >= start);
        }
        if (To is { } to)
        {
            var end = clock.EndOf(to);
            rows = rows.Where(r => r.At < end);
        }
        Pager = new Pager(PageNumber, PageSize, await rows.CountAsync());
        Rows = await (from r in rows.OrderByDescending(r => r.At).ThenByDescending(r => r.Id).Skip(Pager.Skip).Take(PageSize)
                      join s in db.Shops on r.ShopId equals (Guid?)s.Id into shops
                      from s in shops.DefaultIfEmpty()
                      orderby r.At descending, r.Id descending
                      select new Row(r.At, r.ActorName, r.ActorRole, r.Purpose, r.Columns, s == null ? null : s.OwnSignboardName ?? s.RegisteredName, r.Persons)).ToListAsync();
    }
}
