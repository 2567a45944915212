using Certify.Accounts;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Certify.Tests.Browser.StreetLaptop;

namespace Certify.Tests.Browser;

/// <summary>An inspector with a bad network: whatever is saved arrives, once, unaltered; and what lies on the laptop can't be read there.</summary>
public sealed class OfflineTests
{
    private const string Canary = "金丝雀";

    [Fact]
    public async Task Visit_typed_without_a_network_is_sent_when_it_is_back()
    {
        await using var app = new CertifyApp(kestrel: true);
        var shop = await app.Given.AShop(address: "衡阳市高新区解放大道9号", category: "market");
        await app.Given.AStaffMember(shop, "陈桂英");
        await app.Given.AShop("甲店", address: "衡阳市高新区解放大道1号");
        await app.Given.AShop("乙店", address: "衡阳市高新区解放大道2号");
        var page = await StreetAsync(app);
        // Two single keys on the round.
        await page.GotoAsync("/desk");
        Assert.Equal("甲店", await page.TextContentAsync(".stops .first .stop-name"));
        await page.Keyboard.PressAsync("o");
        await page.Keyboard.PressAsync("3");
        await Assertions.Expect(page.Locator(".note.good")).ToContainTextAsync("已登记：甲店，拒绝配合");

        await page.Context.SetOfflineAsync(true);
        await page.GotoAsync("/desk");
        await Assertions.Expect(page.Locator("#said")).ToContainTextAsync("那个页面需要网络");
        // The same two on the day's page.
        Assert.Equal("乙店", await page.TextContentAsync(".stops .first .stop-name"));
        await page.Keyboard.PressAsync("o");
        await page.Keyboard.PressAsync("4");
        await Assertions.Expect(page.Locator("#said")).ToContainTextAsync("已登记：乙店，无人在店。已加密保存在本机");
        await Assertions.Expect(page.Locator(".stops .first .stop-name")).ToHaveTextAsync(shop.SignboardName);
        await page.FillAsync("#search", "xwtcg");
        await page.ClickAsync("#shops a.button");
        await Assertions.Expect(page.Locator("#shop-name")).ToHaveTextAsync(shop.SignboardName);
        Assert.Equal("陈桂英", await page.TextContentAsync("tbody th.c-name"));
        // A stall of a wet market has its own list, from the pack.
        await Assertions.Expect(page.Locator("#list-name")).ToHaveTextAsync("农贸市场检查清单，编号 5");
        await Assertions.Expect(page.Locator("#needed")).ToContainTextAsync("摊位每日清洗消毒");
        await FillAsync(page, "赵小波");
        await page.Keyboard.PressAsync("F8");
        await Assertions.Expect(page.Locator("#vaccinated")).ToHaveTextAsync("2");
        await page.ClickAsync("#save");
        await page.WaitForURLAsync("**/desk/field?saved=*");
        await Assertions.Expect(page.Locator("#outbox")).ToContainTextAsync("没有网络");
        Assert.Equal(0, await app.ReadAsync(db => db.Visits.CountAsync()));
        // Full coverage, all measures: a slip until the badge comes, printed alone, without a code.
        await page.ClickAsync("text=打印临时凭条");
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        Assert.Contains(shop.SignboardName, await page.InnerTextAsync("#slip"));
        Assert.Contains("Checked; the badge follows.", await page.InnerTextAsync("#slip [lang=en]"));
        Assert.Equal((0, false), (await page.Locator("#slip svg, #slip img, #slip canvas").CountAsync(), await page.IsVisibleAsync("#outbox")));
        await page.EmulateMediaAsync(new() { Media = Media.Screen });
        await page.ClickAsync("#slip-close");

        // It is sent at once by itself, and the button is gone then; pressed all the same, a first request that the returning network drops costs no wait.
        await page.Context.SetOfflineAsync(false);
        await page.EvaluateAsync("document.getElementById('send-now').click()");

        await Assertions.Expect(page.Locator("#outbox .is-sent")).ToHaveCountAsync(3);
        await Assertions.Expect(page.Locator("#outbox .is-sent", new() { HasText = "回执已签名" })).ToHaveCountAsync(1);
        Assert.Equal(0, await page.Locator("text=打印临时凭条").CountAsync());
        Assert.Equal((1, 1, 2), (await app.ReadAsync(db => db.Visits.CountAsync()), await app.ReadAsync(db => db.Badges.CountAsync()), await app.ReadAsync(db => db.Staff.CountAsync())));
        Assert.Equal(5, await app.ReadAsync(db => db.Visits.Select(v => v.ChecklistVersion).SingleAsync()));
        Assert.Equal(["乙店 NoStaff", "甲店 Refused"], (await app.ReadAsync(db => db.Attempts.Join(db.Shops, a => a.ShopId, s => s.Id, (a, s) => s.RegisteredName + " " + a.Kind).ToListAsync())).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Desk_can_be_installed()
    {
        await using var app = new CertifyApp(kestrel: true);
        var page = await StreetAsync(app);
        var browser = await page.Context.NewCDPSessionAsync(page);

        var faults = (await browser.SendAsync("Page.getInstallabilityErrors"))!.Value.GetProperty("installabilityErrors").EnumerateArray().Select(e => e.GetProperty("errorId").GetString());

        // A tab of a test is private, and nothing is installed from there; nothing else stands in the way.
        Assert.Equal(["in-incognito"], faults);
    }

    [Theory]
    [InlineData("before")]
    [InlineData("answer")]
    [InlineData("busy")]
    public async Task Visit_arrives_once_wherever_the_network_was_cut(string cut)
    {
        await using var app = new CertifyApp(kestrel: true);
        var shop = await app.Given.AShop();
        var page = await StreetAsync(app);
        var tries = 0;
        await page.Context.RouteAsync("**/api/v1/visits/sealed", async route =>
        {
            if (tries++ > 0)
            {
                await route.ContinueAsync();
                return;
            }
            // Committed, and the answer never came.
            if (cut == "answer")
                await route.FetchAsync();
            if (cut == "busy")
                await route.FulfillAsync(new() { Status = 503, Body = "" });
            else
                await route.AbortAsync();
        });
        await page.GotoAsync($"/desk/visits/new?shop={shop.Id}");
        await FillAsync(page, "赵小波");
        await page.ClickAsync("#save");
        await page.WaitForURLAsync("**/desk/field?saved=*");

        await page.ReloadAsync();
        await page.ClickAsync("#send-now");

        await Assertions.Expect(page.Locator("#outbox .is-sent")).ToBeVisibleAsync();
        Assert.Equal(2, tries);
        Assert.Equal((1, 1, 0), (await app.ReadAsync(db => db.Visits.CountAsync()), await app.ReadAsync(db => db.Badges.CountAsync()), await app.ReadAsync(db => db.VisitConflicts.CountAsync())));
    }

    [Fact]
    public async Task Refused_visit_waits_to_be_opened_and_corrected()
    {
        await using var app = new CertifyApp(kestrel: true);
        var shop = await app.Given.AShop();
        var page = await StreetAsync(app);
        await page.Context.SetOfflineAsync(true);
        await page.GotoAsync($"/desk/visits/new?shop={shop.Id}");
        await FillAsync(page, "赵小波");
        await page.FillAsync("[name$='.Phone'] >> nth=0", "电话");
        await page.ClickAsync("#save");
        await page.WaitForURLAsync("**/desk/field?saved=*");

        // It is sent at once by itself, and the button is gone then; pressed all the same, a first request that the returning network drops costs no wait.
        await page.Context.SetOfflineAsync(false);
        await page.EvaluateAsync("document.getElementById('send-now').click()");
        await Assertions.Expect(page.Locator("#outbox")).ToContainTextAsync("电话号码应为");
        await page.ClickAsync("text=打开修改");
        await page.WaitForURLAsync("**/desk/visits/new?*heldForm*");
        await page.FillAsync("[name$='.Phone'] >> nth=0", "19000005423");
        await page.ClickAsync("#save");

        await page.Locator("[data-drop-draft]").WaitForAsync();
        Assert.Equal((1, 0), (await app.ReadAsync(db => db.Visits.CountAsync()), await app.ReadAsync(db => db.HeldForms.CountAsync())));
    }

    [Fact]
    public async Task Sign_out_hands_the_draft_to_the_server_which_gives_it_back()
    {
        await using var app = new CertifyApp(kestrel: true);
        var shop = await app.Given.AShop();
        var page = await StreetAsync(app);
        await page.GotoAsync($"/desk/visits/new?shop={shop.Id}");
        await Assertions.Expect(page.Locator("html.js")).ToHaveCountAsync(1);
        await page.FillAsync("[name$='.Name']", Canary);
        await Assertions.Expect(page.Locator("#visit:not([data-unkept])")).ToHaveCountAsync(1);

        await page.ClickAsync("form[action='/account/sign-out'] button");
        await page.WaitForURLAsync("**/");

        var held = await app.ReadAsync(db => db.HeldForms.SingleAsync());
        Assert.Equal(-1, held.Body.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(Canary)));
        await Chromium.SignInAsync(page, app, Roles.Inspector);
        await page.GotoAsync("/desk");
        await page.ClickAsync($"a[href*='heldForm={held.Id}']");
        Assert.Equal(Canary, await page.InputValueAsync("[name$='.Name'] >> nth=0"));
    }

    [Fact]
    public async Task Laptop_holds_nothing_that_names_a_person()
    {
        await using var app = new CertifyApp(kestrel: true);
        var shop = await app.Given.AShop();
        var number = IdNumbers.Next();
        await app.Given.AStaffMember(shop, Canary, number);
        var profile = Path.Combine(app.Folder, "profile");
        await using (var browser = await Chromium.OpenProfileAsync(app, profile))
        {
            var page = await StreetAsync(app, browser.Pages[0]);
            await page.GotoAsync($"/desk/visits/new?shop={shop.Id}");
            await Assertions.Expect(page.Locator("tbody th.c-name")).ToHaveTextAsync(Canary);
            await FillAsync(page, Canary + "新来");
            await TakeAsync(page, PhotoFiles.FromAPhone(1600, 1200, noisy: true));
            await page.Context.SetOfflineAsync(true);
            await page.ClickAsync("#save");
            await page.WaitForURLAsync("**/desk/field?saved=*");
            await page.GotoAsync($"/desk/visits/new?shop={shop.Id}");
            await Assertions.Expect(page.Locator("html.js")).ToHaveCountAsync(1);
            await page.FillAsync("tbody.person:not([data-known='1']) [name$='.Name']", Canary + "草稿");
            await Assertions.Expect(page.Locator("#visit:not([data-unkept])")).ToHaveCountAsync(1);
        }

        var files = Directory.EnumerateFiles(profile, "*", SearchOption.AllDirectories).ToDictionary(f => f, File.ReadAllBytes, StringComparer.Ordinal);
        string[] Holding(string text) => [.. files.Where(f => new[] { System.Text.Encoding.UTF8, System.Text.Encoding.Unicode }.Any(e => f.Value.AsSpan().IndexOf(e.GetBytes(text)) >= 0)).Select(f => f.Key)];
        // The search finds what is kept in clear: the shop whose visit waits.
        Assert.NotEmpty(Holding(shop.SignboardName));
        Assert.Empty(Holding(Canary));
        Assert.Empty(Holding(number));
        // No picture either: neither the file that was taken nor the one that was made of it (each begins so).
        Assert.Empty(Holding(PhotoFiles.Maker));
        Assert.Empty(Holding("\u0010JFIF\0"));
    }
}
