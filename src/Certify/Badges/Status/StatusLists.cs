using System.Collections.Concurrent;
using Certify.Data;
using Microsoft.EntityFrameworkCore;

namespace Certify.Badges.Status;

/// <summary>
/// The signed status lists, in memory. Whoever asks for one makes it look again, at most every <see cref="LookAgain"/>, at which bits are set, which the index on
/// state and status index answers alone; a change made on any instance is therefore seen within that time. Signed anew only when bits, key or period changed.
/// If the database can't be read, or doesn't answer, the list that is there is served for as long as it holds.
/// </summary>
public sealed class StatusLists(IDbContextFactory<CertifyDb> databases, KeyStore keys, CertifyOptions options, CertifyClock clock, TimeProvider time)
{
    public static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<int, Held> held = [];
    private readonly SemaphoreSlim looking = new(1);
    private readonly RecordsInReach records = new(time);
    private volatile Reach reach = new(-1, null);

    /// <summary>Number of the newest list there is; 0 where no badge was issued yet.</summary>
    /// <exception cref="TimeoutException">The database can't be read and never could be.</exception>
    public async Task<int> NewestAsync(CancellationToken cancel = default)
    {
        if (reach.IsFresh(time))
            return reach.Newest;
        await looking.WaitAsync(cancel);
        try
        {
            if (!reach.IsFresh(time) && await records.AskAsync(FindNewestAsync, cancel) is { Reached: true } asked)
                reach = new Reach(asked.Found, time.GetTimestamp());
            return reach.Newest >= 0 ? reach.Newest : throw Unreadable();
        }
        finally
        {
            looking.Release();
        }
    }

    /// <summary>The list of that number; null if no badge stands in it.</summary>
    /// <exception cref="TimeoutException">The database can't be read, and no list that still holds is there.</exception>
    public async Task<StatusList?> FindAsync(StatusPurpose purpose, int number, CancellationToken cancel = default)
    {
        if (number < 0 || number > await NewestAsync(cancel))
            return null;
        var list = held.GetOrAdd(number, _ => new Held());
        if (list.Of(purpose, clock.Now) is { } fresh && list.IsFresh(time))
            return fresh;
        await list.Door.WaitAsync(cancel);
        try
        {
            if (!list.IsFresh(time) || list.Of(purpose, clock.Now) is null)
                await RenewAsync(list, number, cancel);
            return list.Of(purpose, clock.Now) ?? throw Unreadable();
        }
        finally
        {
            list.Door.Release();
        }
    }

    private async Task RenewAsync(Held list, int number, CancellationToken cancel)
    {
        var (looked, now) = (time.GetTimestamp(), clock.Now);
        if (await records.AskAsync(limit => ReadAsync(number, now, limit), cancel) is not { Reached: true, Found: var (revoked, suspended) })
            return;
        var (key, period) = (keys.Active, StatusCredential.PeriodOf(now));
        list.Renew(revoked, suspended, key.Thumbprint, period, looked, (purpose, bits) => StatusCredential.Sign(options.PublicUrl, purpose, number, bits, key, now));
    }

    /// <summary>A badge rests from the end of its grace on, as each scan says, also where the worker that writes it down is late.</summary>
    private async Task<(StatusBits Revoked, StatusBits Suspended)> ReadAsync(int number, DateTimeOffset now, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var first = number * StatusBits.Entries;
        var listed = db.Badges.AsNoTracking().Where(b => b.StatusIndex >= first && b.StatusIndex - first < StatusBits.Entries);
        var set = listed.Where(b => b.State == BadgeState.Revoked || b.State == BadgeState.Superseded || b.State == BadgeState.Suspended).Select(b => new { b.State, b.StatusIndex });
        var (revoked, suspended) = (new StatusBits(), new StatusBits());
        await foreach (var badge in set.AsAsyncEnumerable().WithCancellation(cancel))
            (badge.State == BadgeState.Suspended ? suspended : revoked).Set(badge.StatusIndex);
        await foreach (var index in listed.Where(b => b.State == BadgeState.Valid && b.RestsAt <= now).Select(b => b.StatusIndex).AsAsyncEnumerable().WithCancellation(cancel))
            suspended.Set(index);
        return (revoked, suspended);
    }

    private async Task<int> FindNewestAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return StatusBits.ListOf(await db.Badges.MaxAsync(b => (int?)b.StatusIndex, cancel) ?? 0);
    }

    private static TimeoutException Unreadable() => new("The status lists can't be made: the database doesn't answer.");

    private sealed record Reach(int Newest, long? LookedAt)
    {
        public bool IsFresh(TimeProvider time) => LookedAt is { } at && time.GetElapsedTime(at) < LookAgain;
    }

    /// <summary>Both lists of one number, made from one reading.</summary>
    private sealed class Held
    {
        private sealed record State(StatusBits Revoked, StatusBits Suspended, string Key, DateTimeOffset Period, StatusList Revocation, StatusList Suspension, long LookedAt);

        private volatile State? state;

        /// <summary>One at a time looks again; the others wait for what it finds.</summary>
        public SemaphoreSlim Door { get; } = new(1);

        public bool IsFresh(TimeProvider time) => state is { } now && time.GetElapsedTime(now.LookedAt) < LookAgain;

        public StatusList? Of(StatusPurpose purpose, DateTimeOffset moment)
        {
            var list = purpose == StatusPurpose.Revocation ? state?.Revocation : state?.Suspension;
            return list?.ValidUntil > moment ? list : null;
        }

        public void Renew(StatusBits revoked, StatusBits suspended, string key, DateTimeOffset period, long lookedAt, Func<StatusPurpose, StatusBits, StatusList> sign)
        {
            var old = state is { } s && s.Key == key && s.Period == period ? s : null;
            var revocation = old is not null && old.Revoked.Bytes.SequenceEqual(revoked.Bytes) ? old.Revocation : sign(StatusPurpose.Revocation, revoked);
            var suspension = old is not null && old.Suspended.Bytes.SequenceEqual(suspended.Bytes) ? old.Suspension : sign(StatusPurpose.Suspension, suspended);
            state = new State(revoked, suspended, key, period, revocation, suspension, lookedAt);
        }
    }
}
