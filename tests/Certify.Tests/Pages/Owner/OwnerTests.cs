using System.Net;
using Certify.Accounts;
using Certify.Badges;
using Certify.Certification;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tests.Pages.Owner;

public sealed class OwnerTests
{
    [Fact]
    public async Task Get_home_shows_own_shop_with_badge_and_papers_and_no_other()
    {
        await using var app = new CertifyApp();
        var (shop, other) = (await app.Given.AShop("湘味土菜馆"), await app.Given.AShop("别人的店"));
        await app.Given.AnOwner("owner", shop);
        var answer = await app.Given.Recorded(app.Given.AVisit(shop));
        var owner = await app.SignInAsync(Roles.Owner);

        var page = await owner.OpenAsync("/desk");

        Assert.Equal("/desk/owner", page.Path);
        Assert.Contains("湘味土菜馆", page.Text);
        Assert.Contains("标识有效", page.Text);
        Assert.DoesNotContain(other.RegisteredName, page.Text);
        Assert.NotNull(page.Find($"a[href='/desk/badges/{answer.Receipt!.Badge!.Number}/certificate-a4.pdf']"));
    }

    [Fact]
    public async Task Badge_lost_with_its_key_leaves_every_list_its_owner_reads_why_and_a_new_visit_replaces_it()
    {
        await using var app = new CertifyApp();
        var (shop, id) = await app.Given.ACertifiedShop();
        await app.Given.Published();
        await app.Given.AnOwner("owner", shop);
        Assert.Contains("湘味土菜馆", (await app.Anonymous().OpenAsync("/shops")).Text);
        await app.WithAsync<KeyStore, bool>(keys => Task.FromResult(keys.Revoke(keys.Active.Thumbprint, CertifyApp.Start)));

        Assert.Equal(1, await app.WithAsync<LateRevocations, int>(late => late.FollowKeysAsync()));

        Assert.DoesNotContain("湘味土菜馆", (await app.Anonymous().OpenAsync("/shops")).Text);
        var seen = await (await app.SignInAsync(Roles.Owner)).OpenAsync("/desk/owner");
        Assert.Contains("须重新走访换发标识", seen.Text);
        Assert.Matches("标识 HYGX-[0-9A-Z-]+ 撤销：标识所用的签名密钥已作废", seen.Text);
        Assert.DoesNotContain("badges.reason_key", seen.Text);
        var supervisor = await app.SignInAsync(Roles.Supervisor);
        Assert.Contains("签名密钥作废，标识须换发", (await supervisor.OpenAsync("/desk/shops?state=revisit")).Text);
        Assert.Contains("湘味土菜馆", (await supervisor.OpenAsync("/desk/due")).Text);

        app.Time.Advance(TimeSpan.FromHours(1));
        await app.Given.Revisited(shop);
        Assert.Null(await app.ReadAsync(db => db.Standings.Where(s => s.ShopId == shop.Id).Select(s => s.Revisit).SingleAsync()));
        Assert.Equal(ScanStatus.Valid, await app.Given.Scanned(await app.ReadAsync(db => db.Badges.Where(b => b.Id != id).Select(b => b.Id).SingleAsync())));
    }

    [Fact]
    public async Task Post_new_person_counts_against_the_badge_at_once_and_stands_before_the_supervisor()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop("湘味土菜馆");
        await app.Given.AnOwner("owner", shop);
        await app.Given.Recorded(app.Given.AVisit(shop));
        var owner = await app.SignInAsync(Roles.Owner);

        var page = await owner.SubmitAsync(await owner.OpenAsync($"/desk/owner/{shop.Id}/staff"), Person("赵小波", IdNumbers.Next()), "aside form");

