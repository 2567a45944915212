using System.Net;
using Certify.Accounts;
using Certify.Staff;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Certify.Tests.Pages.Visits.TypedVisit;

namespace Certify.Tests.Pages.Visits;

/// <summary>The visit page for people who are known already, for somebody else's shop and visit, and for a correction.</summary>
public sealed class VisitAgainPageTests
{
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
    public async Task Correct_own_visit_fills_the_form_and_links_both()
    {
        await using var app = new CertifyApp();
        var inspector = await app.SignInAsync(Roles.Inspector);
        var shop = await app.Given.AShop();
        var visit = app.Given.AVisit(shop, Given.Person("陈桂英")) with { Measures = Given.All.With("masks", false) };
        await app.Given.Recorded(visit);
        app.Time.Advance(TimeSpan.FromMinutes(10));

        var page = await inspector.OpenAsync($"/desk/visits/new?shop={shop.Id}&corrects={visit.Id}");
        Assert.Contains("陈桂英", page.Text);
        page = await Press(inspector, page, "save", [new("Input.Passed[masks]", "true"), new("Input.Notice", "Duty")]);

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
}
