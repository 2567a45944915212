using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Certify.Badges;
using Certify.Badges.Open;
using Certify.Tests.Support;

namespace Certify.Tests.Pages.Shops;

public sealed class PublicShopsTests
{
    [Fact]
    public async Task Get_list_shows_valid_badges_alone_and_never_a_number()
    {
        await using var app = new CertifyApp();
        await app.Given.ABadge(await app.Given.AShop("甲记米粉"), "HYGX-2021-000001-AAAA");
        var suspended = await app.Given.ABadge(await app.Given.AShop("乙记米粉"), "HYGX-2021-000002-BBBB");
        await app.Given.Change(suspended, b => b.Suspend(SuspensionCause.Coverage, "一人未接种", CertifyApp.Start));
        await app.Given.ABadge(await app.Given.AShop("丙记米粉"), "HYGX-2021-000003-CCCC", CertifyApp.Start.AddDays(-100));
        await app.Given.AShop("丁记米粉");

        var page = await app.Anonymous().OpenAsync("/shops");

        Assert.Equal("甲记米粉", page.TextOf(".shops h2"));
        Assert.Contains("共 1 家", page.Text);
        Assert.DoesNotContain("HYGX-", page.Html);
        Assert.Contains("1 家场所持有有效标识", (await app.Anonymous().OpenAsync("/")).Text);
    }

    [Theory]
    [InlineData("米粉", "甲记米粉")]
    [InlineData("jjmf", "甲记米粉")]
    [InlineData("ＪＪＭＦ", "甲记米粉")]
    [InlineData("粉 甲", "甲记米粉")]
    [InlineData("%", "")]
    [InlineData("_", "")]
    [InlineData("甲%粉", "")]
    [InlineData("'; drop table", "")]
    [InlineData("", "乙家药房 甲记米粉")]
    public async Task Search_finds_by_name_and_pinyin_and_takes_wildcards_as_text(string query, string found)
    {
        await using var app = new CertifyApp();
        await app.Given.ABadge(await app.Given.AShop("甲记米粉"), "HYGX-2021-000001-AAAA");
        await app.Given.ABadge(await app.Given.AShop("乙家药房", category: "pharmacy"), "HYGX-2021-000002-BBBB");
        var visitor = app.Anonymous();

        var page = await visitor.SubmitAsync(await visitor.OpenAsync("/shops"), new() { ["q"] = query }, ".filters");

        Assert.Equal(found, page.TextOf(".shops h2"));
        Assert.Equal(query, page.Find("#q")?.GetAttribute("value") ?? "");
        if (found.Length == 0)
            Assert.Contains("没有符合条件的场所", page.Text);
    }

    [Fact]
    public async Task Filter_by_grid_and_category_keeps_what_was_chosen()
    {
        await using var app = new CertifyApp();
        var grid = await app.Given.AGrid("华兴街道", "蒸水社区");
        await app.Given.ABadge(await app.Given.AShop("甲记米粉", grid: grid), "HYGX-2021-000001-AAAA");
        await app.Given.ABadge(await app.Given.AShop("乙家药房", grid: grid, category: "pharmacy"), "HYGX-2021-000002-BBBB");
        await app.Given.ABadge(await app.Given.AShop("丙家药房", category: "pharmacy"), "HYGX-2021-000003-CCCC");
        var visitor = app.Anonymous();

        var page = await visitor.SubmitAsync(await visitor.OpenAsync("/shops"), new() { ["grid"] = grid.Id.ToString("N"), ["category"] = "pharmacy" }, ".filters");

        Assert.Equal("乙家药房", page.TextOf(".shops h2"));
        Assert.Equal("蒸水社区", page.TextOf("#grid option[selected]"));
        Assert.Equal("药店", page.TextOf("#category option[selected]"));
    }

    [Fact]
    public async Task Turn_pages_reaches_every_shop_once_and_keeps_the_search()
    {
        await using var app = new CertifyApp();
        for (var i = 0; i < 45; i++)
            await app.Given.ABadge(await app.Given.AShop($"米粉{i:00}店"), $"HYGX-2021-{i:D6}-AAAA");
        var visitor = app.Anonymous("en");
        var names = new List<string>();

        var page = await visitor.OpenAsync("/shops?q=" + Uri.EscapeDataString("米粉"));
        for (var n = 1; n <= 3; n++)
        {
            Assert.Contains($"Page {n} of 3", page.Text);
            names.AddRange(page.Document.QuerySelectorAll(".shops h2").Select(h => h.TextContent));
            if (page.Find("a[rel=next]") is { } next)
                page = await visitor.OpenAsync(next.GetAttribute("href")!);
        }

        Assert.Equal(45, names.Distinct().Count());
        Assert.Equal(45, names.Count);
    }

    [Theory]
    [InlineData("/shops?page=0")]
    [InlineData("/shops?page=-5")]
    [InlineData("/shops?page=999999999999")]
    [InlineData("/shops?page=x&grid=y&category=z")]
    [InlineData("/shops?q=%F0%9F%92%89&page=3")]
    public async Task Get_odd_addresses_answer_with_a_page(string address)
    {
        await using var app = new CertifyApp();
        await app.Given.ABadge();

        Assert.Equal(HttpStatusCode.OK, (await app.Anonymous().OpenAsync(address)).Status);
    }

    [Fact]
    public async Task Get_empty_list_says_what_comes()
    {
        await using var app = new CertifyApp();

        Assert.Contains("目前还没有已评定的场所", (await app.Anonymous().OpenAsync("/shops")).Text);
    }

    [Fact]
    public async Task Badge_is_listed_and_counted_once_it_is_in_the_published_log_as_a_scan_says_valid_then()
    {
        await using var app = new CertifyApp();
        var badge = await app.Given.AnUnpublishedBadge();

        Assert.Equal(("unconfirmed", "", "0", 0), await Told());
        await app.Given.Published();
        app.Time.Advance(OpenFiles.MadeAnewAfter);
        Assert.Equal(("valid", "第1店", "1", 1), await Told());

        async Task<(string? Scan, string Listed, string Tally, int Open)> Told()
        {
            var client = app.CreateClient();
            var scan = await client.GetFromJsonAsync<JsonElement>("/api/v1/verify/" + badge.Token);
            var open = await client.GetFromJsonAsync<JsonElement>("/open-data/badges.json");
            return (scan.GetProperty("status").GetString(), (await app.Anonymous().OpenAsync("/shops")).TextOf(".shops h2"),
                (await app.Anonymous().OpenAsync("/")).TextOf(".tally b"), open.GetProperty("badges").GetArrayLength());
        }
    }

    [Fact]
    public async Task Get_closed_shop_is_not_listed()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop("甲记米粉");
        await app.Given.ABadge(shop);
        await app.ReadAsync(async db =>
        {
            db.Shops.Single(s => s.Id == shop.Id).Close(CertifyApp.Today, "歇业", CertifyApp.Start);
            return await db.SaveChangesAsync();
        });

        Assert.DoesNotContain("甲记米粉", (await app.Anonymous().OpenAsync("/shops")).Text);
    }
}
