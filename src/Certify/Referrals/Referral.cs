namespace Certify.Referrals;

public enum ReferralState { Open, Vaccinated, Left, Withdrawn }

/// <summary>未完成接种人员登记: a person found not, or not fully, vaccinated. Says from which day a dose is possible, never a medical reason.</summary>
public sealed class Referral
{
    private Referral() { }

    public Referral(Guid shopId, Guid staffId, Guid? visitId, DateOnly? nextDoseFrom, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        (ShopId, StaffId, VisitId, NextDoseFrom, OpenedAt) = (shopId, staffId, visitId, nextDoseFrom, now);
    }

    public Guid Id { get; private set; }
    public Guid ShopId { get; private set; }
    public Guid StaffId { get; private set; }
    public Guid? VisitId { get; private set; }

    /// <summary>First day on which the next dose may be given; null where no dose is to be offered (exempt).</summary>
    public DateOnly? NextDoseFrom { get; private set; }
    public ReferralState State { get; private set; }
    public DateTimeOffset OpenedAt { get; private set; }
    public DateTimeOffset? ClosedAt { get; private set; }

    public void Reschedule(DateOnly? nextDoseFrom) => NextDoseFrom = nextDoseFrom;

    public void Close(ReferralState why, DateTimeOffset now) => (State, ClosedAt) = (why, now);
}
