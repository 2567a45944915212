using Certify.Accounts;
using Certify.Badges;
using Certify.Data;
using Certify.Shops;
using Certify.Tables;
using Certify.Web.Security;
using Certify.Web.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Shops;

/// <summary>Shops and where each stands: all for the office, their own grids for inspectors, who can look further on request.</summary>
public sealed class IndexModel(CertifyDb db, CertifyClock clock, Words words) : PageModel
{
    public const int PageRows = 50;
    private const int ExpiringDays = 14;
    public static readonly IReadOnlyList<string> States = ["unvisited", "revisit", "certified", "expiring", "suspended", "uncertified", "referrals", "provisional", "closed"];

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Search { get; set; }

    [BindProperty(SupportsGet = true, Name = "grid")]
    public Guid? GridId { get; set; }

    [BindProperty(SupportsGet = true, Name = "category")]
    public string? Category { get; set; }

    [BindProperty(SupportsGet = true, Name = "state")]
    public string? State { get; set; }

    /// <summary>An inspector looks beyond the own grids; needs something to look for.</summary>
    [BindProperty(SupportsGet = true, Name = "everywhere")]
    public bool Everywhere { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")]
    public int Number { get; set; } = 1;

    public IReadOnlyList<ShopLine> Lines { get; private set; } = [];
    private FirstVisits _first = new([], []);
    public IReadOnlyList<Grid> Grids { get; private set; } = [];
    public int Total { get; private set; }
    public int Pages { get; private set; }
    public bool IsSupervisor => User.IsInRole(Roles.Supervisor);
    public bool IsInspector => User.IsInRole(Roles.Inspector);
    public bool IsFiltered => !string.IsNullOrWhiteSpace(Search) || GridId is not null || Category is { Length: > 0 } || State is { Length: > 0 };

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Grids = await db.Grids.AsNoTracking().OrderBy(grid => grid.Subdistrict).ThenBy(grid => grid.Community).ToListAsync(cancel);
        _first = await FirstVisits.LoadAsync(db, clock, cancel);
        var lines = Found();
        Total = await lines.CountAsync(cancel);
        Pages = Math.Max(1, (Total + PageRows - 1) / PageRows);
        Number = Math.Clamp(Number, 1, Pages);
        Lines = [.. (await lines.Skip((Number - 1) * PageRows).Take(PageRows).ToListAsync(cancel)).Select(line => line with { First = _first.WhyOf(line.Id) })];
    }

    public async Task<IActionResult> OnGetExportAsync(CancellationToken cancel)
    {
        if (!IsSupervisor) return NotFound();
        var file = new MemoryStream();
        using (var book = new Spreadsheet(file))
        {
            book.Sheet(words["nav.shops"], [.. new[] { "shops.name", "shops.signboard", "shops.uscc", "shops.category", "shops.address", "shops.grid", "shops.coverage", "shops.last_visit", "shops.badge", "shops.until", "shops.revisit" }.Select(key => words[key])]);
            await foreach (var line in Found().AsAsyncEnumerable().WithCancellation(cancel))
                book.Row(line.RegisteredName, line.OwnSignboardName, line.Uscc, Words.CategoryNameOf(line.Category), line.Address, line.Subdistrict + line.Community,
                    line.Staff > 0 ? $"{line.Vaccinated} / {line.Staff}" : null, line.LastVisitedAt is { } at ? clock.DayOf(at) : null, words[BadgeKey(line)], line.BadgeUntil, line.Revisit is { } why ? words["revisits." + why.ToString().ToLowerInvariant(), line.RevisitOn] : null);
        }
        file.Position = 0;
        return File(file, Spreadsheet.ContentType, words["nav.shops"] + ".xlsx");
    }

    /// <summary>Key of the words for what a shop has: the badge's state, or what is still to come.</summary>
    public string BadgeKey(ShopLine line) => line switch
    {
        { ClosedOn: not null } => "shops.state_closed",
        { BadgeState: BadgeState.Valid } when line.BadgeUntil < clock.Today => "shops.state_uncertified",
        { BadgeState: BadgeState.Valid } => "shops.state_certified",
        { BadgeState: BadgeState.Suspended } => "shops.state_suspended",
        { LastVisitedAt: null } => "shops.state_unvisited",
        _ => "shops.state_uncertified",
    };

