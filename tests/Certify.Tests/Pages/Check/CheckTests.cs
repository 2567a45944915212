using System.Net;
using Certify.Badges;
using Certify.Tests.Support;

namespace Certify.Tests.Pages.Check;

public sealed class CheckTests
{
    [Fact]
    public async Task Get_without_javascript_is_a_form_that_the_server_answers_by_number_and_by_text()
    {
        await using var app = new CertifyApp();
        var scan = await app.Given.AScanOf(ScanStatus.Suspended);
        var visitor = app.Anonymous();
        var page = await visitor.OpenAsync("/check");

        foreach (var typed in new[] { "hygx 2021 000531 7k3q", "HTTPS://CERTIFY.EXAMPLE" + scan, scan, scan[3..].ToLowerInvariant() })
            Assert.Equal("标识暂停使用", (await visitor.SubmitAsync(page, new() { ["text"] = typed })).TextOf("h1"));
    }

    [Theory]
    [InlineData("菜单 & 菜价?x=1#2")]
    [InlineData("https://menu.example/table/7")]
    [InlineData("../../etc/passwd")]
    public async Task Submit_what_is_no_badge_is_unreadable(string typed)
    {
        await using var app = new CertifyApp();
        var visitor = app.Anonymous();

        var answer = await visitor.SubmitAsync(await visitor.OpenAsync("/check"), new() { ["text"] = typed });

        Assert.Equal((HttpStatusCode.NotFound, "二维码无法识别"), (answer.Status, answer.TextOf("h1")));
    }

    [Fact]
    public async Task Submit_four_thousand_characters_is_answered()
    {
        await using var app = new CertifyApp();

        Assert.Equal("二维码无法识别", (await app.Anonymous().OpenAsync("/check?text=" + new string('A', 4000))).TextOf("h1"));
        Assert.Equal("二维码无法识别", (await app.Anonymous().OpenAsync("/check?text=" + Uri.EscapeDataString(new string('菜', 1000)))).TextOf("h1"));
    }

    [Fact]
    public async Task Submit_nothing_says_what_to_type_and_keeps_the_language()
    {
        await using var app = new CertifyApp();

        var page = await app.Anonymous().OpenAsync("/check?text=&lang=en");

        Assert.Contains("Type a number or the text of a QR code.", page.Text);
        Assert.Equal("This badge is valid", (await app.Anonymous().OpenAsync(await app.Given.AScanOf(ScanStatus.Valid) is var scan ? $"/check?text={Uri.EscapeDataString(scan)}&lang=en" : "")).TextOf("h1"));
    }

    [Fact]
    public async Task Camera_is_allowed_on_this_page_and_on_no_other()
    {
        await using var app = new CertifyApp();
        var scan = await app.Given.AScanOf(ScanStatus.Valid);

        foreach (var (address, camera) in new[] { ("/check", "camera=self"), ("/check?lang=en", "camera=self"), ("/", "camera=()"), (scan, "camera=()"), ("/account/sign-in", "camera=()") })
        {
            var page = await app.Anonymous().OpenAsync(address);
            Assert.Contains(camera, string.Join(' ', page.Response.Headers.GetValues("Permissions-Policy")));
            Assert.Contains("default-src 'self'", string.Join(' ', page.Response.Headers.GetValues("Content-Security-Policy")));
        }
    }

    [Fact]
    public async Task Module_is_open_to_every_origin_and_depends_on_nothing()
    {
        await using var app = new CertifyApp();
        var client = app.CreateClient();
        client.DefaultRequestHeaders.Add("Origin", "https://map.example");

        using var module = await client.GetAsync("/check/badge-check.js");

        Assert.Equal("text/javascript", module.Content.Headers.ContentType!.MediaType);
        Assert.Equal("*", module.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal("cross-origin", module.Headers.GetValues("Cross-Origin-Resource-Policy").Single());
        var text = await module.Content.ReadAsStringAsync();
        Assert.DoesNotMatch("(?m)^import |from \"|require\\(", text.Replace("import { checkerFor", "", StringComparison.Ordinal));
        Assert.Contains("标识有效", text.Contains("\\u", StringComparison.Ordinal) ? System.Text.RegularExpressions.Regex.Unescape(text) : text);
    }

    [Fact]
    public async Task Worker_works_for_this_page_alone()
    {
        await using var app = new CertifyApp();

        using var worker = await app.CreateClient().GetAsync("/check/worker.js");

        Assert.Equal("/check", worker.Headers.GetValues("Service-Worker-Allowed").Single());
        Assert.True(worker.Headers.CacheControl!.NoCache);
    }

    [Fact]
    public async Task Page_loads_nothing_from_elsewhere_sets_no_cookie_and_has_nothing_inline()
    {
        await using var app = new CertifyApp();

        var page = await app.Anonymous().OpenAsync("/check");

        Assert.False(page.Response.Headers.Contains("Set-Cookie"));
        Assert.DoesNotContain("style=", page.Html);
        Assert.Empty(page.Document.QuerySelectorAll("style, iframe, img"));
        Assert.All(page.Document.QuerySelectorAll("script"), script => Assert.StartsWith("/dist/", script.GetAttribute("src")));
    }
}
