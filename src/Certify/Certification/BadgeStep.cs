using Certify.Badges;

namespace Certify.Certification;

/// <summary>What can happen in a badge's life. The names are kept in the database and are text keys under <c>steps.</c>.</summary>
public enum BadgeStepKind { Issued, Short, Full, Warned14, Warned3, Suspended, Restored, Superseded, Revoked, Expired }

/// <summary>标识经过: one dated line of a badge's life, as its owner and the office read it. Counts and causes only, no person; never public.</summary>
public sealed class BadgeStep
{
    private BadgeStep() { }

    public BadgeStep(Badge badge, BadgeStepKind kind, DateTimeOffset at, Standing standing)
    {
        Id = Guid.CreateVersion7(at);
        (ShopId, Line, BadgeId, Number, Kind, At) = (badge.ShopId, standing.NextStep(), badge.Id, badge.Number, kind, at);
        (Vaccinated, Staff) = (standing.Vaccinated, standing.Staff);
        if (kind is BadgeStepKind.Suspended or BadgeStepKind.Revoked)
            (Cause, Reason) = (badge.Cause, badge.Reason);
        Until = kind switch
        {
            BadgeStepKind.Short => badge.RestsAt,
            BadgeStepKind.Issued or BadgeStepKind.Warned14 or BadgeStepKind.Warned3 => badge.ExpiresAt,
            _ => null,
        };
    }

    public Guid Id { get; private set; }
    public Guid ShopId { get; private set; }

    /// <summary>Its place among the shop's steps, from 1: several may happen in one moment.</summary>
    public int Line { get; private set; }
    public Guid BadgeId { get; private set; }
    public string Number { get; private set; } = "";
    public BadgeStepKind Kind { get; private set; }

    /// <summary>When it became so, which may lie before the moment at which it was written down.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>The end of what began: of the grace period, or of the badge.</summary>
    public DateTimeOffset? Until { get; private set; }
    public SuspensionCause Cause { get; private set; }

    /// <summary>A supervisor's words, or a text key.</summary>
    public string? Reason { get; private set; }

    /// <summary>Coverage at that moment.</summary>
    public int Vaccinated { get; private set; }
    public int Staff { get; private set; }
}
