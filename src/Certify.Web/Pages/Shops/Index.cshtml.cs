using System.Globalization;
using Certify.Badges;
using Certify.Data;
using Certify.Log;
using Certify.Shops;
using Certify.Web.Text;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Shops;

/// <summary>
/// The certified shops, for everyone: those whose badge a scan calls valid now. A badge's number is not among what is shown: with it the list
/// could be read off day by day for who has been suspended, and that would tell of the people behind the counter.
/// </summary>
public sealed class IndexModel(CertifyDb db, PublishedLog log, CertifyClock clock) : PageModel
{
    public const int PageSize = 20, QueryLimit = 100;

    [FromQuery(Name = "q")]
    public string? Query { get; set; }

    /// <summary>Id of a <see cref="Certify.Shops.Grid"/>.</summary>
    [FromQuery(Name = "grid")]
    public string? Grid { get; set; }

    [FromQuery(Name = "category")]
    public string? Category { get; set; }

    [FromQuery(Name = "page")]
    public string? Number { get; set; }

    public IReadOnlyList<Line> Lines { get; private set; } = [];
    public IReadOnlyList<Grid> Grids { get; private set; } = [];
    public int Total { get; private set; }
    public int At { get; private set; }
    public int Pages => Math.Max(1, (Total + PageSize - 1) / PageSize);
    public bool Filtered => !string.IsNullOrWhiteSpace(Query) || !string.IsNullOrEmpty(Grid) || !string.IsNullOrEmpty(Category);

    public sealed record Line(string Name, string Address, string Category, string Grid, DateOnly ValidUntil);

    public async Task OnGetAsync()
    {
        var cancel = HttpContext.RequestAborted;
        Query = Query is { Length: > QueryLimit } ? Query[..QueryLimit] : Query;
        Grids = await db.Grids.AsNoTracking().OrderBy(g => g.Subdistrict).ThenBy(g => g.Community).ToListAsync(cancel);
        var found = Found();
        Total = await found.CountAsync(cancel);
        At = int.TryParse(Number, NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? Math.Clamp(asked, 1, Pages) : 1;
        Lines = await found.OrderBy(x => x.Badge.SignboardName).ThenBy(x => x.Shop.Id).Skip((At - 1) * PageSize).Take(PageSize)
            .Select(x => new Line(x.Badge.SignboardName, x.Badge.Address, x.Shop.Category, x.Grid.Subdistrict + x.Grid.Community, x.Badge.ValidUntil))
            .ToListAsync(cancel);
    }

    /// <summary>Address of another page of the same list.</summary>
    public string PageAddress(int page)
    {
        var query = new QueryBuilder(Request.Query.Where(q => q.Key != "page").SelectMany(q => q.Value, (q, v) => KeyValuePair.Create(q.Key, v ?? "")));
        if (page > 1)
            query.Add("page", page.ToString(CultureInfo.InvariantCulture));
        return "/shops" + query.ToQueryString();
    }

    public static string NameOf(string category) =>
        Certify.Shops.Category.Find(category) is { } known ? Words.IsEnglish ? known.NameEn : known.NameZh : "";

    private IQueryable<Certified> Found()
    {
        var now = clock.Now;
        var found = db.Badges.AsNoTracking().Where(ValidBadges.ShownAt(now, log.SizeNow()))
            .Join(db.Shops, b => b.ShopId, s => s.Id, (badge, shop) => new { badge, shop })
            .Where(x => x.shop.ClosedOn == null)
            .Join(db.Grids, x => x.shop.GridId, g => g.Id, (x, grid) => new Certified { Badge = x.badge, Shop = x.shop, Grid = grid });
        if (Guid.TryParse(Grid, out var gridId))
            found = found.Where(x => x.Grid.Id == gridId);
        if (!string.IsNullOrEmpty(Category))
            found = found.Where(x => x.Shop.Category == Category);
        if (ShopIdentity.SearchWords(Query) is not { } searched)
            return found;
        if (searched.Count == 0)
            return found.Where(_ => false);
        foreach (var word in searched)
            found = found.Where(x => x.Shop.SearchText.Contains(word));
        return found;
    }

    private sealed class Certified
    {
        public required Badge Badge { get; init; }
        public required Shop Shop { get; init; }
        public required Grid Grid { get; init; }
    }
}
