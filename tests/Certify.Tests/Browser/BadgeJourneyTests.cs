using Certify.Accounts;
using Certify.Badges;
using Certify.Tests.Support;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
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

    [Theory]
    [InlineData("zh-CN", false)]
    [InlineData("en", true)]
    public async Task Axe_finds_nothing_on_badge_pages(string language, bool phoneInTheDark)
    {
        await using var app = new CertifyApp(kestrel: true);
        await app.Given.ABadge();
        var suspended = await app.Given.ABadge(await app.Given.AShop("华兴便利超市"), "HYGX-2021-000532-AAAA");
        await app.Given.Change(suspended, b => b.MoveSign(SignState.Posted, CertifyApp.Start));
        await app.Given.Change(suspended, b => b.Suspend(SuspensionCause.Coverage, "badges.reason_coverage", CertifyApp.Start));
        var page = await Chromium.SignInAsync(app, Roles.Supervisor, language: language, phone: phoneInTheDark, dark: phoneInTheDark);

        foreach (var address in new[]
        {
            "/desk/badges", "/desk/badges?state=revoked", $"/desk/badges/{Number}", "/desk/badges/HYGX-2021-000532-AAAA", $"/desk/badges/{Number}/revoke",
            "/desk/badges/HYGX-2021-000532-AAAA/restore", "/desk/prints", "/desk/prints?sign=totakedown", "/desk/prints?sign=posted",
        })
        {
            await page.GotoAsync(address);
            var found = await page.RunAxe(new AxeRunOptions { ResultTypes = [ResultType.Violations] });
            Assert.True(found.Violations.Length == 0, $"{address}: " + string.Join("; ", found.Violations.Select(v => $"{v.Id} {v.Nodes[0].Html}")));
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), address);
        }
    }
}
