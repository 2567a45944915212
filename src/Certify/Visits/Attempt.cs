namespace Certify.Visits;

/// <summary>Why a shop could not be visited. Text keys under <c>attempts.kind_</c>.</summary>
public enum AttemptKind
{
    /// <summary>The shop seems to have closed down: a supervisor looks into it.</summary>
    Closed,

    /// <summary>It seems to have moved away: a supervisor looks into it.</summary>
    Moved,
    Refused,
    NoStaff,

    /// <summary>Come back on a day.</summary>
    ComeBack,
}

/// <summary>
/// 未成走访: an inspector was at a shop's door and no visit came of it. Changes neither coverage nor badge: it only moves the shop in the round, and what seems
/// closed or moved is put before a supervisor. Never edited; its own inspector takes it back on the day itself.
/// </summary>
public sealed class Attempt
{
    public const int NoteLimit = 300;

    /// <summary>Days that an attempt may wait on a laptop, and that one may come back in.</summary>
    public const int OldestDays = 30, ComeBackDays = 60;

    private Attempt() { }

    public Attempt(AttemptDraft draft, Guid inspectorId, string inspectorName, byte[] contentHash, byte[]? note, DateTimeOffset now)
    {
        (Id, ShopId, Kind, On, ComeBackOn) = (draft.Id, draft.ShopId, draft.Kind, draft.On, draft.ComeBackOn);
        (InspectorId, InspectorName, ContentHash, Note, ReceivedAt) = (inspectorId, inspectorName, contentHash, note, now);
    }

    /// <summary>Made by the client (UUIDv7): the same id with the same content is the same attempt.</summary>
    public Guid Id { get; private set; }
    public Guid ShopId { get; private set; }
    public AttemptKind Kind { get; private set; }

    /// <summary>The day on which the inspector was there.</summary>
    public DateOnly On { get; private set; }
    public DateOnly? ComeBackOn { get; private set; }
    public Guid InspectorId { get; private set; }
    public string InspectorName { get; private set; } = "";
    public DateTimeOffset ReceivedAt { get; private set; }

    /// <summary>HMAC-SHA-256 of what was sent.</summary>
    public byte[] ContentHash { get; private set; } = [];

    /// <summary>Sealed under the table key (table <c>Attempts</c>, column <c>Note</c>).</summary>
    public byte[]? Note { get; private set; }

    /// <summary>Taken back by its inspector; it counts for nothing from then on.</summary>
    public DateTimeOffset? UndoneAt { get; private set; }

    /// <summary>A supervisor looked into it and the shop stays where it is.</summary>
    public DateTimeOffset? DismissedAt { get; private set; }
    public string? DismissedBy { get; private set; }

    /// <summary>Waits for a supervisor, unless the shop was closed, moved or visited since.</summary>
    public bool IsTask => Kind is AttemptKind.Closed or AttemptKind.Moved && UndoneAt is null && DismissedAt is null;

    public Result Undo(Guid by, DateOnly today, DateOnly receivedOn, DateTimeOffset now)
    {
        if (by != InspectorId)
            return new Refusal("attempts.undo_own");
        if (UndoneAt is not null)
            return new Refusal("attempts.undone_already");
        if (receivedOn != today)
            return new Refusal("attempts.undo_today");
        UndoneAt = now;
        return Result.Done;
    }

    public Result Dismiss(string by, DateTimeOffset now)
    {
        if (!IsTask)
            return new Refusal("attempts.no_task");
        (DismissedAt, DismissedBy) = (now, by);
        return Result.Done;
    }
}

/// <summary>An attempt as it is sent: the body of <c>POST /api/v1/attempts</c>, and what the form is read into.</summary>
public sealed record AttemptDraft(Guid Id, Guid ShopId, AttemptKind Kind, DateOnly On, DateOnly? ComeBackOn, string? Note, DateTimeOffset SentAt);

public enum AttemptAnswerKind { Recorded, Repeated, Conflict, NoShop, Refused }

/// <param name="Kind"></param>
/// <param name="Attempt">As it is kept; null where none is.</param>
/// <param name="Errors"></param>
public sealed record AttemptAnswer(AttemptAnswerKind Kind, Attempt? Attempt = null, IReadOnlyList<FieldRefusal>? Errors = null);
