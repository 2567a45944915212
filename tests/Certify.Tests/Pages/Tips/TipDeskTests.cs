using System.Net;
using Certify.Accounts;
using Certify.Tests.Support;
using Certify.Tips;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tests.Pages.Tips;

/// <summary>What becomes of a tip: looked into, put to the owner, closed, erased; and what several do to a shop's place in the visit list.</summary>
public sealed class TipDeskTests
{
    private const string Told = "后厨的老周没打疫苗", Question = "请说明贵店在岗人员情况";

    [Fact]
    public async Task Get_without_tips_says_where_they_come_from()
    {
        await using var app = new CertifyApp();
        var supervisor = await app.SignInAsync(Roles.Supervisor);

        Assert.Contains("没有待核查的反映", (await supervisor.OpenAsync("/desk/tips")).Text);
        Assert.Contains("还没有办结的反映", (await supervisor.OpenAsync("/desk/tips?closed=true")).Text);
        Assert.Equal(HttpStatusCode.NotFound, (await supervisor.OpenAsync($"/desk/tips/{Guid.CreateVersion7()}")).Status);
    }

    [Fact]
    public async Task Tip_stands_on_the_supervisors_first_page_and_opening_it_is_on_record()
    {
        await using var app = new CertifyApp();
        var tip = await app.Given.ATip(await app.Given.ABadge(), Told);
        var supervisor = await app.SignInAsync(Roles.Supervisor);

        Assert.Contains("待核查的群众反映 1 件", (await supervisor.OpenAsync("/desk")).Text);
        Assert.Contains(Told, (await supervisor.OpenAsync($"/desk/tips/{tip}")).Text);

        Assert.Equal(("tip", "TipWords", "supervisor"), await app.ReadAsync(db => db.Access.Select(a => ValueTuple.Create(a.Purpose, a.Columns, a.ActorName)).SingleAsync()));
        Assert.Contains("处理群众反映", (await supervisor.OpenAsync("/desk/audit/access")).Text);
    }

    [Fact]
    public async Task Close_as_fine_is_read_among_the_closed_with_its_note_and_audit_row()
    {
        await using var app = new CertifyApp();
        var tip = await app.Given.ATip(await app.Given.ABadge(), Told);
        var supervisor = await app.SignInAsync(Roles.Supervisor);

        var page = await CloseAsync(supervisor, tip, "Fine", note: "现场核对无误");
        Assert.Contains("已办结", page.TextOf("[role=status]"));
        Assert.Contains("核查无误 · supervisor", page.Text);
        Assert.Contains("现场核对无误", page.Text);

        Assert.DoesNotContain(Told, (await supervisor.OpenAsync("/desk/tips")).Text);
        Assert.Contains(Told, (await supervisor.OpenAsync("/desk/tips?closed=true")).TextOf("table"));
        Assert.Equal("tips.result_fine", await app.ReadAsync(db => db.Audit.Where(a => a.Action == "tip.closed").Select(a => a.Detail).SingleAsync()));
        Assert.Contains("办结群众反映", (await supervisor.OpenAsync("/desk/audit")).Text);
        Assert.Equal("tips.closed_already", (await app.WithAsync<TipDesk, Result?>(d => d.CloseAsync(tip, TipResult.Fine, null, null, Actor.System)))!.Refusal?.Code);
    }

    [Theory]
    [InlineData("", null, "请选择核查结果")]
    [InlineData("Lapsed", null, "请选择核查结果")]
    [InlineData("BadgeDecided", null, "目前有效，请先暂停或撤销")]
    [InlineData("VisitOrdered", "没有这家店", "没有找到“没有这家店”")]
    [InlineData("VisitOrdered", "解放大道", "对应多户")]
    public async Task Close_that_will_not_do_says_why_and_leaves_it_open(string result, string? shop, string sentence)
    {
        await using var app = new CertifyApp();
        await app.Given.AShop("别的店");
        var tip = await app.Given.ATip(await app.Given.ABadge(), Told);
        var supervisor = await app.SignInAsync(Roles.Supervisor);

        var page = await CloseAsync(supervisor, tip, result, shop, "备注还在");

        Assert.Contains(sentence, page.TextOf("[role=alert]"));
        Assert.Contains("备注还在", page.Find("#Input_Note")!.TextContent);
        Assert.Null(await app.ReadAsync(db => db.Tips.Select(t => t.ClosedAt).SingleAsync()));
    }

