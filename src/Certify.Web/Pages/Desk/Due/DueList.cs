using Certify.Badges;
using Certify.Certification;
using Certify.Checklists;
using Certify.Data;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Due;

/// <summary>What falls due, gathered from where it stands: grace periods and badges that end, measures to be checked again, visits, exemptions that end.</summary>
/// <param name="Lines">By day.</param>
/// <param name="Cut">There is more than is shown.</param>
public sealed record DueList(IReadOnlyList<DueList.Line> Lines, bool Cut)
{
    /// <summary>Lines of one kind that are shown at most.</summary>
    private const int Most = 200;

    /// <summary>Today and the six days after it.</summary>
    public const int Days = 7;

    /// <param name="Day"></param>
    /// <param name="At">Where the time of day counts.</param>
    /// <param name="ShopId"></param>
    /// <param name="Shop"></param>
    /// <param name="Address"></param>
    /// <param name="GridId"></param>
    /// <param name="Kind">Text key under <c>due.</c>: what it is.</param>
    /// <param name="Why">The sentence that says why, a text key with its values.</param>
    public sealed record Line(DateOnly Day, DateTimeOffset? At, Guid ShopId, string Shop, string Address, Guid GridId, string Kind, Refusal Why);

    private sealed record Place
    {
        public required Guid Id { get; init; }
        public required string Name { get; init; }
        public required string Address { get; init; }
        public required Guid GridId { get; init; }
    }

    public static async Task<DueList> ThisWeekAsync(CertifyDb db, Guid? grid, CertifyClock clock, CancellationToken cancel)
    {
        var (today, last) = (clock.Today, clock.Today.AddDays(Days - 1));
        var (now, end) = (clock.Now, clock.EndOf(last));
        var places = Places(db, grid);
        var rests = await (from b in db.Badges.AsNoTracking()
                           join p in places on b.ShopId equals p.Id
                           join s in db.Standings on p.Id equals s.ShopId
                           where b.State == BadgeState.Valid && b.RestsAt >= now && b.RestsAt < end
                           orderby b.RestsAt
                           select new { p, b.RestsAt, s.Vaccinated, s.Staff }).Take(Most).ToListAsync(cancel);
        var ends = await (from b in db.Badges.AsNoTracking()
                          join p in places on b.ShopId equals p.Id
                          where (b.State == BadgeState.Valid || b.State == BadgeState.Suspended) && b.ValidUntil >= today && b.ValidUntil <= last
                          orderby b.ValidUntil
                          select new { p, b.ValidUntil, b.Number }).Take(Most).ToListAsync(cancel);
        var orders = await OrdersAsync(db, places, today, last, cancel);
        var visits = await (from s in db.Standings.AsNoTracking()
                            join p in places on s.ShopId equals p.Id
                            where s.RevisitOn >= today && s.RevisitOn <= last && (s.Revisit == Revisit.Renamed || s.Revisit == Revisit.Moved || s.Revisit == Revisit.Corrected || s.Revisit == Revisit.Reopened || s.Revisit == Revisit.KeyRevoked)
                            orderby s.RevisitOn
                            select new { p, Day = s.RevisitOn!.Value, Cause = s.Revisit!.Value }).Take(Most).ToListAsync(cancel);
        var exempt = await (from m in db.Staff.AsNoTracking()
                            join p in places on m.ShopId equals p.Id
                            where m.VerdictUntil >= today && m.VerdictUntil <= last && (m.LeftOn == null || m.LeftOn > today)
                            orderby m.VerdictUntil
                            select new { p, Day = m.VerdictUntil!.Value }).Take(Most).ToListAsync(cancel);
        return Of([
            .. rests.Select(r => On(clock.DayOf(r.RestsAt!.Value), r.p, "rests", new("due.why_rests", r.Vaccinated, r.Staff), r.RestsAt)),
            .. ends.Select(e => On(e.ValidUntil, e.p, "ends", new("due.why_ends", e.Number))),
            .. orders,
            .. visits.Select(v => On(v.Day, v.p, "revisit", new("revisits." + v.Cause.ToString().ToLowerInvariant(), v.Day))),
            .. exempt.GroupBy(e => (e.p, e.Day)).Select(g => On(g.Key.Day, g.Key.p, "exempt", new("due.why_exempt", g.Count()))),
        ]);
    }

    /// <summary>What should have been done before today.</summary>
    public static async Task<DueList> OverdueAsync(CertifyDb db, Guid? grid, CertifyClock clock, CancellationToken cancel)
    {
        var today = clock.Today;
        var places = Places(db, grid);
        var visits = await (from s in db.Standings.AsNoTracking()
                            join p in places on s.ShopId equals p.Id
                            where s.RevisitOn < today && s.Revisit != Revisit.Rectification
                            orderby s.RevisitOn
                            select new { p, Day = s.RevisitOn!.Value, Cause = s.Revisit!.Value }).Take(Most).ToListAsync(cancel);
        return Of([
            .. await OrdersAsync(db, places, DateOnly.MinValue, today.AddDays(-1), cancel),
            .. visits.Select(v => On(v.Day, v.p, "revisit", new("revisits." + v.Cause.ToString().ToLowerInvariant(), v.Day))),
        ]);
    }

    private static async Task<IEnumerable<Line>> OrdersAsync(CertifyDb db, IQueryable<Place> places, DateOnly from, DateOnly until, CancellationToken cancel) =>
        (await (from o in db.Rectifications.AsNoTracking()
                join p in places on o.ShopId equals p.Id
                where o.DoneAt == null && o.DueOn >= @from && o.DueOn <= until
                orderby o.DueOn
                select new { p, o.DueOn, o.TextZh, o.TextEn }).Take(Most).ToListAsync(cancel))
            .Select(o => On(o.DueOn, o.p, "rectify", new("due.why_rectify", new ChecklistText(o.TextZh, o.TextEn))));

    private static IQueryable<Place> Places(CertifyDb db, Guid? grid) =>
        db.Shops.AsNoTracking().Where(s => s.ClosedOn == null && (grid == null || s.GridId == grid)).Select(s => new Place { Id = s.Id, Name = s.OwnSignboardName ?? s.RegisteredName, Address = s.Address, GridId = s.GridId });

    private static Line On(DateOnly day, Place place, string kind, Refusal why, DateTimeOffset? at = null) =>
        new(day, at, place.Id, place.Name, place.Address, place.GridId, kind, why);

    private static DueList Of(IReadOnlyList<Line> lines) =>
        new([.. lines.OrderBy(l => l.Day).ThenBy(l => l.At).ThenBy(l => l.Shop, StringComparer.Ordinal)], lines.GroupBy(l => l.Kind, StringComparer.Ordinal).Any(g => g.Count() >= Most));
}
