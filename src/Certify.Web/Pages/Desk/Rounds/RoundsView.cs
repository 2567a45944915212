using Certify.Badges;
using Certify.Data;
using Certify.Rounds;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Rounds;

/// <summary>Where everybody is today: by grid and by inspector, visits that look unusual, and hand-overs to come.</summary>
public sealed record RoundsView(IReadOnlyList<RoundsView.GridLine> Grids, IReadOnlyList<RoundsView.PersonLine> People, IReadOnlyList<OddVisit> Odd)
{
    public sealed record GridLine(Guid Id, string Name, IReadOnlyList<string> Holders, Progress Progress, int Today, string? Next, DateOnly? NextOn);

    public sealed record PersonLine(string Name, int Grids, Progress Progress, int Today, int NotVisited, DateTimeOffset? Last);

    public static async Task<RoundsView> LoadAsync(CertifyDb db, CertifyClock clock, CancellationToken cancel)
    {
        var start = clock.StartOf(clock.Today);
        var progress = (await (from s in db.Shops
                               where s.ClosedOn == null
                               join st in db.Standings on s.Id equals st.ShopId into some
                               from st in some.DefaultIfEmpty()
                               group st by s.GridId into g
                               select new { g.Key, Shops = g.Count(), Visited = g.Sum(st => st != null && st.LastVisitedAt != null ? 1 : 0), Certified = g.Sum(st => st != null && st.BadgeState == BadgeState.Valid ? 1 : 0) }).ToListAsync(cancel))
            .ToDictionary(g => g.Key, g => new Progress(g.Shops, g.Visited, g.Certified));
        var today = await (from v in db.Visits join s in db.Shops on v.ShopId equals s.Id where v.VisitedAt >= start select new { v.ShopId, s.GridId, v.InspectorId, v.VisitedAt }).ToListAsync(cancel);
        var attempts = await db.Attempts.Where(a => a.ReceivedAt >= start && a.UndoneAt == null).Select(a => a.InspectorId).ToListAsync(cancel);
        var inspectors = await RoundHandover.Inspectors(db).AsNoTracking().OrderBy(u => u.DisplayName).Select(u => new { u.Id, u.DisplayName }).ToListAsync(cancel);
        var names = inspectors.ToDictionary(i => i.Id, i => i.DisplayName);
        var held = await db.GridHolders.AsNoTracking().ToListAsync(cancel);
        var coming = (await db.Handovers.AsNoTracking().Where(h => h.DoneAt == null && h.UndoneAt == null).OrderBy(h => h.On).ToListAsync(cancel)).ToLookup(h => h.GridId);
        var grids = await db.Grids.AsNoTracking().OrderBy(g => g.Subdistrict).ThenBy(g => g.Community).ToListAsync(cancel);
        Progress Of(Guid grid) => progress.GetValueOrDefault(grid) ?? new(0, 0, 0);
        return new(
            [.. grids.Select(g => new GridLine(g.Id, g.Name, [.. held.Where(h => h.GridId == g.Id && names.ContainsKey(h.UserId)).Select(h => names[h.UserId])], Of(g.Id),
                today.Where(v => v.GridId == g.Id).Select(v => v.ShopId).Distinct().Count(), coming[g.Id].FirstOrDefault()?.ToName, coming[g.Id].FirstOrDefault()?.On))],
            [.. inspectors.Select(i =>
            {
                var own = held.Where(h => h.UserId == i.Id).Select(h => Of(h.GridId)).ToList();
                var visits = today.Where(v => v.InspectorId == i.Id).ToList();
                return new PersonLine(i.DisplayName, own.Count, new(own.Sum(p => p.Shops), own.Sum(p => p.Visited), own.Sum(p => p.Certified)),
                    visits.Select(v => v.ShopId).Distinct().Count(), attempts.Count(a => a == i.Id), visits.Count == 0 ? null : visits.Max(v => v.VisitedAt));
            })],
            await OddVisits.FindAsync(db, clock, cancel));
    }
}
