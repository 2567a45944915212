using Certify.Accounts;
using Certify.Tests.Support;

namespace Certify.Tests.Pages.Shops;

public sealed class ShopListTests
{
    [Theory]
    [InlineData("湘味")]
    [InlineData("xwtcg")]
    [InlineData("XWTCG")]
    [InlineData("解放大道１８号")]
    [InlineData("92430499maqmdpgt2e")]
    [InlineData("土菜 18号")]
    public async Task Search_any_way_finds_the_shop(string typed)
    {
        await using var app = new CertifyApp();
        await app.Given.AShop("湘味土菜馆", "92430499MAQMDPGT2E", "衡阳市高新区解放大道18号");
        await app.Given.AShop("康泰烧烤店");
        var page = await (await app.SignInAsync(Roles.Supervisor)).OpenAsync("/desk/shops?q=" + Uri.EscapeDataString(typed));
        Assert.Contains("共 1 户", page.Text);
        Assert.Contains("湘味土菜馆", page.Text);
    }

    [Theory]
    [InlineData("%")]
    [InlineData("_")]
    [InlineData("湘%馆")]
    [InlineData("' OR 1=1 --")]
    public async Task Search_wildcards_and_quotes_are_only_characters(string typed)
    {
        await using var app = new CertifyApp();
        await app.Given.AShop("湘味土菜馆");
        var page = await (await app.SignInAsync(Roles.Supervisor)).OpenAsync("/desk/shops?q=" + Uri.EscapeDataString(typed));
        Assert.Contains("没有符合条件的经营户", page.Text);
    }

    [Fact]
    public async Task Search_inspector_sees_own_grids_and_others_only_on_request()
    {
        await using var app = new CertifyApp();
        await app.Given.AShop("湘味土菜馆");
        var other = await app.Given.AShop("康泰土菜馆", grid: await app.Given.AGrid("解放街道", "解放社区"));
        var inspector = await app.SignInAsync(Roles.Inspector);

        Assert.DoesNotContain("康泰土菜馆", (await inspector.OpenAsync("/desk/shops")).Text);
        Assert.DoesNotContain("康泰土菜馆", (await inspector.OpenAsync("/desk/shops?everywhere=true")).Text);
        Assert.Contains("康泰土菜馆", (await inspector.OpenAsync("/desk/shops?everywhere=true&q=tcg")).Text);
        var foreign = await inspector.OpenAsync($"/desk/shops/{other.Id}");
        Assert.Contains("不在您的网格内", foreign.Text);
        Assert.NotNull(foreign.Find($"a[href='/desk/visits/new?shop={other.Id}']"));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await inspector.OpenAsync($"/desk/shops/{other.Id}/signboard")).Status);
    }

    [Theory]
    [InlineData("unvisited", true)]
    [InlineData("certified", false)]
    [InlineData("expiring", false)]
    [InlineData("suspended", false)]
    [InlineData("uncertified", false)]
    [InlineData("referrals", false)]
    [InlineData("closed", false)]
    public async Task List_by_state_shows_those_in_it(string state, bool shown)
    {
        await using var app = new CertifyApp();
        await app.Given.AShop("湘味土菜馆");
        var page = await (await app.SignInAsync(Roles.Supervisor)).OpenAsync("/desk/shops?state=" + state);
        Assert.Equal(shown, page.Text.Contains("湘味土菜馆"));
    }

    [Fact]
    public async Task List_empty_says_what_to_do_next_in_both_languages()
    {
        await using var app = new CertifyApp();
        Assert.Contains("请先导入经营户台账", (await (await app.SignInAsync(Roles.Supervisor)).OpenAsync("/desk/shops")).Text);
        Assert.Contains("Import the registry", (await (await app.SignInAsync(Roles.Supervisor, language: "en")).OpenAsync("/desk/shops")).Text);
    }
}
