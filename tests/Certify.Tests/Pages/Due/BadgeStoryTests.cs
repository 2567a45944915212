using Certify.Accounts;
using Certify.Badges;
using Certify.Shops;
using Certify.Staff;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Certify.Tests.Pages.Due.DueSteps;

namespace Certify.Tests.Pages.Due;

/// <summary>What the owner and everybody else read of what became of a badge.</summary>
public sealed class BadgeStoryTests
{
    [Fact]
    public async Task Home_of_the_owner_lists_what_has_been_and_what_comes_with_days_and_reasons()
    {
        await using var app = new CertifyApp();
        var (shop, badge) = await app.Given.ACertifiedShop();
        await app.Given.AnOwner(Roles.Owner, shop);
        await app.Given.Hired(shop);
        var owner = await app.SignInAsync(Roles.Owner);

        var page = await owner.OpenAsync("/desk/owner");

        var number = (await app.Given.BadgeOf(badge)).Number;
        Assert.Contains("须在 2021年8月12日 14:00 前补齐", page.Text);
        Assert.Equal(["8月12日 14:00 接种率 2 / 3。届时仍未补齐的，标识暂停使用。", "10月24日 标识进入最后 14 天，请联系检查员安排走访续期。", $"11月7日 标识 {number} 的最后有效日，当日 24 时到期。"], Lines(page, 0));
        Assert.Equal(["8月9日 14:00 接种率 2 / 3，宽限期开始，至 2021年8月12日 14:00。", $"8月9日 14:00 签发标识 {number}，有效期至 11月7日。"], Lines(page, 1));

        app.Time.Advance(TimeSpan.FromDays(4));
        await app.Given.Due();
        var later = await app.SignInAsync(Roles.Owner);
        Assert.Equal("8月12日 14:00 宽限期满，接种率 2 / 3，标识暂停使用。", Lines(await later.OpenAsync("/desk/owner"), 1)[0]);
    }

    [Fact]
    public async Task Home_of_the_owner_of_a_closed_shop_says_since_when_and_why()
    {
        await using var app = new CertifyApp();
        var (shop, _) = await app.Given.ACertifiedShop();
        await app.Given.AnOwner(Roles.Owner, shop);
        await app.WithAsync<ShopService, Result?>(s => s.CloseAsync(shop.Id, "查无此店", Given.AnOfficer));

        var page = await (await app.SignInAsync(Roles.Owner)).OpenAsync("/desk/owner");

        Assert.Contains("这家店已于 8月9日登记停业：查无此店。如有误，请联系检查员。", page.Text);
        Assert.Contains("登记停业，标识暂停使用。", page.Text);
        Assert.Contains("标识暂停使用", page.TextOf(".chip"));
    }

