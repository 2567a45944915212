using System.Globalization;
using Certify.Accounts;
using Certify.Checklists;
using Certify.Data;
using Certify.Shops;
using Certify.Visits;
using Microsoft.EntityFrameworkCore;

namespace Certify.Certification;

/// <summary>
/// What happens to rectifications between visits: another day is set, or a re-check found the measure in order. Neither earns a badge: that needs a visit.
/// Null: the shop has no such order. Whether the actor may see the shop is for the caller to decide.
/// </summary>
public sealed class RectificationBook(IDbContextFactory<CertifyDb> dbs, ShopReview review, CertifyClock clock)
{
    /// <summary>Days from today within which a measure is to be put right.</summary>
    public const int LongestDays = 30;

    public Task<Result?> SetDayAsync(Guid shopId, Guid orderId, DateOnly day, Actor actor, CancellationToken cancel = default) =>
        ChangeAsync(shopId, orderId, actor, "rectification.day_set", order =>
            day < clock.Today || day > clock.Today.AddDays(LongestDays) ? new Refusal("rectifications.day_outside", LongestDays) : order.Expect(day),
            day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), cancel);

    /// <summary>A re-check on the spot found it in order.</summary>
    public Task<Result?> PutRightAsync(Guid shopId, Guid orderId, Actor actor, CancellationToken cancel = default) =>
        PutRightAsync(shopId, orderId, actor, clock.Now, cancel);

    /// <summary>A re-check that was noted without a network, at that moment by the server's clock. Refused where a later visit has found the measure failed again.</summary>
    public Task<Result?> PutRightAsync(Guid shopId, Guid orderId, Actor actor, DateTimeOffset at, CancellationToken cancel = default) =>
        ChangeAsync(shopId, orderId, actor, "rectification.put_right", order => order.PutRight(actor.Name, at), null, cancel, at);

    private Task<Result?> ChangeAsync(Guid shopId, Guid orderId, Actor actor, string action, Func<Rectification, Result> change, string? detail, CancellationToken cancel, DateTimeOffset? at = null) => dbs.RunAsync<Result?>(async db =>
    {
        if (await db.Shops.MeantAsync(shopId, cancel) is not { } shop || await db.Rectifications.FirstOrDefaultAsync(r => r.Id == orderId && r.ShopId == shop.Id, cancel) is not { } order)
            return null;
        if (at is { } then && order.DoneAt is null && await FailedAfterAsync(db, order, then, cancel))
            return new Refusal("rectifications.failed_since");
        if (change(order) is { Ok: false } refused)
            return refused;
        db.Audit.Add(new AuditRow(actor, action, "shop", shop.Id, shop.SignboardName, detail is null ? order.TextZh : $"{order.TextZh} {detail}", clock.Now));
        await review.ReviewAsync(db, shop.Id, actor, cancel: cancel);
        await db.SaveChangesAsync(cancel);
        return Result.Done;
    }, cancel);

    private static async Task<bool> FailedAfterAsync(CertifyDb db, Rectification order, DateTimeOffset then, CancellationToken cancel)
    {
        var later = await db.Visits.AsNoTracking().Where(v => v.ShopId == order.ShopId && v.VisitedAt > then && !db.Visits.Any(c => c.SupersedesId == v.Id))
            .Select(v => new { v.Passed, v.ChecklistVersion }).ToListAsync(cancel);
        foreach (var visit in later.Where(v => !v.Passed.Contains(order.Measure, StringComparer.Ordinal)))
            if ((await ChecklistBook.FindAsync(db, visit.ChecklistVersion, cancel))?.Find(order.Measure) is not null)
                return true;
        return false;
    }
}
