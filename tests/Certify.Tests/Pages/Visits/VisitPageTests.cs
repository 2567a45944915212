using System.Net;
using Certify.Accounts;
using Certify.Shops;
using Certify.Staff;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tests.Pages.Visits;

/// <summary>The visit as an ordinary form, without JavaScript.</summary>
public sealed class VisitPageTests
{
    private static readonly string[] Measures = ["RealName", "Masks", "Temperature", "Codes", "Ventilation", "Disinfection"];

    [Fact]
    public async Task Post_two_people_added_row_by_row_certifies_and_shows_the_badge()
    {
        await using var app = new CertifyApp();
        var inspector = await app.SignInAsync(Roles.Inspector);
        var page = await OpenAsync(app, inspector, await app.Given.AShop());

        page = await Press(inspector, page, "add", Row(0, "陈桂英", IdNumbers.Next()));
        Assert.Equal("陈桂英", page.Find("[name='Input.Rows[0].Name']")?.GetAttribute("value"));
        page = await Press(inspector, page, "save", Row(1, "李文斌", IdNumbers.Next(), "5。6", "６．１").Concat(Filled()));

        Assert.StartsWith("/desk/visits/", page.Path);
        Assert.DoesNotContain("new", page.Path);
        var badge = await app.ReadAsync(db => db.Badges.SingleOrDefaultAsync());
        Assert.True(badge is not null, page.Text);
        Assert.Contains("评定通过", page.Text);
        Assert.Contains(badge.Number, page.Text);
        Assert.NotNull(page.Find($"a[href='/desk/badges/{badge.Number}/door-a5.pdf']"));
    }

    [Fact]
    public async Task Post_short_course_names_the_person_and_the_day()
    {
        await using var app = new CertifyApp();
        var inspector = await app.SignInAsync(Roles.Inspector);
        var page = await OpenAsync(app, inspector, await app.Given.AShop());

        page = await Press(inspector, page, "save", Row(0, "赵小波", IdNumbers.Next(), "7.20", "7.31").Concat(Filled().Where(f => f.Key != "Input.Disinfection")));

        Assert.Contains("暂不符合评定条件", page.Text);
        Assert.Contains("赵小波 未完成全程接种。 第2剂距上一剂 11 天，不足 14 天，暂不计入；8月21日起可补种 1 剂，以接种点意见为准。", page.Text);
        Assert.Contains("“消杀”未达到要求，须于 8月12日前整改。", page.Text);
    }

    public static TheoryData<string, string, string> Refusals() => new()
    {
        { "Input.Rows[0].Name", "", "请填写姓名。" },
        { "Input.Rows[0].IdNumber", "110105194912310021", "末位应为 X，填写的是 1" },
        { "Input.Rows[0].Phone", "电话", "电话号码应为" },
        { "Input.Rows[0].Vaccine", "辉瑞", "无法识别疫苗“辉瑞”" },
        { "Input.Rows[0].Vaccine", "", "请填写疫苗种类。" },
        { "Input.Rows[0].Dose2", "昨天", "无法识别“昨天”" },
        { "Input.Rows[0].Dose2", "2021-12-01", "在走访当天之后" },
        { "Input.Notice", "", "请先出示" },
        { "Input.Companion", new string('李', 61), "最多 60 个字，现为 61 个字" },
    };

    [Theory, MemberData(nameof(Refusals))]
    public async Task Post_wrong_field_says_so_beside_it_and_keeps_everything_typed(string field, string value, string sentence)
    {
        await using var app = new CertifyApp();
        var inspector = await app.SignInAsync(Roles.Inspector);
        var page = await OpenAsync(app, inspector, await app.Given.AShop());
        var fields = Row(0, "陈桂英", IdNumbers.Next()).Concat(Filled()).Where(f => f.Key != field).Append(new(field, value));

        page = await Press(inspector, page, "save", fields);

        Assert.Contains("走访未保存", page.Text);
        Assert.Contains(sentence, page.Text);
        Assert.NotNull(page.Find("[name='Input.Masks'][checked]"));
        Assert.Equal(0, await app.ReadAsync(db => db.Visits.CountAsync()));
    }

