using System.Globalization;
using Certify.Accounts;
using Certify.Data;
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
        ChangeAsync(shopId, orderId, actor, "rectification.put_right", order => order.PutRight(actor.Name, clock.Now), null, cancel);

    private Task<Result?> ChangeAsync(Guid shopId, Guid orderId, Actor actor, string action, Func<Rectification, Result> change, string? detail, CancellationToken cancel) => dbs.RunAsync<Result?>(async db =>
    {
        if (await db.Rectifications.FirstOrDefaultAsync(r => r.Id == orderId && r.ShopId == shopId, cancel) is not { } order)
            return null;
        if (change(order) is { Ok: false } refused)
            return refused;
        var shop = await db.Shops.Where(s => s.Id == shopId).Select(s => s.OwnSignboardName ?? s.RegisteredName).SingleAsync(cancel);
        db.Audit.Add(new AuditRow(actor, action, "shop", shopId, shop, detail is null ? order.TextZh : $"{order.TextZh} {detail}", clock.Now));
        await review.ReviewAsync(db, shopId, actor, cancel: cancel);
        await db.SaveChangesAsync(cancel);
        return Result.Done;
    }, cancel);
}
