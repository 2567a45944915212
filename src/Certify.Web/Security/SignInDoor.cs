using System.Collections.Concurrent;
using Certify.Accounts;
using Certify.Data;
using Microsoft.AspNetCore.Identity;

namespace Certify.Web.Security;

public enum SignInAnswer { Welcome, Wrong, Locked }

/// <summary>
/// Signing in. A name that nobody has is treated like one that somebody has, in words, in counting and in time spent,
/// so that the page does not tell which accounts exist. What was typed is written nowhere: it may be a password in the wrong field.
/// </summary>
public sealed class SignInDoor(SignInManager<AppUser> signIn, UnknownNames unknown, CertifyDb db, CertifyClock clock)
{
    private static readonly AppUser Nobody = new("nobody", "nobody");
    private static string? s_nobodysHash;

    public async Task<SignInAnswer> TryAsync(string userName, string password)
    {
        var users = signIn.UserManager;
        var user = await users.FindByNameAsync(userName);
        if (user is null or { DeactivatedAt: not null } or { PasswordHash: null })
        {
            var locked = unknown.IsLocked(userName);
            if (!locked)
            {
                // One hash computed and one row written, as for a known name.
                s_nobodysHash ??= users.PasswordHasher.HashPassword(Nobody, "certify");
                users.PasswordHasher.VerifyHashedPassword(Nobody, s_nobodysHash, password);
                unknown.Failed(userName);
                locked = unknown.IsLocked(userName);
            }
            await WriteAsync(null, "account.sign_in_failed");
            return locked ? SignInAnswer.Locked : SignInAnswer.Wrong;
        }
        var result = await signIn.CheckPasswordSignInAsync(user, password, lockoutOnFailure: true);
        if (!result.Succeeded)
        {
            await WriteAsync(user, result.IsLockedOut ? "account.locked_out" : "account.sign_in_failed");
            return result.IsLockedOut ? SignInAnswer.Locked : SignInAnswer.Wrong;
        }
        await WriteAsync(user, "account.signed_in");
        await signIn.SignInAsync(user, isPersistent: false);
        return SignInAnswer.Welcome;
    }

    private async Task WriteAsync(AppUser? user, string action)
    {
        var actor = new Actor(user?.Id, user?.DisplayName ?? "", "self");
        db.Audit.Add(new AuditRow(actor, action, "user", user?.Id, user?.UserName ?? "", null, clock.Now));
        await db.SaveChangesAsync();
    }
}

/// <summary>Failed attempts by names that nobody has: counted like those of a real account, by hash, in memory, and never more than a bounded number of names.</summary>
public sealed class UnknownNames(TimeProvider time)
{
    private const int Attempts = 5, Names = 10_000;
    public static readonly TimeSpan LockedFor = TimeSpan.FromMinutes(15);
    private readonly ConcurrentDictionary<int, (int Failed, DateTimeOffset Until)> _failed = [];

    public bool IsLocked(string name) =>
        _failed.TryGetValue(Key(name), out var seen) && seen.Failed >= Attempts && time.GetUtcNow() < seen.Until;

    public void Failed(string name)
    {
        if (_failed.Count >= Names)
            _failed.Clear();
        var until = time.GetUtcNow() + LockedFor;
        _failed.AddOrUpdate(Key(name), (1, until), (_, seen) => seen.Failed >= Attempts ? (1, until) : (seen.Failed + 1, until));
    }

    private static int Key(string name) => string.GetHashCode(name, StringComparison.OrdinalIgnoreCase);
}
