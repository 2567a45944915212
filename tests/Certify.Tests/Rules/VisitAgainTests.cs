using Certify.Accounts;
using Certify.Badges;
using Certify.Certification;
using Certify.Tests.Support;
using Certify.Visits;
using Microsoft.EntityFrameworkCore;
using static Certify.Tests.Support.Given;

namespace Certify.Tests.Rules;

/// <summary>The same visit again, another one under its id, a later one, an earlier one, a correction.</summary>
public sealed class VisitAgainTests
{
    [Fact]
    public async Task Record_same_visit_again_answers_the_same_receipt_and_writes_nothing()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop(uscc: "92430499MAQMDPGT2E");
        var visit = app.Given.AVisit(shop, Person("陈桂英", idNumber: "11010519491231002X"));
        var first = await app.Given.Recorded(visit);
        app.Time.Advance(TimeSpan.FromMinutes(3));

        // Sent again later, by code, with blanks, a lower-case x and another clock's offset: nothing of that is content.
        var again = await app.Given.Recorded(visit with
        {
            ShopId = null,
            Uscc = " 92430499maqmdpgt2e",
            SentAt = app.Time.GetUtcNow(),
            FinishedAt = visit.FinishedAt.ToOffset(TimeSpan.FromHours(8)),
            Staff = [visit.Staff[0] with { Name = " 陈桂英 ", IdNumber = "11010519491231002x" }],
        });

        Assert.Equal(VisitAnswerKind.Repeated, again.Kind);
        Assert.Equal(first.Receipt!.ToJson(), again.Receipt!.ToJson());
        Assert.Equal(1, await app.ReadAsync(db => db.Visits.CountAsync()));
        Assert.Equal(1, await app.ReadAsync(db => db.Badges.CountAsync()));
    }

    [Fact]
    public async Task Record_same_id_with_other_content_is_a_conflict_and_both_are_kept_sealed()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        var visit = app.Given.AVisit(shop);
        await app.Given.Recorded(visit);
        var other = visit with { Staff = [.. visit.Staff, Person("赵小波", Doses.One)] };

        Assert.Equal(VisitAnswerKind.Conflict, (await app.Given.Recorded(other)).Kind);
        Assert.Equal(VisitAnswerKind.Conflict, (await app.Given.Recorded(other)).Kind);

        var kept = await app.ReadAsync(db => db.VisitConflicts.SingleAsync());
        Assert.Equal(-1, kept.Content.AsSpan().IndexOf("赵小波"u8));
        Assert.Equal(2, await app.ReadAsync(db => db.Staff.CountAsync()));
    }

    [Fact]
    public async Task Record_another_inspectors_id_is_a_conflict_not_their_receipt()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        await app.Given.AGrid(heldBy: "other");
        var visit = app.Given.AVisit(shop);
        await app.Given.Recorded(visit);

        Assert.Equal(VisitAnswerKind.Conflict, (await app.Given.Recorded(visit, "other")).Kind);
    }

    [Fact]
    public async Task Record_older_visit_that_arrives_later_is_kept_and_overwrites_nothing()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        var person = Person("陈桂英");
        var earlier = app.Given.AVisit(shop, person with { Doses = [] }) with { Measures = All.With("masks", false) };
        app.Time.Advance(TimeSpan.FromHours(2));
        var later = app.Given.AVisit(shop, person);
        await app.Given.Recorded(later);
        app.Time.Advance(TimeSpan.FromHours(1));

        var receipt = (await app.Given.Recorded(earlier with { SentAt = app.Time.GetUtcNow() })).Receipt!;

        Assert.Equal(Outcome.NotCertified, receipt.Outcome);
        Assert.Contains(receipt.Missing, m => m.Code == "visits.missing_later");
        var standing = await app.ReadAsync(db => db.Standings.SingleAsync());
        Assert.Equal((later.Id, 1, 1, BadgeState.Valid), (standing.LastVisitId!.Value, standing.Vaccinated, standing.Staff, standing.BadgeState!.Value));
        Assert.Equal(0, await app.ReadAsync(db => db.Rectifications.CountAsync()));
        Assert.Equal(2, await app.ReadAsync(db => db.VisitStaff.CountAsync()));
    }

    [Fact]
    public async Task Record_clock_twenty_minutes_slow_is_set_right_and_flagged()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        var visit = app.Given.AVisit(shop);
        var slow = visit with { StartedAt = visit.StartedAt.AddMinutes(-30), FinishedAt = visit.FinishedAt.AddMinutes(-30), SentAt = visit.SentAt.AddMinutes(-20) };

        await app.Given.Recorded(slow);

        var kept = await app.ReadAsync(db => db.Visits.SingleAsync());
        Assert.True(kept.Skewed);
        Assert.Equal(app.Time.GetUtcNow().AddMinutes(-10), kept.VisitedAt);
    }

    [Fact]
    public async Task Record_correction_supersedes_both_stay_and_the_badge_rests()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        var visit = app.Given.AVisit(shop);
        await app.Given.Recorded(visit);
        var correction = visit with { Id = Guid.CreateVersion7(), Supersedes = visit.Id, Measures = All.With("codes", false) };

        var receipt = (await app.Given.Recorded(correction)).Receipt!;

        Assert.Equal(Outcome.NotCertified, receipt.Outcome);
        Assert.Equal(2, await app.ReadAsync(db => db.Visits.CountAsync()));
        var badge = await app.ReadAsync(db => db.Badges.SingleAsync());
        Assert.Equal((BadgeState.Suspended, SuspensionCause.Visit), (badge.State, badge.Cause));
        Assert.Equal(correction.Id, (await app.ReadAsync(db => db.Standings.SingleAsync())).LastVisitId);
        var twice = await app.Given.Recorded(visit with { Id = Guid.CreateVersion7(), Supersedes = visit.Id });
        Assert.Equal("visits.supersedes_twice", twice.Errors!.Single().Refusal.Code);
    }

    [Fact]
    public async Task Record_correction_without_a_person_typed_by_mistake_takes_them_off_the_roster()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        var visit = app.Given.AVisit(shop, Person("陈桂英"), Person("李文斌", Doses.None));
        await app.Given.Recorded(visit);

        var receipt = (await app.Given.Recorded(visit with { Id = Guid.CreateVersion7(), Supersedes = visit.Id, Staff = [visit.Staff[0]] })).Receipt!;

        Assert.Equal((1, 1, Outcome.Certified), (receipt.Vaccinated, receipt.Staff, receipt.Outcome));
    }

    [Fact]
    public async Task Record_at_once_by_two_inspectors_and_a_double_click_leaves_one_live_badge()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        await app.Given.AGrid(heldBy: "other");
        await app.Given.AUser(Roles.Inspector, Roles.Inspector);
        var (one, two) = (app.Given.AVisit(shop), app.Given.AVisit(shop));

        var answers = await Task.WhenAll(app.Given.Recorded(one), app.Given.Recorded(two, "other"), app.Given.Recorded(one), app.Given.Recorded(one));

        Assert.Equal(2, answers.Count(a => a.Kind == VisitAnswerKind.Recorded));
        Assert.Equal(2, answers.Count(a => a.Kind == VisitAnswerKind.Repeated));
        Assert.Equal(1, await app.ReadAsync(db => db.Badges.CountAsync(b => b.State == BadgeState.Valid)));
        Assert.Equal(2, await app.ReadAsync(db => db.Visits.CountAsync()));
    }
}
