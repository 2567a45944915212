using Certify.Accounts;
using Certify.Badges;
using Certify.Certification;
using Certify.Referrals;
using Certify.Staff;
using Certify.Tests.Support;
using Certify.Visits;
using Microsoft.EntityFrameworkCore;
using static Certify.Tests.Support.Given;

namespace Certify.Tests.Rules;

/// <summary>What follows from a visit: the badge, or what is still needed.</summary>
public sealed class VisitRecordingTests
{
    [Fact]
    public async Task Record_full_coverage_issues_the_badge_at_once()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        var visit = app.Given.AVisit(shop);

        var answer = await app.Given.Recorded(visit);

        Assert.Equal(VisitAnswerKind.Recorded, answer.Kind);
        Assert.Equal((Outcome.Certified, 2, 2), (answer.Receipt!.Outcome, answer.Receipt.Vaccinated, answer.Receipt.Staff));
        var badge = await app.ReadAsync(db => db.Badges.SingleAsync());
        Assert.Equal((answer.Receipt.Badge!.Number, BadgeState.Valid, visit.Id), (badge.Number, badge.State, badge.VisitId));
        Assert.Equal(CertifyApp.Today.AddDays(90), badge.ValidUntil);
        var standing = await app.ReadAsync(db => db.Standings.SingleAsync());
        Assert.Equal((badge.Id, BadgeState.Valid, visit.Id, 2, 2), (standing.BadgeId!.Value, standing.BadgeState!.Value, standing.LastVisitId!.Value, standing.Vaccinated, standing.Staff));
        var audit = await app.ReadAsync(db => db.Audit.Select(a => a.Action).ToListAsync());
        Assert.Contains("visit.recorded", audit);
        Assert.Contains("badge.issued", audit);
    }

    [Fact]
    public async Task Record_one_of_two_hundred_missing_is_not_full()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        var staff = Enumerable.Range(0, 200).Select(i => Person($"员工{i}", i == 57 ? Doses.One : null)).ToList();

        var receipt = (await app.Given.Recorded(app.Given.AVisit(shop, staff))).Receipt!;

        Assert.Equal((Outcome.NotCertified, 199, 200), (receipt.Outcome, receipt.Vaccinated, receipt.Staff));
        Assert.Null(receipt.Badge);
        var missing = Assert.Single(receipt.Missing);
        Assert.Equal(("visits.missing_person_from", 58, new DateOnly(2021, 8, 10)), (missing.Code, missing.Line, missing.Day));
        var referral = await app.ReadAsync(db => db.Referrals.SingleAsync());
        Assert.Equal((ReferralState.Open, new DateOnly(2021, 8, 10)), (referral.State, referral.NextDoseFrom));
    }

    [Fact]
    public async Task Record_failed_measure_orders_it_put_right_and_a_later_pass_closes_it()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        var first = app.Given.AVisit(shop) with { Measures = All.With("disinfection", false) };

        var receipt = (await app.Given.Recorded(first)).Receipt!;

        Assert.Equal(Outcome.NotCertified, receipt.Outcome);
        Assert.Equal(("disinfection", new DateOnly(2021, 8, 12)), (receipt.Missing.Single().Measure, receipt.Missing.Single().Day!.Value));
        app.Time.Advance(TimeSpan.FromDays(1));
        var staff = await app.ReadAsync(db => db.Staff.ToListAsync());
        var second = app.Given.AVisit(shop, [.. staff.Select(s => new SubmittedStaff { StaffId = s.Id, Status = StaffStatus.Working })]);
        Assert.Equal(Outcome.Certified, (await app.Given.Recorded(second)).Receipt!.Outcome);
        Assert.NotNull((await app.ReadAsync(db => db.Rectifications.SingleAsync())).DoneAt);
    }

    [Fact]
    public async Task Record_newer_visit_earns_the_newer_badge_and_the_older_is_superseded()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        var person = Person("陈桂英");
        await app.Given.Recorded(app.Given.AVisit(shop, person));
        app.Time.Advance(TimeSpan.FromDays(30));

        var second = (await app.Given.Recorded(app.Given.AVisit(shop, person))).Receipt!;

        var badges = await app.ReadAsync(db => db.Badges.OrderBy(b => b.IssuedAt).ToListAsync());
        Assert.Equal([BadgeState.Superseded, BadgeState.Valid], badges.Select(b => b.State));
        Assert.Equal((second.Badge!.Number, badges[1].Id), (badges[1].Number, badges[0].SupersededById!.Value));
    }

    [Fact]
    public async Task Record_while_a_supervisor_suspends_issues_no_badge()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        var badge = await app.Given.ABadge(shop);
        await app.Given.Change(badge, b => b.Suspend(SuspensionCause.Supervisor, "待核实", app.Time.GetUtcNow()));
        app.Time.Advance(TimeSpan.FromMinutes(1));

        var receipt = (await app.Given.Recorded(app.Given.AVisit(shop))).Receipt!;

        Assert.Equal("visits.missing_suspended", receipt.Missing.Single().Code);
        Assert.Equal(BadgeState.Suspended, (await app.ReadAsync(db => db.Badges.SingleAsync())).State);
    }

    [Fact]
    public async Task Review_short_coverage_suspends_after_the_grace_and_full_coverage_restores()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        await app.Given.Recorded(app.Given.AVisit(shop));
        var newcomer = await app.Given.AStaffMember(shop, "赵小波", source: StaffSource.Owner);

        Assert.Equal(BadgeState.Valid, (await Review()).BadgeState);
        app.Time.Advance(TimeSpan.FromDays(3));
        Assert.Equal(BadgeState.Suspended, (await Review()).BadgeState);
        await app.ReadAsync(async db =>
        {
            (await db.Staff.SingleAsync(s => s.Id == newcomer.Id)).Leave(CertifyApp.Today, app.Time.GetUtcNow());
            return await db.SaveChangesAsync();
        });
        var standing = await Review();
        Assert.Equal((BadgeState.Valid, null), (standing.BadgeState, standing.ShortSince));

        Task<Standing> Review() => app.ReadAsync(async db =>
        {
            var review = (ShopReview)app.Services.GetService(typeof(ShopReview))!;
            var result = await review.ReviewAsync(db, shop.Id, Actor.System);
            await db.SaveChangesAsync();
            return result;
        });
    }
}
