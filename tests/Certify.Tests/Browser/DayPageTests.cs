using Certify.Accounts;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Certify.Tests.Browser.StreetLaptop;

namespace Certify.Tests.Browser;

/// <summary>The day's page as an inspector works with it.</summary>
public sealed class DayPageTests
{
    [Fact]
    public async Task Nearest_shop_comes_first_where_there_is_a_position_and_it_says_where_there_is_none()
    {
        await using var app = new CertifyApp(kestrel: true);
        await PlaceAsync(app, "近店", "衡阳市高新区解放大道9号", 26.8934, 112.5730);
        await PlaceAsync(app, "远店", "衡阳市高新区解放大道1号", 26.9134, 112.5720);
        await app.Given.AShop("无位置店", address: "衡阳市高新区解放大道2号");
        var page = await StreetAsync(app);
        var names = page.Locator("#shops .stop-name");
        await Assertions.Expect(names).ToHaveTextAsync(["远店", "无位置店", "近店"]);

        await page.ClickAsync("#near");
        await Assertions.Expect(page.Locator("#near-said")).ToHaveTextAsync("浏览器没有提供位置，仍按街道和门牌排列。");
        await Assertions.Expect(names).ToHaveTextAsync(["远店", "无位置店", "近店"]);

        await page.Context.GrantPermissionsAsync(["geolocation"]);
        await page.Context.SetGeolocationAsync(new() { Latitude = 26.8934f, Longitude = 112.5720f });
        // A position needs no network.
        await page.Context.SetOfflineAsync(true);
        await page.ClickAsync("#near");

        await Assertions.Expect(names).ToHaveTextAsync(["近店", "远店", "无位置店"]);
        await Assertions.Expect(page.Locator("#shops li").First).ToContainTextAsync("约 100 米 · 衡阳市高新区解放大道9号");
        await Assertions.Expect(page.Locator("#shops li").Nth(1)).ToContainTextAsync("约 2.2 公里");
        // It stays so for the next page of this tab, until it is pressed again.
        await page.ReloadAsync();
        await Assertions.Expect(names).ToHaveTextAsync(["近店", "远店", "无位置店"]);
        await page.ClickAsync("#near[aria-pressed='true']");
        await Assertions.Expect(names).ToHaveTextAsync(["远店", "无位置店", "近店"]);
    }

    [Fact]
    public async Task Who_stands_on_a_line_stands_there_when_the_page_is_drawn_anew()
    {
        await using var app = new CertifyApp(kestrel: true);
        await app.Given.AShop("甲店", address: "衡阳市高新区解放大道1号");
        await app.Given.AShop("乙店", address: "衡阳市高新区解放大道2号");
        var page = await StreetAsync(app);
        var second = page.Locator("#shops li", new() { HasText = "乙店" }).Locator("a.button");
        await second.FocusAsync();
        await second.EvaluateAsync("link => link.dataset.old = '1'");

        // As another tab tells that something was sent.
        await page.EvaluateAsync("new BroadcastChannel('certify-field').postMessage('changed')");

        await Assertions.Expect(page.Locator("[data-old]")).ToHaveCountAsync(0);
        await Assertions.Expect(second).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Pack_is_taken_together_with_the_key_to_which_visits_are_sealed_or_not_at_all()
    {
        await using var app = new CertifyApp(kestrel: true);
        await app.Given.AShop();
        var page = await Chromium.OpenAsync(app);
        await page.RouteAsync("**/api/v1/sealing-key", route => route.AbortAsync());
        await Chromium.SignInAsync(page, app, Roles.Inspector);
        await page.GotoAsync("/desk/field");
        await page.EvaluateAsync("navigator.serviceWorker.ready");

        await page.ClickAsync("#take");

        await Assertions.Expect(page.Locator("#network")).ToContainTextAsync("没有网络");
        await Assertions.Expect(page.Locator("#pack")).ToContainTextAsync("还没有");
    }

    private static async Task PlaceAsync(CertifyApp app, string name, string address, double latitude, double longitude)
    {
        var shop = await app.Given.AShop(name, address: address);
        await app.ReadAsync(db => db.Shops.Where(s => s.Id == shop.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.Latitude, latitude).SetProperty(x => x.Longitude, longitude)));
    }
}
