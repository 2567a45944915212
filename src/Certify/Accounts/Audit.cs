namespace Certify.Accounts;

/// <summary>Who did what, when, on what, why. Written in the transaction of the change itself; never changed. Holds no personal data of staff.</summary>
public sealed class AuditRow
{
    private AuditRow() { }

    /// <param name="actor"></param>
    /// <param name="action">Stable verb, also a text key under <c>audit.</c>, e.g. <c>badge.suspended</c>.</param>
    /// <param name="subject">Kind of thing, e.g. <c>badge</c>, <c>shop</c>, <c>user</c>, <c>policy</c>.</param>
    /// <param name="subjectId"></param>
    /// <param name="label">What a reader knows the thing by: a badge number, a shop's name.</param>
    /// <param name="detail"></param>
    /// <param name="now"></param>
    public AuditRow(Actor actor, string action, string subject, Guid? subjectId, string label, string? detail, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        (ActorId, ActorName, ActorRole) = (actor.UserId, actor.Name, actor.Role);
        (Action, Subject, SubjectId, Label, Detail, At) = (action, subject, subjectId, label, detail, now);
    }

    public Guid Id { get; private set; }
    public DateTimeOffset At { get; private set; }
    public Guid? ActorId { get; private set; }
    public string ActorName { get; private set; } = "";
    public string ActorRole { get; private set; } = "";
    public string Action { get; private set; } = "";
    public string Subject { get; private set; } = "";
    public Guid? SubjectId { get; private set; }
    public string Label { get; private set; } = "";
    public string? Detail { get; private set; }
}

/// <summary>Who opened which persons' sealed columns, and for what. Written and committed before anything is opened.</summary>
public sealed class AccessRow
{
    private AccessRow() { }

    public AccessRow(Actor actor, string purpose, string columns, IReadOnlyCollection<Guid> staffIds, Guid? shopId, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        (ActorId, ActorName, ActorRole) = (actor.UserId, actor.Name, actor.Role);
        (Purpose, Columns, ShopId, At) = (purpose, columns, shopId, now);
        StaffIds = string.Join(' ', staffIds.Select(id => id.ToString("N")));
        Persons = staffIds.Count;
    }

    public Guid Id { get; private set; }
    public DateTimeOffset At { get; private set; }
    public Guid? ActorId { get; private set; }
    public string ActorName { get; private set; } = "";
    public string ActorRole { get; private set; } = "";

    /// <summary>Stable, also a text key under <c>purpose.</c>, e.g. <c>visit</c>, <c>reveal</c>, <c>referral</c>.</summary>
    public string Purpose { get; private set; } = "";
    public string Columns { get; private set; } = "";
    public Guid? ShopId { get; private set; }
    public string StaffIds { get; private set; } = "";
    public int Persons { get; private set; }
}
