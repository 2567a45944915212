using Certify.Accounts;
using Certify.Tests.Support;
using Microsoft.Playwright;

namespace Certify.Tests.Browser;

/// <summary>From the badge to its paper, to the code on it, to the page that the code opens; and what the public sees after a decision.</summary>
public sealed class BadgeJourneyTests(PaperFixture paper) : IClassFixture<PaperFixture>
{
    private const string Number = "HYGX-2021-000531-7K3Q";

    [Theory]
    [InlineData("zh-CN", "A5 门贴", "标识有效")]
    [InlineData("en", "A5 door sign", "This badge is valid")]
    public async Task Print_scan_open_says_valid(string language, string sign, string valid)
    {
        await using var app = new CertifyApp(kestrel: true);
        var shop = await app.Given.AShop();
        await app.Given.AnOwner(Roles.Owner, shop);
        await app.Given.ABadge(shop);
        var page = await Chromium.SignInAsync(app, Roles.Owner, language: language);

        await page.GotoAsync($"/desk/badges/{Number}");
        var address = await page.GetByRole(AriaRole.Link, new() { Name = $"PDF {sign}", Exact = true }).GetAttributeAsync("href");
        var pdf = await page.APIRequest.GetAsync(app.PublicUrl + address);
        var decoded = paper.Scan(await pdf.BodyAsync(), 100);
        Assert.StartsWith(app.PublicUrl.ToUpperInvariant() + "/V/", decoded, StringComparison.Ordinal);

        var phone = await Chromium.OpenAsync(app, language, javaScript: false, phone: true);
        await phone.GotoAsync(decoded);
        Assert.Equal(valid, await phone.Locator("h1").InnerTextAsync());
        Assert.Contains("湘味土菜馆", await phone.InnerTextAsync("main"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Revoke_by_keyboard_is_what_the_next_scan_says()
    {
        await using var app = new CertifyApp(kestrel: true);
        await app.Given.ABadge();
        var page = await Chromium.SignInAsync(app, Roles.Supervisor);

        await page.GotoAsync($"/desk/badges/{Number}");
        await page.GetByRole(AriaRole.Link, new() { Name = "撤销", Exact = true }).PressAsync("Enter");
        await page.GetByLabel("原因").FillAsync("冒用标识，现场核实");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync($"**/desk/badges/{Number}");
        Assert.Contains("已撤销", await page.InnerTextAsync("[role=status]"), StringComparison.Ordinal);

        var phone = await Chromium.OpenAsync(app, "en", phone: true);
        await phone.GotoAsync($"/b/{Number}");
        Assert.Equal("This badge has been revoked", await phone.Locator("h1").InnerTextAsync());
    }
}
