using Certify.Badges;
using Certify.Data;
using Certify.Tips;
using Certify.Web.Pages.Shared;
using Certify.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Tips;

/// <summary>What the public told: open ones, the oldest first, for somebody has to look; closed ones with what came of them.</summary>
public sealed class IndexModel(CertifyDb db, TipDesk desk) : PageModel
{
    public const int PageRows = 20;

    [BindProperty(SupportsGet = true, Name = "closed")]
    public bool Closed { get; set; }

    public IReadOnlyList<Line> Lines { get; private set; } = [];
    public Pager Pager { get; private set; } = Pager.None;

    /// <summary>What each tip says; erased ones are not in it.</summary>
    public IReadOnlyDictionary<Guid, TipWords> Told { get; private set; } = new Dictionary<Guid, TipWords>();

    public sealed record Line(
        Guid Id, TipKind Kind, ScanStatus Answer, Guid? ShopId, string? Shop, string? Address, string? Number, DateTimeOffset At,
        bool HasPhoto, bool Repeats, bool Asked, bool Replied, TipResult? Result, DateTimeOffset? ClosedAt, bool Erased);

    public async Task OnGetAsync([FromQuery(Name = "page")] int number, CancellationToken cancel)
    {
        var tips = db.Tips.AsNoTracking().Where(t => t.ClosedAt != null == Closed);
        Pager = new Pager(number, PageRows, await tips.CountAsync(cancel));
        var sorted = Closed ? tips.OrderByDescending(t => t.ClosedAt).ThenByDescending(t => t.Id) : tips.OrderBy(t => t.ReceivedAt).ThenBy(t => t.Id);
        Lines = await (from t in sorted.Skip(Pager.Skip).Take(PageRows)
                       join s in db.Shops on t.ShopId equals s.Id into some
                       from s in some.DefaultIfEmpty()
                       select new Line(t.Id, t.Kind, t.Answer, t.ShopId, s == null ? null : s.OwnSignboardName ?? s.RegisteredName, s == null ? null : s.Address, t.BadgeNumber, t.ReceivedAt,
                           t.HasPhoto, t.Repeats, t.AskedAt != null, t.RepliedAt != null, t.Result, t.ClosedAt, t.ErasedAt != null)).ToListAsync(cancel);
        Lines = [.. Closed ? Lines.OrderByDescending(l => l.ClosedAt) : Lines.OrderBy(l => l.At)];
        Told = await desk.OpenAsync([.. Lines.Where(l => !l.Erased).Select(l => l.Id)], User.Actor(), cancel);
    }
}