    [Fact]
    public async Task Close_after_the_badge_was_suspended_names_the_decision()
    {
        await using var app = new CertifyApp();
        var badge = await app.Given.ABadge();
        var tip = await app.Given.ATip(badge, Told);
        var supervisor = await app.SignInAsync(Roles.Supervisor);
        var page = await supervisor.OpenAsync($"/desk/tips/{tip}");

        var ask = await supervisor.OpenAsync(page.Find("a[href$='/suspend']")!.GetAttribute("href")!);
        await supervisor.SubmitAsync(ask, new(StringComparer.Ordinal) { ["Input.Reason"] = "群众反映属实" });
        page = await CloseAsync(supervisor, tip, "BadgeDecided");

        Assert.Contains("标识已暂停或撤销 · supervisor", page.Text);
        Assert.NotNull(page.Find($"a[href='/desk/badges/{badge.Number}']"));
    }

    [Fact]
    public async Task Close_with_a_visit_puts_the_shop_on_the_inspectors_list_until_it_is_made()
    {
        await using var app = new CertifyApp();
        var (shop, other) = (await app.Given.AShop(), await app.Given.AShop("门口挂假标识的店"));
        await app.Given.Recorded(app.Given.AVisit(shop));
        await app.Given.Recorded(app.Given.AVisit(other));
        app.Time.Advance(TimeSpan.FromDays(1));
        var tip = await app.Given.ATip(null, Told, code: "FORGED");
        var supervisor = await app.SignInAsync(Roles.Supervisor);
        var inspector = await app.SignInAsync(Roles.Inspector);

        Assert.Contains("请填写要走访的经营户", (await CloseAsync(supervisor, tip, "VisitOrdered")).TextOf("[role=alert]"));
        await CloseAsync(supervisor, tip, "VisitOrdered", "门口挂假标识");

        Assert.Contains("负责人安排走访", (await inspector.OpenAsync("/desk")).TextOf(".stops li"));
        Assert.Contains("门口挂假标识的店", (await inspector.OpenAsync("/desk/shops")).TextOf("tbody tr:first-child"));
        await app.Given.Recorded(app.Given.AVisit(other));
        Assert.DoesNotContain("负责人安排走访", (await inspector.OpenAsync("/desk")).Text + (await inspector.OpenAsync("/desk/shops")).Text);
    }

    [Fact]
    public async Task Three_distinct_tips_in_thirty_days_put_the_shop_on_top_without_what_was_told()
    {
        await using var app = new CertifyApp();
        await app.Given.AShop("艾艾第一家");
        var shop = await app.Given.AShop("最后一家店");
        await app.Given.Recorded(app.Given.AVisit(shop));
        var badge = await app.ReadAsync(db => db.Badges.SingleAsync());
        app.Time.Advance(TimeSpan.FromDays(2));
        var inspector = await app.SignInAsync(Roles.Inspector);

        await app.Given.ATip(badge, "甲");
        await app.Given.ATip(badge, "乙");
        await app.Given.ATip(badge, "乙");
        await app.Given.ATip(badge, "丁", repeats: true);
        Assert.DoesNotContain("多次被反映", (await inspector.OpenAsync("/desk")).Text + (await inspector.OpenAsync("/desk/shops")).Text);
        await app.Given.ATip(badge, Told);

        var round = await inspector.OpenAsync("/desk");
        Assert.Contains("最后一家店", round.TextOf(".stops li:first-child"));
        Assert.Contains("多次被反映，优先走访", round.TextOf(".stops li:first-child"));
        var list = await inspector.OpenAsync("/desk/shops");
        Assert.Contains("最后一家店", list.TextOf("tbody tr:first-child"));
        Assert.Contains("多次被反映，优先走访", list.TextOf("tbody tr:first-child"));
        Assert.DoesNotContain(Told, round.Html + list.Html);

        app.Time.Advance(TimeSpan.FromMinutes(5));
        await app.Given.Recorded(app.Given.AVisit(shop));
        Assert.DoesNotContain("多次被反映", (await inspector.OpenAsync("/desk")).Text + (await inspector.OpenAsync("/desk/shops")).Text);
    }

    [Fact]
    public async Task Tips_older_than_thirty_days_or_without_a_clue_do_not_count()
    {
        await using var app = new CertifyApp();
        var badge = await app.Given.ABadge();
        app.Time.Advance(TimeSpan.FromDays(1));
        var old = await app.Given.ATip(badge, "甲");
        app.Time.Advance(TimeSpan.FromDays(30));
        var unclear = await app.Given.ATip(badge, "乙");
        await app.Given.ATip(badge, "丙");
        await app.Given.ATip(badge, "丁");
        Assert.Single(await app.ReadAsync(db => ToldShops.ToVisitAsync(db, app.Time.GetUtcNow())));

        await app.WithAsync<TipDesk, Result?>(d => d.CloseAsync(unclear, TipResult.Unclear, null, null, Actor.System));

        Assert.Empty(await app.ReadAsync(db => ToldShops.ToVisitAsync(db, app.Time.GetUtcNow())));
        Assert.Single(await app.ReadAsync(db => ToldShops.ToVisitAsync(db, app.Time.GetUtcNow().AddSeconds(-1))));
        Assert.NotEqual(Guid.Empty, old);
    }

