using System.Globalization;
using System.Text;
using Certify.Accounts;
using Certify.Data;
using Certify.Log;
using Certify.Visits;
using Microsoft.EntityFrameworkCore;

namespace Certify.Badges;

/// <summary>Writes what happens to badges and keys into the public log, in the caller's transaction.</summary>
public sealed class BadgeLog(IDbContextFactory<CertifyDb> dbs, LogBook book, LogMarks marks, KeyStore keys, FaultPoints faults, CertifyClock clock)
{
    /// <summary>Kid of a key that is surely logged: nothing to look up for the badges that it signs.</summary>
    private volatile string? logged;

    public async Task IssuedAsync(CertifyDb db, Badge badge, Visit visit, CancellationToken cancel = default)
    {
        await KeysAsync(db, badge.Kid, cancel);
        var leaf = await book.AppendAsync(db, LeafText.Issue(badge.IssuedAt, badge.Cti, marks.Shop(badge.ShopId), badge.IssuedOn, badge.ValidUntil, badge.Kid,
            BadgeToken.Payload(badge.Token), marks.Visit(visit.Id, visit.ContentHash)), cancel);
        badge.Log(leaf.Index);
    }

    public Task RevokedAsync(CertifyDb db, Badge badge, CancellationToken cancel = default) =>
        book.AppendAsync(db, LeafText.Revoke(clock.Now, badge.Cti, marks.Shop(badge.ShopId), badge.Kid), cancel);

    /// <summary>Marks the keys that are compromised by what the log says: an older backup of them doesn't know it, and the log is what others have seen.</summary>
    public async Task MarkKeysAsync(CancellationToken cancel = default)
    {
        await using var db = await dbs.CreateDbContextAsync(cancel);
        foreach (var says in await KeyLeavesAsync(db, cancel))
            if (says is { Change: "compromised", CompromisedSince: { } since } && keys.Find(Convert.FromHexString(says.Kid!)) is { } key)
                keys.Revoke(key.Thumbprint, LeafText.MomentOf(since));
    }

    /// <summary>What the log says of keys, published or not yet.</summary>
    internal static async Task<IReadOnlyList<LeafJson>> KeyLeavesAsync(CertifyDb db, CancellationToken cancel) =>
        [.. (await db.LogLeaves.AsNoTracking().Where(l => l.Type == LeafType.Key).OrderBy(l => l.Index).Select(l => l.Json).ToListAsync(cancel))
            .Select(json => LeafText.Read(Encoding.UTF8.GetBytes(json))).OfType<LeafJson>()];

    /// <summary>Logs what the log doesn't know yet: keys that were made or marked by the command line, badges from before there was a log.</summary>
    public async Task CatchUpAsync(CancellationToken cancel = default)
    {
        if (keys.HasAny && await dbs.RunAsync(db => ChangedKeysAsync(db, cancel), cancel) > 0)
            faults.Reach(FaultPoints.AfterCommit);
        while (await dbs.RunAsync(db => OlderAsync(db, cancel), cancel))
        {
            // One page after the other.
        }
    }

    private async Task<int> ChangedKeysAsync(CertifyDb db, CancellationToken cancel)
    {
        await KeysAsync(db, null, cancel);
        var saved = await db.SaveChangesAsync(cancel);
        if (saved > 0)
            faults.Reach(FaultPoints.BeforeCommit);
        return saved;
    }

    private async Task<bool> OlderAsync(CertifyDb db, CancellationToken cancel)
    {
        const int page = 200;
        var older = await db.Badges.Where(b => b.LeafIndex == null).OrderBy(b => b.IssuedAt).ThenBy(b => b.Id).Take(page).ToListAsync(cancel);
        foreach (var badge in older)
        {
            await IssuedAsync(db, badge, await db.Visits.SingleAsync(v => v.Id == badge.VisitId, cancel), cancel);
            if (badge.State == BadgeState.Revoked)
                await RevokedAsync(db, badge, cancel);
        }
        await db.SaveChangesAsync(cancel);
        return older.Count == page;
    }

    /// <summary>Every key before the first badge that it signs, oldest first; each mark once. Each with its audit row: keys lie outside the database, so this is where their changes enter it.</summary>
    private async Task KeysAsync(CertifyDb db, byte[]? signing, CancellationToken cancel)
    {
        var kid = signing is null ? null : Convert.ToHexStringLower(signing);
        if (kid is not null && kid == logged)
            return;
        var known = await db.LogLeaves.AsNoTracking().Where(l => l.Type == LeafType.Key).Select(l => l.Subject).ToListAsync(cancel);
        if (kid is not null && known.Contains(kid + "/made", StringComparer.Ordinal))
            logged = kid;
        known.AddRange(db.LogLeaves.Local.Where(l => l.Type == LeafType.Key).Select(l => l.Subject));
        foreach (var key in keys.All.OrderBy(k => k.CreatedAt))
        {
            await AddAsync(LeafText.KeyMade(key.CreatedAt, known.Count == 0, key.Kid, key.X, key.Y), new(Actor.System, "key.made", "key", null, Hex(key), null, clock.Now));
            if (key.CompromisedSince is { } since)
                await AddAsync(LeafText.KeyCompromised(clock.Now, key.Kid, since), new(Actor.System, "key.compromised", "key", null, Hex(key), since.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture), clock.Now));
        }

        static string Hex(SigningKey key) => Convert.ToHexStringLower(key.Kid);

        async Task AddAsync(LeafText text, AuditRow row)
        {
            if (known.Contains(text.Subject, StringComparer.Ordinal))
                return;
            await book.AppendAsync(db, text, cancel);
            db.Audit.Add(row);
            known.Add(text.Subject);
        }
    }
}
