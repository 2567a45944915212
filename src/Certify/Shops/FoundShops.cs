using Certify.Accounts;
using Certify.Data;
using Microsoft.EntityFrameworkCore;

namespace Certify.Shops;

/// <summary>Shops that an inspector found in the street and no registry names: kept at once, so that they can be visited, and provisional until a supervisor looks.</summary>
public sealed class FoundShops(IDbContextFactory<CertifyDb> dbs, CertifyClock clock)
{
    /// <summary>Likely duplicates that are named at most.</summary>
    public const int Suggested = 5;

    /// <summary>What may be the same shop: of the same code anywhere, or alike within the grid; the surest first. <paramref name="except"/> is the found one itself.</summary>
    public async Task<IReadOnlyList<LikeShop>> LikeAsync(string? uscc, string name, string address, Guid gridId, Guid? except = null, CancellationToken cancel = default)
    {
        await using var db = await dbs.CreateDbContextAsync(cancel);
        var code = Uscc.Parse(uscc) is { Ok: true } parsed ? parsed.Value.ToString() : null;
        var near = await db.Shops.AsNoTracking().Where(s => s.Id != except && s.MatchedToId == null && (s.GridId == gridId || (code != null && s.Uscc == code))).ToListAsync(cancel);
        return [.. near.Select(s => ShopLikeness.Of(code, name, address, s) is { } why ? new LikeShop(s.Id, s.SignboardName, s.Address, s.Uscc, why, ShopLikeness.Shared(name, s.SignboardName)) : null)
            .OfType<LikeShop>().OrderBy(l => l.Why).ThenByDescending(l => l.Shared).Take(Suggested)];
    }

    /// <summary>Keeps a found shop. Refused as any entry is, and where a shop of the same identity is known (<c>shops.duplicate</c>).</summary>
    public async Task<Result<Guid>> AddAsync(string? uscc, string name, string address, string category, Guid gridId, Actor actor, CancellationToken cancel = default) =>
        await dbs.RunAsync<Result<Guid>>(async db =>
        {
            var read = await ReadAsync(db, uscc, name, address, category, gridId, cancel);
            if (read.Refusal is { } wrong)
                return wrong;
            var shop = new Shop(read.Value!, gridId, clock.Now);
            shop.Found(actor.UserId, actor.Name);
            if (await SameAsync(db, shop, cancel) is { } other)
                return new Refusal("shops.duplicate", other.RegisteredName, other.Address, other.Id);
            await KeepAsync(db, shop, actor, cancel);
            return shop.Id;
        }, cancel);

    /// <summary>
    /// Keeps a shop that a laptop found while it had no network, under the id that it gave, so that what was noted of it meanwhile finds it; once however often
    /// it comes. Where a shop of the same identity is known, the id leads there. Refused as any entry is, for a grid of somebody else's
    /// (<c>found.grid_foreign</c>), and where the id is another shop's (<c>found.id_taken</c>).
    /// </summary>
    public Task<Result<TakenShop>> TakeAsync(Guid id, string? uscc, string name, string address, string category, Guid gridId, Actor inspector, CancellationToken cancel = default) =>
        dbs.RunAsync<Result<TakenShop>>(async db =>
        {
            // Whatever became of it since, it has come.
            if (await db.Shops.AsNoTracking().FirstOrDefaultAsync(s => s.Id == id, cancel) is { } before)
                return before.FoundBy is { } by && by == inspector.UserId ? new TakenShop(before.CreatedAt, false) : new Refusal("found.id_taken");
            if (!await db.GridHolders.AnyAsync(h => h.UserId == inspector.UserId && h.GridId == gridId, cancel))
                return new Refusal("found.grid_foreign");
            var read = await ReadAsync(db, uscc, name, address, category, gridId, cancel);
            if (read.Refusal is { } wrong)
                return wrong;
            var shop = new Shop(read.Value!, gridId, clock.Now, id);
            shop.Found(inspector.UserId, inspector.Name);
            if (await SameAsync(db, shop, cancel) is { } other && await db.Shops.AsNoTracking().MeantAsync(other.Id, cancel) is { } known)
                shop.FoundAgain(known, clock.Today, clock.Now);
            await KeepAsync(db, shop, inspector, cancel);
            return new TakenShop(shop.CreatedAt, true);
        }, cancel);

    private async Task<Result<ShopFacts>> ReadAsync(CertifyDb db, string? uscc, string name, string address, string category, Guid gridId, CancellationToken cancel) =>
        await db.Grids.AsNoTracking().FirstOrDefaultAsync(g => g.Id == gridId, cancel) is { } grid
            ? new ShopEntry(uscc, name, address, category, grid.Subdistrict, grid.Community).Read(clock.Today) : new Refusal("shops.grid_missing");

    private static Task<Shop?> SameAsync(CertifyDb db, Shop shop, CancellationToken cancel) =>
        db.Shops.AsNoTracking().FirstOrDefaultAsync(s => s.IdentityKey == shop.IdentityKey, cancel);

    private async Task KeepAsync(CertifyDb db, Shop shop, Actor by, CancellationToken cancel)
    {
        db.Add(shop);
        db.Audit.Add(new AuditRow(by, shop.MatchedToId is null ? "shop.found" : "shop.found_again", "shop", shop.MatchedToId ?? shop.Id, shop.RegisteredName, null, clock.Now));
        await db.SaveChangesAsync(cancel);
    }
}

/// <summary>A shop that came from a laptop.</summary>
/// <param name="At">When it first came.</param>
/// <param name="IsNew">It had not come before.</param>
public sealed record TakenShop(DateTimeOffset At, bool IsNew);