    [Fact]
    public async Task Get_revisit_shows_names_on_record_and_numbers_masked()
    {
        await using var app = new CertifyApp();
        var inspector = await app.SignInAsync(Roles.Inspector);
        var shop = await app.Given.AShop();
        var known = await app.Given.AStaffMember(shop, "何建国", "11010519491231002X");

        var page = await OpenAsync(app, inspector, shop);

        Assert.Contains("何建国", page.Text);
        Assert.Contains("110105**********2X", page.Text);
        Assert.DoesNotContain("11010519491231002X", page.Html);
        Assert.DoesNotContain("19000005423", page.Html);
        var access = await app.ReadAsync(db => db.Access.SingleAsync());
        Assert.Equal(("visit", known.Id.ToString("N")), (access.Purpose, access.StaffIds));
    }

    [Fact]
    public async Task Post_known_person_confirmed_as_recorded_keeps_the_record()
    {
        await using var app = new CertifyApp();
        var inspector = await app.SignInAsync(Roles.Inspector);
        var shop = await app.Given.AShop();
        await app.Given.AStaffMember(shop, source: StaffSource.Owner);
        var page = await OpenAsync(app, inspector, shop);
        Assert.Contains("由经营者填报", page.Text);

        page = await Press(inspector, page, "confirm:0", []);
        page = await Press(inspector, page, "save", Filled());

        Assert.Contains("评定通过", page.Text);
        Assert.True(await app.ReadAsync(db => db.Staff.Select(s => s.Confirmed).SingleAsync()));
    }

    [Fact]
    public async Task Post_record_changed_meanwhile_is_shown_again_before_it_is_confirmed()
    {
        await using var app = new CertifyApp();
        var inspector = await app.SignInAsync(Roles.Inspector);
        var shop = await app.Given.AShop();
        var known = await app.Given.AStaffMember(shop);
        var page = await OpenAsync(app, inspector, shop);
        page = await Press(inspector, page, "confirm-all", []);
        await app.ReadAsync(async db =>
        {
            (await db.Staff.SingleAsync(s => s.Id == known.Id)).Claim(StaffSource.Owner, app.Time.GetUtcNow().AddMinutes(1));
            return await db.SaveChangesAsync();
        });

        page = await Press(inspector, page, "save", Filled());

        Assert.Contains("请重新核对后保存", page.Text);
        Assert.Equal(0, await app.ReadAsync(db => db.Visits.CountAsync()));
    }

    [Fact]
    public async Task Get_shop_outside_own_grids_asks_why_before_it_shows_anybody()
    {
        await using var app = new CertifyApp();
        var inspector = await app.SignInAsync(Roles.Inspector);
        var shop = await app.Given.AShop(grid: await app.Given.AGrid(community: "长湖社区"));
        await app.Given.AStaffMember(shop, "何建国");

        var page = await OpenAsync(app, inspector, shop);
        Assert.Contains("不在您负责的网格内", page.Text);
        Assert.DoesNotContain("何建国", page.Html);

        page = await inspector.SubmitAsync(page, new(StringComparer.Ordinal) { ["Input.ForeignReason"] = "协助同事" }, "main form.card", ("action", "reason"));
        Assert.Contains("何建国", page.Text);
        Assert.Equal("协助同事", page.Find("[name='Input.ForeignReason']")?.GetAttribute("value"));
    }

    [Fact]
    public async Task Post_after_the_session_ended_is_kept_sealed_and_given_back_to_the_same_user()
    {
        await using var app = new CertifyApp();
        var inspector = await app.SignInAsync(Roles.Inspector);
        var page = await OpenAsync(app, inspector, await app.Given.AShop());
        app.Time.Advance(TimeSpan.FromHours(13));

        page = await Press(inspector, page, "save", Row(0, "陈桂英", "11010519491231002X").Concat(Filled()));

        Assert.StartsWith("/account/sign-in", page.Path);
        var held = await app.ReadAsync(db => db.HeldForms.SingleAsync());
        Assert.Equal(-1, held.Body.AsSpan().IndexOf("11010519491231002X"u8));
        page = await inspector.SubmitAsync(page, new(StringComparer.Ordinal) { ["Input.UserName"] = "inspector", ["Input.Password"] = CertifyApp.Password });
        Assert.Contains("已恢复，尚未保存", page.Text);
        Assert.Equal("11010519491231002X", page.Find("[name='Input.Rows[0].IdNumber']")?.GetAttribute("value"));
        page = await Press(inspector, page, "save", []);
        Assert.Contains("评定通过", page.Text);
        Assert.Equal(0, await app.ReadAsync(db => db.HeldForms.CountAsync()));
    }

