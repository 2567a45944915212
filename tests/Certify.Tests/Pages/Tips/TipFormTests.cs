using System.Net;
using Certify.Accounts;
using Certify.Badges;
using Certify.Tests.Support;
using Certify.Tips;
using Certify.Web.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Visitor = Certify.Tests.Support.Visitor;

namespace Certify.Tests.Pages.Tips;

/// <summary>From the scan page to the form and what is kept of it; each refusal keeps what was typed.</summary>
public sealed class TipFormTests
{
    private const string Typed = "店员没戴口罩，也没人登记", Place = "蒸湘路 9 号的面馆";

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

    [Theory]
    [InlineData("Misplaced", "", Typed, "请填写发现地点")]
    [InlineData("Wrong", Place, "", "请简要说明哪里有误")]
    [InlineData("", Place, Typed, "请选择反映事项")]
    [InlineData("Suspect", Place, Typed, "请选择反映事项")]
    public async Task Post_that_says_too_little_is_refused_and_keeps_the_rest(string kind, string place, string text, string sentence)
    {
        await using var app = new CertifyApp();
        var (visitor, form) = await OpenAsync(app);

        var page = await visitor.SubmitAsync(form, new(StringComparer.Ordinal) { ["Input.Kind"] = kind, ["Input.Place"] = place, ["Input.Text"] = text });

        Assert.Contains(sentence, page.Text);
        Assert.Equal(place, page.Find("#Input_Place")!.GetAttribute("value") ?? "");
        Assert.Equal(text, page.Find("#Input_Text")!.TextContent.Trim());
        Assert.Equal(0, await app.ReadAsync(db => db.Tips.CountAsync()));
    }

    [Theory]
    [InlineData("Input.Place", 121)]
    [InlineData("Input.Text", 501)]
    public async Task Post_that_says_too_much_is_refused(string field, int length)
    {
        await using var app = new CertifyApp();
        var (visitor, form) = await OpenAsync(app);
        var values = Filled();
        values[field] = new string('长', length);

        var page = await visitor.SubmitAsync(form, values);

        Assert.NotEmpty(page.TextOf(".field-validation-error"));
        Assert.Contains(values[field], page.Html);
        Assert.Equal(0, await app.ReadAsync(db => db.Tips.CountAsync()));
    }

    [Theory]
    [InlineData("bomb", "照片超过 2500 万像素")]
    [InlineData("text", "这个文件不是可以识别的照片")]
    [InlineData("large", "照片超过 12 MB")]
    public async Task Post_photo_that_will_not_do_is_refused_and_the_words_go_without_it(string what, string sentence)
    {
        await using var app = new CertifyApp();
        var (visitor, form) = await OpenAsync(app);
        var file = what switch { "bomb" => Photos.Bomb(30_000, 30_000), "text" => "no photo"u8.ToArray(), _ => new byte[PhotoIntake.UploadBytes + 1] };

        var refused = await visitor.SubmitAsync(form, Filled(), files: ("Input.Photo", "photo.png", file));
        Assert.Contains(sentence, refused.TextOf("#photo-error"));
        Assert.Contains("照片需要重新选择", refused.Text);
        Assert.Equal(Typed, refused.Find("#Input_Text")!.TextContent.Trim());
        Assert.Equal(0, await app.ReadAsync(db => db.Tips.CountAsync()));

        Assert.Equal("/tips/sent", (await visitor.SubmitAsync(refused, [])).Path);
    }

    [Fact]
    public async Task Post_photo_when_there_is_no_room_says_that_words_go()
    {
        await using var app = new CertifyApp(settings: new(StringComparer.Ordinal) { ["Certify:TipPhotosMegabytes"] = "1" });
        var badge = await app.Given.ABadge();
        for (var i = 0; i < 3; i++)
            await app.Given.ATip(badge, $"第{i}次", photo: Photos.Noise(2000, 1500));
        var visitor = app.Anonymous();

        var page = await visitor.SubmitAsync(await visitor.OpenAsync("/tips?kind=wrong&number=" + badge.Number), Filled(), files: ("Input.Photo", "p.jpg", Photos.Noise(2000, 1500)));

        Assert.Contains("目前无法接收照片", page.Text);
        Assert.InRange(await app.ReadAsync(db => db.TipPhotos.SumAsync(p => p.Bytes)), 1, 1 << 20);
    }

