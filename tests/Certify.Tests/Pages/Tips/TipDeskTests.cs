using System.Net;
using Certify.Accounts;
using Certify.Shops;
using Certify.Tests.Support;
using Certify.Tips;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tests.Pages.Tips;

/// <summary>A tip before the supervisor: read, closed, counted.</summary>
public sealed class TipDeskTests
{
    private const string Told = "后厨的老周没打疫苗";

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
    public async Task Close_with_a_visit_to_a_closed_shop_asks_which_one_to_visit()
    {
        await using var app = new CertifyApp();
        var (shop, _) = (await app.Given.AShop(), await app.Given.AShop("接手的店"));
        var tip = await app.Given.ATip(await app.Given.ABadge(shop), Told);
        await app.WithAsync<ShopService, Result?>(s => s.CloseAsync(shop.Id, "停业", Given.AnOfficer));
        var supervisor = await app.SignInAsync(Roles.Supervisor);

        Assert.Contains("已登记停业，请填写要走访的经营户", (await CloseAsync(supervisor, tip, "VisitOrdered")).TextOf("[role=alert]"));
        Assert.Equal(0, await app.ReadAsync(db => db.VisitOrders.CountAsync()));
        Assert.Contains("安排走访 · supervisor", (await CloseAsync(supervisor, tip, "VisitOrdered", "接手的店")).Text);
        Assert.Equal("接手的店", await app.ReadAsync(db => db.VisitOrders.Join(db.Shops, o => o.ShopId, s => s.Id, (_, s) => s.RegisteredName).SingleAsync()));
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

    private static async Task<Page> CloseAsync(Visitor supervisor, Guid tip, string result, string? shop = null, string? note = null) =>
        await supervisor.SubmitAsync(await supervisor.OpenAsync($"/desk/tips/{tip}"),
            new(StringComparer.Ordinal) { ["Input.Result"] = result, ["Input.Shop"] = shop ?? "", ["Input.Note"] = note ?? "" }, "form[action$='handler=Close']");
}
