namespace Certify.Accounts;

/// <summary>A grid's round goes to another inspector from a day on. Kept with who held it before, so that it can be taken back.</summary>
public sealed class Handover
{
    private Handover() { }

    public Handover(Guid gridId, Guid toUserId, string toName, DateOnly on, string by, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        (GridId, ToUserId, ToName, On, By, OrderedAt) = (gridId, toUserId, toName, on, by, now);
    }

    public Guid Id { get; private set; }
    public Guid GridId { get; private set; }
    public Guid ToUserId { get; private set; }
    public string ToName { get; private set; } = "";

    /// <summary>The first day on which the other inspector holds the grid.</summary>
    public DateOnly On { get; private set; }
    public string By { get; private set; } = "";
    public DateTimeOffset OrderedAt { get; private set; }
    public DateTimeOffset? DoneAt { get; private set; }
    public DateTimeOffset? UndoneAt { get; private set; }

    /// <summary>Ids of those who held the grid until then, a blank between them.</summary>
    public string Before { get; private set; } = "";

    /// <summary>Taken over by another writer at the same moment: only one of two is right.</summary>
    public int Version { get; private set; }

    public IReadOnlyList<Guid> HoldersBefore => [.. Before.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Guid.Parse)];

    public bool IsOpen => UndoneAt is null;

    public void Do(IEnumerable<Guid> before, DateTimeOffset now)
    {
        (Before, DoneAt) = (string.Join(' ', before.Select(id => id.ToString("N"))), now);
        Version++;
    }

    public void Undo(DateTimeOffset now)
    {
        UndoneAt = now;
        Version++;
    }
}
