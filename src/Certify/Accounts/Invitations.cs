using Certify.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Certify.Accounts;

/// <summary>An owner's way in: an inspector or supervisor makes a one-time link (seven days), the owner opens it and chooses user name and password.</summary>
public sealed class Invitations(UserManager<AppUser> users, CertifyDb db, LinkBook links, CertifyClock clock)
{
    /// <summary>The code of a new link for the shop's owner, shown once; an earlier open one ends. Whether the actor may is for the caller to decide.</summary>
    /// <returns>Null when there is no such shop.</returns>
    public async Task<string?> CreateAsync(Guid shopId, Actor actor, CancellationToken cancel = default)
    {
        if (await ShopNameAsync(shopId, cancel) is not { } name)
            return null;
        var code = await links.MakeAsync(LinkPurpose.OwnerAccount, shopId, null, actor, LinkBook.OwnerLife, cancel);
        db.Audit.Add(new AuditRow(actor, "owner.invited", "shop", shopId, name, null, clock.Now));
        await db.SaveChangesAsync(cancel);
        return code;
    }

    /// <summary>What an invitation opens; null when it is unknown, used or too old.</summary>
    public async Task<Invitation?> FindAsync(string code, CancellationToken cancel = default) =>
        await links.FindAsync(LinkPurpose.OwnerAccount, code, cancel) is { ShopId: { } shopId } link && await ShopNameAsync(shopId, cancel) is { } name
            ? new Invitation(shopId, name, link.ExpiresAt) : null;

    /// <summary>A new account for the owner. Null when the invitation is unknown, used or too old.</summary>
    public async Task<Result<Guid>?> AcceptAsync(string code, string userName, string password, CancellationToken cancel = default)
    {
        if (await links.FindAsync(LinkPurpose.OwnerAccount, code, cancel) is not { ShopId: { } shopId } link || await ShopNameAsync(shopId, cancel) is not { } shop)
            return null;
        if (UserNames.Refuse(userName) is { } name)
            return name;
        if (OwnAccount.RefusePassword(userName, password) is { } weak)
            return weak;
        await using var all = await db.Database.BeginTransactionAsync(cancel);
        var user = new AppUser(userName, userName);
        link.Use(clock.Now);
        db.Audit.Add(new AuditRow(new Actor(user.Id, userName, Roles.Owner), "owner.joined", "shop", shopId, shop, null, clock.Now));
        try
        {
            if (IdentityAnswers.Refusal(await users.CreateAsync(user, password)) is { } refused)
                return refused;
        }
        catch (DbUpdateConcurrencyException)
        {
            return null;
        }
        IdentityAnswers.Demand(await users.AddToRoleAsync(user, Roles.Owner));
        db.Add(new ShopOwner(user.Id, shopId));
        await db.SaveChangesAsync(cancel);
        await all.CommitAsync(cancel);
        return user.Id;
    }

    /// <summary>A further shop for an owner who is already signed in. Null when the invitation is unknown, used or too old.</summary>
    public async Task<Result?> AddShopAsync(string code, Actor owner, CancellationToken cancel = default)
    {
        if (owner.UserId is not { } userId || await links.FindAsync(LinkPurpose.OwnerAccount, code, cancel) is not { ShopId: { } shopId } link || await ShopNameAsync(shopId, cancel) is not { } shop)
            return null;
        link.Use(clock.Now);
        if (!await db.ShopOwners.AnyAsync(o => o.UserId == userId && o.ShopId == shopId, cancel))
            db.Add(new ShopOwner(userId, shopId));
        db.Audit.Add(new AuditRow(owner, "owner.joined", "shop", shopId, shop, null, clock.Now));
        await db.SaveChangesAsync(cancel);
        return Result.Done;
    }

    private Task<string?> ShopNameAsync(Guid shopId, CancellationToken cancel) =>
        db.Shops.Where(s => s.Id == shopId).Select(s => s.OwnSignboardName ?? s.RegisteredName).FirstOrDefaultAsync(cancel);
}

/// <summary>The shop that an open invitation leads to, and when it ends.</summary>
public sealed record Invitation(Guid ShopId, string ShopName, DateTimeOffset ExpiresAt);
