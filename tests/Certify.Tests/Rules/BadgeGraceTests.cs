using Certify.Badges;
using Certify.Certification;
using Certify.Staff;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Certify.Tests.Support.Given;

namespace Certify.Tests.Rules;

/// <summary>Since when coverage is short and when the grace is over, whoever looks when: exemptions that end, days off, another policy.</summary>
public sealed class BadgeGraceTests
{
    [Fact]
    public async Task Exemption_that_ends_starts_the_grace_by_itself_where_the_second_tier_counts_it()
    {
        await using var app = new CertifyApp();
        await app.Given.InForce(new PolicyTerms(SecondTier: true));
        var shop = await app.Given.AShop();
        var exempt = Person("何建国", new HealthRecord([], Exemption: "发热")) with { ExemptUntil = CertifyApp.Today.AddDays(9) };
        Assert.NotNull((await app.Given.Recorded(app.Given.AVisit(shop, Person("陈桂英"), exempt))).Receipt!.Badge);

        app.Time.SetUtcNow(app.Clock.EndOf(CertifyApp.Today.AddDays(9)).AddSeconds(-1));
        await app.Given.Due();
        Assert.Equal((2, null), await Coverage(app));
        app.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, (await app.Given.Due()).Reviewed);

        Assert.Equal((1, app.Time.GetUtcNow()), await Coverage(app));
        Assert.Equal(CertifyApp.Today.AddDays(10), (await app.ReadAsync(db => db.Referrals.SingleAsync())).NextDoseFrom);
        Assert.Empty(await app.ReadAsync(db => db.Access.ToListAsync()));
    }

    [Theory]
    [InlineData(10, false)]
    [InlineData(10, true)]
    [InlineData(200, false)]
    public async Task Exemption_that_ends_while_nothing_runs_starts_the_grace_on_its_day(int daysOff, bool policyMeanwhile)
    {
        await using var app = new CertifyApp();
        await app.Given.InForce(new PolicyTerms(SecondTier: true));
        var shop = await app.Given.AShop();
        var exempt = Person("何建国", new HealthRecord([], Exemption: "发热")) with { ExemptUntil = new(2021, 8, 18) };
        await app.Given.Recorded(app.Given.AVisit(shop, Person("陈桂英"), exempt));
        var badge = await app.ReadAsync(db => db.Badges.SingleAsync());
        app.Time.SetUtcNow(app.Clock.StartOf(new(2021, 8, 17)).AddHours(9));
        await app.Given.Due();

        app.Time.Advance(TimeSpan.FromDays(daysOff));
        if (policyMeanwhile)
            await app.Given.InForce(new PolicyTerms(SecondTier: true, ValidDays: 80));
        await app.Given.Due();

        var expected = new List<(BadgeStepKind, DateTimeOffset)> { (BadgeStepKind.Issued, badge.IssuedAt), (BadgeStepKind.Short, app.Clock.StartOf(new(2021, 8, 19))), (BadgeStepKind.Suspended, app.Clock.StartOf(new(2021, 8, 22))) };
        if (daysOff > 90)
            expected.Add((BadgeStepKind.Expired, badge.ExpiresAt));
        Assert.Equal(expected, (await app.Given.StepsOf(shop)).Select(s => (s.Kind, s.At)));
        Assert.Equal(daysOff > 90 ? ScanStatus.Expired : ScanStatus.Suspended, await app.Given.Scanned(badge.Id));
        Assert.Equal(0, (await app.Given.Due()).Reviewed);
    }

    [Fact]
    public async Task Shorter_grace_suspends_from_the_moment_at_which_it_is_applied_never_before()
    {
        await using var app = new CertifyApp();
        var (shop, badge) = await app.Given.ACertifiedShop();
        await app.Given.Hired(shop);
        app.Time.Advance(TimeSpan.FromDays(2.5));
        Assert.Equal(ScanStatus.Valid, await app.Given.Scanned(badge));
        var shortened = app.Clock.Now;

        await app.Given.InForce(new PolicyTerms(GraceDays: 1));
        await app.Given.Due();

        Assert.Equal(ScanStatus.Suspended, await app.Given.Scanned(badge));
        Assert.Equal([(BadgeStepKind.Issued, CertifyApp.Start), (BadgeStepKind.Short, CertifyApp.Start), (BadgeStepKind.Suspended, shortened)], (await app.Given.StepsOf(shop)).Select(s => (s.Kind, s.At)));
        Assert.Equal(shortened, (await app.Given.BadgeOf(badge)).ChangedAt);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Visit_to_a_shop_short_of_coverage_is_asked_for_by_the_day_on_which_the_grace_ends_before_and_after(bool suspendedBySupervisor)
    {
        await using var app = new CertifyApp();
        var (shop, badge) = await app.Given.ACertifiedShop();
        await app.Given.Hired(shop);
        var ends = CertifyApp.Today.AddDays(3);
        Assert.Equal(ends, await app.ReadAsync(db => db.Standings.Select(s => s.RevisitOn).SingleAsync()));
        if (suspendedBySupervisor)
            await app.WithAsync<BadgeDecisions, Result<Badge>?>(async d => await d.SuspendAsync((await app.Given.BadgeOf(badge)).Number, "核查", AnOfficer));

        app.Time.Advance(TimeSpan.FromDays(8));
        await app.Given.Due();
        await app.Given.Reviewed(shop);

        Assert.Equal(ScanStatus.Suspended, await app.Given.Scanned(badge));
        Assert.Equal(ends, await app.ReadAsync(db => db.Standings.Select(s => s.RevisitOn).SingleAsync()));
    }

    private static Task<(int, DateTimeOffset?)> Coverage(CertifyApp app) => app.ReadAsync(async db => (await db.Standings.SingleAsync()) is var s ? (s.Vaccinated, s.ShortSince) : default);
}
