using System.Globalization;
using Certify.Checklists;
using Certify.Staff;
using Certify.Visits;

namespace Certify.Web.Pages.Desk.Visits;

/// <summary>The fields of a form that no page has bound, since nobody was signed in when it came.</summary>
public static class FormFields
{
    private const string Tick = "Input.Passed[";

    public static VisitForm Bind(IFormCollection fields)
    {
        string? Text(string name) => fields["Input." + name] is { Count: > 0 } value ? value[0] : null;
        // A form that names no list was written before there was more than one: its ticks bear the six's names.
        var list = int.TryParse(Text("ChecklistVersion"), CultureInfo.InvariantCulture, out var number) ? number : ChecklistVersion.First;
        var passed = Text("ChecklistVersion") is null ? SixMeasures.All.Where(m => Text(m.Measure.ToString()) == "true").Select(m => m.Key)
            : fields.Where(f => f.Key.StartsWith(Tick, StringComparison.Ordinal) && f.Key[^1] == ']' && f.Value == "true").Select(f => f.Key[Tick.Length..^1]);
        return new()
        {
            Id = Id(Text("Id")) ?? Guid.CreateVersion7(),
            Supersedes = Id(Text("Supersedes")),
            Held = Id(Text("Held")),
            StartedAt = Text("StartedAt"),
            FinishedAt = Text("FinishedAt"),
            Notice = Choice<NoticeBasis>(Text("Notice")),
            Companion = Text("Companion"),
            Note = Text("Note"),
            ForeignReason = Text("ForeignReason"),
            ChecklistVersion = list,
            Passed = passed.ToDictionary(k => k, _ => true, StringComparer.Ordinal),
            Rows = [.. fields["Input.Rows.Index"].OfType<string>().Take(Certify.Visits.Visit.StaffLimit).Select(key => Row(key, Text))],
        };
    }

    private static VisitRow Row(string key, Func<string, string?> text)
    {
        string? Cell(string name) => text($"Rows[{key}].{name}");
        return new()
        {
            StaffId = Id(Cell("StaffId")),
            Seen = long.TryParse(Cell("Seen"), CultureInfo.InvariantCulture, out var seen) ? seen : null,
            Was = Cell("Was"),
            Name = Cell("Name"),
            IdType = Choice<IdType>(Cell("IdType")) ?? IdType.ResidentId,
            IdNumber = Cell("IdNumber"),
            Phone = Cell("Phone"),
            Position = Cell("Position"),
            Vaccine = Cell("Vaccine"),
            Dose1 = Cell("Dose1"),
            Dose2 = Cell("Dose2"),
            Dose3 = Cell("Dose3"),
            Proof = Choice<DoseProof>(Cell("Proof")) ?? DoseProof.HealthCode,
            Exemption = Cell("Exemption"),
            ExemptUntil = Cell("ExemptUntil"),
            Reason = Cell("Reason"),
            Status = Choice<StaffStatus>(Cell("Status")),
            LeftOn = Cell("LeftOn"),
        };
    }

    private static Guid? Id(string? text) => Guid.TryParse(text, out var id) ? id : null;

    private static T? Choice<T>(string? text) where T : struct, Enum => Enum.TryParse<T>(text, out var choice) && Enum.IsDefined(choice) ? choice : null;
}
