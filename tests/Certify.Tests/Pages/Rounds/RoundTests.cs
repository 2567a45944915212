using Certify.Accounts;
using Certify.Rounds;
using Certify.Tests.Support;

namespace Certify.Tests.Pages.Rounds;

public sealed class RoundTests
{
    [Fact]
    public async Task Round_stands_by_reason_then_by_street_and_door()
    {
        await using var app = new CertifyApp();
        await app.Given.AShop("十号", address: "解放大道10号");
        await app.Given.AShop("九号", address: "解放大道9号");
        var overdue = await app.Given.AShop("逾期的店", address: "祝融路1号");
        await app.Given.Recorded(app.Given.AVisit(overdue) with { Measures = Given.All.With("masks", false) });
        var promised = await app.Given.AShop("约好接种的店", address: "祝融路2号");
        await app.Given.Recorded(app.Given.AVisit(promised, Given.Person("赵小波", Doses.One)));
        await app.Given.ACertifiedShop("评定的店");
        app.Time.Advance(TimeSpan.FromDays(4));

        var round = await RoundAsync(app);

        Assert.Equal(["逾期的店", "九号", "十号", "约好接种的店"], round.Select(s => s.Name));
        Assert.Equal([StopReason.RectifyOverdue, StopReason.Unvisited, StopReason.Unvisited, StopReason.Promised], round.Select(s => s.Reason));
        Assert.Equal(new DateOnly(2021, 8, 12), round[0].On);
    }

    [Fact]
    public async Task Round_leaves_out_closed_and_foreign_shops_and_those_visited_today()
    {
        await using var app = new CertifyApp();
        await app.Given.AShop("别人的店", grid: await app.Given.AGrid("蒸湘街道", "红湘社区"));
        var closed = await app.Given.AShop("停业的店");
        await app.WithAsync<Certify.Shops.ShopService, Result?>(s => s.CloseAsync(closed.Id, "停止经营", Given.AnOfficer));
        await app.Given.Recorded(app.Given.AVisit(await app.Given.AShop("走过的店"), Given.Person("赵小波", Doses.None)));

        Assert.Empty(await RoundAsync(app));
    }

    [Fact]
    public async Task Get_next_goes_on_from_where_one_stands_and_says_when_nothing_is_left()
    {
        await using var app = new CertifyApp();
        var inspector = await app.SignInAsync(Roles.Inspector);
        Assert.Contains("暂无待走访", (await inspector.OpenAsync("/desk/next")).Text);
        var (one, two) = (await app.Given.AShop("甲店", address: "解放大道1号"), await app.Given.AShop("乙店", address: "解放大道2号"));

        Assert.Equal($"/desk/shops/{one.Id}", (await inspector.OpenAsync("/desk/next")).Path);
        Assert.Equal($"/desk/shops/{two.Id}", (await inspector.OpenAsync($"/desk/next?after={one.Id}")).Path);
        Assert.Equal($"/desk/shops/{one.Id}", (await inspector.OpenAsync($"/desk/next?after={two.Id}")).Path);
    }

    [Fact]
    public async Task Get_desk_shows_one_clear_next_shop_and_the_whole_round_on_request()
    {
        await using var app = new CertifyApp();
        for (var i = 1; i <= 20; i++)
            await app.Given.AShop($"第{i}店", address: $"解放大道{i}号");
        var inspector = await app.SignInAsync(Roles.Inspector);

        var page = await inspector.OpenAsync("/desk");
        var whole = await inspector.OpenAsync("/desk?round=whole");

        Assert.Contains("第1店", page.TextOf(".stops .first"));
        Assert.Equal(12, page.Document.QuerySelectorAll(".stops li").Length);
        Assert.Contains("待走访 20 户", page.Text);
        Assert.Equal(20, whole.Document.QuerySelectorAll(".stops li").Length);
    }

    private static async Task<IReadOnlyList<Stop>> RoundAsync(CertifyApp app)
    {
        var inspector = await app.Given.AUser(Roles.Inspector, Roles.Inspector);
        return await app.WithAsync<RoundBook, IReadOnlyList<Stop>>(r => r.OrderedRoundAsync(inspector.Id));
    }
}
