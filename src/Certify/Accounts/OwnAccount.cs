using Certify.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Certify.Accounts;

/// <summary>What people do to their own account: password, language, ending all sessions.</summary>
public sealed class OwnAccount(UserManager<AppUser> users, CertifyDb db, LinkBook links, CertifyClock clock)
{
    /// <summary>A new password ends every session but the one that the caller renews.</summary>
    public async Task<Result> ChangePasswordAsync(Guid userId, string current, string next, CancellationToken cancel = default)
    {
        var user = await FindAsync(userId);
        if (RefusePassword(user.UserName!, next) is { } refusal)
            return refusal;
        await using var all = await db.Database.BeginTransactionAsync(cancel);
        Audit(user, "account.password_changed");
        if (IdentityAnswers.Refusal(await users.ChangePasswordAsync(user, current, next)) is { } refused)
            return refused;
        await all.CommitAsync(cancel);
        return Result.Done;
    }

    /// <summary>Chooses a password by a one-time link, which is used up; a lock made by wrong passwords is lifted, sessions end.</summary>
    /// <returns>Null when the link is unknown, used or too old.</returns>
    public async Task<Result<string>?> RedeemAsync(string code, string password, CancellationToken cancel = default)
    {
        if (await links.FindAsync(LinkPurpose.Password, code, cancel) is not { } link || await users.FindByIdAsync(link.UserId.ToString()!) is not { DeactivatedAt: null } user)
            return null;
        if (RefusePassword(user.UserName!, password) is { } refusal)
            return refusal;
        await using var all = await db.Database.BeginTransactionAsync(cancel);
        link.Use(clock.Now);
        (user.LockoutEnd, user.AccessFailedCount) = (null, 0);
        Audit(user, "account.password_chosen");
        try
        {
            if (IdentityAnswers.Refusal(await users.ResetPasswordAsync(user, await users.GeneratePasswordResetTokenAsync(user), password)) is { } refused)
                return refused;
        }
        catch (DbUpdateConcurrencyException)
        {
            return null;
        }
        await all.CommitAsync(cancel);
        return user.UserName!;
    }

    /// <summary>Ends all sessions of this person, this one too.</summary>
    public async Task SignOutEverywhereAsync(Guid userId)
    {
        var user = await FindAsync(userId);
        Audit(user, "account.signed_out_everywhere");
        IdentityAnswers.Demand(await users.UpdateSecurityStampAsync(user));
    }

    /// <param name="userId"></param>
    /// <param name="language"><c>zh-CN</c> or <c>en</c>; anything else follows the browser.</param>
    public async Task ChooseLanguageAsync(Guid userId, string? language)
    {
        var user = await FindAsync(userId);
        user.Language = language is "zh-CN" or "en" ? language : null;
        IdentityAnswers.Demand(await users.UpdateAsync(user));
    }

    /// <summary>A password that is long enough and not the user name; null when it will do.</summary>
    public static Refusal? RefusePassword(string userName, string password) =>
        password.Length < IdentityAnswers.PasswordMin ? new("account.password_short", IdentityAnswers.PasswordMin)
        : password.Contains(userName, StringComparison.OrdinalIgnoreCase) ? new("account.password_is_name")
        : password.Distinct().Count() < 4 ? new("account.password_simple")
        : null;

    private async Task<AppUser> FindAsync(Guid userId) =>
        await users.FindByIdAsync(userId.ToString()) ?? throw new InvalidOperationException("The signed-in account is gone.");

    private void Audit(AppUser user, string action) =>
        db.Audit.Add(new AuditRow(new Actor(user.Id, user.DisplayName, "self"), action, "user", user.Id, user.UserName!, null, clock.Now));
}
