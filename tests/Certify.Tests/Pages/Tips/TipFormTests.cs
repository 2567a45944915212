using System.Net;
using Certify.Accounts;
using Certify.Badges;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Certify.Tests.Pages.Tips.TipFormSteps;

namespace Certify.Tests.Pages.Tips;

/// <summary>The form that leads from a scan to the supervisor.</summary>
public sealed class TipFormTests
{
    [Theory]
    [InlineData(ScanStatus.Valid, "misplaced", "标识与场所不符")]
    [InlineData(ScanStatus.Suspended, "wrong", "情况有误")]
    [InlineData(ScanStatus.Revoked, "wrong", "情况有误")]
    [InlineData(ScanStatus.Superseded, "misplaced", "标识与场所不符")]
    [InlineData(ScanStatus.Expired, "misplaced", "标识与场所不符")]
    [InlineData(ScanStatus.Forged, "suspect", "未通过真伪核验")]
    [InlineData(ScanStatus.Unknown, "suspect", "没有登记记录")]
    [InlineData(ScanStatus.Unreadable, "suspect", "无法识别")]
    public async Task Scan_leads_to_the_form_and_what_is_sent_stands_before_the_supervisor(ScanStatus status, string kind, string about)
    {
        await using var app = new CertifyApp();
        var visitor = app.Anonymous();
        var scan = await visitor.OpenAsync(await app.Given.AScanOf(status));

        var form = await visitor.SubmitAsync(scan, [], "form.tell", ("kind", kind));
        Assert.Equal(HttpStatusCode.OK, form.Status);
        Assert.Contains(about, form.Text);
        var sent = await visitor.SubmitAsync(form, Filled());

        Assert.Equal("/tips/sent", sent.Path);
        Assert.Contains("反映已收到", sent.Text);
        Assert.All(new[] { scan, form, sent }, page => Assert.False(page.Response.Headers.Contains("Set-Cookie"), "a cookie"));
        var list = await (await app.SignInAsync(Roles.Supervisor)).OpenAsync("/desk/tips");
        Assert.Contains(Typed, list.TextOf("table"));
        Assert.Contains(Place, list.TextOf("table"));
        Assert.Contains(kind == "suspect" ? scan.TextOf("h1") : "湘味土菜馆", list.TextOf("table"));
        Assert.Contains("2021年8月9日 14:00", list.TextOf("table"));
    }

    [Fact]
    public async Task Form_in_english_keeps_its_language_without_a_cookie()
    {
        await using var app = new CertifyApp();
        var visitor = app.Anonymous();

        var form = await visitor.SubmitAsync(await visitor.OpenAsync(await app.Given.AScanOf(ScanStatus.Valid) + "?lang=en"), [], "form.tell", ("kind", "wrong"));
        Assert.Equal("Report a problem", form.TextOf("h1"));
        Assert.True(form.Find("input[value='Wrong']")!.HasAttribute("checked"));
        var refused = await visitor.SubmitAsync(form, []);
        Assert.Contains("Please say briefly what is wrong.", refused.Text);
        var sent = await visitor.SubmitAsync(refused, Filled());

        Assert.Equal("Your report has come in", sent.TextOf("h1"));
    }

    [Fact]
    public async Task Forged_code_says_to_the_supervisor_what_it_claims()
    {
        await using var app = new CertifyApp();
        await app.Given.ATip(null, code: "HTTPS://CERTIFY.EXAMPLE" + await app.Given.AScanOf(ScanStatus.Forged));
        var supervisor = await app.SignInAsync(Roles.Supervisor);

        var list = await supervisor.OpenAsync("/desk/tips");
        Assert.Contains("自称：湘味土菜馆（未经核实）", list.TextOf("table"));
        var tip = await supervisor.OpenAsync(list.Find("td.moment a")!.GetAttribute("href")!);
        Assert.Contains("湘味土菜馆 · 衡阳市高新区解放大道18号", tip.Text);
    }

    [Fact]
    public async Task Same_form_sent_twice_is_one_tip()
    {
        await using var app = new CertifyApp();
        var (visitor, form) = await OpenAsync(app);

        await visitor.SubmitAsync(form, Filled());
        Assert.Equal("/tips/sent", (await visitor.SubmitAsync(form, Filled())).Path);

        Assert.Equal(1, await app.ReadAsync(db => db.Tips.CountAsync()));
    }

    [Fact]
    public async Task Nothing_about_the_reporter_is_kept()
    {
        await using var app = new CertifyApp(settings: new(StringComparer.Ordinal) { ["Certify:KnownProxies:0"] = "10.0.0.1" });
        var badge = await app.Given.ABadge();
        var visitor = app.Anonymous();
        visitor.Client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.77");
        visitor.Client.DefaultRequestHeaders.UserAgent.ParseAdd("CanaryBrowser/7.7");

        await visitor.SubmitAsync(await visitor.OpenAsync("/tips?kind=wrong&number=" + badge.Number), Filled());

        Assert.Equal(1, await app.ReadAsync(db => db.Tips.CountAsync()));
        await app.ReadAsync(db => db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)"));
        var text = System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(Path.Combine(app.DataDirectory, "certify.db"), TestContext.Current.CancellationToken));
        Assert.Contains(badge.Number, text);
        Assert.DoesNotContain("203.0.113.77", text);
        Assert.DoesNotContain("CanaryBrowser", text);
    }

    [Fact]
    public async Task Mistyped_number_has_nothing_to_tell_about()
    {
        await using var app = new CertifyApp();

        var page = await app.Anonymous().OpenAsync("/b/x");

        Assert.Null(page.Find("form.tell"));
        Assert.Equal("tel:12345", page.Find("a.report")?.GetAttribute("href"));
    }
}
