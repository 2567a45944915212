using Certify.Accounts;
using Certify.Appeals;
using Certify.Badges;
using Certify.Certification;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Certify.Tests.Pages.Appeals.AppealSteps;

namespace Certify.Tests.Pages.Appeals;

/// <summary>An appeal from its filing to the decision, and what the scan says then.</summary>
public sealed class AppealTests
{
    [Fact]
    public async Task Owner_appeals_and_another_supervisor_upholds_so_that_the_scan_is_valid_again()
    {
        await using var app = new CertifyApp();
        var badge = await app.Given.ADecidedBadge(await OwnedAsync(app));
        var owner = await app.SignInAsync(Roles.Owner);

        var page = await owner.OpenAsync((await owner.OpenAsync("/desk/owner")).Find("a[href$='/appeals']")!.GetAttribute("href")!);
        Assert.Contains("复查发现登记未落实", page.Text);
        page = await owner.SubmitAsync(page, new(StringComparer.Ordinal) { ["Input.Text"] = Reasons });
        Assert.Contains("将在 2021年8月30日前（含当日）答复", page.Text);
        Assert.Contains("申诉已提交，8月30日前", (await owner.OpenAsync("/desk/owner")).Text);
        var other = await app.SignInAsync(Roles.Supervisor, Other);
        Assert.Contains("待决定的申诉 1 件", (await other.OpenAsync("/desk")).Text);
        var list = await other.OpenAsync("/desk/appeals");
        Assert.Contains("还有 21 天", list.TextOf("table"));
        page = await other.OpenAsync(list.Find("tbody a")!.GetAttribute("href")!);
        Assert.Contains(Reasons, page.Text);
        page = await DecideAsync(other, page, uphold: true);

        Assert.Contains("标识已恢复使用", page.Text);
        Assert.Equal("标识有效", (await app.Anonymous().OpenAsync("/V/" + badge.Token)).TextOf("h1"));
        var told = await owner.OpenAsync($"/desk/owner/{badge.ShopId}/appeals");
        Assert.Contains(Reasons, told.Text);
        Assert.Contains(Decision, told.Text);
        Assert.Contains("申诉成立", told.Text);
        Assert.DoesNotContain(Other, told.Html);
        Assert.Equal(["appeal.filed", "appeal.upheld"], await app.ReadAsync(db => db.Audit.Where(a => a.Subject == "appeal").OrderBy(a => a.Action).Select(a => a.Action).ToListAsync()));
        Assert.Equal((Other, "badges.reason_appeal"), await app.ReadAsync(db => db.Audit.Where(a => a.Action == "badge.restored").Select(a => ValueTuple.Create(a.ActorName, a.Detail)).SingleAsync()));
        Assert.Contains("申诉成立，恢复使用。", (await other.OpenAsync($"/desk/badges/{badge.Number}")).Text);
    }

    [Fact]
    public async Task Rejected_appeal_shows_the_reasons_to_both_and_changes_nothing()
    {
        await using var app = new CertifyApp();
        var badge = await app.Given.ADecidedBadge(await OwnedAsync(app));
        var appeal = await app.Given.AnAppeal(badge, Reasons);
        var other = await app.SignInAsync(Roles.Supervisor, Other);

        var page = await DecideAsync(other, await other.OpenAsync($"/desk/appeals/{appeal.Id}"), uphold: false);

        Assert.Contains("申诉不成立", page.Text);
        Assert.Contains(Reasons, page.Text);
        Assert.Equal("标识暂停使用", (await app.Anonymous().OpenAsync("/V/" + badge.Token)).TextOf("h1"));
        var owner = await app.SignInAsync(Roles.Owner);
        var told = await owner.OpenAsync($"/desk/owner/{badge.ShopId}/appeals");
        Assert.Contains(Decision, told.Text);
        // That decision stands: no second appeal against it.
        Assert.Null(told.Find("textarea"));
        Assert.Equal("appeals.decided_already", (await FileAsync(app, badge, "再次申诉"))!.Refusal?.Code);
        Assert.Contains("申诉不成立", (await other.OpenAsync("/desk/appeals?closed=true")).TextOf("table"));
    }

    [Fact]
    public async Task Upheld_appeal_against_a_revocation_orders_a_new_visit_and_says_so()
    {
        await using var app = new CertifyApp();
        var shop = await OwnedAsync(app);
        var badge = await app.Given.ADecidedBadge(shop, revoked: true);
        var appeal = await app.Given.AnAppeal(badge);
        var (other, owner, inspector) = (await app.SignInAsync(Roles.Supervisor, Other), await app.SignInAsync(Roles.Owner), await app.SignInAsync(Roles.Inspector));
        app.Time.Advance(TimeSpan.FromMinutes(5));

        var page = await other.OpenAsync($"/desk/appeals/{appeal.Id}");
        Assert.Contains("标识的撤销不能恢复：将安排重新走访", page.Text);
        await DecideAsync(other, page, uphold: true);

        Assert.Equal("标识已撤销", (await app.Anonymous().OpenAsync("/V/" + badge.Token)).TextOf("h1"));
        Assert.Contains("已安排重新走访", (await owner.OpenAsync($"/desk/owner/{shop.Id}/appeals")).Text);
        Assert.Contains("负责人安排走访", (await inspector.OpenAsync("/desk")).TextOf(".stops li:first-child"));
        app.Time.Advance(TimeSpan.FromMinutes(5));
        await app.Given.Recorded(app.Given.AVisit(shop));
        Assert.DoesNotContain("负责人安排走访", (await inspector.OpenAsync("/desk")).Text);
    }