    private IQueryable<ShopLine> Found()
    {
        var shops = IsInspector && Everywhere && !string.IsNullOrWhiteSpace(Search) ? db.Shops.AsNoTracking() : db.ShopsOf(User);
        if (ShopIdentity.SearchWords(Search) is { } terms)
        {
            if (terms.Count == 0) shops = shops.Where(_ => false);
            foreach (var term in terms) shops = shops.Where(shop => shop.SearchText.Contains(term));
        }
        if (GridId is { } gridId) shops = shops.Where(shop => shop.GridId == gridId);
        if (Category is { Length: > 0 } category) shops = shops.Where(shop => shop.Category == category);
        var lines = from shop in shops
                    join grid in db.Grids on shop.GridId equals grid.Id
                    join s in db.Standings on shop.Id equals s.ShopId into standings
                    from standing in standings.DefaultIfEmpty()
                    select new { shop, grid, standing };
        var (today, soon) = (clock.Today, clock.Today.AddDays(ExpiringDays));
        lines = State switch
        {
            "unvisited" => lines.Where(x => x.shop.ClosedOn == null && (x.standing == null || x.standing.LastVisitedAt == null)),
            "revisit" => lines.Where(x => x.shop.ClosedOn == null && x.standing.RevisitOn != null),
            "certified" => lines.Where(x => x.shop.ClosedOn == null && x.standing.BadgeState == BadgeState.Valid && x.standing.BadgeUntil >= today),
            "expiring" => lines.Where(x => x.shop.ClosedOn == null && x.standing.BadgeState == BadgeState.Valid && x.standing.BadgeUntil >= today && x.standing.BadgeUntil <= soon),
            "suspended" => lines.Where(x => x.shop.ClosedOn == null && x.standing.BadgeState == BadgeState.Suspended),
            "uncertified" => lines.Where(x => x.shop.ClosedOn == null && x.standing.LastVisitedAt != null && x.standing.BadgeState != BadgeState.Suspended && !(x.standing.BadgeState == BadgeState.Valid && x.standing.BadgeUntil >= today)),
            "referrals" => lines.Where(x => x.standing.OpenReferrals > 0),
            "provisional" => lines.Where(x => x.shop.ClosedOn == null && x.shop.IsProvisional),
            "closed" => lines.Where(x => x.shop.ClosedOn != null),
            _ => lines.Where(x => x.shop.ClosedOn == null),
        };
        var (told, ordered) = _first;
        // Re-visits stand in the order of their days, everything else as one walks.
        return lines.OrderByDescending(x => told.Contains(x.shop.Id)).ThenByDescending(x => ordered.Contains(x.shop.Id)).ThenBy(x => State == "revisit" ? x.standing.RevisitOn : null)
            .ThenBy(x => x.grid.Subdistrict).ThenBy(x => x.grid.Community).ThenBy(x => x.shop.RegisteredName).ThenBy(x => x.shop.Id)
            .Select(x => new ShopLine
            {
                Id = x.shop.Id,
                RegisteredName = x.shop.RegisteredName,
                OwnSignboardName = x.shop.OwnSignboardName,
                Uscc = x.shop.Uscc,
                Address = x.shop.Address,
                Category = x.shop.Category,
                Subdistrict = x.grid.Subdistrict,
                Community = x.grid.Community,
                ClosedOn = x.shop.ClosedOn,
                Vaccinated = x.standing == null ? 0 : x.standing.Vaccinated,
                Staff = x.standing == null ? 0 : x.standing.Staff,
                LastVisitedAt = x.standing == null ? null : x.standing.LastVisitedAt,
                BadgeState = x.standing == null ? null : x.standing.BadgeState,
                BadgeUntil = x.standing == null ? null : x.standing.BadgeUntil,
                Revisit = x.standing == null ? null : x.standing.Revisit,
                RevisitOn = x.standing == null ? null : x.standing.RevisitOn,
                OpenReferrals = x.standing == null ? 0 : x.standing.OpenReferrals,
            });
    }
}
