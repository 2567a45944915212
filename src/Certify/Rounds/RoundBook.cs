using Certify.Badges;
using Certify.Certification;
using Certify.Data;
using Certify.Referrals;
using Certify.Shops;
using Certify.Tips;
using Certify.Visits;
using Microsoft.EntityFrameworkCore;

namespace Certify.Rounds;

/// <summary>我的走访: an inspector's shops that want a visit, in the order in which to go there. Reckoned anew each time; nothing of it is kept.</summary>
public sealed class RoundBook(IDbContextFactory<CertifyDb> dbs, CertifyClock clock)
{
    /// <summary>Stops that make a day's round: whose rosters are opened with full names.</summary>
    public const int Today = 60;

    /// <summary>All stops of the grids that the inspector holds: by reason, then by street and door. A shop stands there once, for its first reason.</summary>
    public async Task<IReadOnlyList<Stop>> OrderedRoundAsync(Guid inspectorId, CancellationToken cancel = default)
    {
        await using var db = await dbs.CreateDbContextAsync(cancel);
        var told = (await ToldShops.ToVisitAsync(db, clock.Now, cancel)).ToHashSet();
        var ordered = (await OrderedVisits.OpenAsync(db, cancel)).ToHashSet();
        var own = from s in db.Shops.AsNoTracking() where s.ClosedOn == null && db.GridHolders.Any(h => h.UserId == inspectorId && h.GridId == s.GridId) select s;
        var due = (await (from r in db.Rectifications where r.DoneAt == null && own.Any(s => s.Id == r.ShopId) group r by r.ShopId into g select new { g.Key, On = g.Min(r => r.DueOn) }).ToListAsync(cancel)).ToDictionary(r => r.Key, r => r.On);
        var today = clock.Today;
        var promised = await PromisedAsync(db, own.Select(s => s.Id), today, cancel);
        var attempts = await AttemptsAsync(db, own.Select(s => s.Id), cancel);
        var shops = await (from s in own
                           join st in db.Standings.AsNoTracking() on s.Id equals st.ShopId into some
                           from st in some.DefaultIfEmpty()
                           select new { s.Id, Name = s.OwnSignboardName ?? s.RegisteredName, s.Address, s.GridId, s.MovedAt, Standing = st }).ToListAsync(cancel);
        var stops = shops.Where(s => !IsPut(attempts.GetValueOrDefault(s.Id), s.Standing, s.MovedAt)).Select(s => ReasonOf(s.Standing, Since(attempts.GetValueOrDefault(s.Id), s.Standing), due.TryGetValue(s.Id, out var until) ? until : null, told.Contains(s.Id), ordered.Contains(s.Id), promised.GetValueOrDefault(s.Id)) is { } cause
            ? new Stop(s.Id, s.Name, s.Address, s.GridId, cause.Reason, cause.Why, cause.On) : null).OfType<Stop>();
        return [.. stops.OrderBy(s => s.Reason).ThenBy(s => s.Street, StreetAddress.Walked).ThenBy(s => s.ShopId)];
    }

    /// <summary>The stop to go to now; <paramref name="after"/> is where one stands, and is passed over. Null: nothing is left.</summary>
    public async Task<Stop?> NextAsync(Guid inspectorId, Guid? after = null, CancellationToken cancel = default)
    {
        var round = await OrderedRoundAsync(inspectorId, cancel);
        // From a shop in the middle of the round one goes on from there, not back to its beginning.
        var here = round.ToList().FindIndex(s => s.ShopId == after);
        return here < 0 ? round.Count > 0 ? round[0] : null : round.Count < 2 ? null : round[(here + 1) % round.Count];
    }

    /// <summary>How far each grid that the inspector holds is, by grid.</summary>
    public async Task<IReadOnlyDictionary<Guid, Progress>> ProgressAsync(Guid inspectorId, CancellationToken cancel = default)
    {
        await using var db = await dbs.CreateDbContextAsync(cancel);
        return (await (from s in db.Shops
                       where s.ClosedOn == null && db.GridHolders.Any(h => h.UserId == inspectorId && h.GridId == s.GridId)
                       join st in db.Standings on s.Id equals st.ShopId into some
                       from st in some.DefaultIfEmpty()
                       group st by s.GridId into g
                       select new
                       {
                           g.Key,
                           Shops = g.Count(),
                           Visited = g.Sum(st => st != null && st.LastVisitedAt != null ? 1 : 0),
                           Certified = g.Sum(st => st != null && st.BadgeState == BadgeState.Valid ? 1 : 0),
                       }).ToListAsync(cancel)).ToDictionary(g => g.Key, g => new Progress(g.Shops, g.Visited, g.Certified));
    }

