using Certify.Checklists;

namespace Certify.Certification;

public enum CourseRule { Complete, FirstDose }

/// <summary>What it takes to be certified. Versioned; one supervisor proposes, another confirms; a badge keeps the version it was issued under.</summary>
public sealed class CertificationPolicy
{
    private CertificationPolicy() { }

    public CertificationPolicy(int version, PolicyTerms terms, string proposedBy, DateTimeOffset now)
    {
        (Version, ProposedBy, ProposedAt) = (version, proposedBy, now);
        (Course, SecondTier, VisitDays, ValidDays, GraceDays, RectificationDays, Required) =
            (terms.Course, terms.SecondTier, terms.VisitDays, terms.ValidDays, terms.GraceDays, terms.RectificationDays, terms.Required);
    }

    public int Version { get; private set; }
    public CourseRule Course { get; private set; }

    /// <summary>应接尽接: exempt people count as vaccinated. Off by default.</summary>
    public bool SecondTier { get; private set; }

    /// <summary>A badge needs a visit not older than this many days.</summary>
    public int VisitDays { get; private set; }

    /// <summary>Valid until = issued on + this many days.</summary>
    public int ValidDays { get; private set; }
    public int GraceDays { get; private set; }

    /// <summary>Days given to put a failed measure right.</summary>
    public int RectificationDays { get; private set; }
    public Visits.Measures Required { get; private set; }
    public string ProposedBy { get; private set; } = "";
    public DateTimeOffset ProposedAt { get; private set; }
    public string? ConfirmedBy { get; private set; }

    /// <summary>In force from here on; null while only proposed. The latest confirmed version is in force.</summary>
    public DateTimeOffset? ConfirmedAt { get; private set; }
    public DateTimeOffset? WithdrawnAt { get; private set; }

    public PolicyTerms Terms => new(Course, SecondTier, VisitDays, ValidDays, GraceDays, RectificationDays, Required);

    public void Confirm(string by, DateTimeOffset now) => (ConfirmedBy, ConfirmedAt) = (by, now);

    public void Withdraw(DateTimeOffset now) => WithdrawnAt = now;
}

/// <summary>The terms of a policy; the defaults are the programme's.</summary>
public sealed record PolicyTerms(
    CourseRule Course = CourseRule.Complete, bool SecondTier = false, int VisitDays = 7, int ValidDays = 90,
    int GraceDays = 3, int RectificationDays = 3, Visits.Measures Required = Visits.Measures.All)
{
    /// <summary>A badge needs this measure: the list requires it, and the policy doesn't let it off.</summary>
    public bool Needs(ChecklistItem item) => item.Required && (Visits.SixMeasures.Of(item.Key) is not { } six || Required.HasFlag(six));

    /// <summary>What of a list still stands between a visit and a badge.</summary>
    public IEnumerable<ChecklistItem> Failed(ChecklistVersion list, IReadOnlyCollection<string> passed) => list.Items.Where(i => Needs(i) && !passed.Contains(i.Key, StringComparer.Ordinal));

    /// <summary>Keys of the measures that the policy lets off.</summary>
    public IEnumerable<string> LetOff => Visits.SixMeasures.All.Where(m => !Required.HasFlag(m.Measure)).Select(m => m.Key);

    /// <summary>Vaccinated under these terms. Exempt people are not, unless the second tier says so.</summary>
    public bool Accepts(Staff.HealthRecord health, DateOnly today) =>
        (SecondTier && health.IsExempt(today))
        || Staff.DoseRules.Judge(health.Doses, today).State is Staff.CourseState.Complete
        || (Course == CourseRule.FirstDose && Staff.DoseRules.Judge(health.Doses, today).State is Staff.CourseState.Partial);

    /// <summary>Last day for which <see cref="Accepts"/> stays true by itself: the exemption's end, where only that makes it true. Null: no day ends it.</summary>
    public DateOnly? AcceptsUntil(Staff.HealthRecord health, DateOnly today) =>
        Accepts(health, today) && !Accepts(health with { Exemption = null }, today) ? health.ExemptUntil : null;
}
