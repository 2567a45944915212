using Certify.Accounts;
using Certify.Checklists;
using Certify.Shops;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace Certify.Tests.Browser;

/// <summary>The visit as an inspector does it: at a laptop, by keyboard.</summary>
public sealed class VisitJourneyTests
{
    private static readonly string[] Names = ["陈桂英", "李文斌", "周敏", "刘海燕", "赵小波", "何建国", "唐丽", "邓志强", "谢芳", "彭磊"];

    [Fact]
    public async Task Visit_ten_people_by_keyboard_alone_ends_with_the_badge()
    {
        await using var app = new CertifyApp(kestrel: true);
        var shop = await app.Given.AShop();
        var page = await OpenAsync(app, shop);

        await page.Keyboard.PressAsync("Space");
        await page.Keyboard.PressAsync("Enter");
        foreach (var name in Names)
            await TypeRowAsync(page, name, IdNumbers.Next(), "19000005423", "服务员", "kxzw", "5.6", "0601");
        Assert.Equal("10", await page.TextContentAsync("#vaccinated"));
        await page.Keyboard.PressAsync("Enter");
        for (var i = 0; i < 6; i++)
        {
            await page.Keyboard.PressAsync("Space");
            await page.Keyboard.PressAsync("Tab");
        }
        await Assertions.Expect(page.Locator("#outlook")).ToHaveTextAsync("全部完成全程接种，防控措施达标。保存后立即签发标识。");
        await page.Keyboard.PressAsync("Control+s");
        await SavedAsync(page);

        var badge = await app.ReadAsync(db => db.Badges.SingleAsync());
        Assert.Contains(badge.Number, await page.InnerTextAsync("main"));
        Assert.Equal(10, await app.ReadAsync(db => db.Staff.CountAsync(s => s.Vaccinated)));
        Assert.Equal(0, await page.EvaluateAsync<int>("""
            () => new Promise((done) => (indexedDB.open("certify-field").onsuccess = (e) => (e.target.result.transaction("drafts").objectStore("drafts").count().onsuccess = (c) => done(c.target.result))))
            """));
    }

    [Fact]
    public async Task Visit_one_person_missing_says_why_and_what_is_needed()
    {
        await using var app = new CertifyApp(kestrel: true);
        var shop = await app.Given.AShop();
        var page = await OpenAsync(app, shop);

        await page.Keyboard.PressAsync("Space");
        await page.Keyboard.PressAsync("Enter");
        await TypeRowAsync(page, "陈桂英", IdNumbers.Next(), "19000005423", "店长", "科兴", "5.6", "6.1");
        await TypeRowAsync(page, "赵小波", IdNumbers.Next(), "19000005424", "服务员", "科兴", "7。20", "７．３１");

        var row = page.Locator("tbody.person").Nth(1);
        await Assertions.Expect(row.Locator(".verdict")).ToHaveTextAsync("未完成全程");
        await Assertions.Expect(row.Locator(".notes")).ToHaveTextAsync("第2剂距上一剂 11 天，不足 14 天，暂不计入；8月21日起可补种 1 剂，以接种点意见为准。");
        await Assertions.Expect(page.Locator("#outlook")).ToHaveTextAsync("赵小波 未完成全程接种。保存后列入未完成接种人员登记，可安排接送。");
        await TickAllAsync(page);
        await page.Keyboard.PressAsync("Control+s");
        await SavedAsync(page);

        var text = await page.InnerTextAsync("main");
        Assert.Contains("暂不符合评定条件", text);
        Assert.Contains("赵小波", text);
        Assert.Contains("8月21日", text);
        Assert.Equal(0, await app.ReadAsync(db => db.Badges.CountAsync()));
        Assert.Equal(1, await app.ReadAsync(db => db.Referrals.CountAsync()));
    }

    [Fact]
    public async Task Visit_rows_pasted_from_excel_fill_the_table()
    {
        await using var app = new CertifyApp(kestrel: true);
        var shop = await app.Given.AShop();
        var page = await OpenAsync(app, shop);
        var rows = string.Join("\r\n", Names.Select((name, i) => $"{i + 1}\t{name}\t{IdNumbers.Next()}\t1900000542{i}\t服务员\t北京生物\t2021/5/6\t6月1日"));

        await page.Locator("[name$='.Name']").First.FocusAsync();
        await page.EvaluateAsync("""
            text => {
              const data = new DataTransfer();
              data.setData("text/plain", text);
              document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
            }
            """, "序号\t姓名\t身份证号\t联系电话\t岗位\t疫苗\t第1剂\t第2剂\r\n" + rows);

        await Assertions.Expect(page.Locator("#vaccinated")).ToHaveTextAsync("10");
        await Assertions.Expect(page.Locator("#of-staff")).ToHaveTextAsync("/ 10 人");
        Assert.Equal("彭磊", await page.InputValueAsync("tbody.person:nth-of-type(10) [name$='.Name']"));
    }

