using System.Net;
using Certify.Accounts;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tests.Pages.Staff;

/// <summary>One person before the supervisor: opened, corrected.</summary>
public sealed class PersonTests
{
    [Fact]
    public async Task Get_shows_masked_forms_and_writes_no_access_row()
    {
        await using var app = new CertifyApp();
        var number = IdNumbers.Next();
        var member = await app.Given.AStaffMember(await app.Given.AShop(), "陈桂英", number);
        var supervisor = await app.SignInAsync(Roles.Supervisor);

        var page = await supervisor.OpenAsync($"/desk/staff/{member.Id}");

        Assert.Contains("陈**", page.Text);
        Assert.DoesNotContain("陈桂英", page.Html);
        Assert.DoesNotContain(number, page.Html);
        Assert.Equal(0, await app.ReadAsync(db => db.Access.CountAsync()));
    }

    [Fact]
    public async Task Post_reveal_with_a_purpose_shows_all_and_leaves_one_access_row()
    {
        await using var app = new CertifyApp();
        var number = IdNumbers.Next();
        var member = await app.Given.AStaffMember(await app.Given.AShop(), "陈桂英", number, Doses.None);
        var supervisor = await app.SignInAsync(Roles.Supervisor);

        var page = await supervisor.SubmitAsync(await supervisor.OpenAsync($"/desk/staff/{member.Id}"), new(StringComparer.Ordinal) { ["purpose"] = "request" }, "form[action$='handler=Reveal']");

        Assert.Contains("陈桂英", page.Text);
        Assert.Contains(number, page.Text);
        Assert.Contains("本人不便说明", page.Text);
        Assert.DoesNotContain(number, page.Address);
        var row = await app.ReadAsync(db => db.Access.SingleAsync());
        Assert.Equal(("request", 1, "supervisor"), (row.Purpose, row.Persons, row.ActorRole));
        var log = await supervisor.OpenAsync("/desk/audit/access");
        Assert.Contains("本人查询", log.Text);
    }

    [Fact]
    public async Task Post_reveal_without_a_purpose_is_refused()
    {
        await using var app = new CertifyApp();
        var member = await app.Given.AStaffMember(await app.Given.AShop(), "陈桂英");
        var supervisor = await app.SignInAsync(Roles.Supervisor);

        var page = await supervisor.SubmitAsync(await supervisor.OpenAsync($"/desk/staff/{member.Id}"), new(StringComparer.Ordinal) { ["purpose"] = "" }, "form[action$='handler=Reveal']");

        Assert.Contains("请选择查阅用途", page.Text);
        Assert.DoesNotContain("陈桂英", page.Html);
    }

    [Fact]
    public async Task Reveal_opens_nothing_when_its_access_row_can_not_be_written()
    {
        await using var app = new CertifyApp();
        var member = await app.Given.AStaffMember(await app.Given.AShop(), "陈桂英");
        var supervisor = await app.SignInAsync(Roles.Supervisor);
        var page = await supervisor.OpenAsync($"/desk/staff/{member.Id}");
        await app.WithAsync<Certify.Data.CertifyDb, int>(db => db.Database.ExecuteSqlRawAsync("CREATE TRIGGER no_access BEFORE INSERT ON Access BEGIN SELECT RAISE(ABORT, 'no'); END"));

        page = await supervisor.SubmitAsync(page, new(StringComparer.Ordinal) { ["purpose"] = "request" }, "form[action$='handler=Reveal']");

        Assert.Equal(HttpStatusCode.InternalServerError, page.Status);
        Assert.DoesNotContain("陈桂英", page.Html);
    }

    [Fact]
    public async Task Post_correction_finds_the_person_by_the_new_number()
    {
        await using var app = new CertifyApp();
        var member = await app.Given.AStaffMember(await app.Given.AShop(), "陈桂英");
        var supervisor = await app.SignInAsync(Roles.Supervisor);
        var page = await Reveal(supervisor, member.Id);
        var number = IdNumbers.Next();

        page = await supervisor.SubmitAsync(page, new(StringComparer.Ordinal) { ["Input.Name"] = "陈贵英", ["Input.IdNumber"] = number }, "form[action$='handler=Correct']");
        Assert.Contains("信息已更正", page.Text);
        page = await Reveal(supervisor, member.Id);

        Assert.Contains("陈贵英", page.Text);
        Assert.Contains(number, page.Text);
        Assert.True(await app.ReadAsync(db => db.Audit.AnyAsync(r => r.Action == "staff.corrected" && r.SubjectId == member.Id)));
    }

    [Fact]
    public async Task Post_correction_to_another_persons_number_is_refused()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        var taken = IdNumbers.Next();
        await app.Given.AStaffMember(shop, "李文斌", taken);
        var member = await app.Given.AStaffMember(shop, "陈桂英");
        var supervisor = await app.SignInAsync(Roles.Supervisor);

        var page = await supervisor.SubmitAsync(await Reveal(supervisor, member.Id), new(StringComparer.Ordinal) { ["Input.IdNumber"] = taken }, "form[action$='handler=Correct']");

        Assert.Contains("该证件号码属于名册中的另一人", page.Text);
    }

    [Fact]
    public async Task Dispatcher_sees_names_and_phones_of_referrals_on_record_and_nothing_of_health()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop("湘味土菜馆");
        var number = IdNumbers.Next();
        await app.Given.Recorded(app.Given.AVisit(shop, Given.Person("赵小波", Doses.One, number), Given.Person("李文斌")));
        var dispatcher = await app.SignInAsync(Roles.Dispatcher);

        var masked = await dispatcher.OpenAsync("/desk/referrals");
        var open = await dispatcher.SubmitAsync(masked, [], "form.actions[action*='handler=Reveal']");

        Assert.DoesNotContain("赵小波", masked.Html);
        Assert.Contains("赵小波", open.Text);
        Assert.Contains("19000005423", open.Text);
        Assert.DoesNotContain(number, open.Html);
        Assert.DoesNotContain("SINOVAC", open.Html);
        Assert.Equal("Name, Phone", await app.ReadAsync(db => db.Access.Where(a => a.Purpose == "referral").Select(a => a.Columns).SingleAsync()));
    }

    private static async Task<Page> Reveal(Visitor supervisor, Guid id) =>
        await supervisor.SubmitAsync(await supervisor.OpenAsync($"/desk/staff/{id}"), new(StringComparer.Ordinal) { ["purpose"] = "correct" }, "form[action$='handler=Reveal']");
}
