using Certify.Badges;
using Certify.Certification;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Certify.Tests.Support.Given;

namespace Certify.Tests.Rules;

/// <summary>A badge follows the clock: grace, warnings, its end, days off, renewal.</summary>
public sealed class BadgeLifeTests
{
    [Fact]
    public async Task Hire_starts_the_grace_and_its_end_suspends_to_the_second_before_anybody_looks()
    {
        await using var app = new CertifyApp();
        var (shop, badge) = await app.Given.ACertifiedShop();
        await app.Given.Hired(shop);

        app.Time.Advance(TimeSpan.FromDays(3) - TimeSpan.FromSeconds(1));
        Assert.Equal(ScanStatus.Valid, await app.Given.Scanned(badge));
        Assert.Equal(0, (await app.Given.Due()).Reviewed);
        app.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(ScanStatus.Suspended, await app.Given.Scanned(badge));
        Assert.Equal(BadgeState.Valid, (await app.Given.BadgeOf(badge)).State);

        Assert.Equal(1, (await app.Given.Due()).Reviewed);
        Assert.Equal(0, (await app.Given.Due()).Reviewed);

        var kept = await app.Given.BadgeOf(badge);
        Assert.Equal((BadgeState.Suspended, SuspensionCause.Coverage), (kept.State, kept.Cause));
        Assert.Equal([BadgeStepKind.Issued, BadgeStepKind.Short, BadgeStepKind.Suspended], (await app.Given.StepsOf(shop)).Select(s => s.Kind));
        Assert.Equal(1, await app.ReadAsync(db => db.Audit.CountAsync(a => a.Action == "badge.suspended")));
    }

    [Fact]
    public async Task Full_again_within_the_grace_calls_it_off_and_after_it_restores()
    {
        await using var app = new CertifyApp();
        var (shop, badge) = await app.Given.ACertifiedShop();
        await app.Given.Hired(shop);
        app.Time.Advance(TimeSpan.FromDays(1));
        await app.Given.Left(shop);
        app.Time.Advance(TimeSpan.FromDays(9));
        Assert.Equal(ScanStatus.Valid, await app.Given.Scanned(badge));

        await app.Given.Hired(shop, "周敏");
        app.Time.Advance(TimeSpan.FromDays(5));
        // Nobody has written the suspension down yet: leaving must not pretend that it never was.
        await app.Given.Left(shop);

        Assert.Equal(ScanStatus.Valid, await app.Given.Scanned(badge));
        var steps = await app.Given.StepsOf(shop);
        Assert.Equal([BadgeStepKind.Issued, BadgeStepKind.Short, BadgeStepKind.Full, BadgeStepKind.Short, BadgeStepKind.Suspended, BadgeStepKind.Restored], steps.Select(s => s.Kind));
        Assert.Equal(CertifyApp.Start.AddDays(13), steps[4].At);
        Assert.Equal((2, 3), (steps[3].Vaccinated, steps[3].Staff));
    }

    [Fact]
    public async Task Warnings_come_once_each_and_the_end_is_written()
    {
        await using var app = new CertifyApp();
        var (shop, badge) = await app.Given.ACertifiedShop();
        var until = (await app.Given.BadgeOf(badge)).ValidUntil;
        foreach (var day in Enumerable.Range(1, 95))
        {
            app.Time.SetUtcNow(app.Clock.StartOf(CertifyApp.Today.AddDays(day)));
            await app.Given.Due();
            await app.Given.Reviewed(shop);
        }

        var steps = await app.Given.StepsOf(shop);

        Assert.Equal([BadgeStepKind.Issued, BadgeStepKind.Warned14, BadgeStepKind.Warned3, BadgeStepKind.Expired], steps.Select(s => s.Kind));
        Assert.Equal([until.AddDays(-14), until.AddDays(-3), until.AddDays(1)], steps.Skip(1).Select(s => app.Clock.DayOf(s.At)));
        Assert.Equal(BadgeState.Expired, (await app.Given.BadgeOf(badge)).State);
        Assert.Equal(Revisit.Expired, await app.ReadAsync(db => db.Standings.Select(s => s.Revisit).SingleAsync()));
        Assert.Null(await app.ReadAsync(db => db.Standings.Select(s => s.DueAt).SingleAsync()));
    }

    [Fact]
    public async Task Days_off_are_caught_up_in_the_order_in_which_things_happened()
    {
        await using var app = new CertifyApp();
        var (shop, badge) = await app.Given.ACertifiedShop();
        await app.Given.Hired(shop);
        app.Time.Advance(TimeSpan.FromDays(400));

        Assert.Equal(1, (await app.Given.Due()).Reviewed);

        var steps = await app.Given.StepsOf(shop);
        Assert.Equal([BadgeStepKind.Issued, BadgeStepKind.Short, BadgeStepKind.Suspended, BadgeStepKind.Expired], steps.Select(s => s.Kind));
        Assert.Equal([CertifyApp.Start.AddDays(3), (await app.Given.BadgeOf(badge)).ExpiresAt], steps.Skip(2).Select(s => s.At));
        Assert.Equal(0, (await app.Given.Due()).Reviewed);
    }

