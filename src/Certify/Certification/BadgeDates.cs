using Certify.Badges;
using Certify.Checklists;

namespace Certify.Certification;

/// <summary>One dated line, past or coming: a sentence and since when, or from when, it holds.</summary>
/// <param name="At"></param>
/// <param name="AllDay">Only the day counts, not the time of it.</param>
/// <param name="Sentence"></param>
public sealed record BadgeDate(DateTimeOffset At, bool AllDay, Refusal Sentence);

/// <summary>What has happened to a shop's badges and what will, as its owner and the office read it: what, why, until when. Never public.</summary>
public static class BadgeDates
{
    /// <summary>What will happen by itself, or must be done, by when; the next first.</summary>
    public static IReadOnlyList<BadgeDate> Coming(Standing? standing, Badge? badge, IReadOnlyList<(ChecklistText Measure, DateOnly DueOn)> orders, CertifyClock clock)
    {
        var dates = new List<BadgeDate>();
        void Day(DateOnly day, string code, params object?[] args) => dates.Add(new(clock.StartOf(day), true, new Refusal(code, args)));

        foreach (var (measure, dueOn) in orders.Where(o => o.DueOn >= clock.Today))
            Day(dueOn, "dates.rectify", measure);
        if (standing is { Revisit: Revisit.Renamed, RevisitOn: { } visit })
            Day(visit, "dates.revisit");
        if (badge is not null && badge.StateAt(clock.Now) is BadgeState.Valid or BadgeState.Suspended)
        {
            if (badge.RestsAt > clock.Now)
                dates.Add(new(badge.RestsAt.Value, false, new("dates.rests", standing?.Vaccinated, standing?.Staff)));
            if (badge.ValidUntil.AddDays(-StillNeeded.RenewalDays) is var renew && renew > clock.Today)
                Day(renew, "dates.renew");
            Day(badge.ValidUntil, "dates.expires", badge.Number);
        }
        return [.. dates.OrderBy(d => d.At)];
    }

    public static BadgeDate Past(BadgeStep step, CertifyClock clock)
    {
        object? until = step.Until is not { } end ? null : step.Kind == BadgeStepKind.Short ? end : clock.DayOf(end.AddSeconds(-1));
        return new(step.At, false, new Refusal("steps." + CodeOf(step), step.Number, until, step.Vaccinated, step.Staff, step.Reason is { } why ? new Refusal(why) : null));
    }

    private static string CodeOf(BadgeStep step) =>
        (step.Kind == BadgeStepKind.Suspended ? $"{step.Kind}_{step.Cause}" : step.Kind.ToString()).ToLowerInvariant();
}
