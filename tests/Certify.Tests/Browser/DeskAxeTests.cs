using Certify.Accounts;
using Certify.Badges;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tests.Browser;

/// <summary>
/// axe finds nothing on any page behind the sign-in, and nothing sticks out sideways: both languages, light and dark, wide and narrow. The supervisor walks
/// what the office shares; the others walk the pages that look different for them.
/// </summary>
public sealed class DeskAxeTests
{
    [Theory]
    [InlineData("zh-CN", false, true)]
    [InlineData("en", true, false)]
    public async Task Supervisors_pages_have_no_fault(string language, bool phone, bool dark) =>
        await WalkAsync(Roles.Supervisor, language, phone, dark, d =>
        [
            "/desk", "/account", "/desk/shops", $"/desk/shops/{d.Shop}", $"/desk/shops/{d.Short}", "/desk/shops/add", $"/desk/shops/{d.Shop}/edit",
            $"/desk/shops/{d.Shop}/move", $"/desk/shops/{d.Shop}/close", $"/desk/shops/{d.Shop}/signboard", "/desk/imports", "/desk/visits",
            $"/desk/visits/{d.ShortVisit}", $"/desk/visits/{d.Visit}", $"/desk/visits/conflicts/{d.Conflict}", "/desk/referrals", "/desk/rectifications",
            "/desk/badges", "/desk/badges?state=revoked", $"/desk/badges/{d.Number}", $"/desk/badges/{d.Number}/suspend", $"/desk/badges/{d.Suspended}",
            $"/desk/badges/{d.Suspended}/restore", "/desk/prints", "/desk/prints?sign=totakedown", "/desk/prints?sign=posted",
            $"/desk/staff/{d.Person}", "/desk/audit", "/desk/due", "/desk/audit/access", "/desk/policy", "/desk/report",
            "/desk/attempts", "/desk/tips", $"/desk/tips/{d.Tip}", $"/desk/tips/{d.Suspect}", "/desk/appeals", $"/desk/appeals/{d.Appeal}",
        ]);

    [Theory]
    [InlineData("zh-CN", false, false)]
    [InlineData("en", false, true)]
    public async Task Inspectors_pages_have_no_fault(string language, bool phone, bool dark) =>
        await WalkAsync(Roles.Inspector, language, phone, dark, d =>
        [
            "/desk", "/desk/shops", $"/desk/shops/{d.Short}", $"/desk/visits/new?shop={d.Short}", $"/desk/visits/{d.ShortVisit}", "/desk/rectifications",
            $"/desk/visits/fill?shop={d.Short}", $"/desk/attempts/new?shop={d.Short}", "/desk/scan?text=FORGED", $"/desk/scan/elsewhere?badge={d.Number}",
            $"/desk/rectifications/{d.Short}", $"/desk/rectifications/{d.Short}/notice",
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
        await using var app = new CertifyApp(kestrel: true);
        var page = await Chromium.SignInAsync(app, Roles.Inspector, phone: true);

        await page.Locator("main").EvaluateAsync("main => { main.append(document.createElement('input')); main.style.width = '1000px'; }");

        var faults = await Axe.FaultsAsync(page);
        Assert.Contains(faults, f => f.Contains("label", StringComparison.Ordinal));
        Assert.Contains(faults, f => f.Contains("wider", StringComparison.Ordinal));
    }

    private sealed record District(Guid Shop, Guid Short, Guid Visit, Guid ShortVisit, Guid Person, Guid User, string Number, string Suspended, Guid Tip, Guid Suspect, Guid Appeal, Guid Appealing, Guid Conflict);

    private static async Task WalkAsync(string role, string language, bool phone, bool dark, Func<District, string[]> addresses)
    {
        await using var app = new CertifyApp(kestrel: true);
        app.StartServer();
        var district = await DistrictAsync(app);
        var page = await Chromium.SignInAsync(app, role, language: language, phone: phone, dark: dark);
        var faults = new List<string>();
        foreach (var address in addresses(district))
        {
            Assert.Equal(200, (await page.GotoAsync(address))!.Status);
            faults.AddRange(await Axe.FaultsAsync(page));
        }
        Assert.True(faults.Count == 0, string.Join("\n", faults));
    }

    /// <summary>Three shops with something on every page: one certified, one short of it, one whose badge is suspended and whose sign hangs.</summary>
    private static async Task<District> DistrictAsync(CertifyApp app)
    {
        var shop = await app.Given.AShop();
        var shortOne = await app.Given.AShop("雁城饭店");
        await app.Given.AnOwner(Roles.Owner, shop);
        var visit = app.Given.AVisit(shop);
        await app.Given.Recorded(visit);
        await app.Given.Recorded(visit with { Note = "另一份", Staff = [visit.Staff[0], visit.Staff[1] with { Phone = "19000009999" }] });
        await app.Given.Recorded(app.Given.AVisit(shortOne, Given.Person("周敏"), Given.Person("赵小波", Doses.One)) with { Measures = Given.All with { Masks = false } });
        var number = await app.ReadAsync(db => db.Badges.Select(b => b.Number).SingleAsync());
        var suspended = await app.Given.ABadge(await app.Given.AShop("华兴便利超市"), "HYGX-2021-000932-AAAA");
        await app.Given.Change(suspended, b => b.MoveSign(SignState.Posted, CertifyApp.Start));
        await app.Given.Change(suspended, b => b.Suspend(SuspensionCause.Coverage, "badges.reason_coverage", CertifyApp.Start));
        var posted = await app.Given.ABadge(await app.Given.AShop("衡山便利店"), "HYGX-2021-000933-AAAA");
        await app.Given.Change(posted, b => b.MoveSign(SignState.Posted, CertifyApp.Start));
        // What people told us: one put to the owner, one about no badge of ours; and an appeal.
        var (tip, suspect) = (await app.Given.ATip(await app.ReadAsync(db => db.Badges.SingleAsync(b => b.Number == number)), photo: Photos.Png()), await app.Given.ATip(null, code: "FORGED"));
        await app.WithAsync<Certify.Tips.TipDesk, Result?>(d => d.AskAsync(tip, "请说明贵店在岗人员情况", Actor.System));
        var appeal = await app.Given.AnAppeal(await app.Given.ADecidedBadge(await app.Given.AShop("申诉的店"), by: "second-supervisor"));
        return await app.ReadAsync(async db => new District(
            shop.Id, shortOne.Id,
            await db.Visits.Where(v => v.ShopId == shop.Id).Select(v => v.Id).SingleAsync(),
            await db.Visits.Where(v => v.ShopId == shortOne.Id).Select(v => v.Id).SingleAsync(),
            await db.Staff.Where(s => s.ShopId == shop.Id).Select(s => s.Id).FirstAsync(),
            await db.Users.Select(u => u.Id).FirstAsync(), number, suspended.Number, tip, suspect, appeal.Id, appeal.ShopId, await db.VisitConflicts.Select(c => c.Id).SingleAsync()));
    }
}
