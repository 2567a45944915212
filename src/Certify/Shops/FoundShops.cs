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
            if (await db.Grids.AsNoTracking().FirstOrDefaultAsync(g => g.Id == gridId, cancel) is not { } grid)
                return new Refusal("shops.grid_missing");
            var read = new ShopEntry(uscc, name, address, category, grid.Subdistrict, grid.Community).Read(clock.Today);
            if (read.Refusal is { } wrong)
                return wrong;
            var shop = new Shop(read.Value!, gridId, clock.Now);
            shop.Found(actor.UserId, actor.Name);
            if (await db.Shops.AsNoTracking().FirstOrDefaultAsync(s => s.IdentityKey == shop.IdentityKey, cancel) is { } other)
                return new Refusal("shops.duplicate", other.RegisteredName, other.Address, other.Id);
            db.Add(shop);
            db.Audit.Add(new AuditRow(actor, "shop.found", "shop", shop.Id, shop.RegisteredName, null, clock.Now));
            await db.SaveChangesAsync(cancel);
            return shop.Id;
        }, cancel);
}