    /// <summary>Shops where somebody's next dose was possible by today and nobody has been since: by now it may have been given.</summary>
    private async Task<Dictionary<Guid, DateOnly?>> PromisedAsync(CertifyDb db, IQueryable<Guid> shops, DateOnly today, CancellationToken cancel)
    {
        var open = await (from r in db.Referrals
                          where r.State == ReferralState.Open && r.NextDoseFrom <= today && shops.Contains(r.ShopId)
                          join st in db.Standings on r.ShopId equals st.ShopId
                          select new { r.ShopId, r.NextDoseFrom, st.LastVisitedAt }).ToListAsync(cancel);
        return open.Where(r => r.LastVisitedAt is not { } at || clock.DayOf(at) < today && clock.DayOf(at) <= r.NextDoseFrom)
            .GroupBy(r => r.ShopId).ToDictionary(g => g.Key, g => g.Min(r => r.NextDoseFrom));
    }

    /// <summary>The latest attempt that stands at each shop.</summary>
    private async Task<Dictionary<Guid, Attempt>> AttemptsAsync(CertifyDb db, IQueryable<Guid> shops, CancellationToken cancel)
    {
        var since = clock.Now.AddDays(-Attempt.OldestDays - Attempt.ComeBackDays);
        var recent = await db.Attempts.AsNoTracking().Where(a => a.UndoneAt == null && a.ReceivedAt > since && shops.Contains(a.ShopId)).ToListAsync(cancel);
        return recent.GroupBy(a => a.ShopId).ToDictionary(g => g.Key, g => g.MaxBy(a => a.ReceivedAt)!);
    }

    /// <summary>An attempt that no visit has followed.</summary>
    private static Attempt? Since(Attempt? attempt, Standing? standing) => attempt?.ReceivedAt > (standing?.LastVisitedAt ?? DateTimeOffset.MinValue) ? attempt : null;

    /// <summary>Not to be gone to now: somebody was there today, is to come back later, or a supervisor looks into it.</summary>
    private bool IsPut(Attempt? last, Standing? standing, DateTimeOffset? movedAt) => Since(last, standing) is { } attempt
        && (attempt.ComeBackOn is { } back ? back > clock.Today : attempt.IsTask ? !(movedAt > attempt.ReceivedAt) : attempt is { DismissedAt: null } && attempt.On >= clock.Today);

    private sealed record Cause(StopReason Reason, string Why, DateOnly? On = null);

    private Cause? ReasonOf(Standing? standing, Attempt? attempt, DateOnly? due, bool told, bool ordered, DateOnly? promised)
    {
        var today = clock.Today;
        if (due < today) return new(StopReason.RectifyOverdue, "round.why_rectifyoverdue", due);
        if (due <= today.AddDays(1)) return new(StopReason.RectifyDue, "revisits.rectification", due);
        if (told) return new(StopReason.Told, "home.why_told");
        if (ordered) return new(StopReason.Ordered, "home.why_ordered");
        if (attempt?.ComeBackOn is { } back) return new(StopReason.ComeBack, "round.why_comeback", back);
        if (standing?.LastVisitedAt is not { } last) return new(StopReason.Unvisited, "home.why_unvisited");
        if (standing.Revisit is { } revisit and not Revisit.Rectification)
            return new(standing.BadgeState is BadgeState.Suspended or BadgeState.Revoked ? StopReason.Suspended : StopReason.Expiring, "revisits." + revisit.ToString().ToLowerInvariant(), standing.RevisitOn);
        if (promised is not null) return new(StopReason.Promised, "round.why_promised", promised);
        if (due is not null) return new(StopReason.RectifyLater, "revisits.rectification", due);
        return standing is { BadgeState: null or BadgeState.Superseded, OpenReferrals: 0 } && clock.DayOf(last) < today ? new(StopReason.Uncertified, "round.why_uncertified", clock.DayOf(last)) : null;
    }
}
