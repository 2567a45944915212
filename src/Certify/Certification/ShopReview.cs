using Certify.Accounts;
using Certify.Badges;
using Certify.Data;
using Certify.Referrals;
using Certify.Staff;
using Microsoft.EntityFrameworkCore;

namespace Certify.Certification;

/// <summary>
/// Looks at one shop again after anything about its staff, visits or policy has changed: counts coverage in integers, opens and closes referrals,
/// starts and ends the grace period, suspends and restores the badge, and writes down where the shop stands. Works on the caller's context and saves
/// nothing: run it in an <see cref="Intention"/>, since the version of <see cref="Standing"/> lets only one of two reviews through.
/// </summary>
public sealed class ShopReview(PolicyBook policies, CertifyClock clock)
{
    /// <summary>Text key that stands as the reason of what coverage did to a badge.</summary>
    public const string CoverageReason = "badges.reason_coverage";

    /// <param name="db">Holds the caller's changes, saved or not yet.</param>
    /// <param name="shopId"></param>
    /// <param name="actor">Who changed something; stands in the audit rows of what follows from it.</param>
    /// <param name="nextDoseFrom">
    /// For people whose record was looked at just now: the first day on which a next dose is possible (null: none is to be offered).
    /// Who is among them and not vaccinated gets a referral; others keep the one they have.
    /// </param>
    /// <param name="visitId">The visit that found them.</param>
    /// <param name="cancel"></param>
    public async Task<Standing> ReviewAsync(CertifyDb db, Guid shopId, Actor actor,
        IReadOnlyDictionary<Guid, DateOnly?>? nextDoseFrom = null, Guid? visitId = null, CancellationToken cancel = default)
    {
        var standing = await db.Standings.FindAsync([shopId], cancel);
        if (standing is null)
            db.Standings.Add(standing = new Standing(shopId));
        var staff = await StaffAsync(db, shopId, cancel);
        Count(standing, staff);
        await ReferAsync(db, shopId, staff, nextDoseFrom, visitId, cancel);
        standing.OpenReferrals = db.Referrals.Local.Count(r => r.ShopId == shopId && r.State == ReferralState.Open);
        await db.Rectifications.Where(r => r.ShopId == shopId && r.DoneAt == null).LoadAsync(cancel);
        standing.OpenRectifications = db.Rectifications.Local.Count(r => r.ShopId == shopId && r.DoneAt is null);
        await WatchBadgeAsync(db, standing, actor, cancel);
        standing.Reviewed();
        return standing;
    }

    /// <summary>Coverage with the caller's changes, whose context holds all of the shop's staff. Listed people are those who work here today, whoever entered them.</summary>
    public (int Vaccinated, int Staff) CoverageOf(CertifyDb db, Guid shopId)
    {
        var working = db.Staff.Local.Where(s => s.ShopId == shopId && s.WorksOn(clock.Today)).ToList();
        return (working.Count(s => s.Vaccinated), working.Count);
    }

    private static async Task<List<StaffMember>> StaffAsync(CertifyDb db, Guid shopId, CancellationToken cancel)
    {
        await db.Staff.Where(s => s.ShopId == shopId).LoadAsync(cancel);
        return [.. db.Staff.Local.Where(s => s.ShopId == shopId)];
    }

    private void Count(Standing standing, List<StaffMember> staff)
    {
        var today = clock.Today;
        var working = staff.Where(s => s.WorksOn(today)).ToList();
        standing.Staff = working.Count;
        standing.Vaccinated = working.Count(s => s.Vaccinated);
        standing.Unconfirmed = working.Count(s => !s.Confirmed);
    }

    private async Task ReferAsync(CertifyDb db, Guid shopId, List<StaffMember> staff, IReadOnlyDictionary<Guid, DateOnly?>? nextDoseFrom, Guid? visitId, CancellationToken cancel)
    {
        var (today, now) = (clock.Today, clock.Now);
        await db.Referrals.Where(r => r.ShopId == shopId && r.State == ReferralState.Open).LoadAsync(cancel);
        var open = db.Referrals.Local.Where(r => r.ShopId == shopId && r.State == ReferralState.Open).ToDictionary(r => r.StaffId);
        foreach (var person in staff)
        {
            var referral = open.GetValueOrDefault(person.Id);
            if (!person.WorksOn(today))
                referral?.Close(ReferralState.Left, now);
            else if (person.Vaccinated)
                referral?.Close(ReferralState.Vaccinated, now);
            else if (nextDoseFrom is not null && nextDoseFrom.TryGetValue(person.Id, out var from))
            {
                if (referral is null)
                    db.Referrals.Add(new Referral(shopId, person.Id, visitId, from, now));
                else
                    referral.Reschedule(from);
            }
        }
    }

    private async Task WatchBadgeAsync(CertifyDb db, Standing standing, Actor actor, CancellationToken cancel)
    {
        var now = clock.Now;
        await db.Badges.Where(b => b.ShopId == standing.ShopId && (b.State == BadgeState.Valid || b.State == BadgeState.Suspended)).LoadAsync(cancel);
        var badge = db.Badges.Local.FirstOrDefault(b => b.ShopId == standing.ShopId && b.IsLive);
        if (badge is not null && badge.StateAt(now) == BadgeState.Expired)
        {
            badge.Expire(now);
            db.Audit.Add(new AuditRow(Actor.System, "badge.expired", "badge", badge.Id, badge.Number, null, now));
        }
        if (badge is { IsLive: true })
            await GraceAsync(db, standing, badge, actor, cancel);
        else
            standing.ShortSince = null;

        badge ??= standing.BadgeId is { } last ? await db.Badges.FindAsync([last], cancel) : null;
        (standing.BadgeId, standing.BadgeState, standing.BadgeUntil) = (badge?.Id, badge?.State, badge?.ValidUntil);
    }

    /// <summary>Short coverage starts the grace period; its end suspends; full coverage ends both, and lifts only what coverage had done.</summary>
    private async Task GraceAsync(CertifyDb db, Standing standing, Badge badge, Actor actor, CancellationToken cancel)
    {
        var now = clock.Now;
        if (standing.IsFull)
        {
            standing.ShortSince = null;
            if (badge.Restore(SuspensionCause.Coverage, CoverageReason, now).Ok)
                db.Audit.Add(new AuditRow(actor, "badge.restored", "badge", badge.Id, badge.Number, Coverage(standing), now));
            return;
        }
        standing.ShortSince ??= now;
        var grace = (await policies.InForceAsync(db, cancel)).GraceDays;
        if (now >= standing.ShortSince.Value.AddDays(grace) && badge.Suspend(SuspensionCause.Coverage, CoverageReason, now).Ok)
            db.Audit.Add(new AuditRow(actor, "badge.suspended", "badge", badge.Id, badge.Number, Coverage(standing), now));
    }

    private static string Coverage(Standing standing) => $"{standing.Vaccinated}/{standing.Staff}";
}
