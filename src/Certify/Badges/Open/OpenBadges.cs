using Certify.Data;
using Microsoft.EntityFrameworkCore;

namespace Certify.Badges.Open;

/// <summary>
/// One certified premises as everybody may have it: what its sign says, where it is, until when. No person, no number (with which the list could be read off
/// for who has been suspended), no state beside "valid", no time of day.
/// </summary>
/// <param name="ShopName">Name on the signboard.</param>
/// <param name="RegisteredName"></param>
/// <param name="Address"></param>
/// <param name="Category">Code of a <see cref="Shops.Category"/>.</param>
/// <param name="Subdistrict"></param>
/// <param name="Community"></param>
/// <param name="IssuedOn">评定日期</param>
/// <param name="ValidUntil">有效期至, the last valid day.</param>
/// <param name="Latitude">WGS-84 degrees; null where no position is known.</param>
/// <param name="Longitude"></param>
public sealed record OpenBadge(
    string ShopName, string RegisteredName, string Address, string Category, string Subdistrict, string Community,
    DateOnly IssuedOn, DateOnly ValidUntil, double? Latitude, double? Longitude);

/// <summary>The badges that are valid at a moment, those of the public list, one after the other from the database and never all at once.</summary>
public static class OpenBadges
{
    /// <param name="db"></param>
    /// <param name="now"></param>
    /// <param name="published">Entries of the public log that are published.</param>
    public static IAsyncEnumerable<OpenBadge> ValidAt(CertifyDb db, DateTimeOffset now, long published) =>
        db.Badges.AsNoTracking().Where(ValidBadges.ShownAt(now, published))
            .Join(db.Shops.Where(s => s.ClosedOn == null), b => b.ShopId, s => s.Id, (badge, shop) => new { badge, shop })
            .Join(db.Grids, x => x.shop.GridId, g => g.Id, (x, grid) => new { x.badge, x.shop, grid })
            .OrderBy(x => x.badge.SignboardName).ThenBy(x => x.shop.Id)
            .Select(x => new OpenBadge(
                x.badge.SignboardName, x.badge.RegisteredName, x.badge.Address, x.shop.Category, x.grid.Subdistrict, x.grid.Community,
                x.badge.IssuedOn, x.badge.ValidUntil, x.shop.Latitude, x.shop.Longitude))
            .AsAsyncEnumerable();
}
