using Certify.Badges;

namespace Certify.Appeals;

public enum AppealState { Open, Upheld, Rejected, Withdrawn }

/// <summary>What an upheld appeal did: the badge is back, a new visit decides, or nothing was left to do.</summary>
public enum AppealEffect { None, Restored, VisitOrdered }

/// <summary>
/// 申诉: an owner's appeal against the suspension or revocation of the own badge. Both texts lie sealed (table key, columns <c>Text</c> and <c>Decision</c>)
/// and are shown to both sides.
/// </summary>
public sealed class Appeal
{
    public const int TextLimit = 1000;

    /// <summary>Days within which it has to be decided.</summary>
    public const int DecisionDays = 21;

    /// <summary>Days after the decision after which both texts are erased; the row with its outcome stays.</summary>
    public const int KeptDays = 730;

    private Appeal() { }

    public Appeal(Guid id, Badge badge, byte[] sealedText, Guid filedBy, DateOnly dueOn, DateTimeOffset now)
    {
        (Id, BadgeId, ShopId, BadgeNumber) = (id, badge.Id, badge.ShopId, badge.Number);
        (Against, Cause, AgainstAt) = (badge.State, badge.Cause, badge.ChangedAt ?? badge.IssuedAt);
        (Text, FiledBy, DueOn, FiledAt) = (sealedText, filedBy, dueOn, now);
    }

    public Guid Id { get; private set; }
    public Guid ShopId { get; private set; }
    public Guid BadgeId { get; private set; }
    public string BadgeNumber { get; private set; } = "";

    /// <summary>Suspended or revoked.</summary>
    public BadgeState Against { get; private set; }
    public SuspensionCause Cause { get; private set; }

    /// <summary>When the badge was suspended or revoked: which decision it is that the appeal is about.</summary>
    public DateTimeOffset AgainstAt { get; private set; }
    public byte[]? Text { get; private set; }
    public Guid FiledBy { get; private set; }
    public DateTimeOffset FiledAt { get; private set; }

    /// <summary>The last day on which it may be decided.</summary>
    public DateOnly DueOn { get; private set; }
    public AppealState State { get; private set; }
    public AppealEffect Effect { get; private set; }
    public byte[]? Decision { get; private set; }
    public Guid? DecidedBy { get; private set; }
    public string? DecidedByName { get; private set; }
    public DateTimeOffset? DecidedAt { get; private set; }
    public DateTimeOffset? ErasedAt { get; private set; }

    /// <summary>Set by the application at each change; a stale write is refused.</summary>
    public int Version { get; private set; }

    public bool IsOpen => State == AppealState.Open;

    public Result Decide(bool uphold, AppealEffect effect, byte[] sealedDecision, Guid? by, string byName, DateTimeOffset now)
    {
        if (!IsOpen)
            return new Refusal("appeals.closed_already");
        (State, Effect, Decision) = (uphold ? AppealState.Upheld : AppealState.Rejected, uphold ? effect : AppealEffect.None, sealedDecision);
        (DecidedBy, DecidedByName, DecidedAt) = (by, byName, now);
        Version++;
        return Result.Done;
    }

    public Result Withdraw(DateTimeOffset now)
    {
        if (!IsOpen)
            return new Refusal("appeals.closed_already");
        (State, DecidedAt) = (AppealState.Withdrawn, now);
        Version++;
        return Result.Done;
    }

    public void Erase(DateTimeOffset now)
    {
        (Text, Decision, ErasedAt) = (null, null, now);
        Version++;
    }
}
