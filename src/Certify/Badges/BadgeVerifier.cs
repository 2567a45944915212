using System.Data.Common;
using Certify.Data;
using Microsoft.EntityFrameworkCore;

namespace Certify.Badges;

/// <summary>
/// Answers a scan. A text whose hash is that of a stored token is authentic; any other is verified before anything else is looked up, so that
/// a forged one costs one miss and one verification. If the records can't be read, the token alone is judged and nothing is said of its state.
/// </summary>
public sealed class BadgeVerifier(IDbContextFactory<CertifyDb> databases, KeyStore keys, CertifyClock clock, TimeProvider time)
{
    /// <summary>Longer than this nobody waits at a shop's door.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private static readonly Func<CertifyDb, byte[], CancellationToken, Task<Badge?>> ByHash = EF.CompileAsyncQuery(
        (CertifyDb db, byte[] hash, CancellationToken _) => db.Badges.AsNoTracking().FirstOrDefault(b => b.TokenHash == hash));

    private static readonly Func<CertifyDb, string, CancellationToken, Task<Badge?>> ByNumber = EF.CompileAsyncQuery(
        (CertifyDb db, string number, CancellationToken _) => db.Badges.AsNoTracking().FirstOrDefault(b => b.Number == number));

    /// <summary>The answer to a scanned text: the whole address, its path or the bare token, in any case.</summary>
    public async Task<ScanAnswer> ScanAsync(string? scanned)
    {
        var now = clock.Now;
        var token = BadgeToken.Extract(scanned);
        if (token.Length is 0 or > BadgeToken.MaxCharacters)
            return Judge(token, now);
        var (badge, reached) = await FindAsync(ByHash, BadgeToken.Hash(token));
        if (badge is not null)
            return await AnswerAsync(badge, now);
        var judged = Judge(token, now);
        return reached && judged.Status is ScanStatus.Unconfirmed or ScanStatus.Expired
            ? judged with { Status = ScanStatus.Unknown, AsOf = now, Badge = null }
            : judged;
    }

    /// <summary>
    /// The answer to a number as typed: <see cref="ScanStatus.Unreadable"/> if it isn't one, <see cref="ScanStatus.Unknown"/> if there is no such badge.
    /// Unconfirmed has no badge here, since a number proves nothing by itself.
    /// </summary>
    public async Task<ScanAnswer> FindAsync(string? typed)
    {
        var now = clock.Now;
        if (!BadgeNumber.TryParse(typed, out var number))
            return new ScanAnswer(ScanStatus.Unreadable, now, string.IsNullOrWhiteSpace(typed) ? TokenReason.Empty : "notANumber");
        var (badge, reached) = await FindAsync(ByNumber, number.ToString());
        if (badge is not null)
            return await AnswerAsync(badge, now);
        return reached ? new ScanAnswer(ScanStatus.Unknown, now, AsOf: now) : new ScanAnswer(ScanStatus.Unconfirmed, now);
    }

    private async Task<ScanAnswer> AnswerAsync(Badge badge, DateTimeOffset now)
    {
        var status = badge.StateAt(now) switch
        {
            BadgeState.Revoked => ScanStatus.Revoked,
            BadgeState.Superseded => ScanStatus.Superseded,
            BadgeState.Expired => ScanStatus.Expired,
            BadgeState.Suspended => ScanStatus.Suspended,
            _ => ScanStatus.Valid,
        };
        var claims = BadgeToken.Claims(badge.Token);
        var newer = status == ScanStatus.Superseded && badge.SupersededById is { } id ? await NewerAsync(id) : null;
        var shown = new ScannedBadge(
            badge.Number, Signed(badge.SignboardName, claims?.Name, TokenClaims.MaxNameBytes), badge.RegisteredName,
            Signed(badge.Address, claims?.Address, TokenClaims.MaxAddressBytes), badge.IssuedOn, badge.ValidUntil, badge.PolicyVersion, newer);
        return new ScanAnswer(status, now, AsOf: now, Issuer: claims?.Issuer, Kid: Convert.ToHexStringLower(badge.Kid), Badge: shown);
    }

    /// <summary>What was signed is what the reader sees; the record only completes a text that the token had to cut.</summary>
    private static string Signed(string recorded, string? signed, int limit) =>
        signed is null || TokenClaims.Fit(recorded, limit) == signed ? recorded : signed;

    /// <summary>What the token says by itself. Authentic and not yet expired: its state is not known here.</summary>
    private ScanAnswer Judge(string token, DateTimeOffset now)
    {
        var reading = BadgeToken.Read(token, kid => keys.Find(kid));
        var kid = reading.Kid is { } bytes ? Convert.ToHexStringLower(bytes) : null;
        if (reading.Claims is not { } claims)
            return new ScanAnswer(reading.Authenticity == Authenticity.Forged ? ScanStatus.Forged : ScanStatus.Unreadable, now, reading.Reason, Kid: kid);
        if (keys.Find(reading.Kid)?.CompromisedSince is { } since && claims.IssuedAt >= since)
            return new ScanAnswer(ScanStatus.Forged, now, TokenReason.CompromisedKey, Kid: kid);
        var expired = claims.ExpiresAt <= now;
        var shown = new ScannedBadge(
            null, claims.Name, null, claims.Address, clock.DayOf(claims.IssuedAt), clock.DayOf(claims.ExpiresAt.AddSeconds(-1)), null);
        return new ScanAnswer(
            expired ? ScanStatus.Expired : ScanStatus.Unconfirmed, now, AsOf: expired ? now : claims.IssuedAt, Issuer: claims.Issuer, Kid: kid, Badge: shown);
    }

    private async Task<string?> NewerAsync(Guid id)
    {
        await using var db = await databases.CreateDbContextAsync();
        return await db.Badges.AsNoTracking().Where(b => b.Id == id).Select(b => b.Number).FirstOrDefaultAsync();
    }

    private async Task<(Badge? Badge, bool Reached)> FindAsync<TKey>(Func<CertifyDb, TKey, CancellationToken, Task<Badge?>> query, TKey key)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        try
        {
            await using var db = await databases.CreateDbContextAsync(limit.Token);
            return (await query(db, key, limit.Token), true);
        }
        catch (Exception failure) when (IsUnreachable(failure))
        {
            return (null, false);
        }
    }

    /// <summary>The database is gone, busy or broken: not a fault of this program. EF wraps a lost PostgreSQL connection in an InvalidOperationException.</summary>
    private static bool IsUnreachable(Exception failure) => failure switch
    {
        DbException or TimeoutException or IOException or OperationCanceledException => true,
        InvalidOperationException { InnerException: { } inner } => IsUnreachable(inner),
        _ => false,
    };
}
