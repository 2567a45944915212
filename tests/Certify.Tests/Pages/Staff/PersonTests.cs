using System.Net;
using Certify.Accounts;
using Certify.Certification;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tests.Pages.Staff;

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
    public async Task Post_erase_closes_the_person_in_every_shop_and_keeps_the_counts()
    {
        await using var app = new CertifyApp();
        var (first, second) = (await app.Given.AShop("第一家"), await app.Given.AShop("第二家"));
        var number = IdNumbers.Next();
        await app.Given.Recorded(app.Given.AVisit(first, Given.Person("陈桂英", idNumber: number), Given.Person("李文斌")));
        await app.Given.Recorded(app.Given.AVisit(second, Given.Person("陈桂英", idNumber: number)));
        var member = await app.ReadAsync(db => db.Staff.Where(s => s.ShopId == second.Id).SingleAsync());
        var before = await app.ReadAsync(db => db.Standings.OrderBy(s => s.ShopId).Select(s => $"{s.Vaccinated}/{s.Staff} {s.BadgeState}").ToListAsync());
        var supervisor = await app.SignInAsync(Roles.Supervisor);

        var unsure = await supervisor.SubmitAsync(await supervisor.OpenAsync($"/desk/staff/{member.Id}"), [], "form[action$='handler=Erase']");
        var page = await supervisor.SubmitAsync(await supervisor.OpenAsync($"/desk/staff/{member.Id}"), new(StringComparer.Ordinal) { ["sure"] = "true" }, "form[action$='handler=Erase']");

        Assert.Contains("请先勾选确认", unsure.Text);
        Assert.Contains("个人信息已永久删除", page.Text);
        Assert.Contains("（已删除）", page.Text);
        Assert.DoesNotContain("陈", page.TextOf("main"));
        Assert.Equal(before, await app.ReadAsync(db => db.Standings.OrderBy(s => s.ShopId).Select(s => $"{s.Vaccinated}/{s.Staff} {s.BadgeState}").ToListAsync()));
        var lines = await app.ReadAsync(db => db.Staff.Where(s => s.PersonId == member.PersonId).Select(s => s.Id).ToListAsync());
        Assert.Equal(2, lines.Count);
        Assert.Empty(await app.WithAsync<Certify.Staff.PiiVault, IReadOnlyList<Certify.Staff.Revealed>>(vault => vault.RevealAsync(Actor.System, lines, Certify.Staff.Pii.Name, "check")));
        Assert.True(await app.ReadAsync(db => db.Audit.AnyAsync(r => r.Action == "person.erased" && r.SubjectId == member.PersonId)));
    }

    [Fact]
    public async Task Erasure_is_done_again_after_an_older_database_was_put_back()
    {
        await using var app = new CertifyApp();
        var member = await app.Given.AStaffMember(await app.Given.AShop(), "陈桂英");
        var key = await app.ReadAsync(db => db.Persons.Select(p => p.WrappedKey).SingleAsync());
        await app.WithAsync<PersonErasure, Result?>(erasure => erasure.EraseAsync(member.Id, Actor.System));
        // What a restore does: the person's key is back.
        await app.WithAsync<Certify.Data.CertifyDb, int>(db => db.Database.ExecuteSqlInterpolatedAsync($"UPDATE Persons SET WrappedKey = {key}"));

        var again = await app.WithAsync<PersonErasure, int>(erasure => erasure.ReplayAsync());

        Assert.Equal(1, again);
        Assert.Null(await app.ReadAsync(db => db.Persons.Select(p => p.WrappedKey).SingleAsync()));
        Assert.Equal(0, await app.WithAsync<PersonErasure, int>(erasure => erasure.ReplayAsync()));
    }

    [Fact]
    public async Task Records_go_when_the_kept_days_after_leaving_are_over()
    {
        await using var app = new CertifyApp(settings: new(StringComparer.Ordinal) { ["Certify:RetentionDays"] = "30" });
        var shop = await app.Given.AShop();
        var (gone, recent, working) = (await app.Given.AStaffMember(shop, "早离职"), await app.Given.AStaffMember(shop, "刚离职"), await app.Given.AStaffMember(shop, "在岗"));
        await Leave(app, shop.Id, gone.Id, CertifyApp.Today.AddDays(-30));
        await Leave(app, shop.Id, recent.Id, CertifyApp.Today.AddDays(-29));

        var erased = await app.WithAsync<PersonErasure, int>(erasure => erasure.ExpireAsync());

        Assert.Equal(1, erased);
        Assert.Equal(gone.PersonId, await app.ReadAsync(db => db.Persons.Where(p => p.WrappedKey == null).Select(p => p.Id).SingleAsync()));
        Assert.NotEqual(gone.PersonId, working.PersonId);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("xlsx")]
    public async Task Post_export_hands_out_all_that_is_kept_and_leaves_both_rows(string format)
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop("湘味土菜馆");
        var number = IdNumbers.Next();
        await app.Given.Recorded(app.Given.AVisit(shop, Given.Person("陈桂英", idNumber: number)));
        var id = await app.ReadAsync(db => db.Staff.Select(s => s.Id).SingleAsync());
        var supervisor = await app.SignInAsync(Roles.Supervisor);
        var page = await supervisor.OpenAsync($"/desk/staff/{id}");

        var form = page.Document.QuerySelectorAll("form[action$='handler=Export'] input[name='__RequestVerificationToken']").Single().GetAttribute("value")!;
        var answer = await supervisor.Client.PostAsync($"/desk/staff/{id}?handler=Export", new FormUrlEncodedContent([new("format", format), new("__RequestVerificationToken", form)]));
        var bytes = await answer.Content.ReadAsByteArrayAsync();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var text = format == "json" ? System.Text.Encoding.UTF8.GetString(bytes) : SheetText(bytes);
        Assert.All(["陈桂英", number, "19000005423", "湘味土菜馆", "SINOVAC"], kept => Assert.Contains(kept, text));
        Assert.True(await app.ReadAsync(db => db.Access.AnyAsync(a => a.Purpose == "export")));
        Assert.True(await app.ReadAsync(db => db.Audit.AnyAsync(a => a.Action == "person.exported")));
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

    private static Task<Result?> Leave(CertifyApp app, Guid shop, Guid staff, DateOnly on) =>
        app.WithAsync<OwnerRoster, Result?>(roster => roster.LeaveAsync(shop, staff, on, Actor.System));

    private static string SheetText(byte[] xlsx)
    {
        using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(xlsx));
        return string.Join('\n', zip.Entries.Select(e => new StreamReader(e.Open()).ReadToEnd()));
    }
}
