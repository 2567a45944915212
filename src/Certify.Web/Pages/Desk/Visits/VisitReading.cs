using System.Globalization;
using System.Text.RegularExpressions;
using Certify.Checklists;
using Certify.Staff;
using Certify.Visits;

namespace Certify.Web.Pages.Desk.Visits;

/// <summary>
/// Reads the typed form into a visit, and leads each refusal back to the field that was typed: <c>staff[1].doses[0].on</c> may be
/// the second dose cell of the fourth row, since blank and unconfirmed rows are not sent.
/// </summary>
public sealed partial class VisitReading
{
    private readonly List<int> _rows = [];
    private readonly List<List<string>> _doseFields = [];

    /// <summary>Field name below <c>Input</c>, and what is wrong with it.</summary>
    public IList<FieldRefusal> Errors { get; } = [];

    public required VisitSubmission Visit { get; init; }

    /// <param name="form"></param>
    /// <param name="list">The version that the form names; null: there is none such, and the visit will be refused.</param>
    /// <param name="shopId"></param>
    /// <param name="today">Days without a year are the latest not after it.</param>
    /// <param name="now">Stands for the browser's clock where the form was sent without JavaScript.</param>
    public static VisitReading Read(VisitForm form, ChecklistVersion? list, Guid shopId, DateOnly today, DateTimeOffset now)
    {
        var staff = new List<SubmittedStaff>();
        var sent = Moment(form.SentAt) ?? now;
        var finished = Moment(form.FinishedAt) ?? sent;
        var reading = new VisitReading
        {
            Visit = new()
            {
                Id = form.Id,
                ShopId = shopId,
                Supersedes = form.Supersedes,
                StartedAt = Moment(form.StartedAt) ?? finished,
                FinishedAt = finished,
                SentAt = sent,
                Companion = form.Companion,
                Note = form.Note,
                ForeignReason = form.ForeignReason,
                Notice = form.Notice,
                Measures = list is null ? SubmittedMeasures.Passing(form.Ticked) : SubmittedMeasures.Of(list, form.Ticked),
                ChecklistVersion = form.ChecklistVersion,
                Staff = staff,
            },
        };
        for (var i = 0; i < form.Rows.Count; i++)
            if (!form.Rows[i].IsBlank && (form.Rows[i].StaffId is null || form.Rows[i].Status is not null))
                staff.Add(reading.Person(form.Rows[i], i, today));
        if (staff.Count > 0 && form.Notice is null)
            reading.Errors.Add(new("Notice", new("visits.notice_missing")));
        return reading;
    }

    private SubmittedStaff Person(VisitRow row, int index, DateOnly today)
    {
        _rows.Add(index);
        var at = $"Rows[{index}].";
        var asWas = row.IsUntouched;
        var doses = new List<SubmittedDose>();
        var fields = new List<string>();
        var vaccine = VaccineText.Find(row.Vaccine);
        foreach (var (cell, n) in row.DoseCells.Select((c, n) => (c, n + 1)))
        {
            if (DoseText.Parse(cell, today) is not { } read)
            {
                Errors.Add(new($"{at}Dose{n}", new("form.unreadable", cell)));
                continue;
            }
            foreach (var (on, other) in read)
            {
                doses.Add(new((other ?? vaccine)?.Code ?? "", doses.Count + 1, on, null, row.Proof));
                fields.Add($"Dose{n}");
            }
        }
        _doseFields.Add(fields);
        if (vaccine is null && (doses.Exists(d => d.Vaccine.Length == 0) || !string.IsNullOrWhiteSpace(row.Vaccine)))
            Errors.Add(new(at + "Vaccine", string.IsNullOrWhiteSpace(row.Vaccine) ? new("visits.vaccine_missing") : new("rules.dose_unknown_vaccine", row.Vaccine)));
        return new()
        {
            StaffId = row.StaffId,
            Name = row.StaffId is null ? row.Name : null,
            IdType = string.IsNullOrWhiteSpace(row.IdNumber) ? null : row.IdType,
            IdNumber = row.IdNumber,
            Phone = row.StaffId is not null && string.IsNullOrWhiteSpace(row.Phone) ? null : row.Phone,
            Position = row.Position ?? "",
            Status = row.Status ?? StaffStatus.Working,
            LeftOn = LeftOn(row, at, today),
            Doses = asWas ? null : doses,
            Exemption = asWas ? null : row.Exemption ?? "",
            ExemptUntil = asWas || string.IsNullOrWhiteSpace(row.ExemptUntil) ? null : ExemptUntil(row, at, today),
            Reason = asWas ? null : row.Reason ?? "",
        };
    }

    private DateOnly? ExemptUntil(VisitRow row, string at, DateOnly today)
    {
        if (DayText.Parse(row.ExemptUntil, today) is { } until)
            return until;
        Errors.Add(new(at + "ExemptUntil", new("form.unreadable", row.ExemptUntil)));
        return null;
    }

    private DateOnly? LeftOn(VisitRow row, string at, DateOnly today)
    {
        if (row.Status != StaffStatus.Left || string.IsNullOrWhiteSpace(row.LeftOn))
            return null;
        var day = DayText.Parse(row.LeftOn, today);
        if (day is null)
            Errors.Add(new(at + "LeftOn", new("form.unreadable", row.LeftOn)));
        return day;
    }

    /// <summary>The typed field that a refusal of the visit speaks of; empty for the form as a whole.</summary>
    public string FieldOf(string path)
    {
        if (StaffPath().Match(path) is { Success: true } staff)
        {
            var index = int.Parse(staff.Groups["i"].ValueSpan, CultureInfo.InvariantCulture);
            var field = staff.Groups["field"].Value;
            if (staff.Groups["d"] is { Success: true } dose)
                field = field == "vaccine" ? "Vaccine" : _doseFields[index][int.Parse(dose.ValueSpan, CultureInfo.InvariantCulture)];
            else
                field = field switch { "doses" => "Dose3", "staffId" => "Name", _ => char.ToUpperInvariant(field[0]) + field[1..] };
            return $"Rows[{_rows[index]}].{field}";
        }
        return path is "companion" or "note" or "foreignReason" ? char.ToUpperInvariant(path[0]) + path[1..] : "";
    }

    /// <summary>The typed row of a line of the visit, both from 0.</summary>
    public int RowOf(int line) => _rows[line];

    internal static DateTimeOffset? Moment(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) && moment.Year is > 2000 and < 2100 ? moment : null;

    [GeneratedRegex(@"^staff\[(?<i>\d+)\]\.(?:doses\[(?<d>\d+)\]\.)?(?<field>\w+)$")]
    private static partial Regex StaffPath();
}
