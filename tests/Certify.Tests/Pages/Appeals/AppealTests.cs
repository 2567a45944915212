using System.Net;
using Certify.Accounts;
using Certify.Appeals;
using Certify.Badges;
using Certify.Certification;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tests.Pages.Appeals;

public sealed class AppealTests
{
    private const string Other = "second-supervisor", Reasons = "登记台账齐全，当日有记录", Decision = "经查台账属实，原决定依据不足";

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
    public async Task Who_suspended_can_not_decide_and_reads_why()
    {
        await using var app = new CertifyApp();
        var appeal = await app.Given.AnAppeal(await app.Given.ADecidedBadge(await OwnedAsync(app)));
        var supervisor = await app.SignInAsync(Roles.Supervisor);

        var page = await supervisor.OpenAsync($"/desk/appeals/{appeal.Id}");
        Assert.Contains("您参与过该标识的暂停或撤销", page.Text);
        Assert.Null(page.Find("main form"));

        var user = await app.Given.AUser(Roles.Supervisor, Roles.Supervisor);
        Assert.Equal("appeals.involved", (await DecideAsync(app, appeal, true, new Actor(user.Id, "supervisor", Roles.Supervisor)))!.Refusal?.Code);
        Assert.Equal(BadgeState.Suspended, await app.ReadAsync(db => db.Badges.Select(b => b.State).SingleAsync()));
    }

    [Fact]
    public async Task Who_owns_the_shop_can_not_decide()
    {
        await using var app = new CertifyApp();
        var appeal = await app.Given.AnAppeal(await app.Given.ADecidedBadge(await OwnedAsync(app)));
        var owner = await app.Given.AUser(Roles.Owner, Roles.Owner);

        Assert.Equal("appeals.own_shop", (await DecideAsync(app, appeal, true, new Actor(owner.Id, "both", Roles.Supervisor)))!.Refusal?.Code);
    }

    [Fact]
    public async Task Post_by_the_one_who_was_involved_meanwhile_says_so_and_keeps_the_text()
    {
        await using var app = new CertifyApp();
        var badge = await app.Given.ADecidedBadge(await OwnedAsync(app));
        var appeal = await app.Given.AnAppeal(badge);
        var other = await app.SignInAsync(Roles.Supervisor, Other);
        var page = await other.OpenAsync($"/desk/appeals/{appeal.Id}");
        var user = await app.Given.AUser(Other, Roles.Supervisor);
        await app.WithAsync<BadgeDecisions, Result<Badge>?>(d => d.RevokeAsync(badge.Number, "另有原因", new Actor(user.Id, Other, Roles.Supervisor)));

        page = await DecideAsync(other, page, uphold: true);

        Assert.Contains("您参与过该标识的暂停或撤销", page.TextOf("[role=alert]"));
        Assert.Equal(BadgeState.Revoked, await app.ReadAsync(db => db.Badges.Select(b => b.State).SingleAsync()));
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
    public async Task One_open_appeal_a_badge_until_it_is_withdrawn()
    {
        await using var app = new CertifyApp();
        var badge = await app.Given.ADecidedBadge(await OwnedAsync(app));
        await app.Given.AnAppeal(badge);
        Assert.Equal("appeals.open_already", (await FileAsync(app, badge, "又一件"))!.Refusal?.Code);
        var owner = await app.SignInAsync(Roles.Owner);

        var page = await owner.SubmitAsync(await owner.OpenAsync($"/desk/owner/{badge.ShopId}/appeals"), [], "form[action$='handler=Withdraw']");
        Assert.Contains("申诉已撤回", page.Text);
        Assert.Contains("没有待决定的申诉", (await (await app.SignInAsync(Roles.Supervisor)).OpenAsync("/desk/appeals")).Text);
        page = await owner.SubmitAsync(page, new(StringComparer.Ordinal) { ["Input.Text"] = Reasons }, "form:has(textarea)");

        Assert.Contains("申诉已提交", page.Text);
        Assert.Equal(2, await app.ReadAsync(db => db.Appeals.CountAsync()));
    }

    [Fact]
    public async Task Two_appeals_at_once_leave_one_open()
    {
        await using var app = new CertifyApp();
        var badge = await app.Given.ADecidedBadge(await OwnedAsync(app));

        var filed = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => FileAsync(app, badge, $"第{i}件")));

