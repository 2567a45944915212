using Certify.Badges;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tests.Browser;

public sealed class PublicBrowserTests
{
    [Theory]
    [InlineData("zh-CN", false)]
    [InlineData("zh-CN", true)]
    [InlineData("en", false)]
    [InlineData("en", true)]
    public async Task Axe_finds_nothing_on_any_public_page_and_nothing_sticks_out(string language, bool dark)
    {
        await using var app = new CertifyApp(kestrel: true);
        var addresses = new List<string> { "/", "/notice", "/check", "/developers", "/open-data", "/shops?q=无此店", "/nowhere", "/b/x", "/V/x", await app.Given.AScanOf(ScanStatus.Forged), await app.Given.AScanOf(ScanStatus.Superseded) };
        foreach (var status in new[] { BadgeState.Valid, BadgeState.Suspended, BadgeState.Revoked, BadgeState.Expired })
            addresses.Add("/V/" + await ABadgeIn(app, status));
        addresses.AddRange(["/shops", "/tips?kind=wrong&number=" + await app.ReadAsync(db => db.Badges.Select(b => b.Number).FirstAsync()), "/tips/sent", "/log?number=HYGX-2021-000100-AAAA"]);
        // Last, for after it nothing can be looked up any more.
        addresses.Add(await app.Given.AScanOf(ScanStatus.Unconfirmed, "HYGX-2021-000777-AAAA"));

        var page = await Chromium.OpenAsync(app, language, phone: dark, dark: dark);
        foreach (var address in addresses)
        {
            await page.GotoAsync(address);
            // A rule finds the same in both languages, and contrast follows from light and dark; how long a text is, from language and width.
            Assert.Empty(language == "en" == dark ? await Axe.FaultsAsync(page) : await Axe.WidthFaultsAsync(page));
        }
    }

    [Fact]
    public async Task Scan_without_javascript_leads_from_the_old_badge_to_the_new_and_by_number()
    {
        await using var app = new CertifyApp(kestrel: true);
        var page = await Chromium.OpenAsync(app, javaScript: false, phone: true);

        await page.GotoAsync(await app.Given.AScanOf(ScanStatus.Superseded));
        await page.GetByText("查看新标识").ClickAsync();
        await Microsoft.Playwright.Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("标识有效");
        await page.GetByText("English").ClickAsync();
        await Microsoft.Playwright.Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("This badge is valid");

        await page.GotoAsync("/");
        await page.GetByLabel("按编号查询标识").FillAsync("hygx 2021 000602 9b4t");
        await page.Keyboard.PressAsync("Enter");
        await Microsoft.Playwright.Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("标识有效");
        Assert.Empty(await page.Context.CookiesAsync());
    }

    [Fact]
    public async Task Home_by_keyboard_alone_finds_a_shop()
    {
        await using var app = new CertifyApp(kestrel: true);
        await app.Given.ABadge(await app.Given.AShop("甲记米粉"));
        var page = await Chromium.OpenAsync(app, "en");

        await page.GotoAsync("/");
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to content", await page.EvaluateAsync<string>("document.activeElement.textContent"));
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("jjmf");
        await page.Keyboard.PressAsync("Enter");

        await page.WaitForURLAsync("**/shops?q=jjmf");
        Assert.Equal("甲记米粉", await page.Locator(".shops h2").InnerTextAsync());
    }

    private static async Task<string> ABadgeIn(CertifyApp app, BadgeState state)
    {
        var badge = await app.Given.ABadge(
            await app.Given.AShop($"{state}店"), $"HYGX-2021-00010{(int)state}-AAAA", state == BadgeState.Expired ? CertifyApp.Start.AddDays(-100) : null);
        if (state == BadgeState.Suspended)
            await app.Given.Change(badge, b => b.Suspend(SuspensionCause.Coverage, "一人未接种", CertifyApp.Start));
        if (state == BadgeState.Revoked)
            await app.Given.Change(badge, b => b.Revoke("冒用标识", CertifyApp.Start));
        return badge.Token;
    }
}
