using System.Net;
using Certify.Accounts;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Certify.Tests.Pages.Visits.TypedVisit;

namespace Certify.Tests.Pages.Visits;

/// <summary>The visit as an ordinary form, without JavaScript.</summary>
public sealed class VisitPageTests
{
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

        page = await Press(inspector, page, "save", Row(0, "赵小波", IdNumbers.Next(), "7.20", "7.31").Concat(Filled().Where(f => f.Key != "Input.Passed[disinfection]")));

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
        Assert.NotNull(page.Find("[name='Input.Passed[masks]'][checked]"));
        Assert.Equal(0, await app.ReadAsync(db => db.Visits.CountAsync()));
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
    public async Task Get_unknown_shop_is_404()
    {
        await using var app = new CertifyApp();
        var inspector = await app.SignInAsync(Roles.Inspector);

        Assert.Equal(HttpStatusCode.NotFound, (await inspector.OpenAsync($"/desk/visits/new?shop={Guid.CreateVersion7()}")).Status);
    }
}
