using System.Text.Json;
using Certify.Accounts;
using Certify.Data;
using Certify.Tables;
using Microsoft.EntityFrameworkCore;

namespace Certify.Shops.Import;

/// <summary>
/// Rows of a registry into shops. A row is the shop with its identity (USCC and address, or name and address); a shop kept without a code
/// is also met by its name and address, and gets the code. An empty cell never clears what is known.
/// </summary>
public sealed class ShopImport(TableSeal seal, ShopChanged changed, CertifyClock clock) : RowImport
{
    public override ImportKind Kind => ImportKind.Shops;
    public override IReadOnlyList<ImportColumn> Columns => ShopColumns.All;

    public override async Task<IReadOnlyList<StagedRow>> JudgeAsync(CertifyDb db, Actor actor, ImportSettings settings, SeenRows seen, IReadOnlyList<TableRow> rows, CancellationToken cancel)
    {
        var reader = new ShopRowReader(settings.Columns, new ShopRowOptions(settings.Datum, settings.SwapCoordinates, CategoryWords.All(settings.Categories), clock.Today));
        var read = rows.Select(row => (Row: row, Read: reader.Read(row))).ToList();
        var known = await KnownShops.FindAsync(db, [.. read.Select(one => one.Read.Shop).OfType<ShopRow>()], cancel);
        var grids = await db.Grids.AsNoTracking().ToDictionaryAsync(grid => grid.Id, cancel);
        return [.. read.Select(one => Judge(one.Row, one.Read.Shop, one.Read.Notes, known, grids, seen, settings))];
    }

    public override async Task WriteAsync(CertifyDb db, Actor actor, IReadOnlyList<StagedRow> rows, DateTimeOffset now, CancellationToken cancel)
    {
        var shops = rows.Select(row => JsonSerializer.Deserialize<ShopRow>(row.Value!)!).ToList();
        var known = await KnownShops.FindAsync(db, shops, cancel, tracked: true);
        var grids = await db.Grids.ToListAsync(cancel);
        foreach (var row in shops)
        {
            var grid = grids.Find(grid => IsOf(grid, row));
            if (grid is null)
            {
                grid = new Grid(row.Subdistrict ?? "", row.Community ?? "");
                grids.Add(grid);
                db.Add(grid);
            }
            var shop = known.Find(row);
            var differs = shop is not null && Differs(row, shop, grid);
            if (shop is null) db.Add(shop = new Shop(Facts(row, null), grid.Id, now));
            else if (differs) shop.Amend(Facts(row, shop), grid.Id, now);
            if (row.Signboard is not null && !Same(row.Signboard, shop.SignboardName)) shop.NameSignboard(row.Signboard, now);
            SealContact(row, shop);
            if (differs) await changed(db, shop, actor, cancel);
        }
    }

    private StagedRow Judge(TableRow row, ShopRow? shop, IReadOnlyList<RowNote> notes, KnownShops known, Dictionary<Guid, Grid> grids, SeenRows seen, ImportSettings settings)
    {
        if (shop is null) return new StagedRow(row.Number, row.Cells, CellReader.Line(settings.Columns.Cell(row, ShopColumns.Name)), RowVerdict.Wrong, notes, null);
        var all = notes.ToList();
        var verdict = RowVerdict.New;
        var twin = seen.FirstWith(ShopIdentity.Key(shop.Uscc, shop.Name, shop.Address), row.Number);
        var there = seen.FirstWith("P" + ShopIdentity.Key(null, shop.Name, shop.Address), row.Number);
        if ((twin ?? (shop.Uscc is null ? there : null)) is { } first)
        {
            verdict = RowVerdict.Double;
            all.Add(new RowNote(NoteLevel.Warning, ShopColumns.Name, "import.note_double", Text(first)));
        }
        else
        {
            if (known.Find(shop) is { } found)
            {
                verdict = Differs(shop, found, grids[found.GridId]) || ContactDiffers(shop, found) ? RowVerdict.Changed : RowVerdict.Unchanged;
                if (!found.IsOpen) all.Add(new RowNote(NoteLevel.Warning, ShopColumns.Name, "import.note_closed_shop", found.ClosedReason ?? ""));
            }
            if (shop.Uscc is not null) AddBranch(all, shop, row.Number, known, seen);
        }
        return new StagedRow(row.Number, row.Cells, shop.Name, verdict, all, JsonSerializer.Serialize(shop));
    }

    /// <summary>The same code at another address is a branch, or a move that nobody has told us of: a person should look.</summary>
    private static void AddBranch(List<RowNote> notes, ShopRow shop, int number, KnownShops known, SeenRows seen)
    {
        var elsewhere = known.Elsewhere(shop);
        if (elsewhere is not null) notes.Add(new RowNote(NoteLevel.Warning, ShopColumns.Address, "import.note_branch", elsewhere.RegisteredName, elsewhere.Address));
        if (seen.FirstWith("U:" + shop.Uscc, number) is { } first && elsewhere is null) notes.Add(new RowNote(NoteLevel.Warning, ShopColumns.Address, "import.note_branch_in_file", Text(first)));
    }

    private static ShopFacts Facts(ShopRow row, Shop? shop) => new(
        row.Uscc ?? shop?.Uscc, row.Name, shop is not null && Same(ShopIdentity.Fold(row.Address), ShopIdentity.Fold(shop.Address)) ? shop.Address : row.Address, row.Category, row.StaffCount ?? shop?.ClaimedStaff, row.Founded ?? shop?.EstablishedOn,
        row.Place?.Latitude ?? shop?.Latitude, row.Place?.Longitude ?? shop?.Longitude);

    private static bool Differs(ShopRow row, Shop shop, Grid grid) =>
        Facts(row, shop) != new ShopFacts(shop.Uscc, shop.RegisteredName, shop.Address, shop.Category, shop.ClaimedStaff, shop.EstablishedOn, shop.Latitude, shop.Longitude)
        || !IsOf(grid, row) || (row.Signboard is not null && !Same(row.Signboard, shop.SignboardName));

    private static bool IsOf(Grid grid, ShopRow row) => Same(grid.Subdistrict, row.Subdistrict ?? "") && Same(grid.Community, row.Community ?? "");

    private bool ContactDiffers(ShopRow row, Shop shop) =>
        (row.Responsible is not null && !Same(row.Responsible, Open(shop, nameof(Shop.ContactName), shop.ContactName)))
        || (row.Phone is not null && !Same(row.Phone, Open(shop, nameof(Shop.ContactPhone), shop.ContactPhone)));

    private void SealContact(ShopRow row, Shop shop)
    {
        if (!ContactDiffers(row, shop)) return;
        shop.SealContact(
            row.Responsible is null ? shop.ContactName : seal.Seal("Shops", nameof(Shop.ContactName), shop.Id, row.Responsible),
            row.Phone is null ? shop.ContactPhone : seal.Seal("Shops", nameof(Shop.ContactPhone), shop.Id, row.Phone));
    }

    private string? Open(Shop shop, string column, byte[]? box) => box is null ? null : seal.OpenText("Shops", column, shop.Id, box);

    private static bool Same(string one, string? other) => string.Equals(one, other, StringComparison.Ordinal);

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
