using Certify.Accounts;
using Certify.Badges;
using Certify.Data;
using Certify.Shops;
using Certify.Staff;

namespace Certify.Certification;

/// <summary>
/// Lets a shop's badge follow the truth, within one review: writes down what time has done since, lets it rest where the shop has closed or moved or
/// coverage stayed short for longer than the grace period, brings it back when that is over, warns of its end, and says when to look again.
/// Each thing that happens becomes one <see cref="BadgeStep"/>.
/// </summary>
internal sealed class BadgeWatch(PolicyBook policies, CertifyClock clock)
{
    /// <summary>Text keys that stand as the reason of what coverage, closing and moving did to a badge.</summary>
    public const string CoverageReason = "badges.reason_coverage", ClosedReason = "badges.reason_closed", MovedReason = "badges.reason_moved";

    /// <summary>Days before its end at which a badge's owner is warned.</summary>
    private static readonly (int Days, BadgeStepKind Kind)[] Warnings = [(14, BadgeStepKind.Warned14), (3, BadgeStepKind.Warned3)];

    /// <summary>Looks at the shop's live badge, which the context holds, or else at its last one.</summary>
    /// <param name="db"></param>
    /// <param name="standing"></param>
    /// <param name="shop"></param>
    /// <param name="staff"></param>
    /// <param name="lapsedOn">The first day of which this review finds that somebody who works here counts no more since then.</param>
    /// <param name="rectifyBy"></param>
    /// <param name="actor"></param>
    /// <param name="cancel"></param>
    public async Task WatchAsync(
        CertifyDb db, Standing standing, Shop shop, IReadOnlyList<StaffMember> staff, DateOnly? lapsedOn, DateOnly? rectifyBy, Actor actor, CancellationToken cancel)
    {
        var badge = db.Badges.Local.FirstOrDefault(b => b.ShopId == shop.Id && b.IsLive) ?? (standing.BadgeId is { } last ? await db.Badges.FindAsync([last], cancel) : null);
        var policy = badge is { IsLive: true } ? await policies.InForceAsync(db, cancel) : null;
        var grace = policy?.GraceDays ?? 0;
        if (badge is not null)
        {
            Note(db, standing, badge);
            if (lapsedOn is { } day && Later(clock.StartOf(day), badge.ChangedAt ?? badge.IssuedAt) is var since && badge.IsLive && since < badge.ExpiresAt)
                FallShort(db, standing, badge, since, grace);
            CatchUp(db, standing, badge);
            if (badge.IsLive)
            {
                var gone = FollowShop(db, standing, shop, badge, policy!, actor);
                FollowCoverage(db, standing, badge, grace, gone, actor);
                if (shop.IsOpen)
                    Warn(db, standing, badge);
            }
        }
        if (badge is not { IsLive: true })
            standing.ShortSince = null;
        Revisits.Expect(standing, shop, badge, rectifyBy, grace, clock);
        standing.DueAt = NextLook(standing, shop, badge, staff);
    }

    /// <summary>The shop has left the place that the badge names. Where only the spelling of the address was put right it has not.</summary>
    internal static bool HasMoved(Shop shop, Badge badge) =>
        shop.MovedAt >= badge.IssuedAt && ShopIdentity.Fold(shop.Address) != ShopIdentity.Fold(badge.Address);

    /// <summary>One step for what has become of the badge since the shop's standing was last written.</summary>
    private void Note(CertifyDb db, Standing standing, Badge badge)
    {
        var (knownId, knownState, knownCause) = (standing.BadgeId, standing.BadgeState, standing.BadgeCause);
        if (knownId != badge.Id)
        {
            if (knownState is BadgeState.Valid or BadgeState.Suspended && db.Badges.Local.FirstOrDefault(b => b.Id == knownId) is { } former)
                Step(db, standing, former, KindOf(former.State), former.ChangedAt ?? clock.Now);
            (standing.WarnedDays, standing.ShortSince, knownState, knownCause) = (null, null, BadgeState.Valid, SuspensionCause.None);
            Step(db, standing, badge, BadgeStepKind.Issued, badge.IssuedAt);
        }
        if (badge.State != knownState || (badge.State == BadgeState.Suspended && badge.Cause != knownCause))
            Step(db, standing, badge, KindOf(badge.State), badge.ChangedAt ?? clock.Now);
        standing.Show(badge);
    }

    private static BadgeStepKind KindOf(BadgeState state) => state switch
    {
        BadgeState.Valid => BadgeStepKind.Restored,
        BadgeState.Suspended => BadgeStepKind.Suspended,
        BadgeState.Revoked => BadgeStepKind.Revoked,
        BadgeState.Superseded => BadgeStepKind.Superseded,
        _ => BadgeStepKind.Expired,
    };

    private static void Step(CertifyDb db, Standing standing, Badge badge, BadgeStepKind kind, DateTimeOffset at) =>
        db.BadgeSteps.Add(new BadgeStep(badge, kind, at, standing));

    /// <summary>What time has done is written down in the order in which it happened, however late.</summary>
    private void CatchUp(CertifyDb db, Standing standing, Badge badge)
    {
        while (badge.CatchUp(CoverageReason, clock.Now))
        {
            var suspended = badge.State == BadgeState.Suspended;
            db.Audit.Add(new AuditRow(Actor.System, suspended ? "badge.suspended" : "badge.expired", "badge", badge.Id, badge.Number, suspended ? Coverage(standing) : null, clock.Now));
            Note(db, standing, badge);
        }
    }

