using System.Net;
using Certify.Tests.Support;
using Certify.Web.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Certify.Tests.Pages.Tips.TipFormSteps;

namespace Certify.Tests.Pages.Tips;

/// <summary>What the form refuses, and how it keeps what was typed.</summary>
public sealed class TipRefusalTests
{
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
    public async Task Post_about_a_badge_that_one_phone_told_of_thirty_times_is_taken_from_another()
    {
        await using var app = new CertifyApp();
        var (visitor, form) = await OpenAsync(app);
        var (gate, badge) = (app.Services.GetRequiredService<TipGate>(), await app.ReadAsync(db => db.Badges.Select(b => b.Id).SingleAsync()));
        for (var i = 0; i < TipGate.PerAddress; i++)
            gate.Admit(IPAddress.Parse("198.51.100.1"), badge);

        Assert.Equal("/tips/sent", (await visitor.SubmitAsync(form, Filled())).Path);
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
}
