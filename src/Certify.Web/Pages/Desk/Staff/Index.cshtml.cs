using Certify.Accounts;
using Certify.Data;
using Certify.Staff;
using Certify.Web.Pages.Shared;
using Certify.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Staff;

/// <summary>Who works where, masked: of one shop, or of all that the reader may see.</summary>
public sealed class StaffModel(CertifyDb db, PiiVault vault, CertifyClock clock) : PageModel
{
    private const int PageSize = 50;
    public static readonly IReadOnlyList<string> Kinds = ["working", "unconfirmed", "not_vaccinated", "two_shops", "left"];

    [FromQuery(Name = "shop")]
    public Guid? Shop { get; set; }

    [FromQuery(Name = "show")]
    public string Show { get; set; } = "working";

    [FromQuery(Name = "page")]
    public int PageNumber { get; set; } = 1;

    public string? ShopName { get; private set; }
    public IReadOnlyList<Row> Rows { get; private set; } = [];
    public Pager Pager { get; private set; } = Pager.None;
    public bool OpensPersons => User.IsInRole(Roles.Supervisor) || User.IsInRole(Roles.Auditor);

    public sealed record Row(Guid Id, MaskedProfile Masked, string Position, Guid ShopId, string ShopName, DateOnly Since, DateOnly? LeftOn, bool Confirmed, bool Vaccinated);

    public async Task<IActionResult> OnGetAsync()
    {
        var shops = db.ShopsOf(User);
        if (Shop is { } one)
        {
            shops = shops.Where(s => s.Id == one);
            ShopName = await shops.Select(s => s.OwnSignboardName ?? s.RegisteredName).FirstOrDefaultAsync();
            if (ShopName is null)
                return NotFound();
        }
        var staff = Chosen(db.Staff.AsNoTracking().Where(m => shops.Any(s => s.Id == m.ShopId)));
        Pager = new Pager(PageNumber, PageSize, await staff.CountAsync());
        var page = await (from m in staff
                          join s in db.Shops on m.ShopId equals s.Id
                          orderby s.RegisteredName, m.ShopId, m.Since, m.Id
                          select new { m, Shop = s.OwnSignboardName ?? s.RegisteredName }).Skip(Pager.Skip).Take(PageSize).ToListAsync();
        Rows = [.. page.Select(p => new Row(p.m.Id, vault.Masked(p.m), p.m.Position, p.m.ShopId, p.Shop, p.m.Since, p.m.LeftOn, p.m.Confirmed, p.m.Vaccinated))];
        return Page();
    }

    private IQueryable<StaffMember> Chosen(IQueryable<StaffMember> all)
    {
        var today = clock.Today;
        var working = all.Where(m => m.LeftOn == null || m.LeftOn > today);
        return Show switch
        {
            "left" => all.Where(m => m.LeftOn != null && m.LeftOn <= today),
            "unconfirmed" => working.Where(m => !m.Confirmed),
            "not_vaccinated" => working.Where(m => !m.Vaccinated),
            // Two shops, one person: told to the office, not to the inspector.
            "two_shops" => OpensPersons ? working.Where(m => db.Staff.Any(o => o.PersonId == m.PersonId && o.ShopId != m.ShopId && (o.LeftOn == null || o.LeftOn > today))) : working.Where(_ => false),
            _ => working,
        };
    }
}
