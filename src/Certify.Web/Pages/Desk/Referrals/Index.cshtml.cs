using Certify.Data;
using Certify.Referrals;
using Certify.Staff;
using Certify.Web.Pages.Shared;
using Certify.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Referrals;

/// <summary>People not fully vaccinated, by the day from which a dose is possible. Masked; name and phone on a click, on record; medical reasons never.</summary>
public sealed class IndexModel(CertifyDb db, PiiVault vault, CertifyClock clock) : PageModel
{
    public const int PageRows = 50;

    /// <summary><c>now</c>: a dose is possible today; <c>later</c>: from a day to come; <c>never</c>: none is to be offered; else all.</summary>
    [BindProperty(SupportsGet = true, Name = "when")]
    public string? When { get; set; }

    [BindProperty(SupportsGet = true, Name = "grid")]
    public Guid? GridId { get; set; }

    public IReadOnlyList<Line> Lines { get; private set; } = [];
    public IReadOnlyList<(Guid Id, string Name)> Grids { get; private set; } = [];
    public IReadOnlyDictionary<Guid, Revealed> Opened { get; private set; } = new Dictionary<Guid, Revealed>();
    public Pager Pager { get; private set; } = Pager.None;
    public DateOnly Today => clock.Today;

    public sealed record Line(Guid Id, Guid StaffId, MaskedProfile Masked, string Shop, string Address, string Grid, DateOnly? NextDoseFrom, DateTimeOffset OpenedAt);

    public Task OnGetAsync([FromQuery(Name = "page")] int number, CancellationToken cancel) => LoadAsync(number, cancel);

    /// <summary>Opens name and phone of one person, or of the whole page; the access row names them.</summary>
    public async Task<IActionResult> OnPostRevealAsync([FromQuery(Name = "page")] int number, Guid? staff, CancellationToken cancel)
    {
        await LoadAsync(number, cancel);
        var wanted = Lines.Select(l => l.StaffId).Where(id => staff is null || id == staff).ToList();
        Opened = (await vault.RevealAsync(User.Actor(), wanted, Pii.Name | Pii.Phone, "referral", cancel: cancel)).ToDictionary(r => r.StaffId);
        return Page();
    }

    private async Task LoadAsync(int number, CancellationToken cancel)
    {
        Grids = [.. (await db.Grids.AsNoTracking().OrderBy(g => g.Subdistrict).ThenBy(g => g.Community).ToListAsync(cancel)).Select(g => (g.Id, g.Name))];
        var today = clock.Today;
        var open = from r in db.Referrals.AsNoTracking()
                   join p in db.Staff.AsNoTracking() on r.StaffId equals p.Id
                   join s in db.Shops.AsNoTracking() on r.ShopId equals s.Id
                   join g in db.Grids.AsNoTracking() on s.GridId equals g.Id
                   where r.State == ReferralState.Open && s.ClosedOn == null
                   select new { r, p, s, g };
        open = When switch
        {
            "now" => open.Where(x => x.r.NextDoseFrom <= today),
            "later" => open.Where(x => x.r.NextDoseFrom > today),
            "never" => open.Where(x => x.r.NextDoseFrom == null),
            _ => open,
        };
        if (GridId is { } grid)
            open = open.Where(x => x.g.Id == grid);
        Pager = new Pager(number, PageRows, await open.CountAsync(cancel));
        var rows = await open.OrderBy(x => x.r.NextDoseFrom == null).ThenBy(x => x.r.NextDoseFrom).ThenBy(x => x.s.Id).ThenBy(x => x.r.Id).Skip(Pager.Skip).Take(PageRows)
            .Select(x => new { x.r.Id, x.r.StaffId, x.p.Masked, Shop = x.s.OwnSignboardName ?? x.s.RegisteredName, x.s.Address, Grid = x.g.Subdistrict + x.g.Community, x.r.NextDoseFrom, x.r.OpenedAt }).ToListAsync(cancel);
        Lines = [.. rows.Select(x => new Line(x.Id, x.StaffId, vault.Masked(x.StaffId, x.Masked), x.Shop, x.Address, x.Grid, x.NextDoseFrom, x.OpenedAt))];
    }
}
