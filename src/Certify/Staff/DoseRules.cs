namespace Certify.Staff;

public enum CourseState { None, Partial, Complete }

/// <summary>One sentence about a dose: a text key under <c>rules.</c> and its values. A note warns; otherwise the dose doesn't count.</summary>
/// <param name="Index">Position of the dose in the list that was given.</param>
/// <param name="Code"></param>
/// <param name="Note"></param>
/// <param name="Args"></param>
public sealed record DoseFinding(int Index, string Code, bool Note, params object?[] Args);

/// <summary>What a person's doses amount to on a day.</summary>
/// <param name="State"></param>
/// <param name="Numbers">For each dose given, in the given order: its number in the course, or null where it doesn't count.</param>
/// <param name="Needed">Doses that complete the course (0 when nothing was given).</param>
/// <param name="NextFrom">First day on which the next dose may be given; null when the course is complete.</param>
/// <param name="Findings"></param>
public sealed record Course(CourseState State, IReadOnlyList<int?> Numbers, int Needed, DateOnly? NextFrom, IReadOnlyList<DoseFinding> Findings)
{
    public int Counted => Numbers.Count(n => n is not null);
}

/// <summary>
/// Which doses count (national technical guideline of March 2021). A dose closer than the product's counting gap to the one before doesn't count and
/// isn't numbered; for products that allow it one extra dose, some days after it, takes its place; between counting gap and schedule gap, or late, only warns.
/// Products mix within one platform only. The browser's rules are held to the same cases (<c>dose-cases.json</c>).
/// </summary>
public static class DoseRules
{
    public static Course Judge(IReadOnlyList<Dose> doses, DateOnly today)
    {
        var numbers = new int?[doses.Count];
        var findings = new List<DoseFinding>();
        Vaccine? first = null;
        DateOnly? firstOn = null, before = null;
        var counted = 0;
        var early = false;

        foreach (var (dose, index) in doses.Select((d, i) => (d, i)).OrderBy(x => x.d.On))
        {
            var vaccine = Vaccine.Find(dose.Vaccine);
            if (vaccine is null)
            {
                findings.Add(new(index, "rules.dose_unknown_vaccine", false, dose.Vaccine));
                continue;
            }
            if (dose.On > today)
            {
                findings.Add(new(index, "rules.dose_in_future", false, dose.On));
                continue;
            }
            if (first is not null && vaccine.Platform != first.Platform)
            {
                findings.Add(new(index, "rules.dose_other_platform", false, vaccine.Code, first.Code));
                continue;
            }
            first ??= vaccine;
            firstOn ??= dose.On;
            if (before is { } last && counted < first.Doses)
            {
                var gap = dose.On.DayNumber - last.DayNumber;
                var schedule = early && first.ExtraDoseAfterDays is { } extra ? extra : vaccine.ScheduleGapDays;
                if (gap < vaccine.CountingGapDays)
                {
                    early = true;
                    before = dose.On;
                    var next = dose.On.AddDays(first.ExtraDoseAfterDays ?? vaccine.ScheduleGapDays);
                    findings.Add(new(index, "rules.dose_too_early", false, counted + 1, gap, vaccine.CountingGapDays, next));
                    continue;
                }
                if (gap < schedule)
                    findings.Add(new(index, "rules.dose_early", true, counted + 1, gap, schedule));
                WarnIfLate(findings, index, counted, dose.On, firstOn.Value, last, first);
            }
            before = dose.On;
            numbers[index] = ++counted;
        }

        var needed = first?.Doses ?? 0;
        var state = counted == 0 ? CourseState.None : counted < needed ? CourseState.Partial : CourseState.Complete;
        return new(state, numbers, needed, state == CourseState.Complete ? null : NextFrom(first, before, early, today), findings);
    }

    private static void WarnIfLate(List<DoseFinding> findings, int index, int counted, DateOnly on, DateOnly firstOn, DateOnly last, Vaccine first)
    {
        if (counted == 1 && first.AdvisedDays12 is { } days2 && on.DayNumber - last.DayNumber > days2)
            findings.Add(new(index, "rules.dose_late", true, counted + 1, on.DayNumber - last.DayNumber, days2));
        if (counted == 2 && first.AdvisedDays13 is { } days3 && on.DayNumber - firstOn.DayNumber > days3)
            findings.Add(new(index, "rules.dose_late_third", true, counted + 1, on.DayNumber - firstOn.DayNumber, days3));
    }

    private static DateOnly NextFrom(Vaccine? first, DateOnly? before, bool early, DateOnly today)
    {
        if (first is null || before is null)
            return today;
        var from = before.Value.AddDays(early && first.ExtraDoseAfterDays is { } extra ? extra : first.ScheduleGapDays);
        return from < today ? today : from;
    }
}
