using Certify.Badges;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Certify.Tests.Browser.StreetLaptop;

namespace Certify.Tests.Browser;

/// <summary>A badge that hangs at a door, scanned without a network; orders that are put right there.</summary>
public sealed class OfflineScanTests
{
    [Fact]
    public async Task Hanging_badge_opens_its_shop_without_a_network_and_orders_are_put_right_there()
    {
        await using var app = new CertifyApp(kestrel: true);
        var shop = await app.Given.AShop();
        await app.Given.Recorded(app.Given.AVisit(shop));
        var badge = await app.ReadAsync(db => db.Badges.SingleAsync());
        app.Time.Advance(TimeSpan.FromMinutes(5));
        await app.Given.Recorded(app.Given.AVisit(shop) with { Measures = Given.All.With("masks", false) });
        var foreign = await app.Given.AShop("别的网格的店", grid: await app.Given.AGrid("蒸湘街道", "红湘社区", heldBy: "other"));
        await app.Given.Recorded(app.Given.AVisit(foreign), "other");
        var elsewhere = await app.ReadAsync(db => db.Badges.SingleAsync(b => b.ShopId == foreign.Id));
        // The re-check comes after the visit that ordered it, by the server's clock too, which stands still here.
        app.Time.Advance(TimeSpan.FromMinutes(10));
        var page = await StreetAsync(app);
        await page.WaitForFunctionAsync("caches.open('check-data').then((kept) => kept.match('/.well-known/jwks.json')).then(Boolean)");
        await page.Context.SetOfflineAsync(true);

        // The code by a photo, its signature checked here; then by its number.
        await page.SetInputFilesAsync("#photo", new FilePayload { Name = "door.png", MimeType = "image/png", Buffer = QrPictures.Photo(BadgeToken.Address(new Uri(app.PublicUrl), badge.Token)) });
        await Assertions.Expect(page.Locator("#scanned-said")).ToContainTextAsync(shop.SignboardName);
        Assert.Contains($"shop={shop.Id}", await page.GetAttributeAsync("#scanned-shop a.button", "href"));
        await page.FillAsync("#text", badge.Number.ToLowerInvariant());
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#scanned-state")).ToHaveTextAsync("按编号查找，未核验真伪");
        await page.ClickAsync("#scanned-shop .order button");
        await Assertions.Expect(page.Locator("#said")).ToContainTextAsync("整改复查到位。已加密保存在本机");

        // Another grid's badge, well signed: it hangs where it does not belong.
        await page.FillAsync("#text", BadgeToken.Address(new Uri(app.PublicUrl), elsewhere.Token));
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#scanned-said")).ToContainTextAsync("登记在“别的网格的店”");
        await page.ClickAsync("#elsewhere button");
        await Assertions.Expect(page.Locator("#place-missing")).ToBeVisibleAsync();
        await page.FillAsync("#place", "解放大道99号");
        await page.ClickAsync("#elsewhere button");
        await Assertions.Expect(page.Locator("#outbox .card")).ToHaveCountAsync(2);
        await page.FillAsync("#text", "HTTPS://EXAMPLE/V/2KCE3IQB");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#scanned-said")).ToContainTextAsync("这不是本系统签发的标识");

        // It is sent at once by itself, and the button is gone then; pressed all the same, a first request that the returning network drops costs no wait.
        await page.Context.SetOfflineAsync(false);
        await page.EvaluateAsync("document.getElementById('send-now').click()");

        await Assertions.Expect(page.Locator("#outbox .is-sent")).ToHaveCountAsync(2);
        Assert.Equal((0, elsewhere.Id), (await app.ReadAsync(db => db.Rectifications.CountAsync(r => r.DoneAt == null)), await app.ReadAsync(db => db.Tips.Select(t => t.BadgeId!.Value).SingleAsync())));
    }
}