    [Fact]
    public async Task Owner_is_asked_in_neutral_words_answers_once_and_never_sees_what_was_told()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        await app.Given.AnOwner(Roles.Owner, shop);
        var tip = await app.Given.ATip(await app.Given.ABadge(shop), Told, photo: Photos.Png());
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

    [Fact]
    public async Task Erase_takes_words_and_photo_at_once_and_leaves_the_rest()
    {
        await using var app = new CertifyApp();
        var tip = await app.Given.ATip(await app.Given.ABadge(), Told, photo: Photos.Png());
        var supervisor = await app.SignInAsync(Roles.Supervisor);

        var page = await supervisor.SubmitAsync(await supervisor.OpenAsync($"/desk/tips/{tip}"), [], "form[action$='handler=Erase']");

        Assert.Contains("反映内容和照片已于 2021年8月9日 14:00 清除", page.Text);
        Assert.DoesNotContain(Told, page.Html);
        Assert.Equal(0, await app.ReadAsync(db => db.TipPhotos.CountAsync()));
        Assert.Null(await app.ReadAsync(db => db.Tips.Select(t => t.Words).SingleAsync()));
        Assert.Equal("tips.erased_already", (await app.WithAsync<TipDesk, Result?>(d => d.EraseAsync(tip, Actor.System)))!.Refusal?.Code);
    }

    [Fact]
    public async Task Words_and_photos_go_when_their_days_are_over_closed_or_not()
    {
        await using var app = new CertifyApp();
        var badge = await app.Given.ABadge();
        var (closed, open) = (await app.Given.ATip(badge, "甲", photo: Photos.Png()), await app.Given.ATip(badge, "乙"));
        await app.WithAsync<TipDesk, Result?>(d => d.CloseAsync(closed, TipResult.Fine, null, null, Actor.System));
        Task<int> Expire() => app.WithAsync<TipRetention, int>(r => r.ExpireAsync());

        app.Time.Advance(TimeSpan.FromDays(Tip.KeptDays));
        Assert.Equal(0, await Expire());
        app.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await Expire());
        Assert.Equal(0, await app.ReadAsync(db => db.TipPhotos.CountAsync()));
        app.Time.Advance(TimeSpan.FromDays(Tip.OpenDays - Tip.KeptDays));
        Assert.Equal((1, 0), (await Expire(), await Expire()));

        Assert.All(await app.ReadAsync(db => db.Tips.ToListAsync()), t => Assert.Null(t.Words));
        Assert.Equal((TipResult.Fine, TipResult.Lapsed), (await ResultAsync(app, closed), await ResultAsync(app, open)));
        Assert.Contains("超期未办", (await (await app.SignInAsync(Roles.Supervisor)).OpenAsync("/desk/tips?closed=true")).Text);
    }

    [Fact]
    public async Task Words_go_when_the_programme_has_been_over_for_its_kept_days()
    {
        await using var app = new CertifyApp(settings: new(StringComparer.Ordinal) { ["Certify:ProgrammeEndedOn"] = "2021-08-01", ["Certify:RetentionDays"] = "9" });
        await app.Given.ATip(await app.Given.ABadge(), Told);

        Assert.Equal(0, await app.WithAsync<TipRetention, int>(r => r.ExpireAsync()));
        app.Time.Advance(TimeSpan.FromDays(1));

        Assert.Equal(1, await app.WithAsync<TipRetention, int>(r => r.ExpireAsync()));
    }

    private static Task<TipResult?> ResultAsync(CertifyApp app, Guid tip) => app.ReadAsync(db => db.Tips.Where(t => t.Id == tip).Select(t => t.Result).SingleAsync());

    private static async Task<Page> CloseAsync(Visitor supervisor, Guid tip, string result, string? shop = null, string? note = null) =>
        await supervisor.SubmitAsync(await supervisor.OpenAsync($"/desk/tips/{tip}"),
            new(StringComparer.Ordinal) { ["Input.Result"] = result, ["Input.Shop"] = shop ?? "", ["Input.Note"] = note ?? "" }, "form[action$='handler=Close']");
}
