using System.Net;
using Certify.Accounts;
using Certify.Certification;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tests.Pages.Staff;

/// <summary>Records that go, and what is handed out to the person.</summary>
public sealed class PersonErasureTests
{
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

    private static Task<Result?> Leave(CertifyApp app, Guid shop, Guid staff, DateOnly on) =>
        app.WithAsync<OwnerRoster, Result?>(roster => roster.LeaveAsync(shop, staff, on, Actor.System));

    private static string SheetText(byte[] xlsx)
    {
        using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(xlsx));
        return string.Join('\n', zip.Entries.Select(e => new StreamReader(e.Open()).ReadToEnd()));
    }
}
