using Certify.Accounts;

namespace Certify.Visits;

/// <summary>What is known of two inspectors' visits at one shop on one day.</summary>
public enum PairState
{
    /// <summary>They differ, as far as anybody has looked: a supervisor takes note.</summary>
    Open,

    /// <summary>Roster and measures are the same.</summary>
    Same,
    Noted,
}

/// <summary>
/// Two visits of different inspectors at one shop on one day. Both count as they were recorded, the later one by time of visit decides, neither is changed:
/// the pair only tells a supervisor where they found different things.
/// </summary>
public sealed class VisitPair
{
    private VisitPair() { }

    /// <param name="earlier">By time of visit.</param>
    /// <param name="later"></param>
    /// <param name="now"></param>
    public VisitPair(Guid earlier, Guid later, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        (EarlierId, LaterId, FoundAt) = (earlier, later, now);
    }

    public Guid Id { get; private set; }
    public Guid EarlierId { get; private set; }
    public Guid LaterId { get; private set; }
    public DateTimeOffset FoundAt { get; private set; }
    public PairState State { get; private set; }
    public DateTimeOffset? NotedAt { get; private set; }
    public string NotedByName { get; private set; } = "";

    /// <summary>Compared: nothing differs.</summary>
    public void Agree()
    {
        if (State == PairState.Open)
            State = PairState.Same;
    }

    public Result Note(Actor actor, DateTimeOffset now)
    {
        if (State != PairState.Open)
            return new Refusal("pairs.closed");
        (State, NotedAt, NotedByName) = (PairState.Noted, now, actor.Name);
        return Result.Done;
    }
}
