using Certify.Accounts;
using Certify.Badges;
using Certify.Data;
using Certify.Staff;
using Microsoft.EntityFrameworkCore;

namespace Certify.Certification;

/// <summary>How the policy changes: one supervisor proposes and sees what it would do, another confirms. A badge keeps the version it was issued under.</summary>
public sealed class PolicyChanges(PolicyBook book, PiiVault vault, DueSignal signal, IDbContextFactory<CertifyDb> dbs, CertifyClock clock)
{
    public const int MaxDays = 90;

    public Task<Result> ProposeAsync(PolicyTerms terms, Actor actor, CancellationToken cancel = default) => dbs.RunAsync(async db =>
    {
        var inForce = await book.InForceAsync(db, cancel);
        if (terms == inForce.Terms)
            return new Refusal("policy.same");
        if (terms.VisitDays is < 1 or > MaxDays || terms.ValidDays is < 1 or > MaxDays || terms.GraceDays is < 0 or > MaxDays || terms.RectificationDays is < 1 or > MaxDays)
            return new Refusal("policy.days", MaxDays);
        if (await OpenAsync(db, cancel) is not null)
            return new Refusal("policy.open_already");
        var version = Math.Max(inForce.Version, await db.Policies.MaxAsync(p => (int?)p.Version, cancel) ?? 0) + 1;
        db.Policies.Add(new CertificationPolicy(version, terms, actor.Name, clock.Now));
        Audit(db, actor, "policy.proposed", version);
        await db.SaveChangesAsync(cancel);
        return Result.Done;
    }, cancel);

    /// <summary>In force from now on; every shop falls due, and <see cref="DueReviews"/> looks at its people's verdicts again. Null when that version is not open.</summary>
    public async Task<Result?> ConfirmAsync(int version, Actor actor, CancellationToken cancel = default)
    {
        var result = await dbs.RunAsync<Result?>(async db =>
        {
            if (await OpenAsync(db, cancel) is not { } proposal || proposal.Version != version)
                return null;
            if (await db.Audit.AnyAsync(r => r.Action == "policy.proposed" && r.Label == Label(version) && r.ActorId == actor.UserId, cancel))
                return new Refusal("policy.own");
            proposal.Confirm(actor.Name, clock.Now);
            Audit(db, actor, "policy.confirmed", version);
            await db.SaveChangesAsync(cancel);
            return Result.Done;
        }, cancel);
        if (result?.Ok == true)
            signal.Ring();
        return result;
    }

    public Task<Result?> WithdrawAsync(int version, Actor actor, CancellationToken cancel = default) => dbs.RunAsync<Result?>(async db =>
    {
        if (await OpenAsync(db, cancel) is not { } proposal || proposal.Version != version)
            return null;
        proposal.Withdraw(clock.Now);
        Audit(db, actor, "policy.withdrawn", version);
        await db.SaveChangesAsync(cancel);
        return Result.Done;
    }, cancel);

    /// <summary>What these terms would do to the badges that live now. Opens every record once, as the program, on record.</summary>
    public async Task<PolicyImpact> ImpactAsync(PolicyTerms terms, CancellationToken cancel = default)
    {
        var changes = (await VerdictsAsync(terms, cancel)).ToLookup(v => v.ShopId, v => v.Vaccinated ? 1 : -1);
        await using var db = await dbs.CreateDbContextAsync(cancel);
        var live = await (from s in db.Standings.AsNoTracking()
                          join b in db.Badges on s.BadgeId equals b.Id
                          where b.State == BadgeState.Valid || b.State == BadgeState.Suspended
                          select new { s.ShopId, s.Staff, s.Vaccinated, b.State, b.Cause }).ToListAsync(cancel);
        var after = live.Select(s => (s.State, s.Cause, Was: s.Staff > 0 && s.Staff == s.Vaccinated, Is: s.Staff > 0 && s.Staff == s.Vaccinated + changes[s.ShopId].Sum())).ToList();
        return new PolicyImpact(live.Count, after.Count(a => a.Was && !a.Is), after.Count(a => !a.Was && a.Is && a.Cause != SuspensionCause.Supervisor));
    }

    public static Task<CertificationPolicy?> OpenAsync(CertifyDb db, CancellationToken cancel = default) =>
        db.Policies.Where(p => p.ConfirmedAt == null && p.WithdrawnAt == null).OrderByDescending(p => p.Version).FirstOrDefaultAsync(cancel);

    /// <summary>Whose verdict these terms change.</summary>
    private async Task<List<Verdict>> VerdictsAsync(PolicyTerms terms, CancellationToken cancel)
    {
        await using var db = await dbs.CreateDbContextAsync(cancel);
        var today = clock.Today;
        var staff = await (from s in db.Staff
                           join p in db.Persons on s.PersonId equals p.Id
                           where s.Confirmed && (s.LeftOn == null || s.LeftOn > today) && p.WrappedKey != null
                           orderby s.Id
                           select new { s.Id, s.ShopId, s.Vaccinated, Numbered = p.IdHash != null }).ToListAsync(cancel);
        var changed = new List<Verdict>();
        foreach (var page in staff.Chunk(PiiVault.PageLimit))
        {
            var opened = (await vault.RevealAsync(Actor.System, [.. page.Select(s => s.Id)], Pii.Health, "policy", cancel: cancel)).ToDictionary(r => r.StaffId, r => r.Health!);
            changed.AddRange(page.Where(s => opened.ContainsKey(s.Id)).Select(s => (s, Now: s.Numbered && terms.Accepts(opened[s.Id], today)))
                .Where(x => x.Now != x.s.Vaccinated).Select(x => new Verdict(x.s.ShopId, x.s.Id, x.Now)));
        }
        return changed;
    }

    private void Audit(CertifyDb db, Actor actor, string action, int version) =>
        db.Audit.Add(new AuditRow(actor, action, "policy", null, Label(version), null, clock.Now));

    private static string Label(int version) => version.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private sealed record Verdict(Guid ShopId, Guid StaffId, bool Vaccinated);
}

/// <summary>What a policy would do at this moment.</summary>
/// <param name="LiveBadges">Badges valid or suspended now.</param>
/// <param name="FallShort">Shops with full coverage that would have it no more: their grace period would begin.</param>
/// <param name="ComeBack">Shops that would have full coverage again.</param>
public sealed record PolicyImpact(int LiveBadges, int FallShort, int ComeBack);
