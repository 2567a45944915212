using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Certify.Accounts;
using Certify.Rounds;
using Certify.Shops;
using Certify.Tests.Support;
using Certify.Visits;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tests.Pages.Attempts;

public sealed class AttemptTests
{
    [Theory]
    [InlineData("Closed")]
    [InlineData("Refused")]
    [InlineData("NoStaff")]
    public async Task Post_from_the_round_takes_the_shop_out_of_it_for_today_and_changes_nothing_else(string kind)
    {
        await using var app = new CertifyApp();
        var (one, two) = (await app.Given.AShop("甲店", address: "解放大道1号"), await app.Given.AShop("乙店", address: "解放大道2号"));
        var inspector = await app.SignInAsync(Roles.Inspector);

        var round = await inspector.SubmitAsync(await inspector.OpenAsync("/desk"), [], ".stops .first form", ("Input.Kind", kind));

        Assert.Contains("已登记：甲店", round.Text);
        Assert.Contains("乙店", round.TextOf(".stops .first"));
        Assert.DoesNotContain("甲店", round.TextOf(".stops"));
        Assert.Equal(0, await app.ReadAsync(db => db.Visits.CountAsync()) + await app.ReadAsync(db => db.Standings.CountAsync()));
        Assert.True(await app.ReadAsync(db => db.Shops.AnyAsync(s => s.Id == one.Id && s.ClosedOn == null)));
        Assert.NotEqual(one.Id, two.Id);
    }

    [Fact]
    public async Task Post_come_back_puts_the_shop_into_the_round_on_that_day()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop("甲店");
        var inspector = await app.SignInAsync(Roles.Inspector);

        await inspector.SubmitAsync(await inspector.OpenAsync($"/desk/attempts/new?shop={shop.Id}"), new() { ["Input.Kind"] = "ComeBack", ["Input.ComeBackOn"] = "2021-08-12" });

