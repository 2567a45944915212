using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Certify.Badges;
using Certify.Badges.Open;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Certify.Tests.Pages.OpenData;

/// <summary>What the files hold, and when they are made anew.</summary>
public sealed class OpenDataTests
{
    private const string Header = "shop_name,registered_name,address,category,subdistrict,community,issued_on,valid_until,latitude,longitude";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Get_csv_holds_the_valid_badges_alone_each_state_walked(bool postgres)
    {
        await using var app = await CertifyApp.OnAsync(postgres);
        foreach (var state in Enum.GetValues<BadgeState>())
            await ABadgeIn(app, state);
        await app.Given.Change(await app.Given.ABadge(await app.Given.AShop("已关店"), "HYGX-2021-000200-AAAA"), _ => { });
        await CloseAsync(app, "已关店");

        var lines = (await Text(app, "csv")).Split("\r\n");

        Assert.Equal(Header, lines[0].TrimStart('\uFEFF'));
        Assert.Equal(["Valid店,Valid店,衡阳市高新区解放大道1号,catering,华兴街道,华兴社区,2021-08-09,2021-11-07,26.901235,112.612346", ""], lines[1..]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Get_json_and_geojson_say_the_same_with_licence_and_longitude_first(bool postgres)
    {
        await using var app = await CertifyApp.OnAsync(postgres);
        await ABadgeIn(app, BadgeState.Valid);
        await app.Given.ABadge(await app.Given.AShop("没有位置的店"), "HYGX-2021-000200-AAAA");

        var json = JsonDocument.Parse(await Text(app, "json")).RootElement;
        var map = JsonDocument.Parse(await Text(app, "geojson")).RootElement;

        Assert.Equal(("CC BY 4.0", "衡阳市市场监督管理局园区分局"), (json.GetProperty("licence").GetString(), json.GetProperty("source").GetString()));
        var badge = json.GetProperty("badges")[0];
        Assert.Equal(("Valid店", 26.901235, 112.612346), (badge.GetProperty("shopName").GetString(), badge.GetProperty("latitude").GetDouble(), badge.GetProperty("longitude").GetDouble()));
        Assert.Equal(JsonValueKind.Null, json.GetProperty("badges")[1].GetProperty("latitude").ValueKind);
        Assert.Equal("FeatureCollection", map.GetProperty("type").GetString());
        Assert.Equal([112.612346, 26.901235], map.GetProperty("features")[0].GetProperty("geometry").GetProperty("coordinates").EnumerateArray().Select(c => c.GetDouble()));
        Assert.Equal(JsonValueKind.Null, map.GetProperty("features")[1].GetProperty("geometry").ValueKind);
        Assert.Equal("2021-11-07", map.GetProperty("features")[0].GetProperty("properties").GetProperty("validUntil").GetString());
    }

    [Fact]
    public async Task Files_hold_no_number_no_token_and_nobody()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        await app.Given.Recorded(app.Given.AVisit(shop, Given.Person("陈桂英")));
        var badge = await app.ReadAsync(db => db.Badges.SingleAsync());

        foreach (var format in OpenFormat.All)
        {
            var text = await Text(app, format.Name);
            Assert.Contains("湘味土菜馆", text);
            foreach (var secret in new[] { badge.Number, badge.Number[^4..], badge.Token, badge.Id.ToString(), shop.Id.ToString(), "陈桂英", "19000005423", "检查员" })
                Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task Get_again_is_not_sent_twice_until_something_changed_which_is_seen_within_a_minute()
    {
        await using var app = new CertifyApp();
        var badge = await ABadgeIn(app, BadgeState.Valid);
        var client = app.CreateClient();
        client.DefaultRequestHeaders.Add("Origin", "https://map.example");
        using var first = await client.GetAsync("/open-data/badges.csv");
        Assert.Equal("*", first.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal(TimeSpan.FromSeconds(60), first.Headers.CacheControl!.MaxAge);
        client.DefaultRequestHeaders.IfNoneMatch.Add(first.Headers.ETag!);
        app.Time.Advance(OpenFiles.MadeAnewAfter);
        Assert.Equal(HttpStatusCode.NotModified, (await client.GetAsync("/open-data/badges.csv")).StatusCode);

        await app.Given.Change(badge, b => b.Suspend(SuspensionCause.Coverage, "一人未接种", CertifyApp.Start));
        app.Time.Advance(OpenFiles.MadeAnewAfter);

        using var second = await client.GetAsync("/open-data/badges.csv");
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.DoesNotContain("Valid店", await second.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Get_while_the_database_is_gone_is_the_last_file_and_503_where_there_was_none()
    {
        await using var app = new CertifyApp();
        await ABadgeIn(app, BadgeState.Valid);
        await Text(app, "csv");
        app.LoseDatabase();
        app.Time.Advance(OpenFiles.MadeAnewAfter);

        Assert.Contains("Valid店", await Text(app, "csv"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await app.CreateClient().GetAsync("/open-data/badges.json")).StatusCode);
    }

    [Fact]
    public async Task File_that_was_just_told_can_be_opened_and_older_or_half_ones_are_gone()
    {
        await using var app = new CertifyApp();
        var files = app.Services.GetRequiredService<OpenFiles>();
        var csv = OpenFormat.Find("csv")!;
        var told = new List<string>();
        for (var minute = 0; minute < 3; minute++)
        {
            await app.Given.ABadge(await app.Given.AShop($"第{minute}店"), $"HYGX-2021-00010{minute}-AAAA");
            told.Add((await files.LiveAsync(csv)).Path);
            app.Time.Advance(OpenFiles.MadeAnewAfter);
        }
        app.LoseDatabase();

        Assert.Equal(told[2], (await files.LiveAsync(csv)).Path);

        Assert.Equal(told[1..].Order(StringComparer.Ordinal), Directory.GetFiles(Path.GetDirectoryName(told[0])!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Refusal_under_the_page_is_a_problem_for_programs()
    {
        await using var app = new CertifyApp();

        using var none = await app.CreateClient().GetAsync("/open-data/2021-08-11/badges.csv");

        Assert.Equal("application/problem+json", none.Content.Headers.ContentType!.MediaType);
        Assert.Equal(HttpStatusCode.OK, (await app.Anonymous().OpenAsync("/open-data")).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Day_is_kept_once_stays_as_it_was_and_goes_after_ninety_days(bool postgres)
    {
        await using var app = await CertifyApp.OnAsync(postgres);
        var badge = await ABadgeIn(app, BadgeState.Valid);
        var snapshots = app.Services.GetRequiredService<OpenSnapshots>();
        Assert.True(await snapshots.KeepAsync());
        Assert.False(await snapshots.KeepAsync());

        await app.Given.Change(badge, b => b.Revoke("冒用标识", CertifyApp.Start));
        app.Time.Advance(TimeSpan.FromDays(1));
        Assert.True(await snapshots.KeepAsync());

        var client = app.CreateClient();
        Assert.Contains("Valid店", await client.GetStringAsync("/open-data/2021-08-09/badges.csv"));
        Assert.DoesNotContain("Valid店", await client.GetStringAsync("/open-data/2021-08-10/badges.json"));
        Assert.Equal("FeatureCollection", (await client.GetFromJsonAsync<JsonElement>("/open-data/2021-08-09/badges.geojson")).GetProperty("type").GetString());
        using var packed = new HttpRequestMessage(HttpMethod.Get, "/open-data/2021-08-09/badges.csv");
        packed.Headers.AcceptEncoding.ParseAdd("gzip");
        Assert.Equal("gzip", (await client.SendAsync(packed)).Content.Headers.ContentEncoding.Single());
        Assert.Contains("2021-08-10", (await app.Anonymous().OpenAsync("/open-data")).Text);
        foreach (var none in new[] { "/open-data/2021-08-11/badges.csv", "/open-data/..%2Fbadges.csv", "/open-data/2021-8-9/badges.csv", "/open-data/badges.xml" })
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(none)).StatusCode);

        app.Time.Advance(TimeSpan.FromDays(OpenSnapshots.KeptDays - 1));
        await snapshots.KeepAsync();
        Assert.Equal([new(2021, 11, 7), new(2021, 8, 10)], snapshots.Days);
    }

    [Theory]
    [InlineData("zh-CN", "开放数据", "来源：衡阳市市场监督管理局园区分局")]
    [InlineData("en", "Open data", "Source: Hengyang")]
    public async Task Get_page_names_every_field_the_licence_and_what_is_not_there_yet(string language, string title, string source)
    {
        await using var app = new CertifyApp();

        var page = await app.Anonymous(language).OpenAsync("/open-data");

        Assert.Equal(title, page.TextOf("h1"));
        Assert.Contains(source, page.Text);
        Assert.Contains("CC BY 4.0", page.TextOf("[rel=license]"));
        Assert.Equal(Header.Split(','), page.Document.QuerySelectorAll("tbody th").Select(e => e.TextContent));
        Assert.NotNull(page.Find(".hint"));
    }

    private static async Task<string> Text(CertifyApp app, string format)
    {
        using var response = await app.CreateClient().GetAsync("/open-data/badges." + format);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(OpenFormat.Find(format)!.MediaType, response.Content.Headers.ContentType!.ToString());
        return await response.Content.ReadAsStringAsync();
    }

    private static async Task<Badge> ABadgeIn(CertifyApp app, BadgeState state)
    {
        var shop = await app.Given.AShop($"{state}店", address: "衡阳市高新区解放大道1号");
        await app.ReadAsync(db => db.Shops.Where(s => s.Id == shop.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.Latitude, 26.9012346).SetProperty(x => x.Longitude, 112.6123456)));
        var badge = await app.Given.ABadge(shop, $"HYGX-2021-00010{(int)state}-AAAA", state == BadgeState.Expired ? CertifyApp.Start.AddDays(-100) : null);
        await app.Given.Change(badge, b =>
        {
            if (state == BadgeState.Suspended) b.Suspend(SuspensionCause.Coverage, "一人未接种", CertifyApp.Start);
            if (state == BadgeState.Revoked) b.Revoke("冒用标识", CertifyApp.Start);
            if (state == BadgeState.Superseded) b.Supersede(b.Id, CertifyApp.Start);
        });
        return badge;
    }

    private static Task<int> CloseAsync(CertifyApp app, string name) =>
        app.ReadAsync(db => db.Shops.Where(s => s.RegisteredName == name).ExecuteUpdateAsync(s => s.SetProperty(x => x.ClosedOn, CertifyApp.Today)));
}
