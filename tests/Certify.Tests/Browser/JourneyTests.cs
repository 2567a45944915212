using Certify.Accounts;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace Certify.Tests.Browser;

/// <summary>The main job from end to end, as the people of README's journeys do it: registry file → visit → badge → paper → scan.</summary>
public sealed class JourneyTests(PaperFixture paper) : IClassFixture<PaperFixture>
{
    private const string ShopName = "衡阳高新区衡山任记美容院";
    private static readonly string[] Names = ["陈桂英", "李文斌", "周敏", "刘海燕", "赵小波", "何建国", "唐丽", "邓志强", "谢芳", "彭磊"];

    [Theory]
    [InlineData("zh-CN", 1264, "标识有效", "标识已撤销")]
    [InlineData("en", 20, "This badge is valid", "This badge has been revoked")]
    public async Task Registry_file_leads_to_a_scanned_badge_that_a_supervisor_can_revoke(string language, int shops, string valid, string revoked)
    {
        await using var app = new CertifyApp(kestrel: true);
        var supervisor = await Chromium.SignInAsync(app, Roles.Supervisor, language: language);
        await ImportAsync(supervisor, "Data/registry.csv", shops);
        Assert.Equal(shops, await app.ReadAsync(db => db.Shops.CountAsync()));
        await app.Given.AGrid("蒸水办事处", "衡州社区", heldBy: Roles.Inspector);

        var inspector = await Chromium.SignInAsync(app, Roles.Inspector, language: language);
        await FindShopAsync(inspector, ShopName);
        await VisitAsync(inspector, Names);
        var link = await inspector.GetAttributeAsync("a[href$='/door-a5.pdf']", "href");
        var pdf = await (await inspector.Context.APIRequest.GetAsync(link!)).BodyAsync();
        Assert.Contains(ShopName, paper.Text(pdf));

        var address = paper.Scan(pdf, 100);
        Assert.StartsWith(app.PublicUrl.ToUpperInvariant() + "/V/", address, StringComparison.Ordinal);
        var consumer = await Chromium.OpenAsync(app, language, javaScript: false, phone: true);
        await consumer.GotoAsync(address);
        Assert.Contains(valid, await consumer.InnerTextAsync("main"));
        Assert.Contains(ShopName, await consumer.InnerTextAsync("main"));

        var number = await app.ReadAsync(db => db.Badges.Select(b => b.Number).SingleAsync());
        await supervisor.GotoAsync($"/desk/badges/{number}");
        await supervisor.ClickAsync($"a[href='/desk/badges/{number}/revoke']");
        await supervisor.FillAsync("textarea", "抽查发现人员与登记不符");
        await supervisor.ClickAsync("main form button");
        await supervisor.WaitForURLAsync($"**/desk/badges/{number}");
        await consumer.ReloadAsync();
        Assert.Contains(revoked, await consumer.InnerTextAsync("main"));
        Assert.DoesNotContain("抽查", await consumer.ContentAsync());
    }

    [Fact]
    public async Task Owner_downloads_the_certificate_and_it_scans()
    {
        await using var app = new CertifyApp(kestrel: true);
        app.StartServer();
        var shop = await app.Given.AShop();
        await app.Given.Recorded(app.Given.AVisit(shop));
        await app.Given.AnOwner(Roles.Owner, shop);

        var owner = await Chromium.SignInAsync(app, Roles.Owner, phone: true);
        await owner.GotoAsync("/desk/owner");
        var link = await owner.Locator("a[href$='/certificate-a4.pdf']").First.GetAttributeAsync("href");
        var pdf = await (await owner.Context.APIRequest.GetAsync(link!)).BodyAsync();

        Assert.Contains("湘味土菜馆", paper.Text(pdf));
        await owner.GotoAsync(paper.Scan(pdf, 100));
        Assert.Contains("标识有效", await owner.InnerTextAsync("main"));
    }

    private static async Task ImportAsync(IPage page, string file, int rows)
    {
        await page.GotoAsync("/desk/imports");
        var lines = (await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, file))).Take(rows + 1);
        await page.SetInputFilesAsync("input[type='file']", new FilePayload { Name = "registry.csv", MimeType = "text/csv", Buffer = System.Text.Encoding.UTF8.GetBytes(string.Join("\r\n", lines) + "\r\n") });
        await page.ClickAsync("main form .button.main");
        await page.ClickAsync("main form .button.main >> nth=-1");
        await page.ClickAsync("form[action*='Publish'] button", new() { Timeout = 90_000 });
        await Assertions.Expect(page.Locator(".note.good")).ToContainTextAsync($"{rows}", new() { Timeout = 90_000 });
    }

    private static async Task FindShopAsync(IPage page, string name)
    {
        await page.GotoAsync("/desk/shops");
        await page.FillAsync("[name='q']", name);
        await page.Keyboard.PressAsync("Enter");
        await page.ClickAsync($"main table a:has-text('{name}')");
        await page.ClickAsync("a[href^='/desk/visits/new']");
        await Assertions.Expect(page.Locator("html.js")).ToHaveCountAsync(1);
    }

    /// <summary>The visit without a mouse: notice, a row a person, measures, save.</summary>
    private static async Task VisitAsync(IPage page, IEnumerable<string> names)
    {
        await page.Keyboard.PressAsync("Space");
        await page.Keyboard.PressAsync("Enter");
        foreach (var name in names)
        {
            foreach (var cell in new[] { name, IdNumbers.Next(), "19000005423", "服务员", "kxzw", "5.6", "0601" })
            {
                await page.Keyboard.TypeAsync(cell);
                await page.Keyboard.PressAsync("Enter");
            }
        }
        await page.Keyboard.PressAsync("Enter");
        for (var i = 0; i < 6; i++)
        {
            await page.Keyboard.PressAsync("Space");
            await page.Keyboard.PressAsync("Tab");
        }
        await page.Keyboard.PressAsync("Control+s");
        await page.Locator("[data-drop-draft], #errors").First.WaitForAsync();
    }
}
