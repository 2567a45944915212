using Certify.Accounts;
using Certify.Data;
using Certify.Shops.Import;
using Microsoft.EntityFrameworkCore;

namespace Certify.Shops;

/// <summary>
/// What else must follow, in the same transaction, from a change of a shop that was known before: its badge may no longer hold. The shops stand lowest
/// and don't know who listens; the composition root says.
/// </summary>
public delegate Task ShopChanged(CertifyDb db, Shop shop, Actor actor, CancellationToken cancel);

/// <summary>
/// One shop at a time: added, amended, moved, closed, reopened, its signboard named; each with its audit row and what follows from it. Methods on a shop
/// answer null if there is none. A second shop of the same identity is refused with <c>shops.duplicate</c> (name, address, id of the other).
/// </summary>
public sealed class ShopService(IDbContextFactory<CertifyDb> dbs, TableSeal seal, ShopChanged changed, CertifyClock clock)
{
    public async Task<Result<Guid>> AddAsync(ShopEntry entry, Actor actor, CancellationToken cancel = default)
    {
        var read = entry.Read(clock.Today);
        if (read.Refusal is { } wrong) return wrong;
        return await dbs.RunAsync<Result<Guid>>(async db =>
        {
            var shop = new Shop(read.Value!, await GridIdAsync(db, entry, cancel), clock.Now);
            SealContact(shop, entry);
            if (await TakenAsync(db, shop, cancel) is { } taken) return taken;
            db.Add(shop);
            db.Add(new AuditRow(actor, "shop.added", "shop", shop.Id, shop.RegisteredName, null, clock.Now));
            await db.SaveChangesAsync(cancel);
            return shop.Id;
        }, cancel);
    }

    /// <param name="id">The shop.</param>
    /// <param name="version">The version that the person saw; <c>shops.changed_meanwhile</c> if it has moved on.</param>
    /// <param name="entry">All its facts.</param>
    /// <param name="actor">Who says so.</param>
    /// <param name="cancel">Gives up before anything is written.</param>
    public Task<Result?> AmendAsync(Guid id, int version, ShopEntry entry, Actor actor, CancellationToken cancel = default) => ChangeAsync(id, actor, "shop.amended", async (db, shop) =>
    {
        if (shop.Version != version) return new Refusal("shops.changed_meanwhile");
        var read = entry.Read(clock.Today);
        if (read.Refusal is { } wrong) return wrong;
        var before = shop.RegisteredName;
        shop.Amend(read.Value!, await GridIdAsync(db, entry, cancel), clock.Now);
        SealContact(shop, entry);
        return Changed(before, shop.RegisteredName);
    }, cancel);

    /// <summary>The shop trades at another address from now on; its visits and staff go with it, its badge does not.</summary>
    /// <param name="id"></param>
    /// <param name="version"></param>
    /// <param name="address"></param>
    /// <param name="subdistrict"></param>
    /// <param name="community"></param>
    /// <param name="samePlace">It has not moved: only the address was written wrong.</param>
    /// <param name="actor"></param>
    /// <param name="cancel"></param>
    public Task<Result?> MoveAsync(Guid id, int version, string address, string? subdistrict, string? community, bool samePlace, Actor actor, CancellationToken cancel = default) =>
        ChangeAsync(id, actor, samePlace ? "shop.address_corrected" : "shop.moved", async (db, shop) =>
        {
            if (shop.Version != version) return new Refusal("shops.changed_meanwhile");
            // Where it was is not where it is: coordinates of the old address would send people there.
            var entry = new ShopEntry(shop.Uscc, shop.RegisteredName, address, shop.Category, subdistrict, community, ClaimedStaff: shop.ClaimedStaff);
            var read = entry.Read(clock.Today);
            if (read.Refusal is { } wrong) return wrong;
            var before = shop.Address;
            if (ShopIdentity.Fold(before) == ShopIdentity.Fold(read.Value!.Address)) return new Refusal("shops.same_address");
            var facts = read.Value with { EstablishedOn = shop.EstablishedOn, Latitude = samePlace ? shop.Latitude : null, Longitude = samePlace ? shop.Longitude : null };
            var gridId = await GridIdAsync(db, entry, cancel);
            if (samePlace) shop.Amend(facts, gridId, clock.Now);
            else shop.Move(facts, gridId, clock.Now);
            return Changed(before, shop.Address);
        }, cancel);

    public Task<Result?> CloseAsync(Guid id, string reason, Actor actor, CancellationToken cancel = default) => ChangeAsync(id, actor, "shop.closed", (_, shop) =>
    {
        if (!shop.IsOpen) return Task.FromResult<Result<string>>(new Refusal("shops.already_closed"));
        shop.Close(clock.Today, reason, clock.Now);
        return Task.FromResult<Result<string>>(reason);
    }, cancel);

    public Task<Result?> ReopenAsync(Guid id, Actor actor, CancellationToken cancel = default) => ChangeAsync(id, actor, "shop.reopened", (_, shop) =>
    {
        if (shop.IsOpen) return Task.FromResult<Result<string>>(new Refusal("shops.already_open"));
        shop.Reopen(clock.Now);
        return Task.FromResult(Nothing);
    }, cancel);

    /// <summary>The name on the signboard, which badges carry; empty: the registered name.</summary>
    public Task<Result?> NameSignboardAsync(Guid id, string? name, Actor actor, CancellationToken cancel = default) => ChangeAsync(id, actor, "shop.signboard_named", (_, shop) =>
    {
        var line = CellReader.Line(name ?? "");
        if (line.Length > Shop.NameLimit) return Task.FromResult<Result<string>>(new Refusal("form.too_long"));
        shop.NameSignboard(line, clock.Now);
        return Task.FromResult<Result<string>>(line);
    }, cancel);

    /// <summary>One change of one shop with all that follows from it. What <paramref name="change"/> answers stands in the audit row.</summary>
    private Task<Result?> ChangeAsync(Guid id, Actor actor, string action, Func<CertifyDb, Shop, Task<Result<string>>> change, CancellationToken cancel) => dbs.RunAsync<Result?>(async db =>
    {
        if (await db.Shops.FindAsync([id], cancel) is not { } shop) return null;
        var done = await change(db, shop);
        if (done.Refusal is { } refusal) return refusal;
        if (await TakenAsync(db, shop, cancel) is { } taken) return taken;
        db.Add(new AuditRow(actor, action, "shop", shop.Id, shop.RegisteredName, done.Value, clock.Now));
        await changed(db, shop, actor, cancel);
        await db.SaveChangesAsync(cancel);
        return Result.Done;
    }, cancel);

    /// <summary>Says which other shop has this identity. It only finds the words: the unique index decides, and who loses there comes back here.</summary>
    private static async Task<Refusal?> TakenAsync(CertifyDb db, Shop shop, CancellationToken cancel) =>
        await db.Shops.AsNoTracking().FirstOrDefaultAsync(s => s.IdentityKey == shop.IdentityKey && s.Id != shop.Id, cancel) is { } other
            ? new Refusal("shops.duplicate", other.RegisteredName, other.Address, other.Id) : null;

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

    private static readonly Result<string> Nothing = new(null);

    private static Result<string> Changed(string before, string after) => before == after ? Nothing : $"{before} → {after}";
}
