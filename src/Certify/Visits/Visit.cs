using Certify.Checklists;

namespace Certify.Visits;

public enum Outcome { Certified, NotCertified }

/// <summary>Why personal data may be recorded: the authority's legal duty (Personal Information Protection Law, art. 13, items 3 and 4), or each person's consent.</summary>
public enum NoticeBasis { Duty, Consent }

/// <summary>走访: inspector and companion at one shop at one time. Never edited: a correction is a new visit that supersedes it.</summary>
public sealed class Visit
{
    public const int CompanionLimit = 60, NoteLimit = 500, ForeignReasonLimit = 200, StaffLimit = 500;

    private Visit() { }

    public Visit(Guid id, Guid shopId, Guid inspectorId, string inspectorName, VisitTimes times, byte[] contentHash)
    {
        (Id, ShopId, InspectorId, InspectorName, ContentHash) = (id, shopId, inspectorId, inspectorName, contentHash);
        (StartedAt, FinishedAt, SentAt, ReceivedAt, VisitedAt, Skewed) = (times.StartedAt, times.FinishedAt, times.SentAt, times.ReceivedAt, times.VisitedAt, times.Skewed);
    }

    /// <summary>Made by the client (UUIDv7): the same id with the same content is the same visit.</summary>
    public Guid Id { get; private set; }
    public Guid ShopId { get; private set; }
    public Guid InspectorId { get; private set; }
    public string InspectorName { get; private set; } = "";
    public DateTimeOffset StartedAt { get; private set; }
    public DateTimeOffset FinishedAt { get; private set; }
    public DateTimeOffset SentAt { get; private set; }
    public DateTimeOffset ReceivedAt { get; private set; }

    /// <summary>finishedAt by the server's clock: what decides which visit is the later one.</summary>
    public DateTimeOffset VisitedAt { get; private set; }

    /// <summary>The client's clock was off by more than ten minutes.</summary>
    public bool Skewed { get; private set; }

    /// <summary>HMAC-SHA-256 of the normalised visit.</summary>
    public byte[] ContentHash { get; private set; } = [];
    public string Companion { get; set; } = "";
    public Guid? SupersedesId { get; set; }

    /// <summary>The notice was given on this ground before the first row; null: the client did not say.</summary>
    public NoticeBasis? Notice { get; set; }

    /// <summary>Why an inspector visited outside own grids; shown to the supervisor.</summary>
    public string? ForeignReason { get; set; }

    /// <summary>Keys of the measures that were found in order.</summary>
    public IReadOnlyList<string> Passed { get; set; } = [];

    /// <summary>The checklist that the visit was made with: it stays, whatever is published later.</summary>
    public int ChecklistVersion { get; set; }

    /// <summary>Sealed under the table key (table <c>Visits</c>, column <c>Note</c>).</summary>
    public byte[]? Note { get; set; }
    public Outcome Outcome { get; set; }
    public int Vaccinated { get; set; }
    public int Staff { get; set; }

    /// <summary>The badge that this visit led to.</summary>
    public Guid? BadgeId { get; set; }

    /// <summary>The answer given, as JSON without personal data, so that the same id gets the same receipt.</summary>
    public string Receipt { get; set; } = "";
}

/// <summary>The client's times and the server's: skew = receivedAt − sentAt, visit time = finishedAt + skew.</summary>
public sealed record VisitTimes(DateTimeOffset StartedAt, DateTimeOffset FinishedAt, DateTimeOffset SentAt, DateTimeOffset ReceivedAt)
{
    public static readonly TimeSpan SkewLimit = TimeSpan.FromMinutes(10);
    public TimeSpan Skew => ReceivedAt - SentAt;
    public DateTimeOffset VisitedAt => FinishedAt + Skew;
    public bool Skewed => Skew.Duration() > SkewLimit;
}

public enum StaffStatus { Working, Left }

