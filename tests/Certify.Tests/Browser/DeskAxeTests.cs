using Certify.Accounts;
using Certify.Tests.Support;

namespace Certify.Tests.Browser;

/// <summary>
/// axe finds nothing on any page behind the sign-in, and nothing sticks out sideways: both languages, light and dark, wide and narrow. The supervisor walks
/// what the office shares; the others walk the pages that look different for them.
/// </summary>
public sealed class DeskAxeTests(AxeDistrict district) : IClassFixture<AxeDistrict>
{
    [Theory]
    [InlineData("zh-CN", false, true)]
    [InlineData("en", true, false)]
    public async Task Supervisors_pages_have_no_fault(string language, bool phone, bool dark) =>
        await WalkAsync(Roles.Supervisor, language, phone, dark, d =>
        [
            "/desk", "/account", "/desk/shops", $"/desk/shops/{d.Shop}", $"/desk/shops/{d.Short}", "/desk/shops/add", $"/desk/shops/{d.Shop}/edit",
            $"/desk/shops/{d.Shop}/move", $"/desk/shops/{d.Shop}/close", $"/desk/shops/{d.Shop}/signboard", "/desk/imports", "/desk/visits", "/desk/visits/load",
            $"/desk/visits/{d.ShortVisit}", $"/desk/visits/{d.Visit}", $"/desk/visits/{d.Visit}/photos/{d.Photo}", $"/desk/visits/conflicts/{d.Conflict}", $"/desk/visits/pairs/{d.Pair}", "/desk/referrals", "/desk/rectifications",
            "/desk/badges", "/desk/badges?state=revoked", $"/desk/badges/{d.Number}", $"/desk/badges/{d.Number}/suspend", $"/desk/badges/{d.Suspended}",
            $"/desk/badges/{d.Suspended}/restore", "/desk/prints", "/desk/prints?sign=totakedown", "/desk/prints?sign=posted",
            $"/desk/staff/{d.Person}", "/desk/audit", "/desk/due", "/desk/audit/access", "/desk/policy", "/desk/checklists", "/desk/checklists/wetMarket", "/desk/report",
            "/desk/attempts?all=true", "/desk/rounds", $"/desk/rounds/{d.Grid}", $"/desk/shops/{d.Found}/accept", "/desk/tips", $"/desk/tips/{d.Tip}", $"/desk/tips/{d.Suspect}", "/desk/appeals", $"/desk/appeals/{d.Appeal}",
        ]);

    [Theory]
    [InlineData("zh-CN", false, false)]
    [InlineData("en", false, true)]
    public async Task Inspectors_pages_have_no_fault(string language, bool phone, bool dark) =>
        await WalkAsync(Roles.Inspector, language, phone, dark, d =>
        [
            "/desk", "/desk/shops", $"/desk/shops/{d.Short}", $"/desk/visits/new?shop={d.Short}", $"/desk/visits/{d.ShortVisit}", "/desk/rectifications", "/desk/field",
            $"/desk/visits/fill?shop={d.Short}", $"/desk/attempts/new?shop={d.Short}", "/desk/scan?text=FORGED", $"/desk/scan/elsewhere?badge={d.Number}",
            $"/desk/rectifications/{d.Short}", $"/desk/rectifications/{d.Short}/notice", "/desk/shops/found",
        ]);

    [Theory]
    [InlineData(Roles.Dispatcher, "zh-CN", true, false)]
    [InlineData(Roles.Dispatcher, "en", false, true)]
    public async Task Dispatchers_pages_have_no_fault(string role, string language, bool phone, bool dark) =>
        await WalkAsync(role, language, phone, dark, _ => ["/desk/referrals"]);

    [Theory]
    [InlineData("zh-CN", true, false)]
    [InlineData("en", true, true)]
    public async Task Owners_pages_have_no_fault(string language, bool phone, bool dark) =>
        await WalkAsync(Roles.Owner, language, phone, dark, d => ["/desk/owner", $"/desk/owner/{d.Shop}/staff", $"/desk/owner/{d.Shop}/tips", $"/desk/owner/{d.Appealing}/appeals", $"/desk/badges/{d.Number}"]);

    [Theory]
    [InlineData("zh-CN", false, false)]
    [InlineData("en", true, false)]
    public async Task Administrators_pages_have_no_fault(string language, bool phone, bool dark) =>
        await WalkAsync(Roles.Admin, language, phone, dark, d => ["/desk/users", "/desk/users/new", $"/desk/users/{d.User}", "/desk/policy"]);

    [Fact]
    public async Task Auditors_pages_have_no_fault() =>
        await WalkAsync(Roles.Auditor, "en", false, false, d => ["/desk", $"/desk/shops/{d.Shop}", $"/desk/staff/{d.Person}", "/desk/audit/access", "/desk/policy"]);

    [Fact]
    public async Task Walk_finds_a_fault_where_there_is_one()
    {
        var page = await Chromium.SignInAsync(district.App, Roles.Inspector, phone: true);

        await page.Locator("main").EvaluateAsync("main => { main.append(document.createElement('input')); main.style.width = '1000px'; }");

        var faults = await Axe.FaultsAsync(page);
        Assert.Contains(faults, f => f.Contains("label", StringComparison.Ordinal));
        Assert.Contains(faults, f => f.Contains("wider", StringComparison.Ordinal));
    }

    private async Task WalkAsync(string role, string language, bool phone, bool dark, Func<District, string[]> addresses)
    {
        var page = await Chromium.SignInAsync(district.App, role, language: language, phone: phone, dark: dark);
        var faults = new List<string>();
        foreach (var address in addresses(district.Things))
        {
            Assert.Equal(200, (await page.GotoAsync(address))!.Status);
            faults.AddRange(await Axe.FaultsAsync(page));
        }
        Assert.True(faults.Count == 0, string.Join("\n", faults));
    }
}
