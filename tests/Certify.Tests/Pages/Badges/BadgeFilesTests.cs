using System.Net;
using Certify.Accounts;
using Certify.Badges;
using Certify.Tests.Support;

namespace Certify.Tests.Pages.Badges;

public sealed class BadgeFilesTests
{
    private const string Number = "HYGX-2021-000531-7K3Q";

    [Theory]
    [InlineData(Roles.Supervisor)]
    [InlineData(Roles.Inspector)]
    [InlineData(Roles.Owner)]
    public async Task Get_paper_of_own_badge_opens(string role)
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        await app.Given.AnOwner(Roles.Owner, shop);
        await app.Given.ABadge(shop);
        var visitor = await app.SignInAsync(role);

        var pdf = await visitor.Client.GetAsync($"/desk/badges/{Number}/door-a5.pdf");
        Assert.Equal("application/pdf", pdf.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("%PDF", System.Text.Encoding.ASCII.GetString(await pdf.Content.ReadAsByteArrayAsync()), StringComparison.Ordinal);
        Assert.True(pdf.Headers.CacheControl!.NoStore);
        Assert.Equal("image/png", (await visitor.Client.GetAsync($"/desk/badges/{Number}/card.png")).Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData(Roles.Dispatcher)]
    [InlineData(Roles.Admin)]
    [InlineData(Roles.Auditor)]
    public async Task Get_paper_for_others_is_not_found(string role)
    {
        await using var app = new CertifyApp();
        await app.Given.ABadge();
        var visitor = await app.SignInAsync(role);

        Assert.Equal(HttpStatusCode.NotFound, (await visitor.OpenAsync($"/desk/badges/{Number}/door-a5.pdf")).Status);
    }

    [Fact]
    public async Task Get_paper_signed_out_asks_for_sign_in()
    {
        await using var app = new CertifyApp();
        await app.Given.ABadge();

        Assert.StartsWith("/account/sign-in", (await app.Anonymous().OpenAsync($"/desk/badges/{Number}/door-a5.pdf")).Path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("door-a3.pdf")]
    [InlineData("live.pdf")]
    [InlineData("..%2flive.pdf")]
    public async Task Get_unknown_paper_is_not_found(string file)
    {
        await using var app = new CertifyApp();
        await app.Given.ABadge();
        var visitor = await app.SignInAsync(Roles.Supervisor);

        Assert.Equal(HttpStatusCode.NotFound, (await visitor.OpenAsync($"/desk/badges/{Number}/{file}")).Status);
    }

    [Fact]
    public async Task Get_paper_of_a_badge_that_rests_goes_to_its_page_which_says_why()
    {
        await using var app = new CertifyApp();
        await app.Given.Change(await app.Given.ABadge(), b => b.Suspend(SuspensionCause.Supervisor, "核查", CertifyApp.Start));
        var visitor = await app.SignInAsync(Roles.Supervisor);

        var page = await visitor.OpenAsync($"/desk/badges/{Number}/door-a5.pdf");

        Assert.Equal($"/desk/badges/{Number}", page.Path);
        Assert.Contains("暂停期间不能印制", page.Text);
    }

    [Fact]
    public async Task Get_live_picture_follows_the_state_without_cookie()
    {
        await using var app = new CertifyApp();
        var badge = await app.Given.ABadge();
        var visitor = app.Anonymous();

        var valid = await visitor.Client.GetAsync($"/badges/{Number.ToLowerInvariant()}.svg");
        await app.Given.Change(badge, b => b.Revoke("冒用", CertifyApp.Start));
        var revoked = await visitor.Client.GetAsync($"/badges/{Number}.svg");
        var png = await visitor.Client.GetAsync($"/badges/{Number}.png");

        Assert.Equal("image/svg+xml", valid.Content.Headers.ContentType!.MediaType);
        Assert.Equal(TimeSpan.FromSeconds(60), valid.Headers.CacheControl!.MaxAge);
        Assert.False(valid.Headers.Contains("Set-Cookie"));
        Assert.Contains("#0A6345", await valid.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("#8F1F16", await revoked.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("冒用", await revoked.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.NotEqual(valid.Headers.ETag, revoked.Headers.ETag);
        Assert.Equal("image/png", png.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Get_live_pictures_of_many_numbers_has_to_wait_as_look_ups_do_and_others_have_not()
    {
        await using var app = new CertifyApp();
        await app.Given.ABadge();

        for (var i = 0; i < Certify.Web.PublicSide.NumbersPerMinute; i++)
            Assert.Equal(404, await StatusAsync($"/badges/HYGX-2021-000531-{i:D4}.svg", $"2001:db8:7:7::{i + 1:x}"));

        Assert.Equal(429, await StatusAsync($"/badges/{Number}.svg", "2001:db8:7:7::fffe"));
        Assert.Equal(429, await StatusAsync($"/badges/{Number}.png", "2001:db8:7:7::fffe"));
        Assert.Equal(429, await StatusAsync($"/b/{Number}", "2001:db8:7:7::fffe"));
        Assert.Equal(200, await StatusAsync($"/badges/{Number}.svg", "2001:db8:7:8::1"));

        // A line of IPv6 has a /64 of addresses: it is one visitor.
        async Task<int> StatusAsync(string path, string from) => (await app.Server.SendAsync(http =>
        {
            http.Connection.RemoteIpAddress = System.Net.IPAddress.Parse(from);
            (http.Request.Method, http.Request.Path) = ("GET", path);
        })).Response.StatusCode;
    }

    [Fact]
    public async Task Get_live_picture_while_the_database_is_gone_is_no_picture_to_be_asked_for_again()
    {
        await using var app = new CertifyApp();
        await app.Given.ABadge();
        app.LoseDatabase();

        foreach (var kind in new[] { "svg", "png" })
        {
            var gone = await app.Anonymous().Client.GetAsync($"/badges/{Number}.{kind}");

            Assert.Equal(HttpStatusCode.ServiceUnavailable, gone.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(30), gone.Headers.RetryAfter!.Delta);
        }
    }

    [Fact]
    public async Task Get_live_picture_known_already_is_not_sent_again()
    {
        await using var app = new CertifyApp();
        await app.Given.ABadge();
        var visitor = app.Anonymous();
        var first = await visitor.Client.GetAsync($"/badges/{Number}.svg");
        var again = new HttpRequestMessage(HttpMethod.Get, $"/badges/{Number}.svg");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        Assert.Equal(HttpStatusCode.NotModified, (await visitor.Client.SendAsync(again)).StatusCode);
    }

    [Theory]
    [InlineData("HYGX-2021-000531-0000")]
    [InlineData("湘味")]
    public async Task Get_live_picture_of_no_badge_is_not_found(string number)
    {
        await using var app = new CertifyApp();
        await app.Given.ABadge();

        Assert.Equal(HttpStatusCode.NotFound, (await app.Anonymous().OpenAsync($"/badges/{number}.svg")).Status);
    }
}
