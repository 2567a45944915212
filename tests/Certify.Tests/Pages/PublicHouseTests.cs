using System.IO.Compression;
using System.Net;
using Certify.Badges;
using Certify.Tests.Support;

namespace Certify.Tests.Pages;

/// <summary>What holds on every public page.</summary>
public sealed class PublicHouseTests
{
    public static TheoryData<string> Addresses => ["/", "/open-data", "/developers", "/shops", "/shops?q=菜&page=2", "/account/sign-in", "/nowhere", "/V/x", "/b/x", "/error/500", "/tips", "/tips?number=HYGX-2021-000531-7K3Q", "/tips/sent"];

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Get_public_page_sets_no_cookie_and_loads_nothing_from_elsewhere(string address)
    {
        await using var app = new CertifyApp();
        await app.Given.ABadge();

        foreach (var language in new[] { "zh-CN", "en" })
        {
            var page = await app.Anonymous(language).OpenAsync(address);

            if (address != "/account/sign-in")
                Assert.False(page.Response.Headers.Contains("Set-Cookie"), "a cookie");
            var policy = string.Join(' ', page.Response.Headers.GetValues("Content-Security-Policy"));
            Assert.Contains("default-src 'self'", policy);
            Assert.DoesNotContain("unsafe", policy);
            // "no-referrer" would make older browsers send forms with Origin: null.
            Assert.Equal("same-origin", page.Response.Headers.GetValues("Referrer-Policy").Single());
            Assert.DoesNotContain("style=", page.Html);
            Assert.Empty(page.Document.QuerySelectorAll("script, style, iframe, img[src^=http]"));
            Assert.All(page.Document.QuerySelectorAll("link[href]"), link => Assert.StartsWith("/dist/", link.GetAttribute("href")!.Replace("data:,", "/dist/")));
            Assert.Contains("12345", page.TextOf("footer"));
            Assert.DoesNotMatch("&#x[0-9A-F]{4}", page.Html);
        }
    }

    [Fact]
    public async Task Get_footer_names_host_and_filings_of_the_configuration()
    {
        await using var app = new CertifyApp(settings: new()
        {
            ["Certify:HostOrganisation"] = "某区市场监督管理局",
            ["Certify:Hotline"] = "0734-8000000",
            ["Certify:IcpFiling"] = "湘ICP备2021000000号-1",
            ["Certify:PublicSecurityFiling"] = "湘公网安备43040002000000号",
        });

        foreach (var address in new[] { "/", "/V/x" })
        {
            var footer = (await app.Anonymous().OpenAsync(address)).TextOf("footer");
            Assert.Equal("主办单位：某区市场监督管理局 公示记录 咨询投诉 0734-8000000 湘ICP备2021000000号-1 湘公网安备43040002000000号", footer);
        }
    }

    [Fact]
    public async Task Get_scan_is_not_indexed_or_stored()
    {
        await using var app = new CertifyApp();

        foreach (var address in new[] { await app.Given.AScanOf(ScanStatus.Valid), "/V/x", "/b/x" })
        {
            var page = await app.Anonymous().OpenAsync(address);
            Assert.Equal("noindex", page.Find("meta[name=robots]")?.GetAttribute("content"));
            Assert.Equal("noindex", page.Response.Headers.GetValues("X-Robots-Tag").Single());
            Assert.True(page.Response.Headers.CacheControl!.NoStore);
        }
    }

    [Fact]
    public async Task Get_public_pages_weigh_under_30_kilobytes_over_the_wire()
    {
        await using var app = new CertifyApp();
        for (var i = 0; i < 40; i++)
            await app.Given.ABadge(await app.Given.AShop($"名字相当长的一家湘味土菜馆第{i}分店"), $"HYGX-2021-{i:D6}-AAAA");
        var scan = await app.Given.AScanOf(ScanStatus.Valid);
        var client = app.CreateClient();

        foreach (var address in new[] { "/", "/shops", "/developers", "/open-data", scan, "/V/x" })
        {
            var page = await app.Anonymous().OpenAsync(address);
            var total = await Weigh(client, address);
            foreach (var part in page.Document.QuerySelectorAll("link[rel=stylesheet], script[src], img[src]"))
                total += await Weigh(client, part.GetAttribute("href") ?? part.GetAttribute("src")!);
            Assert.InRange(total, 1, address == "/developers" ? 30_000 : 15_000);
        }
    }

    [Fact]
    public async Task Get_stylesheet_is_kept_for_a_year_and_sent_small()
    {
        await using var app = new CertifyApp();
        var page = await app.Anonymous().OpenAsync("/");
        using var request = new HttpRequestMessage(HttpMethod.Get, page.Find("link[rel=stylesheet]")!.GetAttribute("href"));
        request.Headers.AcceptEncoding.ParseAdd("gzip");

        using var response = await app.CreateClient().SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("gzip", response.Content.Headers.ContentEncoding.Single());
        Assert.Equal(TimeSpan.FromDays(365), response.Headers.CacheControl!.MaxAge);
        await using var text = new GZipStream(await response.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        Assert.Contains(".field-of", await new StreamReader(text).ReadToEndAsync());
    }

    [Theory]
    [InlineData("/nowhere", "没有找到这个页面", "There is no such page")]
    [InlineData("/error/410", "该链接已失效", "This link no longer works")]
    [InlineData("/error/413", "文件或内容过大", "The file is too large")]
    [InlineData("/error/414", "网址过长", "The address is too long")]
    [InlineData("/error/500", "暂时无法完成", "This can't be done right now")]
    public async Task Get_error_page_says_what_happened_in_both_languages(string address, string chinese, string english)
    {
        await using var app = new CertifyApp();

        Assert.Equal(chinese, (await app.Anonymous().OpenAsync(address)).TextOf("h1"));
        Assert.Equal(english, (await app.Anonymous("en").OpenAsync(address)).TextOf("h1"));
    }

    [Fact]
    public async Task Post_form_without_its_token_says_that_nothing_was_saved_and_leads_back()
    {
        await using var app = new CertifyApp();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["Input.UserName"] = "x" });

        var page = await Page.ReadAsync(await app.Anonymous().Client.PostAsync("/account/sign-in?return=%2Fdesk", form));

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Contains("本次内容没有保存", page.Text);
        Assert.Equal("/account/sign-in?return=%2Fdesk", page.Find("a.main")?.GetAttribute("href"));
    }

    [Theory]
    [InlineData(200, 404)]
    [InlineData(10_000, 404)]
    [InlineData(17_000, 414)]
    public async Task Get_long_request_line_is_read_up_to_16_kilobytes(int length, int status)
    {
        await using var app = new CertifyApp(kestrel: true);

        using var response = await app.Anonymous().Client.GetAsync("/V/" + new string('A', length));

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task Get_null_byte_is_a_bad_request()
    {
        await using var app = new CertifyApp(kestrel: true);
        app.StartServer();
        var address = new Uri(app.PublicUrl);
        using var socket = new System.Net.Sockets.TcpClient(address.Host, address.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync("GET /V/A%00B HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8.ToArray());

        var answer = await new StreamReader(stream).ReadLineAsync();

        Assert.Equal("HTTP/1.1 400 Bad Request", answer);
    }

    private static async Task<long> Weigh(HttpClient client, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.AcceptEncoding.ParseAdd("gzip");
        using var response = await client.SendAsync(request);
        return (await response.Content.ReadAsByteArrayAsync()).Length + response.Headers.ToString().Length + response.Content.Headers.ToString().Length;
    }
}
