using Certify.Staff;
using Certify.Visits;

namespace Certify.Certification;

/// <summary>One thing in which two contents of a visit differ.</summary>
/// <param name="Key">By which it is chosen: <c>note</c>, <c>p2-phone</c>.</param>
/// <param name="Field">Its name, the same for each person: <c>note</c>, <c>phone</c>; <c>listed</c> where only one of the two names the person.</param>
/// <param name="Person">Whose it is; null: the visit's.</param>
/// <param name="This"></param>
/// <param name="That"></param>
public sealed record Difference(string Key, string Field, string? Person, object? This, object? That)
{
    /// <summary>Said of the shop, its people and its measures, and not of the visit itself.</summary>
    public bool IsFinding => Person is not null || Field == "checklist" || Field.StartsWith(VisitComparison.MeasureField, StringComparison.Ordinal);
}

/// <summary>
/// Two contents of a visit at one shop, side by side: people are paired by their line on the roster, else by document number, else by name.
/// What the second leaves as it was is filled from the first, so that only what was said otherwise counts as a difference.
/// </summary>
public sealed class VisitComparison
{
    /// <summary>Before a measure's key in <see cref="Difference.Field"/>.</summary>
    public const string MeasureField = "measure-";

    private sealed record Field<T>(string Name, Func<T, object?> Read, Func<T, T, T> Take);

    private static readonly IReadOnlyList<Field<VisitSubmission>> VisitFields =
    [
        new("started", v => v.StartedAt, (to, from) => to with { StartedAt = from.StartedAt }),
        new("finished", v => v.FinishedAt, (to, from) => to with { FinishedAt = from.FinishedAt }),
        new("companion", v => v.Companion, (to, from) => to with { Companion = from.Companion }),
        new("notice", v => v.Notice, (to, from) => to with { Notice = from.Notice }),
        new("foreign", v => v.ForeignReason, (to, from) => to with { ForeignReason = from.ForeignReason }),
        new("note", v => v.Note, (to, from) => to with { Note = from.Note }),
    ];

    private static readonly IReadOnlyList<Field<SubmittedStaff>> PersonFields =
    [
        new("name", p => p.Name, (to, from) => to with { Name = from.Name }),
        // Another number is another person: whom the first content had brought onto the roster by mistake is struck when the correction is recorded.
        new("number", p => p.IdNumber, (to, from) => to with { StaffId = null, IdType = from.IdType, IdNumber = from.IdNumber }),
        new("phone", p => p.Phone, (to, from) => to with { Phone = from.Phone }),
        new("position", p => p.Position, (to, from) => to with { Position = from.Position }),
        new("status", p => p.Status, (to, from) => to with { Status = from.Status, LeftOn = from.LeftOn }),
        new("left", p => p.LeftOn, (to, from) => to with { LeftOn = to.Status == StaffStatus.Left ? from.LeftOn : null }),
        new("doses", p => p.Doses, (to, from) => to with { Doses = from.Doses }),
        new("exemption", p => p.Exemption, (to, from) => to with { Exemption = from.Exemption, ExemptUntil = from.ExemptUntil }),
        new("exempt_until", p => p.ExemptUntil, (to, from) => to with { ExemptUntil = from.ExemptUntil }),
        new("reason", p => p.Reason, (to, from) => to with { Reason = from.Reason }),
    ];

    private readonly VisitSubmission _this, _that;
    private readonly IReadOnlyList<Field<VisitSubmission>> _fields;
    private readonly IReadOnlyList<(SubmittedStaff? This, SubmittedStaff? That)> _people;

    public VisitComparison(VisitSubmission recorded, VisitSubmission other)
    {
        (_this, _that) = (VisitText.Normalise(recorded), VisitText.Normalise(other));
        _people = Pair(_this.Staff, _that.Staff);
        _fields = [.. VisitFields, .. MeasureFields(_this, _that)];
        Differences = [.. DifferencesOf("", null, _fields, _this, _that), .. _people.SelectMany(InPerson)];
    }

    public IReadOnlyList<Difference> Differences { get; }

    /// <summary>The second content whole, with what it leaves as it was filled in.</summary>
    public VisitSubmission Other => Merge(Differences.Select(d => d.Key).ToHashSet(StringComparer.Ordinal));

    /// <summary>The first content with what <paramref name="taken"/> names (<see cref="Difference.Key"/>) from the second.</summary>
    public VisitSubmission Merge(IReadOnlySet<string> taken)
    {
        var people = new List<SubmittedStaff>();
        for (var i = 0; i < _people.Count; i++)
        {
            var (recorded, other) = _people[i];
            var otherListed = taken.Contains(Key(i, "listed"));
            if (recorded is not null && other is not null)
                people.Add(Take($"p{i}-", PersonFields, recorded, other, taken));
            else if (recorded is not null ? !otherListed : otherListed)
                people.Add((recorded ?? other)!);
        }
        return Take("", _fields, _this, _that, taken) with { Staff = people };
    }

