using System.Net;
using Certify.Accounts;
using Certify.Certification;
using Certify.Shops;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tests.Pages.Rectifications;

public sealed class RectificationTests
{
    [Fact]
    public async Task Post_put_right_closes_the_order_on_record_and_earns_no_badge()
    {
        await using var app = new CertifyApp();
        var shop = await Failed(app);
        var inspector = await app.SignInAsync(Roles.Inspector);

        var page = await inspector.SubmitAsync(await inspector.OpenAsync($"/desk/rectifications/{shop.Id}"), [], "main form[action*='PutRight']");

        Assert.Contains("没有待整改的措施", page.Text);
        Assert.Contains("复查人 inspector", page.Text);
        var order = await app.ReadAsync(db => db.Rectifications.SingleAsync());
        Assert.Equal((app.Clock.Now, "inspector"), (order.DoneAt, order.RecheckedBy));
        Assert.Equal(0, await app.ReadAsync(db => db.Badges.CountAsync()));
        Assert.Equal(0, await app.ReadAsync(db => db.Standings.Select(s => s.OpenRectifications).SingleAsync()));
        Assert.True(await app.ReadAsync(db => db.Audit.AnyAsync(a => a.Action == "rectification.put_right" && a.SubjectId == shop.Id)));

        Assert.Equal("rectifications.done_already", (await app.WithAsync<RectificationBook, Result?>(b => b.PutRightAsync(shop.Id, order.Id, Given.AnOfficer)))!.Refusal!.Code);
        Assert.NotNull((await app.Given.Revisited(shop)).Receipt!.Badge);
    }

    [Fact]
    public async Task Post_day_moves_the_order_and_days_out_of_reach_are_refused()
    {
        await using var app = new CertifyApp();
        var shop = await Failed(app);
        var inspector = await app.SignInAsync(Roles.Inspector);
        var page = await inspector.OpenAsync($"/desk/rectifications/{shop.Id}");

        foreach (var (day, sentence) in new[] { ("2021-08-08", "整改期限应在今天起 30 天以内"), ("2021-09-09", "整改期限应在今天起 30 天以内"), ("", "请填写"), ("八月", "无法识别") })
            Assert.Contains(sentence, (await inspector.SubmitAsync(page, new() { ["day"] = day }, "main form[action*='Day']")).Text);
        await inspector.SubmitAsync(page, new() { ["day"] = "2021-08-20" }, "main form[action*='Day']");

        Assert.Equal(new DateOnly(2021, 8, 20), await app.ReadAsync(db => db.Rectifications.Select(r => r.DueOn).SingleAsync()));
        Assert.Equal(new DateOnly(2021, 8, 20), await app.ReadAsync(db => db.Standings.Select(s => s.RevisitOn).SingleAsync()));
    }

    [Fact]
    public async Task Orders_of_another_shop_or_by_an_auditor_are_not_found()
    {
        await using var app = new CertifyApp();
        var shop = await Failed(app);
        var other = await app.Given.AShop("别的店");
        var order = await app.ReadAsync(db => db.Rectifications.Select(r => r.Id).SingleAsync());

        Assert.Null(await app.WithAsync<RectificationBook, Result?>(b => b.PutRightAsync(other.Id, order, Given.AnOfficer)));
        Assert.Null((await (await app.SignInAsync(Roles.Auditor)).OpenAsync($"/desk/rectifications/{shop.Id}")).Find("main form"));
    }

    [Fact]
    public async Task Notice_has_both_languages_the_measures_and_no_person()
    {
        await using var app = new CertifyApp();
        var shop = await Failed(app);

        var page = await (await app.SignInAsync(Roles.Inspector)).OpenAsync($"/desk/rectifications/{shop.Id}/notice");
        var sheet = page.TextOf(".notice-sheet");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        foreach (var words in new[] { "疫情防控整改告知书", "Notice to put right", "湘味土菜馆", "佩戴口罩", "2021年8月12日", "12 August 2021", "衡阳市市场监督管理局园区分局", "Hengyang Administration for Market Regulation", "经营者签字", "检查员签字" })
            Assert.Contains(words, sheet);
        foreach (var never in new[] { "责令", "陈桂英", "陈**", "1900", "inspector" })
            Assert.DoesNotContain(never, sheet);
        Assert.Equal(3, page.Document.QuerySelectorAll(".signatures dd").Length);
    }

    [Fact]
    public async Task Notice_of_a_shop_with_nothing_open_says_so()
    {
        await using var app = new CertifyApp();
        var (shop, _) = await app.Given.ACertifiedShop();

        Assert.Contains("没有待整改的措施", (await (await app.SignInAsync(Roles.Inspector)).OpenAsync($"/desk/rectifications/{shop.Id}/notice")).Text);
    }

    private static async Task<Shop> Failed(CertifyApp app)
    {
        var shop = await app.Given.AShop();
        await app.Given.Recorded(app.Given.AVisit(shop) with { Measures = Given.All.With("masks", false) });
        return shop;
    }
}