        Assert.Contains("人员已添加", page.Text);
        Assert.Contains("赵小波", page.Text);
        var standing = await app.ReadAsync(db => db.Standings.SingleAsync(s => s.ShopId == shop.Id));
        Assert.Equal((2, 3, 1), (standing.Vaccinated, standing.Staff, standing.Unconfirmed));
        Assert.NotNull(standing.ShortSince);
        var home = await (await app.SignInAsync(Roles.Supervisor)).OpenAsync("/desk");
        Assert.Contains("待核实的从业人员：1 人", home.Text);
        Assert.Contains("赵**", home.Text);
        Assert.Contains("接种率不足的已评定经营户：1 户", home.Text);
        var seen = await owner.OpenAsync("/desk/owner");
        Assert.Contains("1 名从业人员的信息待检查员现场核实", seen.Text);
    }

    [Fact]
    public async Task Get_staff_list_shows_full_names_on_record_and_neither_number_nor_phone()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        await app.Given.AnOwner("owner", shop);
        var number = IdNumbers.Next();
        await app.Given.AStaffMember(shop, "陈桂英", number, Doses.None);
        var owner = await app.SignInAsync(Roles.Owner);

        var page = await owner.OpenAsync($"/desk/owner/{shop.Id}/staff");

        Assert.Contains("陈桂英", page.Text);
        Assert.DoesNotContain(number, page.Html);
        Assert.DoesNotContain("5423", page.Html);
        Assert.DoesNotContain("本人不便说明", page.Html);
        Assert.Equal("owner_list", await app.ReadAsync(db => db.Access.Select(a => a.Purpose).SingleAsync()));
    }

    [Theory]
    [InlineData("", "430499199506010017", "此项必填")]
    [InlineData("赵小波", "430499199506010018", "校验位不符")]
    [InlineData("赵小波", "4304991995", "应为 18 位")]
    public async Task Post_person_that_will_not_do_says_why_and_keeps_what_was_typed(string name, string number, string sentence)
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        await app.Given.AnOwner("owner", shop);
        var owner = await app.SignInAsync(Roles.Owner);

        var page = await owner.SubmitAsync(await owner.OpenAsync($"/desk/owner/{shop.Id}/staff"), Person(name, number), "aside form");

        Assert.Contains(sentence, page.Text);
        Assert.Equal(number, page.Find("[name='Input.IdNumber']")!.GetAttribute("value"));
        Assert.Equal(0, await app.ReadAsync(db => db.Staff.CountAsync()));
    }

    [Fact]
    public async Task Post_person_who_is_listed_already_is_refused()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        await app.Given.AnOwner("owner", shop);
        var number = IdNumbers.Next();
        await app.Given.AStaffMember(shop, "陈桂英", number);
        var owner = await app.SignInAsync(Roles.Owner);

        var page = await owner.SubmitAsync(await owner.OpenAsync($"/desk/owner/{shop.Id}/staff"), Person("陈桂英", number), "aside form");

        Assert.Contains("此人已在名单中", page.Text);
    }

    [Fact]
    public async Task Post_left_counts_no_more_and_undo_brings_the_same_back()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        await app.Given.AnOwner("owner", shop);
        await app.Given.AStaffMember(shop, "陈桂英");
        await app.Given.AStaffMember(shop, "李文斌", health: Doses.One);
        var owner = await app.SignInAsync(Roles.Owner);
        var page = await owner.OpenAsync($"/desk/owner/{shop.Id}/staff");
        var last = page.Document.QuerySelectorAll("tbody tr").Single(r => r.TextContent.Contains("李文斌", StringComparison.Ordinal)).QuerySelector("input[name=staffId]")!.GetAttribute("value")!;

        var left = await owner.SubmitAsync(page, new(StringComparer.Ordinal) { ["staffId"] = last, ["on"] = "8。3" }, "form[action$='handler=Leave']");
        var after = await app.ReadAsync(db => db.Standings.Select(s => new { s.Vaccinated, s.Staff }).SingleAsync());
        await owner.SubmitAsync(left, [], "form[action$='handler=Return']");
        var back = await app.ReadAsync(db => db.Standings.Select(s => new { s.Vaccinated, s.Staff }).SingleAsync());

        Assert.Contains("8月3日离职", left.Text);
        Assert.Equal((1, 1), (after.Vaccinated, after.Staff));
        Assert.Equal((1, 2), (back.Vaccinated, back.Staff));
    }

    [Theory]
    [InlineData("someday", "无法识别“someday”")]
    [InlineData("2021-08-10", "8月10日")]
    [InlineData("8.10", "早于入职日期")]
    public async Task Post_left_on_a_day_that_can_not_be_is_refused(string day, string sentence)
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        await app.Given.AnOwner("owner", shop);
        await app.Given.AStaffMember(shop);
        var owner = await app.SignInAsync(Roles.Owner);

        var page = await owner.SubmitAsync(await owner.OpenAsync($"/desk/owner/{shop.Id}/staff"), new(StringComparer.Ordinal) { ["on"] = day }, "form[action$='handler=Leave']");

        Assert.Contains(sentence, page.TextOf(".validation-summary-errors"));
        Assert.Null(await app.ReadAsync(db => db.Staff.Select(s => s.LeftOn).SingleAsync()));
    }

    [Fact]
    public async Task Somebody_elses_shop_is_not_found_whatever_is_asked()
    {
        await using var app = new CertifyApp();
        var (own, other) = (await app.Given.AShop("湘味土菜馆"), await app.Given.AShop("别人的店"));
        await app.Given.AnOwner("owner", own);
        var member = await app.Given.AStaffMember(other);
        var owner = await app.SignInAsync(Roles.Owner);
        var page = await owner.OpenAsync($"/desk/owner/{own.Id}/staff");
        page.Find("aside form")!.SetAttribute("action", $"/desk/owner/{other.Id}/staff?handler=Add");

        Assert.Equal(HttpStatusCode.NotFound, (await owner.OpenAsync($"/desk/owner/{other.Id}/staff")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await owner.SubmitAsync(page, Person("赵小波", IdNumbers.Next()), "aside form")).Status);
        Assert.Null(await app.WithAsync<OwnerRoster, Result?>(roster => roster.LeaveAsync(own.Id, member.Id, CertifyApp.Today, Actor.System)));
    }

    [Fact]
    public async Task Post_signboard_name_is_kept()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop("衡阳高新区湘味土菜馆");
        await app.Given.AnOwner("owner", shop);
        var owner = await app.SignInAsync(Roles.Owner);

        var page = await owner.SubmitAsync(await owner.OpenAsync("/desk/owner"), new(StringComparer.Ordinal) { ["Input.SignboardName"] = "湘味土菜馆" }, ".signboard form");

        Assert.Contains("招牌名称已保存", page.Text);
        Assert.Equal("湘味土菜馆", await app.ReadAsync(db => db.Shops.Select(s => s.OwnSignboardName).SingleAsync()));
    }

    private static Dictionary<string, string> Person(string name, string number) =>
        new(StringComparer.Ordinal) { ["Input.Name"] = name, ["Input.IdNumber"] = number, ["Input.Phone"] = "19000005424", ["Input.Position"] = "服务员" };
}
