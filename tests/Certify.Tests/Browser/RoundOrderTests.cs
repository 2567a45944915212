using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Certify.Tests.Browser.StreetLaptop;

namespace Certify.Tests.Browser;

/// <summary>The order of the round where the browser knows where it is.</summary>
public sealed class RoundOrderTests
{
    [Fact]
    public async Task Day_page_puts_the_nearest_shop_first_where_there_is_a_position_and_says_where_there_is_none()
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

    private static async Task PlaceAsync(CertifyApp app, string name, string address, double latitude, double longitude)
    {
        var shop = await app.Given.AShop(name, address: address);
        await app.ReadAsync(db => db.Shops.Where(s => s.Id == shop.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.Latitude, latitude).SetProperty(x => x.Longitude, longitude)));
    }
}
