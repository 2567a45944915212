using Certify.Accounts;
using Certify.Tests.Support;

namespace Certify.Tests.Browser;

/// <summary>The menu of the longest role as a person meets it: on a phone it waits behind a button and leaves the first screen to the page.</summary>
public sealed class DeskMenuTests(AxeDistrict district) : IClassFixture<AxeDistrict>
{
    [Theory]
    [InlineData("zh-CN", true)]
    [InlineData("zh-CN", false)]
    [InlineData("en", true)]
    public async Task Menu_on_a_phone_is_closed_until_it_is_asked_for(string language, bool javaScript)
    {
        var page = await Chromium.SignInAsync(district.App, Roles.Supervisor, language: language, javaScript: javaScript, phone: true);
        var button = page.Locator("header summary");
        var badges = page.Locator("header a[href='/desk/badges']");
        await page.GotoAsync("/desk/shops");

        Assert.False(await badges.IsVisibleAsync());
        Assert.InRange((await page.Locator("h1").BoundingBoxAsync())!.Y, 0, 200);
        Assert.Equal([], await Axe.WidthFaultsAsync(page));

        // By keyboard, as by a screen reader: the button is reached, opens, and the links follow it.
        await button.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("/desk/shops", await page.Locator("header a:focus").GetAttributeAsync("href"));
        Assert.Equal("page", await page.Locator("header a:focus").GetAttributeAsync("aria-current"));
        Assert.InRange((await badges.BoundingBoxAsync())!.Height, 44, 60);
        Assert.True(await page.Locator("header form[action='/account/sign-out'] button").IsVisibleAsync());
        if (javaScript)
            Assert.Equal([], await Axe.FaultsAsync(page));

        await badges.ClickAsync();
        await page.WaitForURLAsync("**/desk/badges");
        Assert.False(await badges.IsVisibleAsync());
    }

    [Fact]
    public async Task Inspectors_outbox_stays_in_sight_while_the_menu_is_closed()
    {
        var page = await Chromium.SignInAsync(district.App, Roles.Inspector, language: "en", phone: true);

        Assert.True(await page.Locator("header a[href='/desk/field']").IsVisibleAsync());
        Assert.False(await page.Locator("header a[href='/desk/scan']").IsVisibleAsync());
    }

    [Fact]
    public async Task Links_on_a_wide_screen_are_there_at_once()
    {
        var page = await Chromium.SignInAsync(district.App, Roles.Supervisor);

        Assert.True(await page.Locator("header a[href='/desk/checklists']").IsVisibleAsync());
        Assert.True(await page.Locator("header a[href='/account']").IsVisibleAsync());
        Assert.False(await page.Locator("header summary").IsVisibleAsync());
    }
}
