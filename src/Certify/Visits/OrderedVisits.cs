using Certify.Data;
using Microsoft.EntityFrameworkCore;

namespace Certify.Visits;

/// <summary>Shops that a supervisor wants visited and where nobody has been since.</summary>
public static class OrderedVisits
{
    public static async Task<IReadOnlyList<Guid>> OpenAsync(CertifyDb db, CancellationToken cancel = default) =>
        await db.VisitOrders.AsNoTracking().Where(o => !db.Visits.Any(v => v.ShopId == o.ShopId && v.VisitedAt >= o.OrderedAt)).Select(o => o.ShopId).Distinct().ToListAsync(cancel);
}