    /// <summary>
    /// A closed shop's badge, and that of a shop which has moved, rests at once. A mistake is undone by undoing it: it comes back with the shop,
    /// unless the shop was gone for longer than a visit counts; then a visit must see it first. Where the grace period ended meanwhile it goes on
    /// resting for that. True while the shop is gone.
    /// </summary>
    private bool FollowShop(CertifyDb db, Standing standing, Shop shop, Badge badge, CertificationPolicy policy, Actor actor)
    {
        var now = clock.Now;
        var (cause, reason) = !shop.IsOpen ? (SuspensionCause.Closed, ClosedReason) : HasMoved(shop, badge) ? (SuspensionCause.Moved, MovedReason) : (SuspensionCause.None, "");
        if (cause != SuspensionCause.None)
        {
            if (badge.Suspend(cause, reason, now).Ok)
                Decided(db, standing, badge, actor, "badge.suspended", reason);
            return true;
        }
        if (badge.Cause is SuspensionCause.Closed or SuspensionCause.Moved && now <= badge.ChangedAt?.AddDays(policy.VisitDays))
        {
            var back = badge.Cause == SuspensionCause.Closed ? "badges.reason_reopened" : "badges.reason_moved_back";
            if (!standing.IsFull && standing.ShortSince?.AddDays(policy.GraceDays) <= now)
            {
                if (badge.RestForCoverage(badge.Cause, CoverageReason, now).Ok)
                    Decided(db, standing, badge, actor, "badge.suspended", Coverage(standing));
            }
            else if (badge.Restore(badge.Cause, back, now).Ok)
                Decided(db, standing, badge, actor, "badge.restored", back);
        }
        return false;
    }

    /// <summary>Short coverage starts the grace period; its end suspends; full coverage ends both, and lifts only what coverage had done.</summary>
    private void FollowCoverage(CertifyDb db, Standing standing, Badge badge, int graceDays, bool gone, Actor actor)
    {
        var now = clock.Now;
        if (!standing.IsFull)
        {
            FallShort(db, standing, badge, now, graceDays);
            CatchUp(db, standing, badge);
            return;
        }
        if (standing.ShortSince is not null && badge.State == BadgeState.Valid)
            Step(db, standing, badge, BadgeStepKind.Full, now);
        standing.ShortSince = null;
        badge.RestFrom(null);
        if (!gone && badge.Restore(SuspensionCause.Coverage, CoverageReason, now).Ok)
            Decided(db, standing, badge, actor, "badge.restored", Coverage(standing));
    }

    /// <summary>
    /// Coverage is short, since then unless it was before. A badge whose grace is over rests as of its end, but never before what has become of it since;
    /// and where another policy moves that end, never before now: until now scans were green and its owner was told so.
    /// </summary>
    private void FallShort(CertifyDb db, Standing standing, Badge badge, DateTimeOffset since, int graceDays)
    {
        var begins = standing.ShortSince is null;
        standing.ShortSince ??= since;
        if (badge.State != BadgeState.Valid)
            return;
        var ends = Later(standing.ShortSince.Value.AddDays(graceDays), badge.ChangedAt ?? badge.IssuedAt);
        badge.RestFrom(ends < badge.RestsAt ? Later(ends, clock.Now) : ends);
        if (begins && graceDays > 0)
            Step(db, standing, badge, BadgeStepKind.Short, since);
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    /// <summary>The last warning whose day has come, once. One that a later one has overtaken, after days off, is not made up for.</summary>
    private void Warn(CertifyDb db, Standing standing, Badge badge)
    {
        var due = Warnings.Where(w => WarnsAt(badge, w.Days) is { } at && at <= clock.Now).ToList();
        if (due.Count == 0 || standing.WarnedDays <= due[^1].Days)
            return;
        standing.WarnedDays = due[^1].Days;
        Step(db, standing, badge, due[^1].Kind, WarnsAt(badge, due[^1].Days)!.Value);
    }

    /// <summary>The beginning of the day on which that many days are left; none for a badge that was issued with fewer.</summary>
    private DateTimeOffset? WarnsAt(Badge badge, int days) => clock.StartOf(badge.ValidUntil.AddDays(-days)) is var at && at > badge.IssuedAt ? at : null;

    private DateTimeOffset? NextLook(Standing standing, Shop shop, Badge? badge, IReadOnlyList<StaffMember> staff)
    {
        var (now, today) = (clock.Now, clock.Today);
        var moments = new List<DateTimeOffset?>();
        if (badge is { IsLive: true })
        {
            moments.AddRange([badge.ExpiresAt, badge.RestsAt]);
            if (shop.IsOpen)
                moments.AddRange(Warnings.Where(w => !(standing.WarnedDays <= w.Days)).Select(w => WarnsAt(badge, w.Days)));
        }
        var days = staff.SelectMany(s => new[] { s.Since, s.LeftOn, s.VerdictUntil?.AddDays(1) }).OfType<DateOnly>().Where(d => d > today).ToList();
        if (days.Count > 0)
            moments.Add(clock.StartOf(days.Min()));
        return moments.Where(m => m > now).Min();
    }

    private void Decided(CertifyDb db, Standing standing, Badge badge, Actor actor, string action, string detail)
    {
        db.Audit.Add(new AuditRow(actor, action, "badge", badge.Id, badge.Number, detail, clock.Now));
        Note(db, standing, badge);
    }

    private static string Coverage(Standing standing) => $"{standing.Vaccinated}/{standing.Staff}";
}
