using System.Net;
using Certify.Tests.Support;

namespace Certify.Tests.Pages.Scan;

public sealed class NumberTests
{
    [Fact]
    public async Task Type_number_on_the_home_page_finds_the_badge()
    {
        await using var app = new CertifyApp();
        await app.Given.ABadge();
        var visitor = app.Anonymous();

        var page = await visitor.SubmitAsync(await visitor.OpenAsync("/"), new() { ["number"] = " ｈｙｇｘ－2021－000531－7k3q " }, ".by-number");

        Assert.Equal("标识有效", page.TextOf("h1"));
    }

    [Theory]
    [InlineData("/b/HYGX-2021-000531-7K3Q")]
    [InlineData("/b/hygx2021000531" + "7k3q")]
    [InlineData("/B/HYGX%202021%20000531%207K3Q")]
    public async Task Get_number_in_the_address_finds_the_badge(string address)
    {
        await using var app = new CertifyApp();
        await app.Given.ABadge();

        Assert.Equal("标识有效", (await app.Anonymous().OpenAsync(address)).TextOf("h1"));
    }

    [Theory]
    [InlineData("HYGX-2021-000531", "编号无法识别", "末段四位校验码不可省略")]
    [InlineData("你好", "编号无法识别", "编号共四段")]
    [InlineData("", "编号无法识别", "编号共四段")]
    [InlineData("HYGX-2021-000531-0000", "未查到登记记录", "没有编号为“HYGX-2021-000531-0000”的标识")]
    public async Task Type_wrong_number_says_what_to_do_and_keeps_it(string number, string title, string next)
    {
        await using var app = new CertifyApp();
        await app.Given.ABadge();
        var visitor = app.Anonymous();

        var page = await visitor.SubmitAsync(await visitor.OpenAsync("/"), new() { ["number"] = number }, ".by-number");

        Assert.Equal(HttpStatusCode.NotFound, page.Status);
        Assert.Equal(title, page.TextOf("h1"));
        Assert.Contains(next, page.TextOf(".says"));
        Assert.Equal(number, page.Find("input[name=number]")?.GetAttribute("value"));
    }

    [Fact]
    public async Task Get_number_without_database_confirms_nothing()
    {
        await using var app = new CertifyApp();
        var badge = await app.Given.ABadge();
        app.LoseDatabase();

        var page = await app.Anonymous().OpenAsync("/b/" + badge.Number);

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal("状态暂无法确认", page.TextOf("h1"));
        Assert.Contains("请稍后再查", page.Text);
        Assert.Null(page.Find(".place"));
    }

    [Fact]
    public async Task Try_numbers_without_end_is_stopped_and_scans_are_not()
    {
        await using var app = new CertifyApp();
        var badge = await app.Given.ABadge();
        var visitor = app.Anonymous();
        for (var i = 0; i < 300; i++)
            await visitor.Client.GetAsync($"/b/HYGX-2021-000531-{i:D4}");

        var page = await visitor.OpenAsync("/b/" + badge.Number);

        Assert.Equal(HttpStatusCode.TooManyRequests, page.Status);
        Assert.Contains("请稍候一分钟再试", page.Text);
        Assert.Equal("标识有效", (await visitor.OpenAsync("/V/" + badge.Token)).TextOf("h1"));
    }
}
