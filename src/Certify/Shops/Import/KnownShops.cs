using Certify.Data;
using Microsoft.EntityFrameworkCore;

namespace Certify.Shops.Import;

/// <summary>The shops in the database that a chunk of rows may speak of.</summary>
public sealed class KnownShops
{
    private readonly Dictionary<string, Shop> _byKey;
    private readonly ILookup<string, Shop> _byCode, _byPlace;

    private KnownShops(List<Shop> shops)
    {
        _byKey = shops.ToDictionary(shop => shop.IdentityKey, StringComparer.Ordinal);
        _byPlace = shops.ToLookup(shop => ShopIdentity.Key(null, shop.RegisteredName, shop.Address), StringComparer.Ordinal);
        _byCode = shops.Where(shop => shop.Uscc is not null).ToLookup(shop => shop.Uscc!, StringComparer.Ordinal);
    }

    public static async Task<KnownShops> FindAsync(CertifyDb db, IReadOnlyList<ShopRow> rows, CancellationToken cancel, bool tracked = false)
    {
        var codes = rows.Select(row => row.Uscc).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var keys = rows.Select(row => ShopIdentity.Key(null, row.Name, row.Address)).Distinct(StringComparer.Ordinal).ToList();
        // A row that lacks its code may speak of a shop that has one: those are met by name.
        var names = rows.Where(row => row.Uscc is null).Select(row => row.Name).Distinct(StringComparer.Ordinal).ToList();
        var shops = tracked ? db.Shops : db.Shops.AsNoTracking();
        return new KnownShops(await shops.Where(shop => !shop.IdentityKey.StartsWith(ShopIdentity.OnlyAnId)).Where(shop => (shop.Uscc != null && codes.Contains(shop.Uscc)) || keys.Contains(shop.IdentityKey)
            || (names.Count > 0 && names.Contains(shop.RegisteredName))).ToListAsync(cancel));
    }

    /// <summary>The shop of the row's identity. If only one of the two has a code, name and address decide; two shops there leave it open.</summary>
    public Shop? Find(ShopRow row)
    {
        if (_byKey.TryGetValue(ShopIdentity.Key(row.Uscc, row.Name, row.Address), out var same)) return same;
        var there = _byPlace[ShopIdentity.Key(null, row.Name, row.Address)].Where(shop => row.Uscc is null || shop.Uscc is null).ToList();
        return there is [var one] ? one : null;
    }

    /// <summary>A shop with the row's code at another address.</summary>
    public Shop? Elsewhere(ShopRow row)
    {
        var key = ShopIdentity.Key(row.Uscc, row.Name, row.Address);
        return row.Uscc is null ? null : _byCode[row.Uscc].FirstOrDefault(shop => !string.Equals(shop.IdentityKey, key, StringComparison.Ordinal));
    }
}
