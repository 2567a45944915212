using System.Net;
using Certify.Accounts;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tests.Pages.Visits;

/// <summary>Before the visit the owner fills in the staff; the inspector then checks each row against proof.</summary>
public sealed class FillTests
{
    [Fact]
    public async Task Link_filled_in_by_the_owner_stands_in_the_visit_unconfirmed_and_ends_with_it()
    {
        await using var app = new CertifyApp();
        var inspector = await app.SignInAsync(Roles.Inspector);
        var shop = await app.Given.AShop();
        var made = await inspector.SubmitAsync(await inspector.OpenAsync($"/desk/visits/fill?shop={shop.Id}"), []);
        var link = new Uri(made.Find(".copy-text")!.GetAttribute("value")!).AbsolutePath;
        var owner = app.Anonymous();

        var page = await owner.OpenAsync(link);
        Assert.Contains("湘味土菜馆", page.Text);
        page = await owner.SubmitAsync(page, Person(0, "陈桂英", "11010519491231002X"), button: ("action", "send"));

        Assert.Contains("已保存 1 人", page.Text);
        Assert.False(await app.ReadAsync(db => db.Staff.Select(s => s.Confirmed).SingleAsync()));
        Assert.Equal(1, await app.ReadAsync(db => db.Standings.Select(s => s.Unconfirmed).SingleAsync()));
        var visit = await inspector.OpenAsync($"/desk/visits/new?shop={shop.Id}");
        Assert.Contains("陈桂英", visit.Text);
        Assert.Equal("5.6", visit.Find("[name='Input.Rows[0].Dose1']")?.GetAttribute("value"));
        await app.Given.Recorded(app.Given.AVisit(shop));
        Assert.Equal(HttpStatusCode.NotFound, (await owner.OpenAsync(link)).Status);
    }

    [Fact]
    public async Task Link_wrong_number_says_so_and_keeps_everything_typed()
    {
        await using var app = new CertifyApp();
        var inspector = await app.SignInAsync(Roles.Inspector);
        var shop = await app.Given.AShop();
        var made = await inspector.SubmitAsync(await inspector.OpenAsync($"/desk/visits/fill?shop={shop.Id}"), []);
        var owner = app.Anonymous();
        var page = await owner.OpenAsync(new Uri(made.Find(".copy-text")!.GetAttribute("value")!).AbsolutePath);

        page = await owner.SubmitAsync(page, Person(0, "陈桂英", "110105194912310021"), button: ("action", "send"));

        Assert.Contains("末位应为 X", page.Text);
        Assert.Equal("陈桂英", page.Find("[name='Rows[0].Name']")?.GetAttribute("value"));
        Assert.Equal(0, await app.ReadAsync(db => db.Staff.CountAsync()));
    }

    [Fact]
    public async Task Link_after_a_week_or_unknown_is_404_and_from_another_site_403()
    {
        await using var app = new CertifyApp();
        var inspector = await app.SignInAsync(Roles.Inspector);
        var shop = await app.Given.AShop();
        var made = await inspector.SubmitAsync(await inspector.OpenAsync($"/desk/visits/fill?shop={shop.Id}"), []);
        var link = new Uri(made.Find(".copy-text")!.GetAttribute("value")!).AbsolutePath;
        var owner = app.Anonymous();

        Assert.Equal(HttpStatusCode.NotFound, (await owner.OpenAsync("/fill/" + new string('0', 32))).Status);
        using var foreign = new HttpRequestMessage(HttpMethod.Post, link) { Content = new FormUrlEncodedContent([]), Headers = { { "Origin", "https://evil.example" } } };
        Assert.Equal(HttpStatusCode.Forbidden, (await owner.Client.SendAsync(foreign)).StatusCode);
        app.Time.Advance(TimeSpan.FromDays(7));
        Assert.Equal(HttpStatusCode.NotFound, (await owner.OpenAsync(link)).Status);
    }

    private static Dictionary<string, string> Person(int i, string name, string id) => new(StringComparer.Ordinal)
    {
        [$"Rows[{i}].Name"] = name,
        [$"Rows[{i}].IdNumber"] = id,
        [$"Rows[{i}].Phone"] = "19000005423",
        [$"Rows[{i}].Vaccine"] = "科兴中维",
        [$"Rows[{i}].Dose1"] = "5.6",
        [$"Rows[{i}].Dose2"] = "6.1",
    };
}
