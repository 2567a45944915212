using Microsoft.EntityFrameworkCore;

namespace Certify.Shops;

/// <summary>Which shop an id means that a laptop or a link carries.</summary>
public static class MeantShop
{
    /// <summary>The shop of this id. A found shop that turned out to be another one: what still names it is that one's.</summary>
    public static async Task<Shop?> MeantAsync(this IQueryable<Shop> shops, Guid id, CancellationToken cancel = default)
    {
        var shop = await shops.FirstOrDefaultAsync(s => s.Id == id, cancel);
        // What leads to a found shop goes on where that one leads.
        while (shop?.MatchedToId is { } known)
            shop = await shops.FirstOrDefaultAsync(s => s.Id == known, cancel);
        return shop;
    }
}