    [Fact]
    public async Task Renewal_by_a_visit_supersedes_and_the_old_scan_points_to_the_new()
    {
        await using var app = new CertifyApp();
        var (shop, old) = await app.Given.ACertifiedShop();
        app.Time.Advance(TimeSpan.FromDays(80));
        await app.Given.Due();
        Assert.Equal((Revisit.Expiring, (await app.Given.BadgeOf(old)).ValidUntil), await app.ReadAsync(async db => (await db.Standings.SingleAsync()) is var s ? (s.Revisit!.Value, s.RevisitOn!.Value) : default));

        var answer = await app.Given.Revisited(shop);

        var token = (await app.Given.BadgeOf(old)).Token;
        var scan = await app.WithAsync<BadgeVerifier, ScanAnswer>(v => v.ScanAsync(token).AsTask());
        Assert.Equal((ScanStatus.Superseded, answer.Receipt!.Badge!.Number), (scan.Status, scan.Badge!.NewerNumber));
        Assert.Equal([BadgeStepKind.Issued, BadgeStepKind.Warned14, BadgeStepKind.Superseded, BadgeStepKind.Issued], (await app.Given.StepsOf(shop)).Select(s => s.Kind));
        Assert.Null(await app.ReadAsync(db => db.Standings.Select(s => s.Revisit).SingleAsync()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Renewal_after_the_end_leaves_the_old_badge_expired_and_its_scan_names_the_new(bool written)
    {
        await using var app = new CertifyApp();
        var (shop, old) = await app.Given.ACertifiedShop();
        app.Time.SetUtcNow((await app.Given.BadgeOf(old)).ExpiresAt.AddHours(10));
        if (written)
            await app.Given.Due();
        Assert.Equal(ScanStatus.Expired, await app.Given.Scanned(old));

        var number = (await app.Given.Revisited(shop)).Receipt!.Badge!.Number;

        var token = (await app.Given.BadgeOf(old)).Token;
        var scan = await app.WithAsync<BadgeVerifier, ScanAnswer>(v => v.ScanAsync(token).AsTask());
        Assert.Equal((ScanStatus.Expired, number), (scan.Status, scan.Badge!.NewerNumber));
        var page = await app.Anonymous().OpenAsync($"/V/{token}");
        Assert.Contains("标识已过期", page.Text);
        Assert.Equal($"/b/{number}", page.Find(".next a.main")!.GetAttribute("href"));
        Assert.Equal([BadgeStepKind.Issued, BadgeStepKind.Expired, BadgeStepKind.Issued], (await app.Given.StepsOf(shop)).Select(s => s.Kind));
    }

    [Fact]
    public async Task Revoked_badge_points_to_no_newer_one()
    {
        await using var app = new CertifyApp();
        var (shop, old) = await app.Given.ACertifiedShop();
        await app.WithAsync<BadgeDecisions, Result<Badge>?>(async d => await d.RevokeAsync((await app.Given.BadgeOf(old)).Number, "冒用", AnOfficer));

        Assert.NotNull((await app.Given.Revisited(shop)).Receipt!.Badge);

        Assert.Equal((BadgeState.Revoked, null), await app.Given.BadgeOf(old) is var b ? (b.State, b.SupersededById) : default);
        Assert.Equal(0, await app.ReadAsync(db => db.Audit.CountAsync(a => a.Action == "badge.superseded")));
    }

    [Fact]
    public async Task Another_policy_makes_every_shop_due_once_and_its_peoples_records_are_judged_anew()
    {
        await using var app = new CertifyApp();
        await app.Given.InForce(new PolicyTerms(CourseRule.FirstDose));
        var (one, two) = (await app.Given.AShop("甲"), await app.Given.AShop("乙"));
        await app.Given.Recorded(app.Given.AVisit(one, Person("赵小波", Doses.One)));
        await app.Given.Recorded(app.Given.AVisit(two));

        await app.Given.InForce(new PolicyTerms());
        Assert.Equal(2, (await app.Given.Due()).Reviewed);
        Assert.Equal(0, (await app.Given.Due()).Reviewed);

        Assert.NotNull(await app.ReadAsync(db => db.Standings.Where(s => s.ShopId == one.Id).Select(s => s.ShortSince).SingleAsync()));
        Assert.Null(await app.ReadAsync(db => db.Standings.Where(s => s.ShopId == two.Id).Select(s => s.ShortSince).SingleAsync()));
        Assert.Equal(["policy", "policy"], await app.ReadAsync(db => db.Access.Select(a => a.Purpose).ToListAsync()));
    }

    [Fact]
    public async Task One_shop_that_can_not_be_reviewed_keeps_no_other_waiting()
    {
        await using var app = new CertifyApp();
        var (broken, _) = await app.Given.ACertifiedShop();
        var (_, badge) = await app.Given.ACertifiedShop("万家福超市");
        app.Time.Advance(TimeSpan.FromDays(200));
        // An end that was written already can't be written again: the index refuses each try.
        await app.ReadAsync(db => db.Database.ExecuteSqlAsync($"INSERT INTO BadgeSteps (Id, Line, ShopId, BadgeId, Number, Kind, At, Cause, Vaccinated, Staff) SELECT {Guid.CreateVersion7()}, 99, ShopId, Id, Number, 'Expired', IssuedAt, 'None', 0, 0 FROM Badges WHERE ShopId = {broken.Id}"));

        var run = await app.Given.Due();

        Assert.Equal((1, 1), (run.Reviewed, run.Failed));
        Assert.Equal(BadgeState.Expired, (await app.Given.BadgeOf(badge)).State);
    }
}
