using Certify.Badges;
using Certify.Data;
using Microsoft.EntityFrameworkCore;

namespace Certify.Certification;

/// <summary>The day's report: reckoned now, or as it was kept at the configured hour of a day.</summary>
public sealed class ReportBook(IDbContextFactory<CertifyDb> dbs, CertifyClock clock, CertifyOptions options)
{
    /// <summary>The moment of the day at which its report is due.</summary>
    public DateTimeOffset DueAt(DateOnly day) => clock.StartOf(day).AddHours(options.ReportHour);

    /// <summary>Makes and keeps today's report once its hour has come; true when it was made now.</summary>
    public async Task<bool> KeepAsync(CancellationToken cancel = default)
    {
        var (now, today) = (clock.Now, clock.Today);
        await using var db = await dbs.CreateDbContextAsync(cancel);
        if (now < DueAt(today) || await db.DayReports.AnyAsync(r => r.Day == today, cancel))
            return false;
        db.DayReports.Add(new DayReport(today, now, (await ReckonAsync(db, cancel)).ToJson()));
        try
        {
            await db.SaveChangesAsync(cancel);
            return true;
        }
        catch (DbUpdateException taken) when (taken.IsUniqueViolation())
        {
            return false;
        }
    }

    public async Task<ReportFigures> ReckonAsync(CertifyDb db, CancellationToken cancel = default)
    {
        var (now, today) = (clock.Now, clock.Today);
        var start = clock.StartOf(today);
        var grids = (await db.Grids.AsNoTracking().ToListAsync(cancel)).ToDictionary(g => g.Id, g => g.Name);
        var standing = await (from s in db.Shops
                              where s.ClosedOn == null
                              join st in db.Standings on s.Id equals st.ShopId into some
                              from st in some.DefaultIfEmpty()
                              group new { st } by s.GridId into g
                              select new
                              {
                                  Grid = g.Key,
                                  Shops = g.Count(),
                                  Visited = g.Sum(x => x.st != null && x.st.LastVisitedAt != null ? 1 : 0),
                                  Valid = g.Sum(x => x.st != null && x.st.BadgeState == BadgeState.Valid ? 1 : 0),
                                  Suspended = g.Sum(x => x.st != null && x.st.BadgeState == BadgeState.Suspended ? 1 : 0),
                                  NotVaccinated = g.Sum(x => x.st != null ? x.st.Staff - x.st.Vaccinated : 0),
                              }).ToDictionaryAsync(g => g.Grid, cancel);
        var visited = await (from s in db.Shops
                             where db.Visits.Any(v => v.ShopId == s.Id && v.VisitedAt >= start && v.VisitedAt <= now)
                             group s by s.GridId into g
                             select new { Grid = g.Key, Shops = g.Count() }).ToDictionaryAsync(g => g.Grid, g => g.Shops, cancel);
        var certified = await (from s in db.Shops
                               where db.Badges.Any(b => b.ShopId == s.Id)
                               group s by s.GridId into g
                               select new { Grid = g.Key, Shops = g.Count() }).ToDictionaryAsync(g => g.Grid, g => g.Shops, cancel);
        var newly = await (from s in db.Shops
                           where db.Badges.Any(b => b.ShopId == s.Id && b.IssuedOn == today) && !db.Badges.Any(b => b.ShopId == s.Id && b.IssuedOn < today)
                           group s by s.GridId into g
                           select new { Grid = g.Key, Shops = g.Count() }).ToDictionaryAsync(g => g.Grid, g => g.Shops, cancel);
        var rows = grids.OrderBy(g => g.Value, StringComparer.Ordinal).Select(g =>
        {
            var of = standing.GetValueOrDefault(g.Key);
            return new ReportRow(g.Value, of?.Shops ?? 0, visited.GetValueOrDefault(g.Key), of?.Visited ?? 0, (of?.Shops ?? 0) - (of?.Visited ?? 0),
                newly.GetValueOrDefault(g.Key), certified.GetValueOrDefault(g.Key), of?.Valid ?? 0, of?.Suspended ?? 0, of?.NotVaccinated ?? 0);
        }).ToList();
        var total = rows.Aggregate(new ReportRow("", 0, 0, 0, 0, 0, 0, 0, 0, 0), (a, b) => new ReportRow("", a.Shops + b.Shops, a.VisitedToday + b.VisitedToday, a.Visited + b.Visited,
            a.ToGo + b.ToGo, a.CertifiedToday + b.CertifiedToday, a.Certified + b.Certified, a.Valid + b.Valid, a.Suspended + b.Suspended, a.NotVaccinated + b.NotVaccinated));
        return new ReportFigures(now, total, rows, await InspectorsAsync(db, start, cancel));
    }

    /// <summary>Corrected visits count once: by the one that stands.</summary>
    private static async Task<IReadOnlyList<InspectorRow>> InspectorsAsync(CertifyDb db, DateTimeOffset start, CancellationToken cancel)
    {
        var visits = await (from v in db.Visits
                            where !db.Visits.Any(later => later.SupersedesId == v.Id)
                            group v by v.InspectorId into g
                            select new
                            {
                                Id = g.Key,
                                Name = g.Max(v => v.InspectorName),
                                Today = g.Sum(v => v.VisitedAt >= start ? 1 : 0),
                                All = g.Count(),
                                CertifiedToday = g.Sum(v => v.VisitedAt >= start && v.BadgeId != null ? 1 : 0),
                                Certified = g.Sum(v => v.BadgeId != null ? 1 : 0),
                            }).ToListAsync(cancel);
        var holders = await (from u in db.Users where db.GridHolders.Any(h => h.UserId == u.Id) select new { u.Id, u.DisplayName }).ToListAsync(cancel);
        var names = holders.ToDictionary(h => h.Id, h => h.DisplayName);
        return [.. visits.Select(v => new InspectorRow(names.GetValueOrDefault(v.Id) ?? v.Name, v.Today, v.All, v.CertifiedToday, v.Certified))
            .Concat(holders.Where(h => visits.All(v => v.Id != h.Id)).Select(h => new InspectorRow(h.DisplayName, 0, 0, 0, 0)))
            .OrderByDescending(r => r.Visits).ThenBy(r => r.Name, StringComparer.Ordinal)];
    }
}
