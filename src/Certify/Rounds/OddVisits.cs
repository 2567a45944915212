using Certify.Data;
using Certify.Visits;
using Microsoft.EntityFrameworkCore;

namespace Certify.Rounds;

/// <summary>What looks unusual about visits. Text keys under <c>rounds.odd_</c>.</summary>
public enum OddKind { Burst, SameRoster, Short }

/// <summary>Something to ask about: the visits, whose they are, and the number that stands out (visits, people, or seconds).</summary>
public sealed record OddVisit(OddKind Kind, string Inspector, DateTimeOffset At, int Count, IReadOnlyList<OddVisit.Place> Visits)
{
    public sealed record Place(Guid VisitId, string Shop);
}

/// <summary>
/// Visits that a supervisor may want to ask about: ten shops in ten minutes by one inspector, the same people in two shops, a visit of seconds. Advice alone:
/// each has honest reasons (entered from paper in the evening, one family with two shops, nobody to list), and nothing follows from it.
/// </summary>
public static class OddVisits
{
    public const int BurstVisits = 10, Days = 7, ShortSeconds = 60, Most = 50;
    public static readonly TimeSpan BurstTime = TimeSpan.FromMinutes(10);

    private sealed record Line(Guid Id, Guid ShopId, string Shop, Guid InspectorId, string Inspector, DateTimeOffset StartedAt, DateTimeOffset FinishedAt, DateTimeOffset At);

    /// <summary>Of the last <see cref="Days"/> days, the newest first; visits that a correction replaced are left out.</summary>
    public static async Task<IReadOnlyList<OddVisit>> FindAsync(CertifyDb db, CertifyClock clock, CancellationToken cancel = default)
    {
        var since = clock.Now.AddDays(-Days);
        var lines = await (from v in db.Visits.AsNoTracking()
                           join s in db.Shops on v.ShopId equals s.Id
                           where v.VisitedAt > since && !db.Visits.Any(c => c.SupersedesId == v.Id)
                           orderby v.VisitedAt
                           select new Line(v.Id, s.Id, s.OwnSignboardName ?? s.RegisteredName, v.InspectorId, v.InspectorName, v.StartedAt, v.FinishedAt, v.VisitedAt)).ToListAsync(cancel);
        var people = await (from l in db.VisitStaff.AsNoTracking()
                            join v in db.Visits on l.VisitId equals v.Id
                            join m in db.Staff on l.StaffId equals m.Id
                            where v.VisitedAt > since && l.Status == StaffStatus.Working
                            select new { l.VisitId, m.PersonId }).ToListAsync(cancel);
        var rosters = people.ToLookup(p => p.VisitId, p => p.PersonId);
        return [.. Bursts(lines).Concat(SameRosters(lines, rosters)).Concat(Shorts(lines)).OrderByDescending(o => o.At).Take(Most)];
    }

    /// <summary>Each stretch of ten shops or more within ten minutes, once.</summary>
    private static IEnumerable<OddVisit> Bursts(IEnumerable<Line> lines)
    {
        foreach (var own in lines.GroupBy(l => l.InspectorId).Select(g => g.ToList()))
            for (var first = 0; first < own.Count;)
            {
                var within = own.Skip(first).TakeWhile(l => l.At - own[first].At <= BurstTime).DistinctBy(l => l.ShopId).ToList();
                if (within.Count >= BurstVisits)
                    yield return Of(OddKind.Burst, within, within.Count);
                first += within.Count >= BurstVisits ? within.Count : 1;
            }
    }

    /// <summary>Two people or more, exactly the same in two shops.</summary>
    private static IEnumerable<OddVisit> SameRosters(IEnumerable<Line> lines, ILookup<Guid, Guid> rosters) =>
        lines.Where(l => rosters[l.Id].Skip(1).Any()).GroupBy(l => string.Join(' ', rosters[l.Id].Order()), StringComparer.Ordinal)
            .Select(same => same.DistinctBy(l => l.ShopId).ToList()).Where(shops => shops.Count >= 2)
            .Select(shops => Of(OddKind.SameRoster, shops, rosters[shops[0].Id].Count()));

    private static IEnumerable<OddVisit> Shorts(IEnumerable<Line> lines) =>
        from l in lines
        let seconds = (l.FinishedAt - l.StartedAt).TotalSeconds
        where seconds < ShortSeconds
        select Of(OddKind.Short, [l], Math.Max(0, (int)seconds));

    private static OddVisit Of(OddKind kind, IReadOnlyList<Line> lines, int count) =>
        new(kind, string.Join('、', lines.Select(l => l.Inspector).Distinct(StringComparer.Ordinal)), lines[^1].At, count, [.. lines.Select(l => new OddVisit.Place(l.Id, l.Shop))]);
}
