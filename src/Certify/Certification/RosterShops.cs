using Certify.Data;
using Certify.Shops;
using Certify.Shops.Import;
using Certify.Staff.Import;
using Certify.Tables;
using Microsoft.EntityFrameworkCore;

namespace Certify.Certification;

/// <summary>The shops that a chunk of roster rows names, by code or by either name.</summary>
public sealed class RosterShops
{
    private readonly List<Shop> _shops;
    private readonly ColumnMap _columns;

    private RosterShops(List<Shop> shops, ColumnMap columns) => (_shops, _columns) = (shops, columns);

    public static async Task<RosterShops> FindAsync(CertifyDb db, ColumnMap columns, IReadOnlyList<TableRow> rows, CancellationToken cancel)
    {
        var codes = rows.Select(row => Uscc.Fold(columns.Cell(row, RosterColumns.Uscc))).Where(code => code.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        var names = rows.Select(row => CellReader.Line(columns.Cell(row, RosterColumns.Shop))).Where(name => name.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        return new RosterShops(await db.Shops.AsNoTracking()
            .Where(shop => (shop.Uscc != null && codes.Contains(shop.Uscc)) || names.Contains(shop.RegisteredName) || (shop.OwnSignboardName != null && names.Contains(shop.OwnSignboardName)))
            .ToListAsync(cancel), columns);
    }

    /// <summary>The one shop that the row can mean: by its code first, its name deciding between branches; without a code by name alone.</summary>
    public Shop? Find(TableRow row, RowNotes notes)
    {
        var code = Uscc.Fold(_columns.Cell(row, RosterColumns.Uscc));
        var name = CellReader.Line(_columns.Cell(row, RosterColumns.Shop));
        var meant = code.Length > 0 ? _shops.Where(shop => shop.Uscc == code).ToList() : _shops.Where(shop => IsNamed(shop, name)).ToList();
        if (meant.Count > 1 && code.Length > 0 && meant.Where(shop => IsNamed(shop, name)).ToList() is { Count: 1 } named) meant = named;
        if (meant.Count == 1) return meant[0];
        if (meant.Count > 1) notes.AddWrong(RosterColumns.Shop, "import.note_shop_ambiguous", code.Length > 0 ? code : name);
        else if (code.Length + name.Length == 0) notes.AddWrong(RosterColumns.Shop, "import.note_shop_missing");
        else notes.AddWrong(RosterColumns.Shop, "import.note_shop_unknown", $"{name} {code}".Trim());
        return null;
    }

    private static bool IsNamed(Shop shop, string name) =>
        name.Length > 0 && (ShopIdentity.Fold(shop.RegisteredName) == ShopIdentity.Fold(name) || ShopIdentity.Fold(shop.SignboardName) == ShopIdentity.Fold(name));
}