    [Fact]
    public async Task Reload_keeps_the_draft_and_sign_out_clears_it()
    {
        await using var app = new CertifyApp(kestrel: true);
        var shop = await app.Given.AShop();
        var page = await OpenAsync(app, shop);
        await page.CheckAsync("[value='Duty']");
        await page.FillAsync("[name$='.Name']", "陈桂英");
        await page.CheckAsync("[data-measure='masks']");
        await page.FillAsync("#note", "后厨在整修");
        await Assertions.Expect(page.Locator("#visit:not([data-unkept])")).ToHaveCountAsync(1);
        await app.WithAsync<ChecklistEditing, Result<int>?>(e => e.PublishAsync("shop", 1, [new(null, "张贴场所码", "Place code posted", true)], Actor.System));

        await page.ReloadAsync();

        await Assertions.Expect(page.Locator("[name$='.Name'] >> nth=0")).ToHaveValueAsync("陈桂英");
        // By the list that it was begun with.
        Assert.Equal("1", await page.InputValueAsync("[name='Input.ChecklistVersion']"));
        Assert.True(await page.IsCheckedAsync("[data-measure='masks']"));
        Assert.True(await page.IsCheckedAsync("[value='Duty']"));
        Assert.Equal("后厨在整修", await page.InputValueAsync("#note"));
        await page.ClickAsync("form[action='/account/sign-out'] button");
        await page.WaitForURLAsync("**/");
        Assert.Equal(0, await page.EvaluateAsync<int>("sessionStorage.length"));
    }

    [Fact]
    public async Task Revisit_known_people_are_confirmed_with_one_key_each_or_f8_for_all()
    {
        await using var app = new CertifyApp(kestrel: true);
        var shop = await app.Given.AShop();
        foreach (var name in Names[..4])
            await app.Given.AStaffMember(shop, name);
        app.Time.Advance(TimeSpan.FromMinutes(1));
        var page = await OpenAsync(app, shop);

        await page.Keyboard.PressAsync("Space");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Space");
        await page.Keyboard.PressAsync("F8");
        await Assertions.Expect(page.Locator("#of-staff")).ToHaveTextAsync("/ 3 人");
        Assert.Equal("已离职", await page.TextContentAsync("tbody.person:nth-of-type(2) .verdict"));
        await TickAllAsync(page);
        await page.Keyboard.PressAsync("Control+s");
        await SavedAsync(page);

        Assert.Equal(1, await app.ReadAsync(db => db.Staff.CountAsync(s => s.LeftOn != null)));
        Assert.Equal(1, await app.ReadAsync(db => db.Badges.CountAsync()));
    }

    [Fact]
    public async Task Save_double_click_and_two_inspectors_at_once_leave_one_live_badge()
    {
        await using var app = new CertifyApp(kestrel: true);
        var shop = await app.Given.AShop();
        await app.Given.AGrid(heldBy: "other");
        var id = IdNumbers.Next();
        var pages = new[] { await OpenAsync(app, shop), await OpenAsync(app, shop, "other") };
        foreach (var page in pages)
        {
            await page.Keyboard.PressAsync("Space");
            await page.Keyboard.PressAsync("Enter");
            await TypeRowAsync(page, "陈桂英", id, "19000005423", "店长", "科兴", "5.6", "6.1");
            await TickAllAsync(page);
        }

        await Task.WhenAll(pages.Select(p => p.DblClickAsync("#save")));
        await Task.WhenAll(pages.Select(p => p.WaitForURLAsync(u => !u.Contains("/new", StringComparison.Ordinal))));

        Assert.Equal(2, await app.ReadAsync(db => db.Visits.CountAsync()));
        Assert.Equal(1, await app.ReadAsync(db => db.Staff.CountAsync()));
        Assert.Equal(1, await app.ReadAsync(db => db.Badges.CountAsync(b => b.State == Certify.Badges.BadgeState.Valid)));
        Assert.Equal(0, await app.ReadAsync(db => db.VisitConflicts.CountAsync()));
    }

    private static async Task<IPage> OpenAsync(CertifyApp app, Shop shop, string user = Roles.Inspector)
    {
        var page = await Chromium.SignInAsync(app, Roles.Inspector, user);
        await page.GotoAsync($"/desk/visits/new?shop={shop.Id}");
        await Assertions.Expect(page.Locator("html.js")).ToHaveCountAsync(1);
        return page;
    }

    /// <summary>Types a row from its name on; after the last dose Enter stands in the next row.</summary>
    private static async Task TypeRowAsync(IPage page, params string[] cells)
    {
        foreach (var cell in cells)
        {
            await page.Keyboard.TypeAsync(cell);
            await page.Keyboard.PressAsync("Enter");
        }
        // An incomplete course leaves the third dose open.
        if (await page.EvaluateAsync<bool>("document.activeElement.name.endsWith('.Dose3')"))
            await page.Keyboard.PressAsync("Enter");
    }

    /// <summary>The result page; where the visit was refused instead, the page says why.</summary>
    private static async Task SavedAsync(IPage page)
    {
        await page.Locator("[data-drop-draft], #errors").First.WaitForAsync();
        Assert.False(page.Url.Contains("/new", StringComparison.Ordinal), await page.InnerTextAsync("main"));
    }

    private static async Task TickAllAsync(IPage page)
    {
        foreach (var box in await page.Locator("[data-measure]").AllAsync())
            await box.CheckAsync();
    }
}
