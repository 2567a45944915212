using System.Data;
using Certify.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Certify.Accounts;

/// <summary>
/// What the administrator does to accounts. Each change and its audit row stand in one transaction, around Identity's own saves too.
/// A change of what someone may do ends that person's sessions.
/// </summary>
public sealed class UserAccounts(UserManager<AppUser> users, CertifyDb db, LinkBook links, CertifyClock clock)
{
    public const int UserNameMin = 3, UserNameLimit = 32;

    /// <summary>Makes an account without a password; the answer's link lets its holder choose one.</summary>
    public async Task<Result<NewAccount>> AddAsync(string userName, string displayName, IReadOnlyCollection<string> roles, Actor actor, CancellationToken cancel = default)
    {
        if (RefuseRoles(roles) is { } refusal)
            return refusal;
        if (UserNames.Refuse(userName) is { } name)
            return name;
        await using var all = await db.Database.BeginTransactionAsync(IsolationLevel.Serializable, cancel);
        var user = new AppUser(userName, displayName);
        Audit(actor, "user.added", user, string.Join(' ', roles.Order(StringComparer.Ordinal)));
        if (IdentityAnswers.Refusal(await users.CreateAsync(user)) is { } refused)
            return refused;
        IdentityAnswers.Demand(await users.AddToRolesAsync(user, roles));
        var code = await links.MakeAsync(LinkPurpose.Password, null, user.Id, actor, LinkBook.PasswordLife, cancel);
        await db.SaveChangesAsync(cancel);
        await all.CommitAsync(cancel);
        return new NewAccount(user.Id, code);
    }

    public async Task<Result?> ChangeAsync(Guid userId, string displayName, IReadOnlyCollection<string> roles, Actor actor, CancellationToken cancel = default)
    {
        await using var all = await db.Database.BeginTransactionAsync(IsolationLevel.Serializable, cancel);
        if (await users.FindByIdAsync(userId.ToString()) is not { } user)
            return null;
        var had = await users.GetRolesAsync(user);
        // An owner's right comes from the invitation, an office role from the administrator: one account is one or the other.
        if (had.Contains(Roles.Owner))
            roles = [Roles.Owner];
        else if (RefuseRoles(roles) is { } refusal)
            return refusal;
        if (had.Contains(Roles.Admin) && !roles.Contains(Roles.Admin, StringComparer.Ordinal) && await IsLastAdminAsync(userId, cancel))
            return new Refusal("users.last_admin");
        if (user.DisplayName != displayName)
            Audit(actor, "user.renamed", user, $"{user.DisplayName} → {displayName}");
        user.DisplayName = displayName;
        var (gone, come) = (had.Except(roles, StringComparer.Ordinal).ToList(), roles.Except(had, StringComparer.Ordinal).ToList());
        if (gone.Count + come.Count > 0)
        {
            Audit(actor, "user.roles", user, $"{string.Join(' ', had.Order(StringComparer.Ordinal))} → {string.Join(' ', roles.Order(StringComparer.Ordinal))}");
            IdentityAnswers.Demand(await users.RemoveFromRolesAsync(user, gone));
            IdentityAnswers.Demand(await users.AddToRolesAsync(user, come));
            if (!roles.Contains(Roles.Inspector, StringComparer.Ordinal))
                await db.GridHolders.Where(h => h.UserId == userId).ExecuteDeleteAsync(cancel);
        }
        IdentityAnswers.Demand(gone.Count + come.Count > 0 ? await users.UpdateSecurityStampAsync(user) : await users.UpdateAsync(user));
        await all.CommitAsync(cancel);
        return Result.Done;
    }