        Assert.Empty(await RoundAsync(app));
        app.Time.Advance(TimeSpan.FromDays(2));
        Assert.Empty(await RoundAsync(app));
        app.Time.Advance(TimeSpan.FromDays(1));
        var stop = Assert.Single(await RoundAsync(app));
        Assert.Equal((StopReason.ComeBack, new DateOnly(2021, 8, 12)), (stop.Reason, stop.On));
        await app.Given.Recorded(app.Given.AVisit(shop));
        Assert.Empty(await RoundAsync(app));
    }

    [Fact]
    public async Task Closed_and_moved_wait_for_the_supervisor_who_acts_or_sends_back()
    {
        await using var app = new CertifyApp();
        var (gone, there) = (await app.Given.AShop("关了的店"), await app.Given.AShop("还在的店"));
        await Record(app, gone, AttemptKind.Closed, "卷闸门上贴了转让");
        await Record(app, there, AttemptKind.Moved);
        var supervisor = await app.SignInAsync(Roles.Supervisor);

        Assert.Contains("待核实 2 户", (await supervisor.OpenAsync("/desk")).Text);
        var tasks = await supervisor.OpenAsync("/desk/attempts");
        Assert.Contains("卷闸门上贴了转让", tasks.Text);
        Assert.NotNull(tasks.Find($"a[href='/desk/shops/{gone.Id}/close']"));
        Assert.NotNull(tasks.Find($"a[href='/desk/shops/{there.Id}/move']"));

        await app.WithAsync<ShopService, Result?>(s => s.CloseAsync(gone.Id, "查无此店", Given.AnOfficer));
        app.Time.Advance(TimeSpan.FromDays(1));
        Assert.Empty(await RoundAsync(app));
        supervisor = await app.SignInAsync(Roles.Supervisor);
        var done = await supervisor.SubmitAsync(await supervisor.OpenAsync("/desk/attempts"), [], "main form[action*='Dismiss']");

        Assert.Contains("重新列入走访", done.Text);
        Assert.Contains("没有未成走访的记录", done.Text);
        Assert.Equal("还在的店", Assert.Single(await RoundAsync(app)).Name);
    }

    [Fact]
    public async Task Undo_of_today_brings_the_shop_back_and_later_or_others_are_refused()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop("甲店");
        var id = (await Record(app, shop, AttemptKind.Refused)).Attempt!.Id;
        var inspector = await app.SignInAsync(Roles.Inspector);
        var me = await app.Given.AUser(Roles.Inspector, Roles.Inspector);

        Assert.Equal("attempts.undo_own", (await Undo(app, id, new Actor(Guid.CreateVersion7(), "别人", Roles.Inspector)))!.Refusal!.Code);
        var page = await inspector.SubmitAsync(await inspector.OpenAsync("/desk/attempts"), [], "main form[action*='Undo']");
        Assert.Contains("已撤回，这家店重新列入走访", page.Text);
        Assert.Single(await RoundAsync(app));
        Assert.Equal("attempts.undone_already", (await Undo(app, id, new Actor(me.Id, "我", Roles.Inspector)))!.Refusal!.Code);

        var late = (await Record(app, shop, AttemptKind.Refused)).Attempt!.Id;
        app.Time.Advance(TimeSpan.FromDays(1));
        inspector = await app.SignInAsync(Roles.Inspector);
        Assert.Equal("attempts.undo_today", (await Undo(app, late, new Actor(me.Id, "我", Roles.Inspector)))!.Refusal!.Code);
        Assert.Null((await inspector.OpenAsync("/desk/attempts")).Find("main form[action*='Undo']"));
        Assert.Null(await Undo(app, Guid.CreateVersion7(), new Actor(me.Id, "我", Roles.Inspector)));
        Assert.Equal("attempts.no_task", (await app.WithAsync<AttemptBook, Result?>(b => b.DismissAsync(late, Given.AnOfficer)))!.Refusal!.Code);
    }

    [Theory]
    [InlineData("", "2021-08-12", "请选择未成走访的情况")]
    [InlineData("ComeBack", "2021-08-09", "再去日期应在当天之后")]
    [InlineData("ComeBack", "2022-08-09", "再去日期应在当天之后")]
    [InlineData("ComeBack", "八月", "无法识别")]
    public async Task Post_form_says_what_is_wrong_and_keeps_the_note(string kind, string day, string sentence)
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        var inspector = await app.SignInAsync(Roles.Inspector);

        var page = await inspector.SubmitAsync(await inspector.OpenAsync($"/desk/attempts/new?shop={shop.Id}"), new() { ["Input.Kind"] = kind, ["Input.ComeBackOn"] = day, ["Input.Note"] = "下午再来" });

        Assert.Contains(sentence, page.Text);
        Assert.Contains("下午再来", page.Html);
        Assert.Equal(0, await app.ReadAsync(db => db.Attempts.CountAsync()));
    }

    [Fact]
    public async Task Api_same_content_gets_the_same_answer_and_other_content_409()
    {
        await using var app = new CertifyApp();
        var body = Body(await app.Given.AShop());
        var inspector = await app.SignInAsync(Roles.Inspector);

        var first = await Send(inspector, body);
        app.Time.Advance(TimeSpan.FromMinutes(30));
        var again = await Send(inspector, body.Replace("14:00:03", "14:30:00", StringComparison.Ordinal));
        var other = await Send(inspector, body.Replace("noStaff", "refused", StringComparison.Ordinal));

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.Conflict), (first.StatusCode, again.StatusCode, other.StatusCode));
        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        Assert.Equal("attempts.conflict", (await other.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
        Assert.Equal(1, await app.ReadAsync(db => db.Attempts.CountAsync()));
    }

    [Theory]
    [InlineData("\"noStaff\"", "\"elsewhere\"", 422, "kind")]
    [InlineData("\"2021-08-09\"", "\"2021-08-10\"", 422, "on")]
    [InlineData("\"2021-08-09\"", "\"2021-07-01\"", 422, "on")]
    [InlineData("\"2021-08-09\"", "\"9 August\"", 422, "on")]
    [InlineData("\"noStaff\"", "\"comeBack\"", 422, "comeBackOn")]
    [InlineData("\"comeBackOn\":null", "\"comeBackOn\":\"2021-08-10\"", 422, "comeBackOn")]
    [InlineData("\"note\":null", "\"note\":5", 400, null)]
    [InlineData("T14:00:03+08:00", "T14:00:03", 422, "sentAt")]
    public async Task Api_refuses_by_field(string good, string bad, int status, string? field)
    {
        await using var app = new CertifyApp();
        var body = Body(await app.Given.AShop());
        var inspector = await app.SignInAsync(Roles.Inspector);

        var answer = await Send(inspector, body.Replace(good, bad, StringComparison.Ordinal));

        Assert.Equal(status, (int)answer.StatusCode);
        if (field is not null)
            Assert.True((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").TryGetProperty(field, out _));
    }

    [Fact]
    public async Task Api_refuses_other_sites_other_bodies_long_notes_and_shops_that_are_not_there()
    {
        await using var app = new CertifyApp();
        var body = Body(await app.Given.AShop());
        var inspector = await app.SignInAsync(Roles.Inspector);
        var foreign = new HttpRequestMessage(HttpMethod.Post, "/api/v1/attempts") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreign.Headers.Add("Sec-Fetch-Site", "cross-site");

        Assert.Equal(HttpStatusCode.Forbidden, (await inspector.Client.SendAsync(foreign)).StatusCode);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await inspector.Client.PostAsync("/api/v1/attempts", new StringContent(body, Encoding.UTF8, "text/plain"))).StatusCode);
        var large = await Send(inspector, body.Replace("\"note\":null", $"\"note\":\"{new string('a', 17_000)}\"", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        Assert.Contains("16 KB", await large.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Send(inspector, body.Replace("\"note\":null", $"\"note\":\"{new string('长', 301)}\"", StringComparison.Ordinal))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Send(inspector, Body(new Shop(new ShopFacts(null, "无", "无", "other"), Guid.Empty, CertifyApp.Start)))).StatusCode);
    }

    [Fact]
    public async Task Api_reads_the_day_of_a_clock_that_is_days_off()
    {
        await using var app = new CertifyApp();
        var body = Body(await app.Given.AShop()).Replace("2021-08-09", "2021-08-12", StringComparison.Ordinal);
        var inspector = await app.SignInAsync(Roles.Inspector);

        var answer = await (await Send(inspector, body)).Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal("2021-08-09", answer.GetProperty("on").GetString());
    }

    private static string Body(Shop shop) =>
        $$"""{"id":"{{Guid.CreateVersion7()}}","shopId":"{{shop.Id}}","kind":"noStaff","on":"2021-08-09","comeBackOn":null,"note":null,"sentAt":"2021-08-09T14:00:03+08:00"}""";

    private static Task<HttpResponseMessage> Send(Visitor inspector, string body) =>
        inspector.Client.PostAsync("/api/v1/attempts", new StringContent(body, Encoding.UTF8, "application/json"));

    private static async Task<AttemptAnswer> Record(CertifyApp app, Shop shop, AttemptKind kind, string? note = null)
    {
        var user = await app.Given.AUser(Roles.Inspector, Roles.Inspector);
        return await app.WithAsync<AttemptBook, AttemptAnswer>(b => b.RecordAsync(new(Guid.CreateVersion7(), shop.Id, kind, app.Clock.Today, null, note, app.Clock.Now), new Actor(user.Id, Roles.Inspector, Roles.Inspector)));
    }

    private static Task<Result?> Undo(CertifyApp app, Guid id, Actor actor) => app.WithAsync<AttemptBook, Result?>(b => b.UndoAsync(id, actor));

    private static async Task<IReadOnlyList<Stop>> RoundAsync(CertifyApp app)
    {
        var inspector = await app.Given.AUser(Roles.Inspector, Roles.Inspector);
        return await app.WithAsync<RoundBook, IReadOnlyList<Stop>>(r => r.OrderedRoundAsync(inspector.Id));
    }
}
