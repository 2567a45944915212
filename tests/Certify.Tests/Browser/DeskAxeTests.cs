using Certify.Accounts;
using Certify.Tests.Support;
using Deque.AxeCore.Playwright;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tests.Browser;

/// <summary>axe finds nothing on any page behind the sign-in: each role's pages, both languages, light and dark, wide and narrow.</summary>
public sealed class DeskAxeTests
{
    [Theory]
    [InlineData(Roles.Inspector, "zh-CN", false, false)]
    [InlineData(Roles.Supervisor, "zh-CN", false, true)]
    [InlineData(Roles.Supervisor, "en", false, false)]
    [InlineData(Roles.Dispatcher, "zh-CN", true, false)]
    [InlineData(Roles.Owner, "en", true, true)]
    [InlineData(Roles.Admin, "zh-CN", false, false)]
    [InlineData(Roles.Auditor, "en", false, false)]
    public async Task Desk_pages_of_a_role_have_no_finding(string role, string language, bool phone, bool dark)
    {
        await using var app = new CertifyApp(kestrel: true);
        app.StartServer();
        var addresses = await AddressesAsync(app);
        var page = await Chromium.SignInAsync(app, role, language: language, phone: phone, dark: dark);
        var findings = new List<string>();
        var opened = 0;
        foreach (var address in addresses)
        {
            var response = await page.GotoAsync(address);
            if (response!.Status == 404)
                continue;
            Assert.Equal(200, response.Status);
            opened++;
            foreach (var finding in (await page.RunAxe()).Violations)
                findings.Add($"{address}: {finding.Id} {finding.Help} {string.Join(' ', finding.Nodes.Select(n => n.Html))}");
        }
        Assert.Empty(findings);
        Assert.True(opened >= 2, $"only {opened} pages opened");
    }

    /// <summary>Every page under the desk, with things on it.</summary>
    private static async Task<IReadOnlyList<string>> AddressesAsync(CertifyApp app)
    {
        var shop = await app.Given.AShop();
        var short_ = await app.Given.AShop("雁城饭店");
        await app.Given.AnOwner(Roles.Owner, shop);
        await app.Given.Recorded(app.Given.AVisit(shop));
        await app.Given.Recorded(app.Given.AVisit(short_, Given.Person("周敏"), Given.Person("赵小波", Doses.One)) with { Measures = Given.All with { Masks = false } });
        var visit = await app.ReadAsync(db => db.Visits.Where(v => v.ShopId == short_.Id).Select(v => v.Id).SingleAsync());
        var passed = await app.ReadAsync(db => db.Visits.Where(v => v.ShopId == shop.Id).Select(v => v.Id).SingleAsync());
        var staff = await app.ReadAsync(db => db.Staff.Where(s => s.ShopId == shop.Id).Select(s => s.Id).FirstAsync());
        var user = await app.ReadAsync(db => db.Users.Select(u => u.Id).FirstAsync());
        var number = await app.ReadAsync(db => db.Badges.Select(b => b.Number).SingleAsync());
        return
        [
            "/desk", "/account", "/desk/shops", $"/desk/shops/{shop.Id}", $"/desk/shops/{short_.Id}", "/desk/shops/add", $"/desk/shops/{shop.Id}/edit",
            $"/desk/shops/{shop.Id}/move", $"/desk/shops/{shop.Id}/close", $"/desk/shops/{shop.Id}/signboard", "/desk/imports", "/desk/visits",
            $"/desk/visits/new?shop={shop.Id}", $"/desk/visits/new?shop={short_.Id}", $"/desk/visits/{visit}", $"/desk/visits/{passed}", "/desk/referrals", "/desk/rectifications",
            "/desk/badges", $"/desk/badges/{number}", $"/desk/badges/{number}/suspend", "/desk/prints", "/desk/owner", $"/desk/owner/{shop.Id}",
            $"/desk/owner/{shop.Id}/staff", $"/desk/staff/{staff}", "/desk/audit", "/desk/audit/access", "/desk/policy", "/desk/report", "/desk/users", "/desk/users/new", $"/desk/users/{user}",
        ];
    }
}
