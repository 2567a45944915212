using Certify.Badges;
using Certify.Shops;

namespace Certify.Certification;

/// <summary>Which shops an inspector must see again, why, and by when.</summary>
internal static class Revisits
{
    /// <summary>Days within which a shop with a new name is visited and gets a badge that says so.</summary>
    public const int RenamedDays = 14;

    public static void Expect(Standing standing, Shop shop, Badge? badge, DateOnly? rectifyBy, int graceDays, CertifyClock clock)
    {
        var first = !shop.IsOpen ? null : Candidates(standing, shop, badge, rectifyBy, graceDays, clock).Select(c => ((Revisit Cause, DateOnly On)?)c).FirstOrDefault();
        standing.Expect(first?.Cause, first?.On);
    }

    /// <summary>First those whose badge has stopped and needs a visit, then by day.</summary>
    private static IEnumerable<(Revisit Cause, DateOnly On)> Candidates(Standing standing, Shop shop, Badge? badge, DateOnly? rectifyBy, int graceDays, CertifyClock clock) =>
        All(standing, shop, badge, rectifyBy, graceDays, clock).OrderBy(c => c.Cause <= Revisit.Reopened ? 0 : 1).ThenBy(c => c.On).ThenBy(c => c.Cause);

    private static IEnumerable<(Revisit Cause, DateOnly On)> All(Standing standing, Shop shop, Badge? badge, DateOnly? rectifyBy, int graceDays, CertifyClock clock)
    {
        var today = clock.Today;
        if (rectifyBy is { } by)
            yield return (Revisit.Rectification, by);
        if (badge is { State: BadgeState.Expired })
            yield return (Revisit.Expired, badge.ValidUntil);
        if (badge is { State: BadgeState.Revoked, Reason: LateRevocations.KeyReason })
            yield return (Revisit.KeyRevoked, clock.DayOf(badge.ChangedAt ?? badge.IssuedAt));
        if (badge is not { IsLive: true })
            yield break;
        if (badge.State == BadgeState.Suspended && clock.DayOf(badge.ChangedAt ?? badge.IssuedAt) is var stopped)
        {
            if (BadgeWatch.HasMoved(shop, badge))
                yield return (Revisit.Moved, stopped);
            else if (badge.Cause is SuspensionCause.Closed or SuspensionCause.Moved)
                yield return (Revisit.Reopened, stopped);
            else if (badge.Cause == SuspensionCause.Visit)
                yield return (Revisit.Corrected, stopped);
        }
        if (standing.ShortSince is { } since)
        {
            // The day is that on which the grace ends, or ended: the badge knows when it was, and where something else suspended it before, the policy does.
            var ends = badge.RestsAt ?? (badge.Cause == SuspensionCause.Coverage ? badge.ChangedAt : null) ?? since.AddDays(graceDays);
            yield return (standing.Unconfirmed > 0 ? Revisit.Unconfirmed : Revisit.Short, clock.DayOf(ends));
        }
        if (badge.SignboardName != shop.SignboardName || badge.RegisteredName != shop.RegisteredName || ShopIdentity.Fold(badge.Address) != ShopIdentity.Fold(shop.Address))
            yield return (Revisit.Renamed, standing.Revisit == Revisit.Renamed ? standing.RevisitOn!.Value : today.AddDays(RenamedDays));
        if (badge.ValidUntil.DayNumber - today.DayNumber <= StillNeeded.RenewalDays)
            yield return (Revisit.Expiring, badge.ValidUntil);
    }
}
