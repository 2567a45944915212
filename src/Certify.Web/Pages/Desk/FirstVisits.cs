using Certify.Data;
using Certify.Tips;
using Certify.Visits;

namespace Certify.Web.Pages.Desk;

/// <summary>Shops whose visit comes before all others: several people told us about them, or a supervisor ordered it.</summary>
public sealed record FirstVisits(IReadOnlyList<Guid> Told, IReadOnlyList<Guid> Ordered)
{
    public static async Task<FirstVisits> LoadAsync(CertifyDb db, CertifyClock clock, CancellationToken cancel = default) =>
        new(await ToldShops.ToVisitAsync(db, clock.Now, cancel), await OrderedVisits.OpenAsync(db, cancel));

    /// <summary>Key under <c>home.why_</c>; null for a shop that waits its turn.</summary>
    public string? WhyOf(Guid shop) => Told.Contains(shop) ? "told" : Ordered.Contains(shop) ? "ordered" : null;
}
