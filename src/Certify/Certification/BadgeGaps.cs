using Certify.Badges;
using Certify.Checklists;
using Certify.Data;
using Certify.Shops;
using Certify.Visits;

namespace Certify.Certification;

/// <summary>What a visit lacks for a badge, as its context stands when the roster and the orders are written.</summary>
internal static class BadgeGaps
{
    /// <summary>What still stands between this visit and a badge, in the order in which it is read out.</summary>
    public static List<Missing> Find(CertifyDb db, Visit visit, ChecklistVersion list, CertificationPolicy policy, IReadOnlyList<RosterLine> lines, bool isLatest, Badge? live, CertifyClock clock)
    {
        var missing = new List<Missing>();
        var unfinished = lines.Where(l => l.Staff.WorksOn(clock.Today) && !l.Staff.Vaccinated).ToList();
        missing.AddRange(unfinished.Select(l => new Missing(l.NextDoseFrom is null ? "visits.missing_person" : "visits.missing_person_from", Line: l.Number, Day: l.NextDoseFrom)));
        if (visit.Staff == 0)
            missing.Add(new("visits.missing_nobody"));
        else if (visit.Staff - visit.Vaccinated - unfinished.Count is > 0 and var others)
            missing.Add(new("visits.missing_others", Count: others));
        missing.AddRange(policy.Terms.Failed(list, visit.Passed).Select(item => new Missing("visits.missing_measure", Measure: item.Key, Text: item.Text,
            Day: db.Rectifications.Local.FirstOrDefault(r => r.Measure == item.Key && r.DoneAt is null)?.DueOn)));
        if (db.Shops.Local.Any(s => s.Id == visit.ShopId && s.IsProvisional))
            missing.Add(new(Shop.ProvisionalMissing));
        if (!isLatest)
            missing.Add(new("visits.missing_later"));
        if (visit.VisitedAt.AddDays(policy.VisitDays) < clock.Now)
            missing.Add(new("visits.missing_old", Count: policy.VisitDays));
        if (live is { State: BadgeState.Suspended, Cause: SuspensionCause.Supervisor } && live.ExpiresAt > clock.Now)
            missing.Add(new("visits.missing_suspended"));
        return missing;
    }
}
