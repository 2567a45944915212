using Certify.Badges;
using Certify.Data;
using Certify.Shops;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk;

/// <summary>An inspector's day: how far the own grids are, and where to go next.</summary>
public sealed record RoundView(IReadOnlyList<RoundView.GridRow> Grids, IReadOnlyList<RoundView.Stop> Next, int VisitedToday)
{
    private const int Shown = 12, ExpiringDays = 14;

    public sealed record GridRow(Guid Id, string Name, int Shops, int Visited, int Certified);

    /// <param name="Id"></param>
    /// <param name="Name"></param>
    /// <param name="Address"></param>
    /// <param name="Why">Text key under <c>home.why_</c>.</param>
    /// <param name="Until"></param>
    public sealed record Stop(Guid Id, string Name, string Address, string Why, DateOnly? Until);

    public static async Task<RoundView> LoadAsync(CertifyDb db, IQueryable<Shop> own, CertifyClock clock)
    {
        var (today, start) = (clock.Today, clock.StartOf(clock.Today));
        var soon = today.AddDays(ExpiringDays);
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
                           let due = db.Rectifications.Where(o => o.ShopId == s.Id && o.DoneAt == null).Min(o => (DateOnly?)o.DueOn)
                           let rank = told.Contains(s.Id) ? -2 : ordered.Contains(s.Id) ? -1 : st != null && st.ShortSince != null ? 0 : due != null && due <= today ? 1 : st != null && st.Unconfirmed > 0 && st.BadgeId != null ? 2 : st != null && st.BadgeState == BadgeState.Valid && st.BadgeUntil <= soon ? 3 : st == null || st.LastVisitedAt == null ? 4 : 9
                           where rank < 9
                           orderby rank, s.Address, s.Id
                           select new { s.Id, Name = s.OwnSignboardName ?? s.RegisteredName, s.Address, rank, due, Until = st == null ? null : st.BadgeUntil }).Take(Shown).ToListAsync();
        string[] why = ["short", "rectification", "unconfirmed", "expiring", "unvisited"];
        return new RoundView([.. grids.Select(g => new GridRow(g.Key, names[g.Key], g.Shops, g.Visited, g.Certified)).OrderBy(g => g.Name, StringComparer.Ordinal)],
            [.. stops.Select(s => new Stop(s.Id, s.Name, s.Address, first.WhyOf(s.Id) ?? why[s.rank], s.rank == 1 ? s.due : s.rank == 3 ? s.Until : null))],
            await db.Visits.Where(v => v.VisitedAt >= start && own.Any(s => s.Id == v.ShopId)).Select(v => v.ShopId).Distinct().CountAsync());
    }
}
