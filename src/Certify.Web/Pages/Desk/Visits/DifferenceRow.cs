using Certify.Certification;
using Certify.Checklists;
using Certify.Staff;
using Certify.Visits;
using Certify.Web.Text;

namespace Certify.Web.Pages.Desk.Visits;

/// <summary>A difference between two contents of a visit, in the reader's words.</summary>
public sealed record DifferenceRow(string Key, string Label, string This, string That)
{
    public static DifferenceRow Of(Difference difference, ChecklistVersion list, Words words)
    {
        var field = difference.Field.StartsWith(VisitComparison.MeasureField, StringComparison.Ordinal)
            ? list.Find(difference.Field[VisitComparison.MeasureField.Length..]) is { } item ? Words.Of(item.Text) : difference.Field
            : words["conflicts.field_" + difference.Field];
        return new(difference.Key, difference.Person is { } person ? words["conflicts.of_person", person, field] : field, Shown(difference, difference.This, words), Shown(difference, difference.That, words));
    }

    private static string Shown(Difference difference, object? value, Words words) => value switch
    {
        null or "" => words["conflicts.none"],
        bool listed when difference.Field == "listed" => words[listed ? "conflicts.listed" : "conflicts.not_listed"],
        bool passed => words[passed ? "conflicts.passed" : "conflicts.failed"],
        int number when difference.Field == "checklist" => words["checklists.number", number],
        DateTimeOffset moment => words.Moment(moment),
        DateOnly day => Words.Day(day),
        StaffStatus status => words["staff.status_" + status],
        NoticeBasis basis => words["visits.notice_" + basis.ToString().ToLowerInvariant()],
        IReadOnlyList<SubmittedDose> { Count: 0 } => words["conflicts.no_doses"],
        IReadOnlyList<SubmittedDose> doses => string.Join(words["conflicts.between"], doses.OrderBy(d => d.On).Select(d => Dose(d, words))),
        _ => value.ToString()!,
    };

    private static string Dose(SubmittedDose dose, Words words)
    {
        var vaccine = Vaccine.Find(dose.Vaccine);
        return $"{Words.Day(dose.On)} {(Words.IsEnglish ? vaccine?.NameEn : vaccine?.ShortZh) ?? dose.Vaccine} ({words["staff.proof_" + dose.Proof]})";
    }
}
