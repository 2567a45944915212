using System.Net;
using Certify.Accounts;
using Certify.Tests.Support;
using Certify.Tips;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tests.Pages.Tips;

/// <summary>What the owner is asked, and never told.</summary>
public sealed class TipOwnerTests
{
    private const string Told = "后厨的老周没打疫苗", Question = "请说明贵店在岗人员情况";

    [Fact]
    public async Task Owner_is_asked_in_neutral_words_answers_once_and_never_sees_what_was_told()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        await app.Given.AnOwner(Roles.Owner, shop);
        var tip = await app.Given.ATip(await app.Given.ABadge(shop), Told, photo: PhotoFiles.Png());
        var (supervisor, owner) = (await app.SignInAsync(Roles.Supervisor), await app.SignInAsync(Roles.Owner));
        Assert.Contains("没有需要说明的事项", (await owner.OpenAsync($"/desk/owner/{shop.Id}/tips")).Text);

        var page = await supervisor.OpenAsync($"/desk/tips/{tip}");
        Assert.Contains("贵店的现状可能与评定时不一致", page.Find("#Input_Question")!.TextContent);
        await supervisor.SubmitAsync(page, new(StringComparer.Ordinal) { ["Input.Question"] = Question }, "form[action$='handler=Ask']");
        var home = await owner.OpenAsync("/desk/owner");
        Assert.Contains("有 1 件事项请您说明", home.Text);
        var asked = await owner.OpenAsync($"/desk/owner/{shop.Id}/tips");
        Assert.Contains(Question, asked.Text);
        Assert.Contains("情况有误", asked.Text);
        Assert.Contains("请填写说明", (await owner.SubmitAsync(asked, [])).Text);
        var answered = await owner.SubmitAsync(asked, new(StringComparer.Ordinal) { ["Input.Reply"] = "全员已接种，凭证齐全" });

        Assert.Contains("说明已提交", answered.Text);
        Assert.All(new[] { home, asked, answered }, p => Assert.DoesNotContain("老周", p.Html));
        Assert.All(new[] { home, asked, answered }, p => Assert.Null(p.Find("main img")));
        Assert.Contains("全员已接种，凭证齐全", (await supervisor.OpenAsync($"/desk/tips/{tip}")).Text);
        Assert.Equal("tips.replied_already", (await app.WithAsync<TipDesk, Result?>(d => d.ReplyAsync(shop.Id, tip, "再说一次", Actor.System)))!.Refusal?.Code);
        Assert.Equal("tips.asked_already", (await app.WithAsync<TipDesk, Result?>(d => d.AskAsync(tip, "再问一次", Actor.System)))!.Refusal?.Code);
        Assert.Equal(["tip.asked", "tip.replied"], await app.ReadAsync(db => db.Audit.Where(a => a.Subject == "tip").OrderBy(a => a.Action).Select(a => a.Action).ToListAsync()));
    }

    [Fact]
    public async Task Owner_finds_neither_a_tip_that_was_not_put_nor_one_about_another_shop()
    {
        await using var app = new CertifyApp();
        var (shop, other) = (await app.Given.AShop(), await app.Given.AShop("别人的店"));
        await app.Given.AnOwner(Roles.Owner, shop);
        var own = await app.Given.ATip(await app.Given.ABadge(shop), Told);
        var owner = await app.SignInAsync(Roles.Owner);

        Assert.Null(await app.WithAsync<TipDesk, Result?>(d => d.ReplyAsync(shop.Id, own, "说明", Actor.System)));
        Assert.Null(await app.WithAsync<TipDesk, Result?>(d => d.ReplyAsync(other.Id, own, "说明", Actor.System)));
        Assert.Equal(HttpStatusCode.NotFound, (await owner.OpenAsync($"/desk/owner/{other.Id}/tips")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await owner.OpenAsync($"/desk/tips/{own}")).Status);
    }

    [Fact]
    public async Task Answer_to_a_tip_that_was_erased_meanwhile_is_refused_and_not_kept()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        await app.Given.AnOwner(Roles.Owner, shop);
        var tip = await app.Given.ATip(await app.Given.ABadge(shop), Told);
        await app.WithAsync<TipDesk, Result?>(d => d.AskAsync(tip, Question, Actor.System));
        var owner = await app.SignInAsync(Roles.Owner);
        var form = await owner.OpenAsync($"/desk/owner/{shop.Id}/tips");
        await app.WithAsync<TipDesk, Result?>(d => d.EraseAsync(tip, Actor.System));

        var page = await owner.SubmitAsync(form, new(StringComparer.Ordinal) { ["Input.Reply"] = "后厨的老周已接种" });

        Assert.Contains("该事项已清除，无需再说明", page.TextOf("[role=alert]"));
        Assert.Null(await app.ReadAsync(db => db.Tips.Select(t => t.Reply).SingleAsync()));
    }

    [Fact]
    public async Task Erased_tip_can_not_be_put_to_the_owner()
    {
        await using var app = new CertifyApp();
        var tip = await app.Given.ATip(await app.Given.ABadge(), Told);
        var supervisor = await app.SignInAsync(Roles.Supervisor);
        var form = await supervisor.OpenAsync($"/desk/tips/{tip}");
        await app.WithAsync<TipDesk, Result?>(d => d.EraseAsync(tip, Actor.System));

        var page = await supervisor.SubmitAsync(form, new(StringComparer.Ordinal) { ["Input.Question"] = Question }, "form[action$='handler=Ask']");

        Assert.Contains("反映内容已清除，不能再请经营者说明", page.TextOf("[role=alert]"));
        Assert.Null(page.Find("form[action$='handler=Ask']"));
        Assert.Null(await app.ReadAsync(db => db.Tips.Select(t => t.Asked).SingleAsync()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    public async Task Ask_without_a_question_is_refused(string question)
    {
        await using var app = new CertifyApp();
        var tip = await app.Given.ATip(await app.Given.ABadge(), Told);
        var supervisor = await app.SignInAsync(Roles.Supervisor);

        var page = await supervisor.SubmitAsync(await supervisor.OpenAsync($"/desk/tips/{tip}"), new(StringComparer.Ordinal) { ["Input.Question"] = question }, "form[action$='handler=Ask']");

        Assert.Contains("请填写需要经营者说明的事项", page.Text);
    }
}
