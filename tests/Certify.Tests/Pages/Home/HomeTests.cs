using Certify.Accounts;
using Certify.Tests.Support;

namespace Certify.Tests.Pages.Home;

public sealed class HomeTests
{
    [Theory]
    [InlineData(Roles.Supervisor, "/desk", "尚无经营户")]
    [InlineData(Roles.Auditor, "/desk", "尚无经营户")]
    [InlineData(Roles.Inspector, "/desk", "尚未分配网格")]
    [InlineData(Roles.Dispatcher, "/desk/referrals", "没有未完成接种的人员")]
    [InlineData(Roles.Owner, "/desk/owner", "您的名下还没有经营户")]
    [InlineData(Roles.Admin, "/desk/users", "新建账号")]
    public async Task Get_desk_takes_each_role_to_where_the_day_begins(string role, string path, string sentence)
    {
        await using var app = new CertifyApp();

        var page = await (await app.SignInAsync(role)).OpenAsync("/desk");

        Assert.Equal(path, page.Path);
        Assert.Contains(sentence, page.Text);
    }

    [Fact]
    public async Task Get_by_inspector_names_next_shops_of_own_grids_alone()
    {
        await using var app = new CertifyApp();
        await app.Given.AShop("我的店");
        await app.Given.AShop("别人的店", grid: await app.Given.AGrid("蒸湘街道", "红湘社区"));
        await app.Given.Recorded(app.Given.AVisit(await app.Given.AShop("去过的店")));

        var page = await (await app.SignInAsync(Roles.Inspector)).OpenAsync("/desk");

        Assert.Contains("我的店", page.TextOf(".stops"));
        Assert.DoesNotContain("别人的店", page.Text);
        Assert.DoesNotContain("去过的店", page.TextOf(".stops"));
        Assert.Contains("已走访 1 / 2 户", page.Text);
        Assert.Contains("今日已走访 1 户", page.Text);
    }

    [Fact]
    public async Task Get_by_supervisor_shows_figures_and_what_waits()
    {
        await using var app = new CertifyApp();
        await app.Given.Recorded(app.Given.AVisit(await app.Given.AShop("湘味土菜馆")));
        await app.Given.Recorded(app.Given.AVisit(await app.Given.AShop("好吃米粉"), Given.Person("赵小波", Doses.One)));

        var page = await (await app.SignInAsync(Roles.Supervisor)).OpenAsync("/desk");

        Assert.Contains("待打印 1 个", page.Text);
        Assert.Contains("待安排接种 1 人", page.Text);
        Assert.DoesNotContain("赵小波", page.Html);
    }

    [Fact]
    public async Task Post_invitation_by_an_inspector_shows_link_and_code_once()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop("湘味土菜馆");
        var inspector = await app.SignInAsync(Roles.Inspector);

        var page = await inspector.SubmitAsync(await inspector.OpenAsync($"/desk/invite/{shop.Id}"), []);

        var link = page.Find("#copy-text")!.GetAttribute("value")!;
        Assert.StartsWith("https://certify.example/invite/", link, StringComparison.Ordinal);
        Assert.NotNull(page.Find("svg[role=img]"));
        Assert.Contains("湘味土菜馆", (await app.Anonymous().OpenAsync(new Uri(link).AbsolutePath)).Text);
        Assert.Null((await inspector.OpenAsync($"/desk/invite/{shop.Id}")).Find("#copy-text"));
    }
}
