using System.Collections.Concurrent;
using Certify.Data;
using Microsoft.EntityFrameworkCore;

namespace Certify.Badges.Status;

/// <summary>
/// The signed status lists, in memory. Whoever asks for one makes it look again, at most every <see cref="LookAgain"/>, at which bits are set, which the index on
/// state and status index answers alone; a change made on any instance is therefore seen within that time. Signed anew only when bits, key or period changed.
/// If the database can't be read, the list that is there is served for as long as it holds.
/// </summary>
public sealed class StatusLists(IDbContextFactory<CertifyDb> databases, KeyStore keys, CertifyOptions options, CertifyClock clock, TimeProvider time)
{
    public static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<int, Held> held = [];
    private readonly SemaphoreSlim looking = new(1);
    private volatile Reach reach = new(-1, null);

    /// <summary>Number of the newest list there is; 0 where no badge was issued yet.</summary>
    /// <exception cref="Exception">The database can't be read and never could be.</exception>
    public async Task<int> NewestAsync(CancellationToken cancel = default)
    {
        if (reach.IsFresh(time))
            return reach.Newest;
        await looking.WaitAsync(cancel);
        try
        {
            if (!reach.IsFresh(time))
                reach = new Reach(await FindNewestAsync(cancel), time.GetTimestamp());
            return reach.Newest;
        }
        catch (Exception failure) when (failure.IsUnreachable() && reach.Newest >= 0)
        {
            return reach.Newest;
        }
        finally
        {
            looking.Release();
        }
    }

    /// <summary>The list of that number; null if no badge stands in it.</summary>
    /// <exception cref="Exception">The database can't be read, and no list that still holds is there.</exception>
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
            return list.Of(purpose, clock.Now);
        }
        catch (Exception failure) when (failure.IsUnreachable() && list.Of(purpose, clock.Now) is not null)
        {
            return list.Of(purpose, clock.Now);
        }
        finally
        {
            list.Door.Release();
        }
    }

    private async Task RenewAsync(Held list, int number, CancellationToken cancel)
    {
        var (looked, now) = (time.GetTimestamp(), clock.Now);
        var (revoked, suspended) = await ReadAsync(number, cancel);
        var (key, period) = (keys.Active, StatusCredential.PeriodOf(now));
        list.Renew(revoked, suspended, key.Thumbprint, period, looked, (purpose, bits) => StatusCredential.Sign(options.PublicUrl, purpose, number, bits, key, now));
    }

    private async Task<(StatusBits Revoked, StatusBits Suspended)> ReadAsync(int number, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var first = number * StatusBits.Entries;
        var set = db.Badges.AsNoTracking()
            .Where(b => (b.State == BadgeState.Revoked || b.State == BadgeState.Superseded || b.State == BadgeState.Suspended)
                && b.StatusIndex >= first && b.StatusIndex - first < StatusBits.Entries)
            .Select(b => new { b.State, b.StatusIndex });
        var (revoked, suspended) = (new StatusBits(), new StatusBits());
        await foreach (var badge in set.AsAsyncEnumerable().WithCancellation(cancel))
            (badge.State == BadgeState.Suspended ? suspended : revoked).Set(badge.StatusIndex);
        return (revoked, suspended);
    }

    private async Task<int> FindNewestAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return StatusBits.ListOf(await db.Badges.MaxAsync(b => (int?)b.StatusIndex, cancel) ?? 0);
    }

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
