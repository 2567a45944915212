using Certify.Badges;

namespace Certify.Certification;

/// <summary>Where a shop stands now, derived from its staff, visits and badge and kept beside it so that lists need no sums. Re-evaluated at each write, and when its time comes.</summary>
public sealed class Standing
{
    private Standing() { }

    public Standing(Guid shopId, int policyVersion) => (ShopId, PolicyVersion) = (shopId, policyVersion);

    public Guid ShopId { get; private set; }
    public int Vaccinated { get; set; }
    public int Staff { get; set; }
    public Guid? LastVisitId { get; set; }
    public DateTimeOffset? LastVisitedAt { get; set; }
    public Visits.Outcome? LastOutcome { get; set; }
    public Guid? BadgeId { get; private set; }
    public BadgeState? BadgeState { get; private set; }
    public SuspensionCause BadgeCause { get; private set; }
    public DateOnly? BadgeUntil { get; private set; }
    public int OpenReferrals { get; set; }
    public int OpenRectifications { get; set; }

    /// <summary>Since when a live badge has had less than full coverage: the grace period counts from here.</summary>
    public DateTimeOffset? ShortSince { get; set; }

    /// <summary>Entered by the owner and not yet confirmed by an officer.</summary>
    public int Unconfirmed { get; set; }

    /// <summary>The last warning of the badge's end that was given: 14 or 3 days before it; null: none yet.</summary>
    public int? WarnedDays { get; set; }

    /// <summary>Why the shop must be visited again, and by when; null: it need not.</summary>
    public Revisit? Revisit { get; private set; }
    public DateOnly? RevisitOn { get; private set; }

    /// <summary>The next moment at which time alone changes something here; null: nothing is under way.</summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>The policy by which the verdicts of the shop's people were last reached.</summary>
    public int PolicyVersion { get; set; }

    /// <summary>How many <see cref="BadgeStep"/>s have been written of the shop.</summary>
    public int Steps { get; private set; }

    /// <summary>Set by the application at each change: two reviews of one shop can't both be right.</summary>
    public int Version { get; private set; }

    public bool IsFull => Staff > 0 && Vaccinated == Staff;

    /// <summary>The visit that stands: the latest by the server's time that no correction has replaced.</summary>
    public void Visited(Visits.Visit visit) => (LastVisitId, LastVisitedAt, LastOutcome) = (visit.Id, visit.VisitedAt, visit.Outcome);

    public void Show(Badge badge) => (BadgeId, BadgeState, BadgeCause, BadgeUntil) = (badge.Id, badge.State, badge.Cause, badge.ValidUntil);

    /// <summary>A visit falls due, or none does. The same cause keeps its day.</summary>
    public void Expect(Revisit? revisit, DateOnly? on) => (Revisit, RevisitOn) = (revisit, on);

    /// <summary>The place of the next step.</summary>
    public int NextStep() => ++Steps;

    public void Reviewed() => Version++;
}

/// <summary>复访: why a shop that has been visited must be visited again. Text keys under <c>revisits.</c>; those whose badge has stopped come first.</summary>
public enum Revisit
{
    /// <summary>The badge was revoked with the key that had signed it, and for nothing that the shop has done.</summary>
    KeyRevoked,

    /// <summary>The shop has moved: its badge doesn't hold for the new place.</summary>
    Moved,

    /// <summary>The visit that had earned the badge was corrected, and no longer earns it.</summary>
    Corrected,

    /// <summary>The shop was closed, or away, for longer than a visit lasts.</summary>
    Reopened,

    /// <summary>People whom the owner has entered wait for an officer.</summary>
    Unconfirmed,

    /// <summary>Coverage is short.</summary>
    Short,

    /// <summary>A failed measure is to be checked again.</summary>
    Rectification,

    /// <summary>The badge carries another name, or another way of writing the address, than the shop has now.</summary>
    Renamed,

    /// <summary>The badge ends within 14 days.</summary>
    Expiring,

    /// <summary>The badge has ended and no newer one took its place.</summary>
    Expired,
}
