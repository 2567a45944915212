using Certify.Accounts;

namespace Certify.Visits;

/// <summary>What a supervisor made of two contents under one visit id.</summary>
public enum ConflictDecision
{
    Open,

    /// <summary>What was recorded first stands. Can be thought over.</summary>
    Kept,

    /// <summary>The other content was recorded in its place.</summary>
    Taken,

    /// <summary>Some of each was recorded in its place.</summary>
    Merged,
}

/// <summary>The same visit id came with other content: kept, sealed (table <c>VisitConflicts</c>, column <c>Content</c>), for a person to decide.</summary>
public sealed class VisitConflict
{
    private VisitConflict() { }

    public VisitConflict(Guid visitId, Guid inspectorId, byte[] contentHash, Func<Guid, byte[]> seal, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        (VisitId, InspectorId, ContentHash, ReceivedAt) = (visitId, inspectorId, contentHash, now);
        Content = seal(Id);
    }

    /// <summary>Also the id of the visit that a decision for the other content, or for some of it, is recorded as: so that it is recorded once.</summary>
    public Guid Id { get; private set; }
    public Guid VisitId { get; private set; }

    /// <summary>Who sent the other content.</summary>
    public Guid InspectorId { get; private set; }
    public byte[] ContentHash { get; private set; } = [];
    public byte[] Content { get; private set; } = [];
    public DateTimeOffset ReceivedAt { get; private set; }
    public ConflictDecision Decision { get; private set; }
    public DateTimeOffset? DecidedAt { get; private set; }
    public string DecidedByName { get; private set; } = "";

    /// <summary>Another visit was recorded of it: a change of mind is a correction of that one.</summary>
    public bool IsFinal => Decision is ConflictDecision.Taken or ConflictDecision.Merged;

    public void Decide(ConflictDecision decision, Actor actor, DateTimeOffset now) =>
        (Decision, DecidedAt, DecidedByName) = (decision, now, actor.Name);
}