        Assert.Single(filed, r => r!.Ok);
        Assert.Equal(1, await app.ReadAsync(db => db.Appeals.CountAsync(a => a.State == AppealState.Open)));
    }

    [Theory]
    [InlineData("", "请填写申诉理由")]
    [InlineData(null, "内容过长")]
    public async Task Appeal_without_reasons_or_too_long_is_refused_and_keeps_them(string? text, string sentence)
    {
        await using var app = new CertifyApp();
        var badge = await app.Given.ADecidedBadge(await OwnedAsync(app));
        var owner = await app.SignInAsync(Roles.Owner);
        text ??= new string('诉', Appeal.TextLimit + 1);

        var page = await owner.SubmitAsync(await owner.OpenAsync($"/desk/owner/{badge.ShopId}/appeals"), new(StringComparer.Ordinal) { ["Input.Text"] = text });

        Assert.Contains(sentence, page.TextOf(".field-validation-error"));
        Assert.Equal(text, page.Find("textarea")!.TextContent.Trim());
        Assert.Equal(0, await app.ReadAsync(db => db.Appeals.CountAsync()));
    }

    [Theory]
    [InlineData("", Decision, "请选择申诉是否成立")]
    [InlineData("true", "", "此项必填")]
    public async Task Decision_without_choice_or_text_is_refused(string uphold, string text, string sentence)
    {
        await using var app = new CertifyApp();
        var appeal = await app.Given.AnAppeal(await app.Given.ADecidedBadge(await OwnedAsync(app)));
        var other = await app.SignInAsync(Roles.Supervisor, Other);

        var page = await other.SubmitAsync(await other.OpenAsync($"/desk/appeals/{appeal.Id}"), new(StringComparer.Ordinal) { ["Input.Uphold"] = uphold, ["Input.Text"] = text });

        Assert.Contains(sentence, page.TextOf(".field-validation-error"));
        Assert.Equal(AppealState.Open, await app.ReadAsync(db => db.Appeals.Select(a => a.State).SingleAsync()));
    }

    [Fact]
    public async Task Valid_badge_has_nothing_to_appeal_against_and_somebody_elses_is_not_there()
    {
        await using var app = new CertifyApp();
        var shop = await OwnedAsync(app);
        var badge = await app.Given.ABadge(shop);
        var other = await app.Given.AShop("别人的店");
        var owner = await app.SignInAsync(Roles.Owner);

        Assert.Contains("没有可以申诉的事项", (await owner.OpenAsync($"/desk/owner/{shop.Id}/appeals")).Text);
        Assert.Equal("appeals.nothing_to_appeal", (await FileAsync(app, badge, Reasons))!.Refusal?.Code);
        Assert.Null(await app.WithAsync<AppealBook, Result<Appeal>?>(b => b.FileAsync(other.Id, badge.Number, Reasons, Actor.System)));
        Assert.Equal(HttpStatusCode.NotFound, (await owner.OpenAsync($"/desk/owner/{other.Id}/appeals")).Status);
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

    private static async Task<Certify.Shops.Shop> OwnedAsync(CertifyApp app, string name = "湘味土菜馆")
    {
        var shop = await app.Given.AShop(name);
        await app.Given.AnOwner(Roles.Owner, shop);
        return shop;
    }

    private static Task<Result<Appeal>?> FileAsync(CertifyApp app, Badge badge, string text) =>
        app.WithAsync<AppealBook, Result<Appeal>?>(b => b.FileAsync(badge.ShopId, badge.Number, text, new Actor(Guid.CreateVersion7(), "owner", Roles.Owner)));

    private static Task<Result<Appeal>?> DecideAsync(CertifyApp app, Appeal appeal, bool uphold, Actor by) =>
        app.WithAsync<AppealBook, Result<Appeal>?>(b => b.DecideAsync(appeal.Id, uphold, Decision, by));

    private static Task<Page> DecideAsync(Visitor visitor, Page page, bool uphold) =>
        visitor.SubmitAsync(page, new(StringComparer.Ordinal) { ["Input.Uphold"] = uphold ? "true" : "false", ["Input.Text"] = Decision });

    private static Task<int> ReviewAsync(CertifyApp app, Guid shop) => app.WithAsync<ShopReview, int>(review =>
        app.ReadAsync(async db =>
        {
            await review.ReviewAsync(db, shop, Actor.System);
            return await db.SaveChangesAsync();
        }));
}
