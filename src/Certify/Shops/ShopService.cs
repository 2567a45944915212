using Certify.Accounts;
using Certify.Data;
using Certify.Shops.Import;
using Microsoft.EntityFrameworkCore;

namespace Certify.Shops;

/// <summary>
/// One shop at a time: added, amended, moved, closed, reopened, its signboard named; each with its audit row. Methods on a shop answer null if there is none.
/// A second shop of the same identity is refused with <c>shops.duplicate</c> (name, address, id of the other).
/// </summary>
public sealed class ShopService(IDbContextFactory<CertifyDb> dbs, TableSeal seal, CertifyClock clock)
{
    public async Task<Result<Guid>> AddAsync(ShopEntry entry, Actor actor, CancellationToken cancel = default)
    {
        var read = entry.Read(clock.Today);
        if (read.Refusal is { } wrong) return wrong;
        await using var db = await dbs.CreateDbContextAsync(cancel);
        var shop = new Shop(read.Value!, await GridIdAsync(db, entry, cancel), clock.Now);
        SealContact(shop, entry);
        db.Add(shop);
        var saved = await SaveAsync(db, shop, actor, "shop.added", null, cancel);
        return saved.Refusal is { } refusal ? refusal : shop.Id;
    }

    /// <param name="id">The shop.</param>
    /// <param name="version">The version that the person saw; <c>shops.changed_meanwhile</c> if it has moved on.</param>
    /// <param name="entry">All its facts.</param>
    /// <param name="actor">Who says so.</param>
    /// <param name="cancel">Gives up before anything is written.</param>
    public async Task<Result?> AmendAsync(Guid id, int version, ShopEntry entry, Actor actor, CancellationToken cancel = default)
    {
        await using var db = await dbs.CreateDbContextAsync(cancel);
        if (await db.Shops.FindAsync([id], cancel) is not { } shop) return null;
        if (shop.Version != version) return Result.Refused("shops.changed_meanwhile");
        var read = entry.Read(clock.Today);
        if (read.Refusal is { } wrong) return wrong;
        var before = shop.RegisteredName;
        shop.Amend(read.Value!, await GridIdAsync(db, entry, cancel), clock.Now);
        SealContact(shop, entry);
        return await SaveAsync(db, shop, actor, "shop.amended", Changed(before, shop.RegisteredName), cancel);
    }

    /// <summary>The shop trades at another address from now on; its visits and staff go with it.</summary>
    public async Task<Result?> MoveAsync(Guid id, int version, string address, string? subdistrict, string? community, Actor actor, CancellationToken cancel = default)
    {
        await using var db = await dbs.CreateDbContextAsync(cancel);
        if (await db.Shops.FindAsync([id], cancel) is not { } shop) return null;
        if (shop.Version != version) return Result.Refused("shops.changed_meanwhile");
        // Where it was is not where it is: coordinates of the old address would send people there.
        var entry = new ShopEntry(shop.Uscc, shop.RegisteredName, address, shop.Category, subdistrict, community, ClaimedStaff: shop.ClaimedStaff);
        var read = entry.Read(clock.Today);
        if (read.Refusal is { } wrong) return wrong;
        var before = shop.Address;
        if (ShopIdentity.Fold(before) == ShopIdentity.Fold(read.Value!.Address)) return Result.Refused("shops.same_address");
        shop.Amend(read.Value with { EstablishedOn = shop.EstablishedOn }, await GridIdAsync(db, entry, cancel), clock.Now);
        return await SaveAsync(db, shop, actor, "shop.moved", Changed(before, shop.Address), cancel);
    }

    public Task<Result?> CloseAsync(Guid id, string reason, Actor actor, CancellationToken cancel = default) =>
        ChangeAsync(id, actor, "shop.closed", reason, shop => shop.IsOpen ? null : new Refusal("shops.already_closed"), shop => shop.Close(clock.Today, reason, clock.Now), cancel);

    public Task<Result?> ReopenAsync(Guid id, Actor actor, CancellationToken cancel = default) =>
        ChangeAsync(id, actor, "shop.reopened", null, shop => shop.IsOpen ? new Refusal("shops.already_open") : null, shop => shop.Reopen(clock.Now), cancel);

    /// <summary>The name on the signboard, which badges carry; empty: the registered name.</summary>
    public Task<Result?> NameSignboardAsync(Guid id, string? name, Actor actor, CancellationToken cancel = default)
    {
        var line = CellReader.Line(name ?? "");
        return ChangeAsync(id, actor, "shop.signboard_named", line, _ => line.Length > Shop.NameLimit ? new Refusal("form.too_long") : null, shop => shop.NameSignboard(line, clock.Now), cancel);
    }

    private async Task<Result?> ChangeAsync(Guid id, Actor actor, string action, string? detail, Func<Shop, Refusal?> check, Action<Shop> change, CancellationToken cancel)
    {
        await using var db = await dbs.CreateDbContextAsync(cancel);
        if (await db.Shops.FindAsync([id], cancel) is not { } shop) return null;
        if (check(shop) is { } refusal) return refusal;
        change(shop);
        return await SaveAsync(db, shop, actor, action, detail, cancel);
    }

    private async Task<Result> SaveAsync(CertifyDb db, Shop shop, Actor actor, string action, string? detail, CancellationToken cancel)
    {
        db.Add(new AuditRow(actor, action, "shop", shop.Id, shop.RegisteredName, detail, clock.Now));
        try
        {
            await db.SaveChangesAsync(cancel);
            return Result.Done;
        }
        catch (DbUpdateConcurrencyException)
        {
            return Result.Refused("shops.changed_meanwhile");
        }
        catch (DbUpdateException taken) when (taken.IsUniqueViolation())
        {
            await using var fresh = await dbs.CreateDbContextAsync(cancel);
            var other = await fresh.Shops.AsNoTracking().FirstOrDefaultAsync(s => s.IdentityKey == shop.IdentityKey, cancel);
            // Not the shop: someone made the same new grid in the same moment. Sent again, it will be found.
            return other is null ? Result.Refused("shops.changed_meanwhile") : Result.Refused("shops.duplicate", other.RegisteredName, other.Address, other.Id);
        }
    }

    private static async Task<Guid> GridIdAsync(CertifyDb db, ShopEntry entry, CancellationToken cancel)
    {
        var (subdistrict, community) = (CellReader.Line(entry.Subdistrict ?? ""), CellReader.Line(entry.Community ?? ""));
        if (await db.Grids.FirstOrDefaultAsync(grid => grid.Subdistrict == subdistrict && grid.Community == community, cancel) is { } known) return known.Id;
        var grid = new Grid(subdistrict, community);
        db.Add(grid);
        return grid.Id;
    }

    private void SealContact(Shop shop, ShopEntry entry) => shop.SealContact(
        Seal(shop, nameof(Shop.ContactName), CellReader.Line(entry.ContactName ?? "")),
        Seal(shop, nameof(Shop.ContactPhone), CellReader.Phone(entry.ContactPhone ?? "") ?? ""));

    private byte[]? Seal(Shop shop, string column, string text) => text.Length == 0 ? null : seal.Seal("Shops", column, shop.Id, text);

    private static string? Changed(string before, string after) => before == after ? null : $"{before} → {after}";
}
