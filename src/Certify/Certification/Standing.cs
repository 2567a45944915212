namespace Certify.Certification;

/// <summary>Where a shop stands now, derived from its staff, visits and badge and kept beside it so that lists need no sums. Re-evaluated at each write.</summary>
public sealed class Standing
{
    private Standing() { }

    public Standing(Guid shopId) => ShopId = shopId;

    public Guid ShopId { get; private set; }
    public int Vaccinated { get; set; }
    public int Staff { get; set; }
    public Guid? LastVisitId { get; set; }
    public DateTimeOffset? LastVisitedAt { get; set; }
    public Visits.Outcome? LastOutcome { get; set; }
    public Guid? BadgeId { get; set; }
    public Badges.BadgeState? BadgeState { get; set; }
    public DateOnly? BadgeUntil { get; set; }
    public int OpenReferrals { get; set; }
    public int OpenRectifications { get; set; }

    /// <summary>Since when a live badge has had less than full coverage: the grace period counts from here.</summary>
    public DateTimeOffset? ShortSince { get; set; }

    /// <summary>Entered by the owner and not yet confirmed by an officer.</summary>
    public int Unconfirmed { get; set; }

    /// <summary>Set by the application at each change: two reviews of one shop can't both be right.</summary>
    public int Version { get; private set; }

    public bool IsFull => Staff > 0 && Vaccinated == Staff;

    /// <summary>The visit that stands: the latest by the server's time that no correction has replaced.</summary>
    public void Visited(Visits.Visit visit) => (LastVisitId, LastVisitedAt, LastOutcome) = (visit.Id, visit.VisitedAt, visit.Outcome);

    public void Reviewed() => Version++;
}