    /// <summary>Of one list each measure can be chosen by itself; made with two, the lists go with all that they say.</summary>
    private static IEnumerable<Field<VisitSubmission>> MeasureFields(VisitSubmission recorded, VisitSubmission other) =>
        recorded.ChecklistVersion != other.ChecklistVersion
            ? [new("checklist", v => v.ChecklistVersion, (to, from) => to with { ChecklistVersion = from.ChecklistVersion, Measures = from.Measures })]
            : recorded.Measures.Found.Keys.Select(key => new Field<VisitSubmission>(MeasureField + key, v => v.Measures[key],
                (to, from) => to with { Measures = to.Measures.With(key, from.Measures[key]) }));

    private static T Take<T>(string at, IReadOnlyList<Field<T>> fields, T recorded, T other, IReadOnlySet<string> taken) =>
        fields.Where(f => taken.Contains(at + f.Name)).Aggregate(recorded, (to, f) => f.Take(to, other));

    private static IEnumerable<Difference> DifferencesOf<T>(string at, string? person, IReadOnlyList<Field<T>> fields, T recorded, T other) =>
        from f in fields
        let pair = (This: f.Read(recorded), That: f.Read(other))
        where !Same(pair.This, pair.That)
        select new Difference(at + f.Name, f.Name, person, pair.This, pair.That);

    private static IEnumerable<Difference> InPerson((SubmittedStaff? This, SubmittedStaff? That) pair, int index)
    {
        if (pair is { This: { } recorded, That: { } other })
            return DifferencesOf($"p{index}-", recorded.Name, PersonFields, recorded, other);
        return [new Difference(Key(index, "listed"), "listed", (pair.This ?? pair.That)!.Name, pair.This is not null, pair.That is not null)];
    }

    private static string Key(int index, string field) => $"p{index}-{field}";

    private static bool Same(object? a, object? b) => (a, b) switch
    {
        (IReadOnlyList<SubmittedDose> x, IReadOnlyList<SubmittedDose> y) => Plain(x).SequenceEqual(Plain(y)),
        // The server's time of each is reckoned from its own arrival: what is shown to the minute differs by a minute or not at all.
        (DateTimeOffset x, DateTimeOffset y) => (x - y).Duration() < TimeSpan.FromMinutes(1),
        // An empty text and none are one thing to a reader.
        (string or null, string or null) => string.Equals((string?)a ?? "", (string?)b ?? "", StringComparison.Ordinal),
        _ => Equals(a, b),
    };

    /// <summary>A dose's place in the course follows from its day.</summary>
    private static IEnumerable<SubmittedDose> Plain(IReadOnlyList<SubmittedDose> doses) => doses.OrderBy(d => d.On).Select(d => d with { Number = null });

    private static List<(SubmittedStaff? This, SubmittedStaff? That)> Pair(IReadOnlyList<SubmittedStaff> recorded, IReadOnlyList<SubmittedStaff> other)
    {
        var free = other.ToList();
        SubmittedStaff? Match(SubmittedStaff person) =>
            free.Find(o => o.StaffId is not null && o.StaffId == person.StaffId)
            ?? free.Find(o => o.IdNumber is not null && o.IdNumber == person.IdNumber && (o.IdType ?? IdType.ResidentId) == (person.IdType ?? IdType.ResidentId))
            ?? free.Find(o => o.StaffId is null && o.Name == person.Name && (o.IdNumber is null || person.IdNumber is null));
        var pairs = new List<(SubmittedStaff? This, SubmittedStaff? That)>();
        foreach (var person in recorded)
        {
            var match = Match(person);
            if (match is not null)
                free.Remove(match);
            pairs.Add((person, match is null ? null : Filled(match, person)));
        }
        pairs.AddRange(free.Select(o => ((SubmittedStaff?)null, (SubmittedStaff?)o)));
        return pairs;
    }

    private static SubmittedStaff Filled(SubmittedStaff other, SubmittedStaff recorded) => other with
    {
        StaffId = recorded.StaffId,
        Name = other.Name ?? recorded.Name,
        IdType = other.IdNumber is null ? recorded.IdType : other.IdType,
        IdNumber = other.IdNumber ?? recorded.IdNumber,
        Phone = other.Phone ?? recorded.Phone,
        Position = other.Position ?? recorded.Position,
        Doses = other.Doses ?? recorded.Doses,
        Exemption = other.Exemption ?? recorded.Exemption,
        ExemptUntil = other.Exemption is null ? recorded.ExemptUntil : other.ExemptUntil,
        Reason = other.Reason ?? recorded.Reason,
    };
}
