using System.Security.Cryptography;
using Certify.Data;
using Certify.Log;
using Microsoft.EntityFrameworkCore;

namespace Certify.Badges;

/// <summary>
/// Answers a scan. A badge scanned lately is answered from memory; else a text whose hash is that of a stored token is authentic, and any other is verified before
/// anything else is looked up, so that a forged one costs one miss and one verification. If the records can't be read, the last known state is told as such, or
/// the token alone is judged and nothing is said of its state.
/// </summary>
public sealed class BadgeVerifier(
    IDbContextFactory<CertifyDb> databases, BadgeChanges changes, KeyStore keys, PublishedLog log, LoggedBefore before, CertifyClock clock, TimeProvider time) : IDisposable
{
    /// <summary>How long a badge is answered from memory; what this process changes is seen at once.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    private readonly BadgeRecords records = new(databases, time);
    private readonly BadgeMemory memory = new(changes);
    private readonly RecordsInReach reach = new(time);
    private readonly Turnstile unknown = new(time);

    /// <summary>The answer to a scanned text: the whole address, its path or the bare token, in any case.</summary>
    public async ValueTask<ScanAnswer> ScanAsync(string? scanned)
    {
        var now = clock.Now;
        var token = BadgeToken.Extract(scanned);
        if (token.Length is 0 or > BadgeToken.MaxCharacters)
            return Judge(token, now);
        var remembered = memory.Find(token);
        if (remembered is not null && reach.IsSure && now - remembered.ReadAt < Fresh)
            return Answer(remembered, now, byNumber: false);
        var since = memory.Changes;
        var (badge, reached) = await reach.AskAsync(limit => records.ByHashAsync(BadgeToken.Hash(token), limit));
        if (badge is not null)
        {
            var known = await KnowAsync(badge, now);
            memory.Keep(known, since);
            return Answer(known, now, byNumber: false);
        }
        if (!reached && remembered is not null)
            return LastKnown(remembered, now);
        var judged = await unknown.PassAsync(() => Judge(token, now));
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
        var (badge, reached) = await reach.AskAsync(limit => records.ByNumberAsync(number.ToString(), limit));
        if (badge is not null)
            return Answer(await KnowAsync(badge, now), now, byNumber: true);
        return reached ? new ScanAnswer(ScanStatus.Unknown, now, AsOf: now) : new ScanAnswer(ScanStatus.Unconfirmed, now);
    }

    public void Dispose()
    {
        records.Dispose();
        unknown.Dispose();
    }

    private async ValueTask<KnownBadge> KnowAsync(BadgeRecord badge, DateTimeOffset now)
    {
        var payload = BadgeToken.Payload(badge.Token);
        var newer = badge.SupersededById is { } id ? (await reach.AskAsync(limit => NumberAsync(id, limit))).Found : null;
        return new(badge, TokenPayload.Read(payload).Claims, SHA256.HashData(payload), newer, now);
    }

    private static ScanStatus StatusOf(BadgeRecord badge, DateTimeOffset now) => Badge.StateAt(badge.State, badge.RestsAt, badge.ExpiresAt, now) switch
    {
        BadgeState.Revoked => ScanStatus.Revoked,
        BadgeState.Superseded => ScanStatus.Superseded,
        BadgeState.Expired => ScanStatus.Expired,
        BadgeState.Suspended => ScanStatus.Suspended,
        _ => ScanStatus.Valid,
    };

    private ScanAnswer Answer(KnownBadge known, DateTimeOffset now, bool byNumber)
    {
        var (badge, claims, status) = (known.Record, known.Claims, StatusOf(known.Record, now));
        var counts = Counts(badge.Kid, known.PayloadHash, now);
        if (counts == false)
            return new ScanAnswer(ScanStatus.Forged, now, TokenReason.CompromisedKey, Kid: known.Kid);
        // Nothing is valid that isn't in the public log: for a moment after its issue, or for ever if somebody got round it. Nor while the log can't be read.
        var isLogged = counts is not null && (status != ScanStatus.Valid || (badge.LeafIndex is { } leaf && log.Holds(leaf, known.PayloadHash)));
        if (status is ScanStatus.Valid or ScanStatus.Suspended && !isLogged)
            return byNumber || claims is null ? new ScanAnswer(ScanStatus.Unconfirmed, now) : Shown(ScanStatus.Unconfirmed, claims, badge.Kid, now, claims.IssuedAt);
        return new ScanAnswer(status, now, AsOf: known.ReadAt, Issuer: claims?.Issuer, Kid: known.Kid, Badge: known.Shown);
    }

    /// <summary>The records are out of reach: what can't change any more is still true, anything else was so when it was read.</summary>
    private ScanAnswer LastKnown(KnownBadge known, DateTimeOffset now) =>
        known.Claims is { } claims && StatusOf(known.Record, now) is ScanStatus.Valid or ScanStatus.Suspended && Counts(known.Record.Kid, known.PayloadHash, now) != false
            ? Shown(ScanStatus.Unconfirmed, claims, known.Record.Kid, now, known.ReadAt) with { IsLastKnown = true }
            : Answer(known, now, byNumber: false);

    /// <summary>A stolen key signs any date: of its tokens those count that were in the public log before. Null while that can't be read.</summary>
    private bool? Counts(byte[] kid, byte[] payload, DateTimeOffset now) =>
        keys.Find(kid)?.CompromisedSince is not { } since || since > now ? true : before.Counts(kid, since, payload);

    private ScanAnswer Shown(ScanStatus status, TokenClaims claims, byte[] kid, DateTimeOffset now, DateTimeOffset asOf) =>
        new(status, now, AsOf: asOf, Issuer: claims.Issuer, Kid: Convert.ToHexStringLower(kid), Badge: new ScannedBadge(
            null, claims.Name, null, claims.Address, clock.DayOf(claims.IssuedAt), clock.DayOf(claims.ExpiresAt.AddSeconds(-1)), null));

    /// <summary>What the token says by itself. Authentic and not yet expired: its state is not known here.</summary>
    private ScanAnswer Judge(string token, DateTimeOffset now)
    {
        var reading = BadgeToken.Read(token, kid => keys.Find(kid));
        var kid = reading.Kid is { } bytes ? Convert.ToHexStringLower(bytes) : null;
        if (reading.Claims is not { } claims)
            return new ScanAnswer(reading.Authenticity == Authenticity.Forged ? ScanStatus.Forged : ScanStatus.Unreadable, now, reading.Reason, Kid: kid);
        if (Counts(reading.Kid!, SHA256.HashData(BadgeToken.Payload(token)), now) == false)
            return new ScanAnswer(ScanStatus.Forged, now, TokenReason.CompromisedKey, Kid: kid);
        return claims.ExpiresAt <= now ? Shown(ScanStatus.Expired, claims, reading.Kid!, now, now) : Shown(ScanStatus.Unconfirmed, claims, reading.Kid!, now, claims.IssuedAt);
    }

    private async Task<string?> NumberAsync(Guid id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Badges.AsNoTracking().Where(b => b.Id == id).Select(b => b.Number).FirstOrDefaultAsync(cancel);
    }
}