    [Theory]
    [InlineData("grace")]
    [InlineData("closed")]
    [InlineData("moved")]
    public async Task Scan_of_a_resting_badge_never_says_why(string cause)
    {
        await using var app = new CertifyApp();
        var (shop, badge) = await app.Given.ACertifiedShop();
        if (cause == "closed")
            await app.WithAsync<ShopService, Result?>(s => s.CloseAsync(shop.Id, "查无此店", Given.AnOfficer));
        else if (cause == "moved")
            await Move(app, shop);
        else
            await app.Given.Hired(shop);
        app.Time.Advance(TimeSpan.FromDays(4));
        var token = (await app.Given.BadgeOf(badge)).Token;

        foreach (var written in new[] { false, true })
        {
            if (written)
                await app.Given.Due();
            foreach (var address in new[] { $"/V/{token}", $"/V/{token}?lang=en", $"/api/v1/verify/{token}" })
            {
                var answer = await app.Anonymous().OpenAsync(address);
                Assert.Contains(address.Contains("lang", StringComparison.Ordinal) ? "This badge is suspended" : address.StartsWith("/api", StringComparison.Ordinal) ? "suspended" : "标识暂停使用", answer.Html);
                foreach (var word in new[] { "停业", "查无此店", "迁址", "搬", "华新大道", "接种率", "宽限", "2 / 3", "2/3", "closed", "moved", "grace", "coverage", "赵" })
                    Assert.DoesNotContain(word, answer.Html.Replace("不代表该场所存在其他问题", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
            }
        }
    }

    [Fact]
    public async Task Close_and_move_say_beforehand_what_becomes_of_the_badge()
    {
        await using var app = new CertifyApp();
        var (shop, badge) = await app.Given.ACertifiedShop();
        var supervisor = await app.SignInAsync(Roles.Supervisor);

        Assert.Contains("标识立即暂停使用，标识牌应摘除。误登记的，7 天内恢复营业", (await supervisor.OpenAsync($"/desk/shops/{shop.Id}/close")).Text);
        var move = await supervisor.OpenAsync($"/desk/shops/{shop.Id}/move");
        Assert.Contains("变更后标识立即暂停使用", move.Text);

        var corrected = await supervisor.SubmitAsync(move, new(StringComparer.Ordinal) { ["Input.Address"] = shop.Address + "附1号", ["Input.SamePlace"] = "true" });
        Assert.Contains("地址写法已更正为", corrected.Text);
        Assert.Equal(ScanStatus.Valid, await app.Given.Scanned(badge));
        await supervisor.SubmitAsync(await supervisor.OpenAsync($"/desk/shops/{shop.Id}/move"), new(StringComparer.Ordinal) { ["Input.Address"] = "华新大道1号" });
        Assert.Equal(ScanStatus.Suspended, await app.Given.Scanned(badge));
        Assert.Contains("店铺迁址，标识只对原地址有效，暂停使用。", (await supervisor.OpenAsync($"/desk/shops/{shop.Id}")).Text);
    }

    [Fact]
    public async Task Dose_struck_by_a_supervisor_falls_out_of_coverage_in_every_shop_of_the_person()
    {
        await using var app = new CertifyApp();
        var person = Given.Person("陈桂英");
        var (one, two) = (await app.Given.AShop("甲"), await app.Given.AShop("乙"));
        await app.Given.Recorded(app.Given.AVisit(one, person));
        await app.Given.Recorded(app.Given.AVisit(two, person));
        var id = await app.ReadAsync(db => db.Staff.Where(s => s.ShopId == one.Id).Select(s => s.Id).SingleAsync());
        var supervisor = await app.SignInAsync(Roles.Supervisor);
        var opened = await supervisor.SubmitAsync(await supervisor.OpenAsync($"/desk/staff/{id}"), new(StringComparer.Ordinal) { ["purpose"] = "correct" }, "form[action$='handler=Reveal']");

        var refused = await supervisor.SubmitAsync(opened, new(StringComparer.Ordinal) { ["reason"] = " " }, "form[action$='handler=Strike']");
        Assert.Contains("请填写原因", refused.Text);
        var done = await supervisor.SubmitAsync(opened, new(StringComparer.Ordinal) { ["reason"] = "接种本系伪造" }, "form[action$='handler=Strike']");

        Assert.Contains("已不予认可", done.Text);
        Assert.Equal(2, await app.ReadAsync(db => db.Standings.CountAsync(s => s.Vaccinated == 0 && s.ShortSince != null)));
        Assert.Equal(2, await app.ReadAsync(db => db.Referrals.CountAsync()));
        Assert.Equal("接种本系伪造", await app.ReadAsync(db => db.Audit.Where(a => a.Action == "staff.dose_struck").Select(a => a.Detail).SingleAsync()));
        app.Time.Advance(TimeSpan.FromDays(3));
        Assert.Equal(2, (await app.Given.Due()).Reviewed);
        Assert.Equal(2, await app.ReadAsync(db => db.Badges.CountAsync(b => b.State == BadgeState.Suspended)));
        var again = await app.WithAsync<Certification.StaffRecord, Result?>(r => r.StrikeAsync(id, "SINOVAC", new(2021, 5, 6), "再删一次", Given.AnOfficer));
        Assert.Equal("staff.dose_gone", again!.Refusal!.Code);
    }

    [Fact]
    public async Task Visit_form_takes_the_day_on_which_an_exemption_ends()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        var staff = await app.Given.AStaffMember(shop, "何建国", health: new HealthRecord([], Exemption: "发热", ExemptUntil: CertifyApp.Today.AddDays(9)));
        var inspector = await app.SignInAsync(Roles.Inspector);

        var page = await inspector.OpenAsync($"/desk/visits/new?shop={shop.Id}");

        Assert.Equal("2021-08-18", page.Find("input[name$='.ExemptUntil']")!.GetAttribute("value"));
        var answer = await app.Given.Recorded(app.Given.AVisit(shop, new Certify.Visits.SubmittedStaff { StaffId = staff.Id, Status = Certify.Visits.StaffStatus.Working, Exemption = "发热", ExemptUntil = CertifyApp.Today.AddDays(-1) }));
        Assert.Equal(("staff[0].exemptUntil", "visits.exempt_over"), (answer.Errors!.Single().Field, answer.Errors!.Single().Refusal.Code));
    }

    /// <summary>Lines of the page's <paramref name="n"/>th dated list.</summary>
    private static IReadOnlyList<string> Lines(Page page, int n) =>
        [.. page.Document.QuerySelectorAll("ol.dates")[n].Children.Select(li => string.Join(' ', li.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))];
}
