using System.Text.RegularExpressions;
using Certify.Checklists;
using Certify.Staff;

namespace Certify.Visits;

/// <summary>A refusal and the field it is about, as a JSON path: <c>staff[3].doses[0].on</c>.</summary>
public sealed record FieldRefusal(string Field, Refusal Refusal);

/// <summary>What is wrong with a visit by itself, before anything is looked up: one sentence a field.</summary>
public static partial class VisitChecks
{
    public const int DosesLimit = 6, SiteNameLimit = 100;

    /// <summary>No dose of any product was given before the emergency use of July 2020.</summary>
    public static readonly DateOnly FirstDoseEver = new(2020, 7, 1);

    /// <summary>Times that no clock shows are refused before anything is reckoned with them.</summary>
    public static IReadOnlyList<FieldRefusal> CheckTimes(VisitSubmission visit) =>
    [
        .. new[] { ("startedAt", visit.StartedAt), ("finishedAt", visit.FinishedAt), ("sentAt", visit.SentAt) }
            .Where(t => t.Item2.Year is < 2000 or > 2100).Select(t => new FieldRefusal(t.Item1, new("visits.times_range"))),
    ];

    /// <param name="visit">Normalised (<see cref="VisitText"/>).</param>
    /// <param name="visitDay">Day of the visit by the server's clock.</param>
    public static IReadOnlyList<FieldRefusal> Check(VisitSubmission visit, DateOnly visitDay)
    {
        var found = new List<FieldRefusal>();
        void Refuse(string field, string code, params object?[] args) => found.Add(new(field, new Refusal(code, args)));
        void Limit(string field, string? text, int limit)
        {
            if (text?.Length > limit)
                Refuse(field, "visits.text_long", limit, text.Length);
        }

        if (visit.Id == Guid.Empty)
            Refuse("id", "visits.id_empty");
        if (visit.StartedAt > visit.FinishedAt)
            Refuse("finishedAt", "visits.times_order");
        if (visit.FinishedAt > visit.SentAt)
            Refuse("sentAt", "visits.times_sent");
        Limit("companion", visit.Companion, Visit.CompanionLimit);
        Limit("note", visit.Note, Visit.NoteLimit);
        Limit("foreignReason", visit.ForeignReason, Visit.ForeignReasonLimit);
        if (visit.Supersedes == visit.Id)
            Refuse("supersedes", "visits.supersedes_itself");
        found.AddRange(CheckStaff(visit.Staff, visitDay));
        return found;
    }

    /// <summary>Each measure of the list is needed, and no other; <c>measures.masks</c>.</summary>
    public static IEnumerable<FieldRefusal> CheckMeasures(SubmittedMeasures measures, ChecklistVersion list) =>
    [
        .. list.Items.Where(i => !measures.Found.ContainsKey(i.Key)).Select(i => new FieldRefusal("measures." + i.Key, new("visits.measure_missing", i.Text, list.Number))),
        .. measures.Found.Keys.Where(k => list.Find(k) is null).Take(ChecklistVersion.ItemsLimit).Select(k => new FieldRefusal("measures." + k, new("visits.measure_unknown", list.Number))),
    ];

    /// <summary>The people alone, whoever enters them. Paths as in a visit: <c>staff[3].doses[0].on</c>.</summary>
    /// <param name="staff">Normalised.</param>
    /// <param name="day">Nothing can have happened after it.</param>
    public static IReadOnlyList<FieldRefusal> CheckStaff(IReadOnlyList<SubmittedStaff> staff, DateOnly day)
    {
        var found = new List<FieldRefusal>();
        void Refuse(string field, string code, params object?[] args) => found.Add(new(field, new Refusal(code, args)));
        void Limit(string field, string? text, int limit)
        {
            if (text?.Length > limit)
                Refuse(field, "visits.text_long", limit, text.Length);
        }

        if (staff.Count > Visit.StaffLimit)
            Refuse("staff", "visits.staff_many", Visit.StaffLimit);
        else
            for (var i = 0; i < staff.Count; i++)
                CheckPerson(staff[i], $"staff[{i}]", day, Refuse, Limit);
        return found;
    }

    /// <summary>What is wrong with one person by itself; fields as in the JSON: <c>name</c>, <c>idNumber</c>, <c>doses[0].on</c>.</summary>
    public static IReadOnlyList<FieldRefusal> CheckPerson(SubmittedStaff person, DateOnly day)
    {
        var found = new List<FieldRefusal>();
        void Refuse(string field, string code, params object?[] args) => found.Add(new(field.TrimStart('.'), new Refusal(code, args)));
        CheckPerson(person, "", day, Refuse, (field, text, limit) =>
        {
            if (text?.Length > limit)
                Refuse(field, "visits.text_long", limit, text.Length);
        });
        return found;
    }

    private delegate void Refusing(string field, string code, params object?[] args);

    private static void CheckPerson(SubmittedStaff person, string at, DateOnly visitDay, Refusing refuse, Action<string, string?, int> limit)
    {
        if (person.StaffId is null && string.IsNullOrEmpty(person.Name))
            refuse($"{at}.name", "visits.name_missing");
        limit($"{at}.name", person.Name, StaffMember.NameLimit);
        limit($"{at}.position", person.Position, StaffMember.PositionLimit);
        limit($"{at}.exemption", person.Exemption, HealthRecord.TextLimit);
        limit($"{at}.reason", person.Reason, HealthRecord.TextLimit);
        if (person.ExemptUntil < visitDay)
            refuse($"{at}.exemptUntil", "visits.exempt_over", person.ExemptUntil);
        if (!string.IsNullOrEmpty(person.Phone) && !Phone().IsMatch(person.Phone))
            refuse($"{at}.phone", "visits.phone");
        CheckDocument(person, $"{at}.idNumber", visitDay, refuse);
        if (person.LeftOn > visitDay)
            refuse($"{at}.leftOn", "visits.left_in_future", person.LeftOn);
        if (person.Doses?.Count > DosesLimit)
            refuse($"{at}.doses", "visits.doses_many", DosesLimit);
        else
            for (var i = 0; i < person.Doses?.Count; i++)
                CheckDose(person.Doses[i], $"{at}.doses[{i}]", visitDay, refuse, limit);
    }

    private static void CheckDocument(SubmittedStaff person, string at, DateOnly visitDay, Refusing refuse)
    {
        if (string.IsNullOrEmpty(person.IdNumber))
            return;
        if ((person.IdType ?? IdType.ResidentId) != IdType.ResidentId)
        {
            if (!Document().IsMatch(person.IdNumber))
                refuse(at, "visits.document");
        }
        else if (ResidentId.Parse(person.IdNumber, visitDay) is { Ok: false, Refusal: { } wrong })
            refuse(at, wrong.Code, wrong.Args);
    }

    private static void CheckDose(SubmittedDose dose, string at, DateOnly visitDay, Refusing refuse, Action<string, string?, int> limit)
    {
        if (Vaccine.Find(dose.Vaccine) is null)
            refuse($"{at}.vaccine", "rules.dose_unknown_vaccine", dose.Vaccine);
        if (dose.On > visitDay)
            refuse($"{at}.on", "visits.dose_in_future", dose.On);
        else if (dose.On < FirstDoseEver)
            refuse($"{at}.on", "visits.dose_before_any", dose.On);
        limit($"{at}.siteName", dose.SiteName, SiteNameLimit);
    }

    [GeneratedRegex(@"^\+?[0-9][0-9 -]{3,18}$")]
    private static partial Regex Phone();

    [GeneratedRegex("^[0-9A-Z()]{3,30}$")]
    private static partial Regex Document();
}
