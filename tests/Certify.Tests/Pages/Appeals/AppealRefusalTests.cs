using System.Net;
using Certify.Accounts;
using Certify.Appeals;
using Certify.Badges;
using Certify.Certification;
using Certify.Tests.Support;
using Certify.Visits;
using Microsoft.EntityFrameworkCore;
using static Certify.Tests.Pages.Appeals.AppealSteps;

namespace Certify.Tests.Pages.Appeals;

/// <summary>What an appeal, or the decision of one, is refused for.</summary>
public sealed class AppealRefusalTests
{
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

    [Theory]
    [InlineData("struck")]
    [InlineData("struck for another shop of the person")]
    [InlineData("corrected")]
    [InlineData("visited")]
    public async Task Who_wrote_the_record_by_which_coverage_fell_can_not_decide_and_reads_why(string what)
    {
        await using var app = new CertifyApp();
        var (shop, person) = (await OwnedAsync(app), Given.Person("陈桂英"));
        await app.Given.Recorded(app.Given.AVisit(shop, person));
        var other = await app.Given.AShop("同一人的另一家店");
        await app.Given.Recorded(app.Given.AVisit(other, person));
        var user = await app.Given.AUser(Roles.Supervisor, Roles.Supervisor);
        var actor = new Actor(user.Id, Roles.Supervisor, Roles.Supervisor);
        app.Time.Advance(TimeSpan.FromHours(1));
        var (at, dose) = (what.StartsWith("struck for", StringComparison.Ordinal) ? other.Id : shop.Id, person.Doses![^1]);
        var staff = await app.ReadAsync(db => db.Staff.Where(s => s.ShopId == at).Select(s => s.Id).SingleAsync());
        if (what == "visited")
            await app.WithAsync<VisitRecording, VisitAnswer>(r => r.RecordAsync(app.Given.AVisit(shop, new() { StaffId = staff, Status = StaffStatus.Working }, Given.Person("新来的", Doses.None)), actor));
        else if (what == "corrected")
            Assert.Empty((await app.WithAsync<StaffRecord, IReadOnlyList<FieldRefusal>?>(r => r.CorrectAsync(staff, Given.Person("陈桂英") with { IdType = null, IdNumber = null }, actor)))!);
        else
            Assert.True((await app.WithAsync<StaffRecord, Result?>(r => r.StrikeAsync(staff, dose.Vaccine, dose.On, "接种本系伪造", actor)))!.Ok);
        app.Time.Advance(TimeSpan.FromDays(4));
        await app.Given.Due();
        var badge = await app.ReadAsync(db => db.Badges.SingleAsync(b => b.ShopId == shop.Id));
        Assert.Equal((BadgeState.Suspended, SuspensionCause.Coverage), (badge.State, badge.Cause));
        var appeal = await app.Given.AnAppeal(badge);

        Assert.Equal("appeals.involved_record", (await DecideAsync(app, appeal, true, actor))!.Refusal?.Code);
        var page = await (await app.SignInAsync(Roles.Supervisor)).OpenAsync($"/desk/appeals/{appeal.Id}");
        Assert.Contains("登记或更正过该店的走访或人员记录", page.Text);
        Assert.Null(page.Find("main form"));

        var second = await app.Given.AUser(Other, Roles.Supervisor);
        Assert.True((await DecideAsync(app, appeal, true, new Actor(second.Id, Other, Roles.Supervisor)))!.Ok);
    }

    [Fact]
    public async Task Who_recorded_before_the_badge_was_issued_or_at_another_shop_may_decide()
    {
        await using var app = new CertifyApp();
        var shop = await OwnedAsync(app);
        await app.Given.Recorded(app.Given.AVisit(shop));
        await app.Given.Hired(shop);
        app.Time.Advance(TimeSpan.FromDays(4));
        await app.Given.Due();
        await app.Given.Recorded(app.Given.AVisit(await app.Given.AShop("别的店")));
        var appeal = await app.Given.AnAppeal(await app.ReadAsync(db => db.Badges.SingleAsync(b => b.ShopId == shop.Id)));
        var user = await app.Given.AUser(Roles.Inspector, Roles.Inspector);

        Assert.True((await DecideAsync(app, appeal, true, new Actor(user.Id, Roles.Inspector, Roles.Supervisor)))!.Ok);
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
}
