using Certify.Data;
using Microsoft.EntityFrameworkCore;

namespace Certify.Shops.Import;

/// <summary>The shops in the database that a chunk of rows may speak of.</summary>
public sealed class KnownShops
{
    private readonly Dictionary<string, Shop> _byKey;
    private readonly ILookup<string, Shop> _byCode;

    private KnownShops(List<Shop> shops)
    {
        _byKey = shops.ToDictionary(shop => shop.IdentityKey, StringComparer.Ordinal);
        _byCode = shops.Where(shop => shop.Uscc is not null).ToLookup(shop => shop.Uscc!, StringComparer.Ordinal);
    }

    public static async Task<KnownShops> FindAsync(CertifyDb db, IReadOnlyList<ShopRow> rows, CancellationToken cancel, bool tracked = false)
    {
        var codes = rows.Select(row => row.Uscc).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var keys = rows.Select(row => ShopIdentity.Key(null, row.Name, row.Address)).Distinct(StringComparer.Ordinal).ToList();
        var shops = tracked ? db.Shops : db.Shops.AsNoTracking();
        return new KnownShops(await shops.Where(shop => (shop.Uscc != null && codes.Contains(shop.Uscc)) || keys.Contains(shop.IdentityKey)).ToListAsync(cancel));
    }

    public Shop? Find(ShopRow row) =>
        _byKey.GetValueOrDefault(ShopIdentity.Key(row.Uscc, row.Name, row.Address))
        ?? (row.Uscc is null ? null : _byKey.GetValueOrDefault(ShopIdentity.Key(null, row.Name, row.Address)));

    /// <summary>A shop with the row's code at another address.</summary>
    public Shop? Elsewhere(ShopRow row)
    {
        var key = ShopIdentity.Key(row.Uscc, row.Name, row.Address);
        return row.Uscc is null ? null : _byCode[row.Uscc].FirstOrDefault(shop => !string.Equals(shop.IdentityKey, key, StringComparison.Ordinal));
    }
}
