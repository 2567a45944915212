using Certify.Checklists;
using Certify.Shops;
using Certify.Visits;

namespace Certify.Demo;

/// <summary>One shop of the demo district with all that will happen there: the visits with their people, ready to be recorded when their time comes.</summary>
public sealed record DemoStory(Shop Shop, DemoFate Fate, IReadOnlyList<(DateTimeOffset At, VisitSubmission Visit)> Visits)
{
    private static readonly string[] Companions = ["李建国", "张海燕", "唐国平", "蒋丽华"];
    private static readonly string[] Notes = ["已当场宣讲政策", "店主表示支持", "入口已张贴场所码", "建议增设体温枪"];

    /// <summary>Draws people and times; nothing is written yet, so that the draw does not depend on the order of what happens.</summary>
    public static DemoStory Draw(Shop shop, DemoFate fate, DemoPlan plan, DemoPeople people, ChecklistVersion list, Random draw, CertifyClock clock, DateTimeOffset now)
    {
        var visits = new List<(DateTimeOffset, VisitSubmission)>();
        var size = Math.Clamp(shop.ClaimedStaff ?? 3, 1, 34);
        List<SubmittedStaff>? roster = null;
        foreach (var visit in plan.Visits(fate))
        {
            var at = Time(visit, clock, now);
            var day = clock.DayOf(at);
            roster = roster is null ? First(people, day, size, visit.EveryoneVaccinated, draw) : Grown(roster, people, day);
            visits.Add((at, Submission(shop, at, roster, list, visit.Failed, draw)));
        }
        return new(shop, fate, visits);
    }

    private static List<SubmittedStaff> First(DemoPeople people, DateOnly day, int size, bool everyone, Random draw)
    {
        var roster = Enumerable.Range(0, size).Select(_ => people.Next(day, DemoCourse.Complete)).ToList();
        if (everyone)
            return roster;
        var short_ = Math.Min(size, 1 + draw.Next(2));
        for (var i = 0; i < short_; i++)
            roster[size - 1 - i] = people.Next(day, draw.Next(10) switch { < 4 => DemoCourse.OneDose, < 6 => DemoCourse.TooEarly, < 9 => DemoCourse.None, _ => DemoCourse.Exempt });
        return roster;
    }

    /// <summary>The same people some days later: who was not done then has been vaccinated, or has left and somebody else came.</summary>
    private static List<SubmittedStaff> Grown(List<SubmittedStaff> roster, DemoPeople people, DateOnly day)
    {
        var later = new List<SubmittedStaff>();
        foreach (var person in roster)
        {
            var done = person.Exemption is null && person.Reason is null && Staff.DoseRules.Judge([.. person.Doses!.Select(d => new Staff.Dose(d.Vaccine, d.On, d.Proof))], day).State == Staff.CourseState.Complete;
            later.Add(done ? person : person with { Status = StaffStatus.Left, LeftOn = day.AddDays(-1) });
            if (!done)
                later.Add(people.Next(day, DemoCourse.Complete));
        }
        return later;
    }

    private static VisitSubmission Submission(Shop shop, DateTimeOffset at, List<SubmittedStaff> roster, ChecklistVersion list, IReadOnlyList<int> failed, Random draw) => new()
    {
        Id = Guid.CreateVersion7(at),
        ShopId = shop.Id,
        StartedAt = at.AddMinutes(-4 - roster.Count),
        FinishedAt = at,
        SentAt = at,
        Companion = Companions[draw.Next(Companions.Length)],
        Staff = [.. roster],
        Measures = SubmittedMeasures.Of(list, list.Items.Where((_, i) => !failed.Contains(i)).Select(i => i.Key)),
        ChecklistVersion = list.Number,
        Note = draw.Next(6) == 0 ? Notes[draw.Next(Notes.Length)] : null,
        Notice = NoticeBasis.Duty,
    };

    /// <summary>Between nine and half past five; today's visits lie before now, and early in the morning before yesterday's end.</summary>
    private static DateTimeOffset Time(DemoVisit visit, CertifyClock clock, DateTimeOffset now)
    {
        var today = clock.DayOf(now);
        var (opens, closes) = (TimeSpan.FromHours(9), TimeSpan.FromHours(17.5));
        var sinceMidnight = now - clock.StartOf(today);
        var isEarly = visit.DaysAgo == 0 && sinceMidnight < opens + TimeSpan.FromMinutes(40);
        var until = visit.DaysAgo == 0 && !isEarly && sinceMidnight - TimeSpan.FromMinutes(2) < closes ? sinceMidnight - TimeSpan.FromMinutes(2) : closes;
        var at = clock.StartOf(today.AddDays(isEarly ? -1 : -visit.DaysAgo)) + opens + (visit.Time * (until - opens));
        return CertifyClock.Cut(at);
    }
}
