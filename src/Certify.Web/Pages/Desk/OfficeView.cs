using Certify.Appeals;
using Certify.Badges;
using Certify.Certification;
using Certify.Data;
using Certify.Shops.Import;
using Certify.Staff;
using Certify.Tips;
using Certify.Visits;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk;

/// <summary>The office's day: figures, and what waits for somebody.</summary>
public sealed record OfficeView(
    ReportRow Total, IReadOnlyList<OfficeView.Short> Shorts, int ShortCount, IReadOnlyList<OfficeView.Hire> Hires, int HireCount, int TwoShops,
    int ToPrint, int ToTakeDown, OfficeView.Voices Told, IReadOnlyList<OfficeView.Conflict> Conflicts, IReadOnlyList<OfficeView.Conflict> Pairs, IReadOnlyList<OfficeView.Foreign> Foreigns, IReadOnlyList<OfficeView.Import> Imports, int OpenReferrals, int Revisits, int LateRevisits, int Attempts, int Found)
{
    private const int Shown = 8;

    public bool Quiet => ShortCount + HireCount + TwoShops + Revisits + ToPrint + ToTakeDown + Conflicts.Count + Pairs.Count + Foreigns.Count + Imports.Count + Told.Tips + Told.Appeals + Attempts + Found == 0;

    /// <summary>Open tips and appeals; appeals past their day, and tips about one shop that make its visit the first.</summary>
    public sealed record Voices(int Tips, int Appeals, int Overdue, int ShopsFirst);

    public sealed record Short(Guid ShopId, string Shop, int Vaccinated, int Staff, DateOnly Since, bool Suspended);

    public sealed record Hire(Guid StaffId, Guid ShopId, string Shop, MaskedProfile Masked, DateOnly Since);

    public sealed record Conflict(Guid Id, string Shop, DateTimeOffset At);

    public sealed record Foreign(Guid VisitId, string Shop, string Inspector, string Reason, DateTimeOffset At);

    public sealed record Import(Guid Id, string FileName, ImportState State);

    public static async Task<OfficeView> LoadAsync(CertifyDb db, ReportBook reports, PiiVault vault, CertifyClock clock)
    {
        var today = clock.Today;
        var shorts = from s in db.Standings.AsNoTracking() join shop in db.Shops on s.ShopId equals shop.Id where s.ShortSince != null && shop.ClosedOn == null orderby s.ShortSince select new { s, Name = shop.OwnSignboardName ?? shop.RegisteredName };
        var hires = from m in db.Staff.AsNoTracking() join shop in db.Shops on m.ShopId equals shop.Id where !m.Confirmed && (m.LeftOn == null || m.LeftOn > today) && shop.ClosedOn == null orderby m.ChangedAt descending select new { m, Name = shop.OwnSignboardName ?? shop.RegisteredName };
        var two = await db.Staff.Where(m => m.LeftOn == null || m.LeftOn > today).GroupBy(m => m.PersonId).CountAsync(g => g.Count() > 1);
        var conflicts = await (from c in db.VisitConflicts.AsNoTracking()
                               join v in db.Visits on c.VisitId equals v.Id
                               join shop in db.Shops on v.ShopId equals shop.Id
                               where c.Decision == ConflictDecision.Open
                               orderby c.ReceivedAt descending
                               select new Conflict(c.Id, shop.OwnSignboardName ?? shop.RegisteredName, c.ReceivedAt)).Take(Shown).ToListAsync();
        var pairs = await (from p in PairBook.Waiting(db).AsNoTracking()
                           join v in db.Visits on p.LaterId equals v.Id
                           join shop in db.Shops on v.ShopId equals shop.Id
                           orderby v.VisitedAt descending
                           select new Conflict(p.Id, shop.OwnSignboardName ?? shop.RegisteredName, v.VisitedAt)).Take(Shown).ToListAsync();
        var week = clock.Now.AddDays(-7);
        var foreigns = await (from v in db.Visits.AsNoTracking()
                              join shop in db.Shops on v.ShopId equals shop.Id
                              where v.ForeignReason != null && v.VisitedAt > week
                              orderby v.VisitedAt descending
                              select new Foreign(v.Id, shop.OwnSignboardName ?? shop.RegisteredName, v.InspectorName, v.ForeignReason!, v.VisitedAt)).Take(Shown).ToListAsync();
        var imports = await db.ImportBatches.AsNoTracking().Where(b => b.State != ImportState.Published).OrderByDescending(b => b.CreatedAt).Take(Shown).Select(b => new Import(b.Id, b.FileName, b.State)).ToListAsync();
        return new OfficeView((await reports.ReckonAsync(db)).Total,
            [.. (await shorts.Take(Shown).ToListAsync()).Select(x => new Short(x.s.ShopId, x.Name, x.s.Vaccinated, x.s.Staff, clock.DayOf(x.s.ShortSince!.Value), x.s.BadgeState == BadgeState.Suspended))], await shorts.CountAsync(),
            [.. (await hires.Take(Shown).ToListAsync()).Select(x => new Hire(x.m.Id, x.m.ShopId, x.Name, vault.Masked(x.m), x.m.Since))], await hires.CountAsync(), two,
            await db.Badges.CountAsync(b => b.State == BadgeState.Valid && b.Sign == SignState.ToPrint), await db.Badges.CountAsync(b => b.Sign == SignState.ToTakeDown),
            new Voices(await db.Tips.CountAsync(t => t.ClosedAt == null), await db.Appeals.CountAsync(a => a.State == AppealState.Open), await db.Appeals.CountAsync(a => a.State == AppealState.Open && a.DueOn < today),
                (await ToldShops.ToVisitAsync(db, clock.Now)).Count),
            conflicts, pairs, foreigns, imports, await db.Standings.SumAsync(s => s.OpenReferrals),
            await db.Standings.CountAsync(s => s.RevisitOn != null), await db.Standings.CountAsync(s => s.RevisitOn < today), await AttemptBook.Tasks(db).CountAsync(), await db.Shops.CountAsync(s => s.IsProvisional && s.ClosedOn == null));
    }
}
