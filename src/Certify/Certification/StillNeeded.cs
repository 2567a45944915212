using Certify.Badges;
using Certify.Checklists;

namespace Certify.Certification;

/// <summary>What a shop still needs for its badge, in sentences for its owner: counts alone, nothing that tells of one person's health.</summary>
public static class StillNeeded
{
    /// <summary>Days before its end from which a badge is said to need renewal.</summary>
    public const int RenewalDays = 14;

    public static IReadOnlyList<Refusal> For(Standing? standing, IReadOnlyList<(ChecklistText Measure, DateOnly DueOn)> orders, PolicyTerms terms, CertifyClock clock)
    {
        if (standing is null || (standing.LastVisitId is null && standing.Staff == 0))
            return [new("needed.first_visit")];
        var sentences = new List<Refusal>();
        var live = standing.BadgeState is BadgeState.Valid or BadgeState.Suspended;
        if (standing.Staff == 0)
            sentences.Add(new("needed.staff"));
        var confirmed = standing.Staff - standing.Vaccinated - standing.Unconfirmed;
        if (confirmed > 0)
            sentences.Add(new("needed.doses", confirmed));
        if (standing.Unconfirmed > 0)
            sentences.Add(new("needed.confirmation", standing.Unconfirmed));
        sentences.AddRange(orders.Select(o => new Refusal("needed.measure", o.Measure, o.DueOn)));
        if (live && standing.BadgeState == BadgeState.Valid && standing.ShortSince is { } since)
            sentences.Add(new("needed.grace", since.AddDays(terms.GraceDays)));
        if (standing.BadgeState == BadgeState.Suspended && standing.BadgeCause == SuspensionCause.Supervisor)
            sentences.Add(new("needed.supervisor"));
        if (Visit(standing.Revisit) is { } visit)
            sentences.Add(new(visit, standing.RevisitOn));
        if (live && standing.BadgeUntil is { } until && until.DayNumber - clock.Today.DayNumber <= RenewalDays)
            sentences.Add(new("needed.renewal", until));
        if (!live && standing.IsFull && orders.Count == 0 && standing.Revisit != Revisit.KeyRevoked)
            sentences.Add(new("needed.visit"));
        return sentences;
    }

    /// <summary>A visit that the owner can do nothing about but wait for; the other causes are told by what is missing.</summary>
    private static string? Visit(Revisit? cause) => cause switch
    {
        Revisit.KeyRevoked => "needed.revisit_key",
        Revisit.Moved => "needed.revisit_moved",
        Revisit.Corrected => "needed.revisit_corrected",
        Revisit.Reopened => "needed.revisit_reopened",
        Revisit.Renamed => "needed.revisit_renamed",
        _ => null,
    };
}
