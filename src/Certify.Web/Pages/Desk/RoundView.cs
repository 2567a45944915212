using Certify.Badges;
using Certify.Data;
using Certify.Shops;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk;

/// <summary>An inspector's day: how far the own grids are, and where to go next.</summary>
public sealed record RoundView(IReadOnlyList<RoundView.GridRow> Grids, IReadOnlyList<RoundView.Stop> Next, int VisitedToday)
{
    private const int Shown = 12;

    public sealed record GridRow(Guid Id, string Name, int Shops, int Visited, int Certified);

    /// <param name="Id"></param>
    /// <param name="Name"></param>
    /// <param name="Address"></param>
    /// <param name="Why">Text key.</param>
    /// <param name="By">The day by which.</param>
    /// <param name="First">Comes before all others: people told of it, or a supervisor ordered it.</param>
    public sealed record Stop(Guid Id, string Name, string Address, string Why, DateOnly? By, bool First);

    public static async Task<RoundView> LoadAsync(CertifyDb db, IQueryable<Shop> own, CertifyClock clock)
    {
        var start = clock.StartOf(clock.Today);
        var grids = await (from s in own
                           where s.ClosedOn == null
                           join st in db.Standings on s.Id equals st.ShopId into some
                           from st in some.DefaultIfEmpty()
                           group new { st } by s.GridId into g
                           select new { g.Key, Shops = g.Count(), Visited = g.Sum(x => x.st != null && x.st.LastVisitedAt != null ? 1 : 0), Certified = g.Sum(x => x.st != null && x.st.BadgeState == BadgeState.Valid ? 1 : 0) }).ToListAsync();
        var first = await FirstVisits.LoadAsync(db, clock);
        var (told, ordered) = first;
        var names = await db.Grids.AsNoTracking().ToDictionaryAsync(g => g.Id, g => g.Name);
        var stops = await (from s in own
                           where s.ClosedOn == null
                           join st in db.Standings on s.Id equals st.ShopId into some
                           from st in some.DefaultIfEmpty()
                           where told.Contains(s.Id) || ordered.Contains(s.Id) || st == null || st.LastVisitedAt == null || st.RevisitOn != null
                           orderby told.Contains(s.Id) ? 0 : ordered.Contains(s.Id) ? 1 : st != null && st.RevisitOn != null ? 2 : 3, st.RevisitOn, s.Address, s.Id
                           select new { s.Id, Name = s.OwnSignboardName ?? s.RegisteredName, s.Address, Revisit = st == null ? null : st.Revisit, By = st == null ? null : st.RevisitOn }).Take(Shown).ToListAsync();
        return new RoundView([.. grids.Select(g => new GridRow(g.Key, names[g.Key], g.Shops, g.Visited, g.Certified)).OrderBy(g => g.Name, StringComparer.Ordinal)],
            [.. stops.Select(s => new Stop(s.Id, s.Name, s.Address, first.WhyOf(s.Id) is { } urgent ? "home.why_" + urgent : s.Revisit is { } why ? "revisits." + why.ToString().ToLowerInvariant() : "home.why_unvisited", s.By, first.WhyOf(s.Id) is not null))],
            await db.Visits.Where(v => v.VisitedAt >= start && own.Any(s => s.Id == v.ShopId)).Select(v => v.ShopId).Distinct().CountAsync());
    }
}
