using Certify.Accounts;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace Certify.Tests.Browser;

/// <summary>How many keys go down, counted by the page.</summary>
public sealed class KeystrokeTests
{
    [Fact]
    public async Task Revisit_of_five_known_people_takes_at_most_twelve_keys_from_the_shop_to_saved()
    {
        await using var app = new CertifyApp(kestrel: true);
        var shop = await app.Given.AShop();
        foreach (var name in new[] { "陈桂英", "李文斌", "周敏", "刘海燕", "赵小波" })
            await app.Given.AStaffMember(shop, name);
        var page = await Chromium.SignInAsync(app, Roles.Inspector);
        await page.GotoAsync($"/desk/shops/{shop.Id}");
        await page.EvaluateAsync("() => sessionStorage.setItem('keys', 0)");
        await page.Context.AddInitScriptAsync("addEventListener('keydown', () => sessionStorage.setItem('keys', 1 + Number(sessionStorage.getItem('keys'))), true)");

        await page.Keyboard.PressAsync("v");
        await page.WaitForURLAsync("**/desk/visits/new?*");
        await Assertions.Expect(page.Locator("html.js")).ToHaveCountAsync(1);
        foreach (var key in new[] { "Space", "F8", "F9", "Control+s" })
            await page.Keyboard.PressAsync(key);
        await page.Locator("[data-drop-draft]").WaitForAsync();

        Assert.Equal(1, await app.ReadAsync(db => db.Badges.CountAsync()));
        // V went down on the page before, where nobody counted.
        Assert.InRange(1 + await page.EvaluateAsync<int>("Number(sessionStorage.getItem('keys'))"), 5, 12);
    }
}
