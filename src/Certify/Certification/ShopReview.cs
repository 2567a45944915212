using Certify.Accounts;
using Certify.Badges;
using Certify.Data;
using Certify.Referrals;
using Certify.Shops;
using Certify.Staff;
using Microsoft.EntityFrameworkCore;

namespace Certify.Certification;

/// <summary>
/// Looks at one shop again after anything about it, its staff, visits or policy has changed, or when its time has come: counts coverage in integers,
/// opens and closes referrals, lets the badge follow (<see cref="BadgeWatch"/>), and writes down where the shop stands. Works on the caller's context and
/// saves nothing: run it in an <see cref="Intention"/>, since the version of <see cref="Standing"/> lets only one of two reviews through.
/// </summary>
public sealed class ShopReview(PolicyBook policies, CertifyClock clock)
{
    private readonly BadgeWatch watch = new(policies, clock);

    /// <param name="db">Holds the caller's changes, saved or not yet.</param>
    /// <param name="shopId"></param>
    /// <param name="actor">Who changed something; stands in the audit rows of what follows from it.</param>
    /// <param name="nextDoseFrom">
    /// For people whose record was looked at just now: the first day on which a next dose is possible (null: none is to be offered).
    /// Who is among them and not vaccinated gets a referral; others keep the one they have.
    /// </param>
    /// <param name="visitId">The visit that found them.</param>
    /// <param name="held">What the context holds of the shop already.</param>
    /// <param name="cancel"></param>
    public async Task<Standing> ReviewAsync(CertifyDb db, Guid shopId, Actor actor,
        IReadOnlyDictionary<Guid, DateOnly?>? nextDoseFrom = null, Guid? visitId = null, Held held = Held.Nothing, CancellationToken cancel = default)
    {
        var shop = (await db.Shops.FindAsync([shopId], cancel))!;
        var standing = await db.Standings.FindAsync([shopId], cancel);
        if (standing is null)
            db.Standings.Add(standing = new Standing(shopId, (await policies.InForceAsync(db, cancel)).Version));
        await LoadAsync(db, shopId, held, cancel);
        var staff = db.Staff.Local.Where(s => s.ShopId == shopId).ToList();
        var lapsed = Lapse(staff);
        Count(standing, staff);
        Refer(db, shopId, staff, id => lapsed.GetValueOrDefault(id) ?? nextDoseFrom?.GetValueOrDefault(id), id => lapsed.ContainsKey(id) || nextDoseFrom?.ContainsKey(id) == true, visitId);
        standing.OpenReferrals = db.Referrals.Local.Count(r => r.ShopId == shopId && r.State == ReferralState.Open);
        var orders = db.Rectifications.Local.Where(r => r.ShopId == shopId && r.DoneAt is null).ToList();
        standing.OpenRectifications = orders.Count;
        var lapsedOn = staff.Where(s => s.WorksOn(clock.Today)).Min(s => lapsed.GetValueOrDefault(s.Id));
        await watch.WatchAsync(db, standing, shop, staff, lapsedOn, orders.Count == 0 ? null : orders.Min(o => o.DueOn), actor, cancel);
        standing.Reviewed();
        return standing;
    }

    /// <summary>What <see cref="ShopChanged"/> asks for: a shop that stands somewhere is looked at again within the change itself.</summary>
    public async Task FollowAsync(CertifyDb db, Shop shop, Actor actor, CancellationToken cancel)
    {
        if (await db.Standings.FindAsync([shop.Id], cancel) is not null)
            await ReviewAsync(db, shop.Id, actor, cancel: cancel);
    }

    /// <summary>Coverage with the caller's changes, whose context holds all of the shop's staff. Listed people are those who work here today, whoever entered them.</summary>
    public (int Vaccinated, int Staff) CoverageOf(CertifyDb db, Guid shopId)
    {
        var today = clock.Today;
        var working = db.Staff.Local.Where(s => s.ShopId == shopId && s.WorksOn(today)).ToList();
        return (working.Count(s => s.VaccinatedOn(today)), working.Count);
    }

    private static async Task LoadAsync(CertifyDb db, Guid shopId, Held held, CancellationToken cancel)
    {
        if (!held.HasFlag(Held.Staff))
            await db.Staff.Where(s => s.ShopId == shopId).LoadAsync(cancel);
        if (!held.HasFlag(Held.Referrals))
            await db.Referrals.Where(r => r.ShopId == shopId && r.State == ReferralState.Open).LoadAsync(cancel);
        if (!held.HasFlag(Held.Orders))
            await db.Rectifications.Where(r => r.ShopId == shopId && r.DoneAt == null).LoadAsync(cancel);
        if (!held.HasFlag(Held.LiveBadge))
            await db.Badges.Where(b => b.ShopId == shopId && (b.State == BadgeState.Valid || b.State == BadgeState.Suspended)).LoadAsync(cancel);
    }

    /// <summary>Whose exemption has ended counts as vaccinated no more. Answers them, with the day from which a dose may be possible again.</summary>
    private Dictionary<Guid, DateOnly?> Lapse(List<StaffMember> staff)
    {
        var today = clock.Today;
        var lapsed = staff.Where(s => s.Vaccinated && !s.VaccinatedOn(today)).ToDictionary(s => s.Id, s => s.VerdictUntil?.AddDays(1));
        foreach (var person in staff.Where(s => lapsed.ContainsKey(s.Id)))
            person.Judge(false);
        return lapsed;
    }

    private void Count(Standing standing, List<StaffMember> staff)
    {
        var today = clock.Today;
        var working = staff.Where(s => s.WorksOn(today)).ToList();
        standing.Staff = working.Count;
        standing.Vaccinated = working.Count(s => s.Vaccinated);
        standing.Unconfirmed = working.Count(s => !s.Confirmed);
    }

    private void Refer(CertifyDb db, Guid shopId, List<StaffMember> staff, Func<Guid, DateOnly?> nextDoseFrom, Func<Guid, bool> looked, Guid? visitId)
    {
        var (today, now) = (clock.Today, clock.Now);
        var open = db.Referrals.Local.Where(r => r.ShopId == shopId && r.State == ReferralState.Open).ToDictionary(r => r.StaffId);
        foreach (var person in staff)
        {
            var referral = open.GetValueOrDefault(person.Id);
            if (!person.WorksOn(today))
                referral?.Close(ReferralState.Left, now);
            else if (person.Vaccinated)
                referral?.Close(ReferralState.Vaccinated, now);
            else if (looked(person.Id))
            {
                if (referral is null)
                    db.Referrals.Add(new Referral(shopId, person.Id, visitId, nextDoseFrom(person.Id), now));
                else
                    referral.Reschedule(nextDoseFrom(person.Id));
            }
        }
    }
}

/// <summary>What of a shop a context holds already, all of it, so that a review needs not read it again.</summary>
[Flags]
public enum Held { Nothing = 0, Staff = 1, Referrals = 2, Orders = 4, LiveBadge = 8, All = Staff | Referrals | Orders | LiveBadge }