    /// <summary>The grids that an inspector holds from now on: the whole list.</summary>
    public async Task<Result?> AssignGridsAsync(Guid userId, IReadOnlyCollection<Guid> gridIds, Actor actor, CancellationToken cancel = default)
    {
        if (await users.FindByIdAsync(userId.ToString()) is not { } user)
            return null;
        if (!await users.IsInRoleAsync(user, Roles.Inspector))
            return new Refusal("users.grids_need_inspector", user.DisplayName);
        var held = await db.GridHolders.Where(h => h.UserId == userId).ToListAsync(cancel);
        var known = await db.Grids.Where(g => gridIds.Contains(g.Id)).Select(g => g.Id).ToListAsync(cancel);
        db.RemoveRange(held.Where(h => !known.Contains(h.GridId)));
        db.AddRange(known.Where(id => held.All(h => h.GridId != id)).Select(id => new GridHolder(userId, id)));
        Audit(actor, "user.grids", user, known.Count.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await db.SaveChangesAsync(cancel);
        return Result.Done;
    }

    public Task<Result?> UnlockAsync(Guid userId, Actor actor, CancellationToken cancel = default) =>
        SetAsync(userId, actor, "user.unlocked", user => (user.LockoutEnd, user.AccessFailedCount) = (null, 0), cancel);

    /// <summary>Sign-in is refused from now on and sessions end; what the person did stays on record.</summary>
    public async Task<Result?> DeactivateAsync(Guid userId, Actor actor, CancellationToken cancel = default)
    {
        await using var all = await db.Database.BeginTransactionAsync(IsolationLevel.Serializable, cancel);
        if (await IsLastAdminAsync(userId, cancel))
            return new Refusal("users.last_admin");
        foreach (var link in await db.OneTimeLinks.Where(l => l.UserId == userId && l.UsedAt == null).ToListAsync(cancel))
            link.Use(clock.Now);
        var done = await SetAsync(userId, actor, "user.deactivated", user => user.DeactivatedAt ??= clock.Now, cancel);
        await all.CommitAsync(cancel);
        return done;
    }

    public Task<Result?> ReactivateAsync(Guid userId, Actor actor, CancellationToken cancel = default) =>
        SetAsync(userId, actor, "user.reactivated", user => (user.DeactivatedAt, user.LockoutEnd, user.AccessFailedCount) = (null, null, 0), cancel);

    /// <summary>A link by which the person chooses a new password; the code is shown once. The old password works until then.</summary>
    public async Task<Result<string>?> PasswordLinkAsync(Guid userId, Actor actor, CancellationToken cancel = default)
    {
        if (await users.FindByIdAsync(userId.ToString()) is not { } user)
            return null;
        if (user.DeactivatedAt is not null)
            return new Refusal("users.is_deactivated", user.DisplayName);
        Audit(actor, "user.password_link", user, null);
        var code = await links.MakeAsync(LinkPurpose.Password, null, userId, actor, LinkBook.PasswordLife, cancel);
        await db.SaveChangesAsync(cancel);
        return code;
    }

    private async Task<Result?> SetAsync(Guid userId, Actor actor, string action, Action<AppUser> set, CancellationToken cancel)
    {
        if (await users.FindByIdAsync(userId.ToString()) is not { } user)
            return null;
        set(user);
        Audit(actor, action, user, null);
        cancel.ThrowIfCancellationRequested();
        IdentityAnswers.Demand(await users.UpdateSecurityStampAsync(user));
        return Result.Done;
    }

    private static Refusal? RefuseRoles(IReadOnlyCollection<string> roles) =>
        roles.Count == 0 ? new Refusal("users.role_needed")
        : roles.Any(r => r == Roles.Owner || !Roles.All.Contains(r, StringComparer.Ordinal)) ? new Refusal("users.owner_is_invited")
        : null;

    private async Task<bool> IsLastAdminAsync(Guid userId, CancellationToken cancel)
    {
        var admins = await (from held in db.UserRoles
                            join role in db.Roles on held.RoleId equals role.Id
                            join user in db.Users on held.UserId equals user.Id
                            where role.Name == Roles.Admin && user.DeactivatedAt == null
                            select user.Id).ToListAsync(cancel);
        return admins is [var only] && only == userId;
    }

    private void Audit(Actor actor, string action, AppUser user, string? detail) =>
        db.Audit.Add(new AuditRow(actor, action, "user", user.Id, user.UserName!, detail, clock.Now));
}

/// <param name="UserId"></param>
/// <param name="Code">Code of the one-time password link; shown once.</param>
public sealed record NewAccount(Guid UserId, string Code);