    [Fact]
    public async Task Get_somebody_elses_held_form_shows_nothing_of_it()
    {
        await using var app = new CertifyApp();
        var inspector = await app.SignInAsync(Roles.Inspector);
        await app.Given.AGrid(heldBy: "other");
        var shop = await app.Given.AShop();
        var page = await OpenAsync(app, inspector, shop);
        app.Time.Advance(TimeSpan.FromHours(13));
        await Press(inspector, page, "save", Row(0, "陈桂英", IdNumbers.Next()));
        var held = await app.ReadAsync(db => db.HeldForms.SingleAsync());
        var other = await app.SignInAsync(Roles.Inspector, "other");

        page = await other.OpenAsync($"/desk/visits/new?shop={shop.Id}&heldForm={held.Id}");

        Assert.DoesNotContain("陈桂英", page.Html);
    }

    [Fact]
    public async Task Correct_own_visit_fills_the_form_and_links_both()
    {
        await using var app = new CertifyApp();
        var inspector = await app.SignInAsync(Roles.Inspector);
        var shop = await app.Given.AShop();
        var visit = app.Given.AVisit(shop, Given.Person("陈桂英")) with { Measures = Given.All with { Masks = false } };
        await app.Given.Recorded(visit);
        app.Time.Advance(TimeSpan.FromMinutes(10));

        var page = await inspector.OpenAsync($"/desk/visits/new?shop={shop.Id}&corrects={visit.Id}");
        Assert.Contains("陈桂英", page.Text);
        page = await Press(inspector, page, "save", [new("Input.Masks", "true"), new("Input.Notice", "Duty")]);

        Assert.Contains("评定通过", page.Text);
        Assert.NotNull(page.Find($"a[href='/desk/visits/{visit.Id}']"));
        var before = await inspector.OpenAsync($"/desk/visits/{visit.Id}");
        Assert.NotNull(before.Find($"a[href='{page.Path}']"));
    }

    [Fact]
    public async Task Get_another_inspectors_visit_is_404_and_the_supervisor_sees_it_masked()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        var visit = app.Given.AVisit(shop, Given.Person("陈桂英"));
        await app.Given.Recorded(visit);

        var other = await app.SignInAsync(Roles.Inspector, "other");
        Assert.Equal(HttpStatusCode.NotFound, (await other.OpenAsync($"/desk/visits/{visit.Id}")).Status);
        var supervisor = await app.SignInAsync(Roles.Supervisor);
        var page = await supervisor.OpenAsync($"/desk/visits/{visit.Id}");
        Assert.Contains("陈**", page.Text);
        Assert.DoesNotContain("陈桂英", page.Html);
    }

    [Fact]
    public async Task Get_unknown_shop_is_404()
    {
        await using var app = new CertifyApp();
        var inspector = await app.SignInAsync(Roles.Inspector);

        Assert.Equal(HttpStatusCode.NotFound, (await inspector.OpenAsync($"/desk/visits/new?shop={Guid.CreateVersion7()}")).Status);
    }

    private static Task<Page> OpenAsync(CertifyApp app, Visitor inspector, Shop shop) => inspector.OpenAsync($"/desk/visits/new?shop={shop.Id}");

    private static Task<Page> Press(Visitor inspector, Page page, string action, IEnumerable<KeyValuePair<string, string>> fields) =>
        inspector.SubmitAsync(page, fields.ToDictionary(StringComparer.Ordinal), "#visit", ("action", action));

    private static IEnumerable<KeyValuePair<string, string>> Row(int i, string name, string id, string dose1 = "5.6", string dose2 = "6.1") =>
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Name"] = name,
            ["IdNumber"] = id,
            ["Phone"] = "19000005423",
            ["Position"] = "服务员",
            ["Vaccine"] = "科兴",
            ["Dose1"] = dose1,
            ["Dose2"] = dose2,
        }.Select(f => KeyValuePair.Create($"Input.Rows[{i}].{f.Key}", f.Value));

    private static IEnumerable<KeyValuePair<string, string>> Filled() =>
        Measures.Select(m => KeyValuePair.Create("Input." + m, "true")).Append(new("Input.Notice", "Duty"));
}
