using Certify.Data;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tips;

/// <summary>
/// Shops that several people told us about: their next visit comes before all others. Counted are distinct tips of the last days that no visit has followed;
/// one that gave nothing to go by doesn't count, nor one that repeats another.
/// </summary>
public static class ToldShops
{
    /// <summary>So many distinct tips within <see cref="Days"/> days put a shop on top of the visit list.</summary>
    public const int Enough = 3;
    public const int Days = 30;

    public static async Task<IReadOnlyList<Guid>> ToVisitAsync(CertifyDb db, DateTimeOffset now, CancellationToken cancel = default)
    {
        var since = now.AddDays(-Days);
        return await db.Tips.AsNoTracking()
            .Where(t => t.ShopId != null && t.ReceivedAt > since && !t.Repeats && t.Result != TipResult.Unclear && !db.Visits.Any(v => v.ShopId == t.ShopId && v.VisitedAt >= t.ReceivedAt))
            .GroupBy(t => t.ShopId!.Value).Where(g => g.Count() >= Enough).Select(g => g.Key).ToListAsync(cancel);
    }
}
