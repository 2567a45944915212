using System.Security.Cryptography;
using System.Text;
using Certify.Data;
using Microsoft.EntityFrameworkCore;

namespace Certify.Accounts;

/// <summary>
/// One-time links: the code (128 random bits in lower-case hex, since addresses are folded to lower case) is known to the one it was given to, the database keeps its SHA-256 alone.
/// A link is used up by a form that is sent, never by being opened: chat programs open each link that passes through them.
/// </summary>
public sealed class LinkBook(CertifyDb db, CertifyClock clock)
{
    public static readonly TimeSpan OwnerLife = TimeSpan.FromDays(7), PasswordLife = TimeSpan.FromHours(24), FillStaffLife = TimeSpan.FromDays(7);

    /// <summary>Adds a link to what the caller is about to save, and closes open ones for the same purpose and thing. The code is shown once.</summary>
    public async Task<string> MakeAsync(LinkPurpose purpose, Guid? shopId, Guid? userId, Actor actor, TimeSpan life, CancellationToken cancel = default)
    {
        var now = clock.Now;
        foreach (var older in await db.OneTimeLinks.Where(l => l.Purpose == purpose && l.ShopId == shopId && l.UserId == userId && l.UsedAt == null).ToListAsync(cancel))
            older.Use(now);
        var code = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        db.Add(new OneTimeLink(purpose, HashOf(code), shopId, userId, actor.UserId, now, life));
        return code;
    }

    /// <summary>The open link of that code; null when it is unknown, used or too old.</summary>
    public async Task<OneTimeLink?> FindAsync(LinkPurpose purpose, string? code, CancellationToken cancel = default)
    {
        if (code is not { Length: 32 })
            return null;
        var hash = HashOf(code);
        var link = await db.OneTimeLinks.FirstOrDefaultAsync(l => l.CodeHash == hash && l.Purpose == purpose, cancel);
        return link?.IsOpen(clock.Now) == true ? link : null;
    }

    private static byte[] HashOf(string code) => SHA256.HashData(Encoding.ASCII.GetBytes(code.ToLowerInvariant()));
}
