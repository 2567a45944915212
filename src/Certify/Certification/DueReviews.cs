using System.Threading.Channels;
using Certify.Accounts;
using Certify.Data;
using Certify.Staff;
using Microsoft.EntityFrameworkCore;

namespace Certify.Certification;

/// <summary>
/// Reviews the shops whose time has come: a grace period or a badge has ended, a warning is due, an exemption is over, another policy is in force.
/// What is due stands in the shops' <see cref="Standing"/>, so that a restart forgets nothing and days off are caught up. Each shop is one
/// <see cref="Intention"/>, which looks again whether it still is due: two instances at once do each thing once.
/// </summary>
public sealed class DueReviews(IDbContextFactory<CertifyDb> dbs, PiiVault vault, PolicyBook policies, ShopReview review, CertifyClock clock)
{
    private const int Batch = 200, FailuresLimit = 50;

    /// <summary>Reviews all that is due now. One shop that can't be reviewed does not keep the others waiting; it stays due.</summary>
    public async Task<DueRun> RunAsync(CancellationToken cancel = default)
    {
        var (reviewed, failed, failure) = (0, new List<Guid>(), (string?)null);
        while (failed.Count < FailuresLimit)
        {
            var due = await DueAsync(failed, cancel);
            if (due.Count == 0)
                break;
            foreach (var shop in due)
            {
                try
                {
                    if (await ReviewAsync(shop, cancel))
                        reviewed++;
                }
                catch (Exception wrong) when (wrong is not OperationCanceledException)
                {
                    failed.Add(shop);
                    failure = wrong.GetType().Name;
                }
            }
        }
        return new(reviewed, failed.Count, failure);
    }

    /// <summary>The next moment at which something falls due; null: nothing is under way.</summary>
    public async Task<DateTimeOffset?> NextAsync(CancellationToken cancel = default)
    {
        await using var db = await dbs.CreateDbContextAsync(cancel);
        var now = clock.Now;
        return await db.Standings.Where(s => s.DueAt > now).MinAsync(s => s.DueAt, cancel);
    }

    private async Task<List<Guid>> DueAsync(List<Guid> failed, CancellationToken cancel)
    {
        await using var db = await dbs.CreateDbContextAsync(cancel);
        var now = clock.Now;
        var version = await db.Policies.Where(p => p.ConfirmedAt != null).MaxAsync(p => (int?)p.Version, cancel) ?? 1;
        return await db.Standings.Where(s => (s.DueAt <= now || s.PolicyVersion < version) && !failed.Contains(s.ShopId))
            .OrderBy(s => s.DueAt <= now ? 0 : 1).ThenBy(s => s.DueAt).Select(s => s.ShopId).Take(Batch).ToListAsync(cancel);
    }

    /// <summary>True where this call has done it; false where another was faster.</summary>
    private async Task<bool> ReviewAsync(Guid shopId, CancellationToken cancel)
    {
        while (true)
        {
            var verdicts = await JudgeAsync(shopId, cancel);
            var done = await dbs.RunAsync(db => ReviewAsync(db, shopId, verdicts, cancel), cancel);
            if (done is not null)
                return done.Value;
        }
    }

    /// <returns>Null where a record or the policy changed since it was opened: begin again.</returns>
    private async Task<bool?> ReviewAsync(CertifyDb db, Guid shopId, Verdicts? verdicts, CancellationToken cancel)
    {
        var standing = (await db.Standings.FindAsync([shopId], cancel))!;
        var policy = await policies.InForceAsync(db, cancel);
        var behind = standing.PolicyVersion < policy.Version;
        if (!(standing.DueAt <= clock.Now) && !behind)
            return false;
        if (behind)
        {
            if (verdicts is null || verdicts.PolicyVersion != policy.Version)
                return null;
            var today = clock.Today;
            foreach (var person in await db.Staff.Where(s => s.ShopId == shopId && s.Confirmed && (s.LeftOn == null || s.LeftOn > today)).ToListAsync(cancel))
            {
                if (!verdicts.People.TryGetValue(person.Id, out var verdict))
                    continue;
                if (verdict.ChangedAt != person.ChangedAt)
                    return null;
                // A verdict that ran out by itself is the review's to write down, as of its day.
                if (verdict.Vaccinated || !person.Vaccinated || person.VaccinatedOn(today))
                    person.Judge(verdict.Vaccinated, verdict.Until);
            }
            standing.PolicyVersion = policy.Version;
        }
        await review.ReviewAsync(db, shopId, Actor.System, cancel: cancel);
        await db.SaveChangesAsync(cancel);
        return true;
    }

    /// <summary>What the policy in force says of the shop's people, whose records are opened on record; null where their verdicts stand.</summary>
    private async Task<Verdicts?> JudgeAsync(Guid shopId, CancellationToken cancel)
    {
        await using var db = await dbs.CreateDbContextAsync(cancel);
        var policy = await db.Policies.AsNoTracking().Where(p => p.ConfirmedAt != null).OrderByDescending(p => p.Version).FirstOrDefaultAsync(cancel);
        // Where none was ever confirmed, the programme's defaults are version 1 (PolicyBook).
        var (version, terms, today) = (policy?.Version ?? 1, policy?.Terms ?? new PolicyTerms(), clock.Today);
        if (await db.Standings.AnyAsync(s => s.ShopId == shopId && s.PolicyVersion >= version, cancel))
            return null;
        var staff = await (from s in db.Staff.AsNoTracking()
                           join p in db.Persons on s.PersonId equals p.Id
                           where s.ShopId == shopId && s.Confirmed && (s.LeftOn == null || s.LeftOn > today) && p.WrappedKey != null
                           select new { s.Id, s.ChangedAt, Numbered = p.IdHash != null }).ToDictionaryAsync(s => s.Id, cancel);
        var people = new Dictionary<Guid, Verdict>();
        foreach (var page in staff.Keys.Chunk(PiiVault.PageLimit))
            foreach (var opened in await vault.RevealAsync(Actor.System, page, Pii.Health, "policy", shopId, cancel))
            {
                var of = staff[opened.StaffId];
                var accepted = of.Numbered && terms.Accepts(opened.Health!, today);
                people[opened.StaffId] = new(accepted, accepted ? terms.AcceptsUntil(opened.Health!, today) : null, of.ChangedAt);
            }
        return new(version, people);
    }

    private sealed record Verdict(bool Vaccinated, DateOnly? Until, DateTimeOffset ChangedAt);

    private sealed record Verdicts(int PolicyVersion, IReadOnlyDictionary<Guid, Verdict> People);
}

/// <param name="Reviewed">Shops that this run has reviewed.</param>
/// <param name="Failed">Shops that could not be reviewed and stay due.</param>
/// <param name="Failure">The kind of the last failure; messages may quote a row.</param>
public sealed record DueRun(int Reviewed, int Failed, string? Failure);

/// <summary>Wakes whoever runs <see cref="DueReviews"/> before its time, because something has become due now.</summary>
public sealed class DueSignal
{
    private readonly Channel<bool> rung = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Ring() => rung.Writer.TryWrite(true);

    /// <summary>Comes back when it rings, after <paramref name="atMost"/> at the latest.</summary>
    public async Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(atMost, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            await rung.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // Nobody rang: it is time to look anyway.
        }
    }
}
