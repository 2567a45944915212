using Certify.Certification;
using Certify.Staff;
using Certify.Visits;
using Certify.Web.Text;

namespace Certify.Web.Pages.Desk.Visits;

public enum RowState { Blank, Unchecked, Left, NoNumber, Exempt, None, Partial, Complete }

/// <summary>What a typed row amounts to: the word that stands in the row, and the sentences under it. The browser says the same while typing.</summary>
public sealed record RowVerdict(RowState State, bool Counts, bool Vaccinated, IReadOnlyList<(bool Note, string Sentence)> Sentences)
{
    public static RowVerdict Of(VisitRow row, KnownPerson? known, PolicyTerms terms, DateOnly today, Words words)
    {
        if (row.IsBlank)
            return new(RowState.Blank, false, false, []);
        if (row.Status == StaffStatus.Left)
        {
            var on = DayText.Parse(row.LeftOn, today) ?? today;
            return new(RowState.Left, false, false, [(true, words["visits.left_note", on])]);
        }
        if (row.StaffId is not null && row.Status is null)
            return new(RowState.Unchecked, true, known is { Confirmed: true, Vaccinated: true }, known is { Confirmed: false } ? [(true, words["visits.claimed_note"])] : []);

        var doses = Doses(row, today);
        var course = DoseRules.Judge(doses, today);
        var sentences = course.Findings.Select(f => (f.Note, words[f.Code, f.Args])).ToList();
        var vaccinated = terms.Accepts(new HealthRecord(doses, string.IsNullOrWhiteSpace(row.Exemption) ? null : row.Exemption, ExemptUntil: DayText.Parse(row.ExemptUntil, today)), today);
        var hasNumber = row.StaffId is not null ? known is { HasNumber: true } || !string.IsNullOrWhiteSpace(row.IdNumber) : !string.IsNullOrWhiteSpace(row.IdNumber);
        if (!hasNumber)
            return new(RowState.NoNumber, true, false, [.. sentences, (false, words["visits.no_number_note"])]);
        if (!vaccinated && course.State == CourseState.Partial && course.Findings.All(f => f.Note) && string.IsNullOrWhiteSpace(row.Exemption))
            sentences.Add((false, words["visits.next_dose", course.Counted + 1, course.NextFrom]));
        var state = vaccinated ? RowState.Complete : !string.IsNullOrWhiteSpace(row.Exemption) ? RowState.Exempt : course.State == CourseState.Partial ? RowState.Partial : RowState.None;
        return new(state, true, vaccinated, sentences);
    }

    private static List<Dose> Doses(VisitRow row, DateOnly today)
    {
        var vaccine = VaccineText.Find(row.Vaccine);
        return [.. row.DoseCells.SelectMany(cell => DoseText.Parse(cell, today) ?? []).Select(d => new Dose((d.Vaccine ?? vaccine)?.Code ?? row.Vaccine ?? "", d.On, row.Proof))];
    }
}

/// <summary>A listed person as this page shows them: the full name on record, the number masked.</summary>
public sealed record KnownPerson(Guid StaffId, string Name, string MaskedNumber, string MaskedPhone, bool HasNumber, bool Confirmed, bool Vaccinated, StaffSource Source);