    [Fact]
    public async Task Photo_is_shown_to_the_supervisor_alone_without_its_metadata_and_lies_sealed()
    {
        await using var app = new CertifyApp();
        var (visitor, form) = await OpenAsync(app);
        Assert.Equal("/tips/sent", (await visitor.SubmitAsync(form, Filled(), files: ("Input.Photo", "IMG_2021.jpg", Photos.FromAPhone()))).Path);
        var id = await app.ReadAsync(db => db.Tips.Select(t => t.Id).SingleAsync());
        var supervisor = await app.SignInAsync(Roles.Supervisor);

        var page = await supervisor.OpenAsync($"/desk/tips/{id}");
        var photo = await supervisor.Client.GetAsync(page.Find("img.told-photo")!.GetAttribute("src"));

        Assert.Equal("image/jpeg", photo.Content.Headers.ContentType?.MediaType);
        var bytes = await photo.Content.ReadAsByteArrayAsync();
        Assert.InRange(bytes.Length, 1, PhotoIntake.KeptBytes);
        Assert.DoesNotContain(Photos.Maker, System.Text.Encoding.Latin1.GetString(bytes));
        var kept = await app.ReadAsync(db => db.TipPhotos.Select(p => p.Photo).SingleAsync());
        Assert.True(kept.AsSpan().IndexOf(bytes.AsSpan(0, 64)) < 0, "the photo lies open");
        foreach (var role in Roles.All.Where(r => r != Roles.Supervisor))
            Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignInAsync(role)).OpenAsync($"/desk/tips/{id}?handler=Photo")).Status);
        Assert.Contains("tip", await app.ReadAsync(db => db.Access.Where(a => a.Columns == "TipPhoto").Select(a => a.Purpose).ToListAsync()));
    }

    [Fact]
    public async Task Post_from_another_site_is_refused()
    {
        await using var app = new CertifyApp();
        var badge = await app.Given.ABadge();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/tips") { Content = new FormUrlEncodedContent(Filled().Append(new("number", badge.Number))) };
        request.Headers.Add("Origin", "https://elsewhere.example");

        using var response = await app.Anonymous().Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(0, await app.ReadAsync(db => db.Tips.CountAsync()));
    }

    [Theory]
    [InlineData(true, "当前网络短时间内发送较多")]
    [InlineData(false, "关于该标识已收到较多反映")]
    public async Task Post_over_a_limit_is_429_with_what_to_do_and_keeps_what_was_typed(bool here, string sentence)
    {
        await using var app = new CertifyApp();
        var (visitor, form) = await OpenAsync(app);
        var (gate, badge) = (app.Services.GetRequiredService<TipGate>(), await app.ReadAsync(db => db.Badges.Select(b => b.Id).SingleAsync()));
        for (var i = 0; i < (here ? TipGate.PerAddress : TipGate.PerBadge); i++)
            gate.Admit(here ? null : new IPAddress([198, 51, 100, (byte)i]), here ? Guid.CreateVersion7() : badge);

        var page = await visitor.SubmitAsync(form, Filled());
        Assert.Equal(HttpStatusCode.TooManyRequests, page.Status);
        Assert.Contains(sentence, page.TextOf("[role=alert]"));
        Assert.Contains("12345", page.TextOf("[role=alert]"));
        Assert.Equal(Typed, page.Find("#Input_Text")!.TextContent.Trim());

        app.Time.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal("/tips/sent", (await visitor.SubmitAsync(page, [])).Path);
    }

    [Fact]
    public async Task Numbers_can_not_be_tried_out_here()
    {
        await using var app = new CertifyApp();
        for (var i = 0; i < TipGate.LookUps; i++)
            app.Services.GetRequiredService<TipGate>().MayLookUp(null);

        var page = await app.Anonymous().OpenAsync("/tips?number=" + (await app.Given.ABadge()).Number);

        Assert.Equal(HttpStatusCode.TooManyRequests, page.Status);
        Assert.DoesNotContain("湘味土菜馆", page.Text);
    }

    [Fact]
    public async Task Post_while_the_database_is_gone_keeps_what_was_typed()
    {
        await using var app = new CertifyApp();
        var (visitor, form) = await OpenAsync(app);
        app.LoseDatabase();

        var page = await visitor.SubmitAsync(form, Filled());

        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.Status);
        Assert.Contains("系统暂时无法保存", page.TextOf("[role=alert]"));
        Assert.Equal((Place, Typed), (page.Find("#Input_Place")!.GetAttribute("value"), page.Find("#Input_Text")!.TextContent.Trim()));
        Assert.True(page.Find("input[value='Wrong']")!.HasAttribute("checked"));
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

    private static async Task<(Visitor Visitor, Page Form)> OpenAsync(CertifyApp app)
    {
        var badge = await app.Given.ABadge();
        var visitor = app.Anonymous();
        return (visitor, await visitor.OpenAsync($"/tips?number={badge.Number}&kind=wrong"));
    }

    private static Dictionary<string, string> Filled() => new(StringComparer.Ordinal) { ["Input.Place"] = Place, ["Input.Text"] = Typed };
}