    [Theory]
    [InlineData("expired", "标识已到期或已更换，不能恢复：将安排重新走访", AppealEffect.VisitOrdered)]
    [InlineData("revoked", "标识的撤销不能恢复：将安排重新走访", AppealEffect.VisitOrdered)]
    [InlineData("renewed", "该经营户已有新的有效标识", AppealEffect.None)]
    public async Task Upholding_says_before_what_it_will_do(string meanwhile, string sentence, AppealEffect effect)
    {
        await using var app = new CertifyApp();
        var shop = await OwnedAsync(app);
        var badge = await app.Given.ADecidedBadge(shop, revoked: meanwhile != "expired");
        var appeal = await app.Given.AnAppeal(badge);
        app.Time.Advance(TimeSpan.FromDays(meanwhile == "expired" ? 100 : 1));
        if (meanwhile == "renewed")
            await app.Given.Revisited(shop);
        var other = await app.SignInAsync(Roles.Supervisor, Other);

        var page = await other.OpenAsync($"/desk/appeals/{appeal.Id}");
        Assert.Contains(sentence, page.Text);
        await DecideAsync(other, page, uphold: true);

        Assert.Equal(effect, await app.ReadAsync(db => db.Appeals.Select(a => a.Effect).SingleAsync()));
        Assert.Equal(effect == AppealEffect.VisitOrdered ? 1 : 0, await app.ReadAsync(db => db.VisitOrders.CountAsync()));
    }

    [Theory]
    [InlineData(false, AppealEffect.VisitOrdered, BadgeState.Suspended)]
    [InlineData(true, AppealEffect.None, BadgeState.Valid)]
    public async Task Upheld_appeal_against_what_coverage_did_never_outvotes_the_staff_on_record(bool putRight, AppealEffect effect, BadgeState state)
    {
        await using var app = new CertifyApp();
        var shop = await OwnedAsync(app);
        await app.Given.Recorded(app.Given.AVisit(shop));
        var actor = new Actor(null, "经营者", Roles.Owner);
        await app.WithAsync<OwnerRoster, IReadOnlyList<Certify.Visits.FieldRefusal>>(r => r.AddAsync(shop.Id, Given.Person("新来的", Doses.None), actor));
        app.Time.Advance(TimeSpan.FromDays(4));
        await ReviewAsync(app, shop.Id);
        var badge = await app.ReadAsync(db => db.Badges.SingleAsync());
        Assert.Equal(SuspensionCause.Coverage, badge.Cause);
        var appeal = await app.Given.AnAppeal(badge, "新来的人当天就走了");
        if (putRight)
        {
            var staff = await app.ReadAsync(db => db.Staff.Where(s => !s.Vaccinated).Select(s => s.Id).SingleAsync());
            await app.WithAsync<OwnerRoster, Result?>(r => r.LeaveAsync(shop.Id, staff, CertifyApp.Today.AddDays(4), actor));
        }
        var user = await app.Given.AUser(Other, Roles.Supervisor);

        var decided = await DecideAsync(app, appeal, true, new Actor(user.Id, Other, Roles.Supervisor));

        Assert.Equal(effect, decided!.Value!.Effect);
        Assert.Equal(state, await app.ReadAsync(db => db.Badges.Select(b => b.State).SingleAsync()));
        Assert.Equal(effect == AppealEffect.VisitOrdered ? 1 : 0, await app.ReadAsync(db => db.VisitOrders.CountAsync()));
        Assert.Equal(AppealState.Upheld, await app.ReadAsync(db => db.Appeals.Select(a => a.State).SingleAsync()));
    }

    [Fact]
    public async Task Overdue_appeals_stand_on_top_and_say_by_how_much()
    {
        await using var app = new CertifyApp();
        await app.Given.AnAppeal(await app.Given.ADecidedBadge(await OwnedAsync(app, "先申诉的店")));
        app.Time.Advance(TimeSpan.FromDays(5));
        await app.Given.AnAppeal(await app.Given.ADecidedBadge(await OwnedAsync(app, "后申诉的店")));
        app.Time.Advance(TimeSpan.FromDays(18));
        var supervisor = await app.SignInAsync(Roles.Supervisor);

        var list = await supervisor.OpenAsync("/desk/appeals");

        Assert.Contains("先申诉的店", list.TextOf("tbody tr:first-child"));
        Assert.Contains("已超期 2 天", list.TextOf("tbody tr:first-child"));
        Assert.Contains("还有 3 天", list.TextOf("tbody tr:last-child"));
        Assert.Contains("1 件已超期", (await supervisor.OpenAsync("/desk")).Text);
    }

    [Fact]
    public async Task Both_texts_go_two_years_after_the_decision()
    {
        await using var app = new CertifyApp();
        var appeal = await app.Given.AnAppeal(await app.Given.ADecidedBadge(await OwnedAsync(app)));
        var user = await app.Given.AUser(Other, Roles.Supervisor);
        await DecideAsync(app, appeal, false, new Actor(user.Id, Other, Roles.Supervisor));
        app.Time.Advance(TimeSpan.FromDays(Appeal.KeptDays));
        Assert.Equal(0, await app.WithAsync<AppealBook, int>(b => b.ExpireAsync()));
        app.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(1, await app.WithAsync<AppealBook, int>(b => b.ExpireAsync()));

        var kept = await app.ReadAsync(db => db.Appeals.SingleAsync());
        Assert.Equal((null, null, AppealState.Rejected), (kept.Text, kept.Decision, kept.State));
    }

    private static Task<int> ReviewAsync(CertifyApp app, Guid shop) => app.WithAsync<ShopReview, int>(review =>
        app.ReadAsync(async db =>
        {
            await review.ReviewAsync(db, shop, Actor.System);
            return await db.SaveChangesAsync();
        }));
}
