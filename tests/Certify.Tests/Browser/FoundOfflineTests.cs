using Certify.Accounts;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Certify.Tests.Browser.StreetLaptop;

namespace Certify.Tests.Browser;

/// <summary>A shop that is on no list, found while there is no network: visited at once, and at the server what it turns out to be.</summary>
public sealed class FoundOfflineTests
{
    private const string Code = "92430499MAQMDPGT2E";

    [Fact]
    public async Task Shop_found_without_a_network_is_visited_at_once_and_both_arrive_once()
    {
        await using var app = new CertifyApp(kestrel: true);
        await app.Given.AShop("湘味土菜馆", address: "解放大道9号");
        var page = await StreetAsync(app);
        await page.Context.SetOfflineAsync(true);
        // Its own page needs a network; the day's page has the form open for it.
        await page.GotoAsync("/desk/shops/found");
        await Assertions.Expect(page.Locator("#new-name")).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#new-name-wrong")).ToHaveTextAsync("此项必填。");
        await page.FillAsync("#new-name", "湘味菜馆");
        await page.FillAsync("#new-address", "解放大道9号1楼");
        await Assertions.Expect(page.Locator("#new-shop-same li")).ToHaveTextAsync("湘味土菜馆 · 解放大道9号 同一门牌，名称相近");
        await Assertions.Expect(page.Locator("#new-shop-keep")).ToHaveTextAsync("都不是，登记为新店");
        await page.FillAsync("#new-code", "92430499MAQMDPGT2A");
        await page.SelectOptionAsync("#new-category", "market");
        await page.ClickAsync("#new-shop-keep");
        await Assertions.Expect(page.Locator("#new-code-wrong")).ToContainTextAsync("校验码不符");
        Assert.Empty(await Axe.FaultsAsync(page));
        await page.FillAsync("#new-code", Code.ToLowerInvariant());
        await page.FillAsync("#new-name", "新开的摊位");
        await page.FillAsync("#new-address", "解放大道7号");
        await Assertions.Expect(page.Locator("#new-shop-like")).ToBeHiddenAsync();
        await page.ClickAsync("#new-shop-keep");

        await Assertions.Expect(page.Locator("#said")).ToContainTextAsync("已登记：新开的摊位，新发现的店。已加密保存在本机");
        await Assertions.Expect(page.Locator("#shops .first")).ToContainTextAsync("新发现，待确认");
        await Assertions.Expect(page.Locator("#shops .first .stop-name")).ToBeFocusedAsync();
        await VisitFirstAsync(page, "新开的摊位");
        Assert.Equal(0, await app.ReadAsync(db => db.Shops.CountAsync(s => s.IsProvisional)));
        await Assertions.Expect(page.Locator("#outbox .is-waiting")).ToHaveCountAsync(2);
        Assert.Equal(0, await page.Locator("text=打印临时凭条").CountAsync());
        // Without it the visit would be about no shop.
        Assert.Equal(1, await page.Locator("#outbox button", new() { HasText = "删除" }).CountAsync());
        await BackAsync(page);

        await Assertions.Expect(page.Locator("#outbox .is-sent")).ToHaveCountAsync(2);
        var shop = await app.ReadAsync(db => db.Shops.SingleAsync(s => s.IsProvisional));
        Assert.Equal(("新开的摊位", Code, "market"), (shop.RegisteredName, shop.Uscc, shop.Category));
        // By its category's own list, though no shop of the pack was of that category.
        Assert.Equal([(shop.Id, 5)], await app.ReadAsync(db => db.Visits.Select(v => new ValueTuple<Guid, int>(v.ShopId, v.ChecklistVersion)).ToListAsync()));
        // The next pack names it, once.
        await page.ClickAsync("#take");
        await Assertions.Expect(page.Locator("#pack")).ToContainTextAsync("2 户，");
        await page.FillAsync("#search", "新开的摊位");
        await Assertions.Expect(page.Locator("#shops li")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Shop_that_was_registered_meanwhile_gets_the_visit_of_the_found_one()
    {
        await using var app = new CertifyApp(kestrel: true);
        await app.Given.AGrid(heldBy: Roles.Inspector);
        var page = await StreetAsync(app);
        await page.Context.SetOfflineAsync(true);
        await page.GotoAsync("/desk/field");
        await FindAsync(page, "湘味土菜馆", "解放大道9号");
        await VisitFirstAsync(page, "湘味土菜馆");
        var registered = await app.Given.AShop("湘味土菜馆", address: "解放大道 9 号");

        await BackAsync(page);

        await Assertions.Expect(page.Locator("#outbox .is-sent")).ToHaveCountAsync(2);
        Assert.Equal([registered.Id], await app.ReadAsync(db => db.Visits.Select(v => v.ShopId).ToListAsync()));
        Assert.Equal([registered.Id], await app.ReadAsync(db => db.Badges.Select(b => b.ShopId).ToListAsync()));
        await page.Locator("#outbox li", new() { HasText = "新发现的店" }).Locator("a").ClickAsync();
        await Assertions.Expect(page.Locator($"a[href='/desk/shops/{registered.Id}']")).ToContainTextAsync("为同一户");
    }

    [Fact]
    public async Task Refused_shop_is_corrected_on_the_laptop_and_its_visit_waits_for_it()
    {
        await using var app = new CertifyApp(kestrel: true);
        var (lost, kept) = (await app.Given.AGrid(heldBy: Roles.Inspector), await app.Given.AGrid("蒸湘街道", "红湘社区", heldBy: Roles.Inspector));
        var page = await StreetAsync(app);
        await page.Context.SetOfflineAsync(true);
        await page.GotoAsync("/desk/field");
        await FindAsync(page, "新开的店", "解放大道7号", lost.Id);
        await app.WithAsync<Certify.Data.CertifyDb, int>(db => db.GridHolders.Where(h => h.GridId == lost.Id).ExecuteDeleteAsync());

        await BackAsync(page);
        await Assertions.Expect(page.Locator("#outbox .is-stuck")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("#outbox")).ToContainTextAsync("这个网格现在不由您负责");
        // With a network too: the server lacks the shop, the laptop has it.
        await VisitFirstAsync(page, "新开的店");
        await Assertions.Expect(page.Locator("#outbox .is-waiting")).ToHaveTextAsync("等新店登记更正后自动发送");
        Assert.Equal((0, 0), (await app.ReadAsync(db => db.Shops.CountAsync()), await app.ReadAsync(db => db.Visits.CountAsync())));
        await page.ClickAsync("#outbox >> text=打开修改");
        await Assertions.Expect(page.Locator("#new-address")).ToHaveValueAsync("解放大道7号");
        await page.SelectOptionAsync("#new-grid", kept.Id.ToString());
        await page.ClickAsync("#new-shop-keep");

        await Assertions.Expect(page.Locator("#outbox .is-sent")).ToHaveCountAsync(2);
        var shop = await app.ReadAsync(db => db.Shops.SingleAsync());
        Assert.Equal(kept.Id, shop.GridId);
        Assert.Equal([shop.Id], await app.ReadAsync(db => db.Visits.Select(v => v.ShopId).ToListAsync()));
    }

    [Fact]
    public async Task Without_a_network_and_a_field_pack_the_page_says_what_is_lacking()
    {
        await using var app = new CertifyApp(kestrel: true);
        await app.Given.AGrid(heldBy: Roles.Inspector);
        var page = await StreetAsync(app);
        await page.Context.SetOfflineAsync(true);
        await page.EvaluateAsync("new Promise((done) => { indexedDB.open('certify-field').onsuccess = (e) => { e.target.result.transaction('pack', 'readwrite').objectStore('pack').clear().onsuccess = done; }; })");
        await page.GotoAsync("/desk/field");
        await page.ClickAsync("#new-shop summary");

        await Assertions.Expect(page.Locator("#new-shop-lacking")).ToContainTextAsync("缺少您负责的网格和检查清单");
        await Assertions.Expect(page.Locator("#new-shop-form")).ToBeHiddenAsync();
    }

    private static async Task FindAsync(IPage page, string name, string address, Guid? grid = null)
    {
        await page.ClickAsync("#new-shop summary");
        await page.FillAsync("#new-name", name);
        await page.FillAsync("#new-address", address);
        await page.SelectOptionAsync("#new-category", "catering");
        if (grid is { } id)
            await page.SelectOptionAsync("#new-grid", id.ToString());
        await page.ClickAsync("#new-shop-keep");
        await Assertions.Expect(page.Locator("#shops .first .stop-name")).ToHaveTextAsync(name);
    }

    private static async Task VisitFirstAsync(IPage page, string name)
    {
        await page.ClickAsync("#shops .first a.button");
        await Assertions.Expect(page.Locator("#shop-name")).ToHaveTextAsync(name);
        await FillAsync(page, "赵小波");
        await page.ClickAsync("#save");
        await page.WaitForURLAsync("**/desk/field?saved=*");
    }

    /// <summary>It is sent at once by itself; pressed all the same, a first request that the returning network drops costs no wait.</summary>
    private static async Task BackAsync(IPage page)
    {
        await page.Context.SetOfflineAsync(false);
        await page.EvaluateAsync("document.getElementById('send-now').click()");
    }
}