/// <summary>One line of a visit's roster as it was then: the health record is a snapshot under the person's key (table <c>VisitStaff</c>).</summary>
public sealed class VisitStaff
{
    private VisitStaff() { }

    public VisitStaff(Guid id, Guid visitId, int line, Guid staffId, StaffStatus status, DateOnly? leftOn, bool vaccinated, string position, byte[] health)
    {
        Id = id;
        (VisitId, Line, StaffId, Status, LeftOn, Vaccinated, Position, Health) = (visitId, line, staffId, status, leftOn, vaccinated, position, health);
    }

    public Guid Id { get; private set; }
    public Guid VisitId { get; private set; }

    /// <summary>Its place in the visit, from 1: a receipt speaks of people by it.</summary>
    public int Line { get; private set; }
    public Guid StaffId { get; private set; }
    public StaffStatus Status { get; private set; }
    public DateOnly? LeftOn { get; private set; }
    public bool Vaccinated { get; private set; }
    public string Position { get; private set; } = "";
    public byte[] Health { get; private set; } = [];
}

/// <summary>整改: an order to put one failed measure right by a day.</summary>
public sealed class Rectification
{
    private Rectification() { }

    public Rectification(Visit visit, ChecklistItem measure, DateOnly dueOn, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        (ShopId, VisitId, ChecklistVersion, DueOn, OrderedAt) = (visit.ShopId, visit.Id, visit.ChecklistVersion, dueOn, now);
        (Measure, TextZh, TextEn) = (measure.Key, measure.Zh, measure.En);
    }

    public Guid Id { get; private set; }
    public Guid ShopId { get; private set; }
    public Guid VisitId { get; private set; }

    /// <summary>Key of the measure, and its texts as they stood on the list by which it was ordered.</summary>
    public string Measure { get; private set; } = "";
    public int ChecklistVersion { get; private set; }
    public string TextZh { get; private set; } = "";
    public string TextEn { get; private set; } = "";
    public ChecklistText Text => new(TextZh, TextEn);
    public DateOnly DueOn { get; private set; }
    public DateTimeOffset OrderedAt { get; private set; }
    public DateTimeOffset? DoneAt { get; private set; }

    /// <summary>Who found it in order at a re-check; null where a visit did, or nobody yet.</summary>
    public string? RecheckedBy { get; private set; }

    /// <summary>A later visit found the measure in order.</summary>
    public void Done(DateTimeOffset now) => DoneAt ??= now;

    /// <summary>Another day is set by which it is to be put right.</summary>
    public Result Expect(DateOnly day)
    {
        if (DoneAt is not null)
            return new Refusal("rectifications.done_already");
        DueOn = day;
        return Result.Done;
    }

    /// <summary>A re-check between visits found it in order.</summary>
    public Result PutRight(string by, DateTimeOffset now)
    {
        if (DoneAt is not null)
            return new Refusal("rectifications.done_already");
        (DoneAt, RecheckedBy) = (now, by);
        return Result.Done;
    }
}

/// <summary>A form that could not be recorded as it came (its session had run out, its laptop had to forget it, something in it is wrong): kept sealed (table <c>HeldForms</c>, column <c>Body</c>) for the same user to go on with.</summary>
public sealed class HeldForm
{
    private HeldForm() { }

    public HeldForm(Guid id, string userName, Guid shopId, byte[] body, DateTimeOffset now) =>
        (Id, UserName, ShopId, Body, HeldAt) = (id, userName, shopId, body, now);

    public Guid Id { get; private set; }

    /// <summary>Upper-case user name of whom it waits for.</summary>
    public string UserName { get; private set; } = "";
    public Guid ShopId { get; private set; }
    public byte[] Body { get; private set; } = [];
    public DateTimeOffset HeldAt { get; private set; }

    /// <summary>The same form came again, further on.</summary>
    public void Renew(byte[] body, DateTimeOffset now) => (Body, HeldAt) = (body, now);
}
