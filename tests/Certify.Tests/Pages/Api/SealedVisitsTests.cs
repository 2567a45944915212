using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Certify.Accounts;
using Certify.Log;
using Certify.Tests.Support;
using Certify.Tips;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Certify.Tests.Pages.Api;

/// <summary>What a laptop seals to the server, and what it takes along.</summary>
public sealed class SealedVisitsTests
{
    [Fact]
    public async Task Post_visit_records_it_once_with_one_signed_receipt()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        await app.WithAsync<LogPublisher, bool>(async log => { await log.PublishAsync(); return true; });
        var laptop = await Laptop.OpenAsync(app);
        var id = Guid.CreateVersion7();
        var parcel = laptop.Parcel("visit", id, shop.Id, Laptop.Fields(id, "陈桂英"));

        using var first = await laptop.PostAsync(parcel);
        using var again = await laptop.PostAsync(parcel);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (first.StatusCode, again.StatusCode));
        var (one, two) = (await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        Assert.Equal(one, two);
        var note = JsonDocument.Parse(one).RootElement.GetProperty("signed").GetString()!;
        var visit = await app.ReadAsync(db => db.Visits.SingleAsync());
        Assert.True(SignedNote.TryOpen(note, app.Services.GetRequiredService<LogKeys>().Find()!.Verifier, out var text));
        Assert.Equal(["visit receipt", $"{visit.Id:D}", Convert.ToHexStringLower(visit.ContentHash)], text.Split('\n')[..3]);
        Assert.Equal(1, await app.ReadAsync(db => db.Badges.CountAsync()));
    }

    [Fact]
    public async Task Post_other_content_under_the_same_id_is_a_conflict()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        var laptop = await Laptop.OpenAsync(app);
        var id = Guid.CreateVersion7();
        using var first = await laptop.PostAsync(laptop.Parcel("visit", id, shop.Id, Laptop.Fields(id, "陈桂英")));

        using var other = await laptop.PostAsync(laptop.Parcel("visit", id, shop.Id, Laptop.Fields(id, "李文斌")));

        Assert.Equal(HttpStatusCode.Conflict, other.StatusCode);
        Assert.Equal(1, await app.ReadAsync(db => db.VisitConflicts.CountAsync()));
    }

    [Fact]
    public async Task Post_wrong_field_is_refused_with_its_sentence_and_waits_to_be_opened()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        var laptop = await Laptop.OpenAsync(app);
        var id = Guid.CreateVersion7();

        using var answer = await laptop.PostAsync(laptop.Parcel("visit", id, shop.Id, Laptop.Fields(id, "陈桂英", dose: "昨天")));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Contains("无法识别“昨天”", problem.GetProperty("errors").GetRawText());
        var page = await laptop.Visitor.OpenAsync(problem.GetProperty("open").GetString()!);
        Assert.Equal("昨天", page.Find("[name='Input.Rows[0].Dose1']")?.GetAttribute("value"));
        Assert.Contains(shop.SignboardName, (await laptop.Visitor.OpenAsync("/desk")).TextOf("#unfinished ~ ul"));
        Assert.Equal(0, await app.ReadAsync(db => db.Visits.CountAsync()));
    }

    [Fact]
    public async Task Post_draft_is_given_back_to_its_inspector_alone()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        await app.Given.AGrid(heldBy: "other");
        var laptop = await Laptop.OpenAsync(app);
        var id = Guid.CreateVersion7();

        using var answer = await laptop.PostAsync(laptop.Parcel("draft", id, shop.Id, Laptop.Fields(id, "陈桂英")));
        using var again = await laptop.PostAsync(laptop.Parcel("draft", id, shop.Id, Laptop.Fields(id, "陈桂英改")));

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (answer.StatusCode, again.StatusCode));
        var open = (await again.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("open").GetString()!;
        Assert.Equal("陈桂英改", (await laptop.Visitor.OpenAsync(open)).Find("[name='Input.Rows[0].Name']")?.GetAttribute("value"));
        Assert.DoesNotContain("陈桂英改", (await (await app.SignInAsync(Roles.Inspector, "other")).OpenAsync(open)).Html);
        Assert.Equal(1, await app.ReadAsync(db => db.HeldForms.CountAsync()));
    }

    [Theory]
    [InlineData("{}", 400)]
    [InlineData("[]", 400)]
    [InlineData("{\"id\":\"01900000-0000-7000-8000-000000000000\",\"kind\":\"other\",\"shopId\":\"01900000-0000-7000-8000-000000000000\",\"box\":\"AAAA\"}", 400)]
    [InlineData("{\"id\":\"01900000-0000-7000-8000-000000000000\",\"kind\":\"visit\",\"shopId\":\"01900000-0000-7000-8000-000000000000\",\"box\":\"*\"}", 400)]
    [InlineData("{\"id\":\"01900000-0000-7000-8000-000000000000\",\"kind\":\"visit\",\"shopId\":\"01900000-0000-7000-8000-000000000000\",\"box\":\"AAAA\"}", 422)]
    public async Task Post_what_is_no_parcel_or_does_not_open_is_refused(string body, int status)
    {
        await using var app = new CertifyApp();
        var laptop = await Laptop.OpenAsync(app);

        using var answer = await laptop.Visitor.Client.PostAsync(Laptop.Address, new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Post_box_of_another_visit_or_inspector_does_not_open()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        await app.Given.AGrid(heldBy: "other");
        var (laptop, other) = (await Laptop.OpenAsync(app), await Laptop.OpenAsync(app, "other"));
        var (id, another) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var parcel = laptop.Parcel("visit", id, shop.Id, Laptop.Fields(id, "陈桂英"));

        using var stolen = await other.PostAsync(parcel);
        using var renamed = await laptop.PostAsync(parcel with { Id = another });
        using var moved = await laptop.PostAsync(parcel with { ShopId = (await app.Given.AShop("另一家店")).Id });
        using var asDraft = await laptop.PostAsync(parcel with { Kind = "draft" });

        Assert.All([stolen, renamed, moved, asDraft], a => Assert.Equal(HttpStatusCode.UnprocessableEntity, a.StatusCode));
        Assert.Contains("打不开", await stolen.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Post_attempt_records_it_once_and_says_what_is_wrong()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        var laptop = await Laptop.OpenAsync(app);
        var id = Guid.CreateVersion7();
        var parcel = laptop.Parcel("attempt", id, shop.Id, "kind=noStaff&on=2021-08-09&comeBackOn=&note=%E5%8D%B7%E5%B8%98%E9%97%A8");

        using var first = await laptop.PostAsync(parcel);
        app.Time.Advance(TimeSpan.FromHours(5));
        using var again = await laptop.PostAsync(parcel);
        using var late = await laptop.PostAsync(laptop.Parcel("attempt", Guid.CreateVersion7(), shop.Id, "kind=comeBack&on=2021-08-09&comeBackOn=&note="));
        using var unread = await laptop.PostAsync(laptop.Parcel("attempt", Guid.CreateVersion7(), shop.Id, "kind=elsewhere&on=2021-08-09"));
        using var noShop = await laptop.PostAsync(laptop.Parcel("attempt", Guid.CreateVersion7(), Guid.CreateVersion7(), "kind=noStaff&on=2021-08-09"));

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.NotFound), (first.StatusCode, again.StatusCode, noShop.StatusCode));
        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        Assert.All([late, unread], a => Assert.Equal(HttpStatusCode.UnprocessableEntity, a.StatusCode));
        Assert.Contains("请填写再去的日期", await late.Content.ReadAsStringAsync());
        Assert.Equal([laptop.User], await app.ReadAsync(db => db.Attempts.Select(a => a.InspectorId).ToListAsync()));
    }

    [Fact]
    public async Task Post_recheck_puts_the_order_right_at_its_time_once_unless_a_later_visit_failed_again()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        await app.Given.Recorded(app.Given.AVisit(shop) with { Measures = Given.All.With("masks", false).With("codes", false) });
        var orders = await app.ReadAsync(db => db.Rectifications.ToDictionaryAsync(r => r.Measure, r => r.Id));
        var laptop = await Laptop.OpenAsync(app);
        var at = CertifyApp.Start.AddHours(1);
        Sent Recheck(string measure, DateTimeOffset noted) => laptop.Parcel("recheck", Guid.CreateVersion7(), shop.Id, Laptop.Form([new("order", orders[measure].ToString()), new("at", noted.ToString("O"))]));
        var masks = Recheck("masks", at);
        app.Time.Advance(TimeSpan.FromHours(3));

        using var first = await laptop.PostAsync(masks with { SentAt = app.Time.GetUtcNow().ToString("O") });
        using var again = await laptop.PostAsync(masks with { SentAt = app.Time.GetUtcNow().ToString("O") });

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (first.StatusCode, again.StatusCode));
        Assert.Equal((at, Roles.Inspector), await app.ReadAsync(db => db.Rectifications.Where(r => r.Id == orders["masks"]).Select(r => new ValueTuple<DateTimeOffset, string>(r.DoneAt!.Value, r.RecheckedBy!)).SingleAsync()));

        // Noted at three, sent at seven; at five another visit found it failed.
        await app.Given.Recorded(app.Given.AVisit(shop) with { Measures = Given.All.With("codes", false) });
        using var late = await laptop.PostAsync(Recheck("codes", at) with { SentAt = app.Time.GetUtcNow().ToString("O") });
        using var nobody = await laptop.PostAsync(laptop.Parcel("recheck", Guid.CreateVersion7(), shop.Id, $"order={Guid.CreateVersion7()}&at=2021-08-09T14%3A00%3A00Z"));
        using var unread = await laptop.PostAsync(laptop.Parcel("recheck", Guid.CreateVersion7(), shop.Id, "order=x&at="));
        Assert.All([late, nobody, unread], a => Assert.Equal(HttpStatusCode.UnprocessableEntity, a.StatusCode));
        Assert.Contains("仍未达标", await late.Content.ReadAsStringAsync());
        Assert.Contains("没有找到这项整改", await nobody.Content.ReadAsStringAsync());
        Assert.Contains("内容不完整", await unread.Content.ReadAsStringAsync());
        Assert.Equal(1, await app.ReadAsync(db => db.Rectifications.CountAsync(r => r.DoneAt == null)));
    }

    [Fact]
    public async Task Post_badge_that_hangs_elsewhere_is_a_tip_that_says_who_found_it()
    {
        await using var app = new CertifyApp();
        var badge = await app.Given.ABadge(await app.Given.AShop(), "HYGX-2021-000932-AAAA");
        var laptop = await Laptop.OpenAsync(app);
        var parcel = laptop.Parcel("misplaced", Guid.CreateVersion7(), badge.ShopId, Laptop.Form([new("badge", badge.Number), new("place", "解放大道99号"), new("text", "贴在隔壁")]));

        using var first = await laptop.PostAsync(parcel);
        using var again = await laptop.PostAsync(parcel);
        using var suspect = await laptop.PostAsync(laptop.Parcel("misplaced", Guid.CreateVersion7(), Guid.Empty, "code=FORGED&place=%E5%B7%B7%E5%8F%A3&text="));
        using var nowhere = await laptop.PostAsync(laptop.Parcel("misplaced", Guid.CreateVersion7(), Guid.Empty, "code=FORGED&place=&text="));
        using var nothing = await laptop.PostAsync(laptop.Parcel("misplaced", Guid.CreateVersion7(), Guid.Empty, "place=%E5%B7%B7%E5%8F%A3"));

        Assert.All([first, again, suspect], a => Assert.True(a.IsSuccessStatusCode));
        Assert.All([nowhere, nothing], a => Assert.Equal(HttpStatusCode.UnprocessableEntity, a.StatusCode));
        Assert.Equal([TipKind.Misplaced, TipKind.Suspect], (await app.ReadAsync(db => db.Tips.Select(t => t.Kind).ToListAsync())).Order());
        var tip = await app.ReadAsync(db => db.Tips.Where(t => t.BadgeId == badge.Id).Select(t => t.Id).SingleAsync());
        Assert.Contains("（检查员 inspector 扫码发现）贴在隔壁", (await (await app.SignInAsync(Roles.Supervisor)).OpenAsync($"/desk/tips/{tip}")).Text);
    }

    [Fact]
    public async Task Post_box_from_before_shops_were_bound_still_opens()
    {
        await using var app = new CertifyApp();
        var laptop = await Laptop.OpenAsync(app);
        var id = Guid.CreateVersion7();

        using var answer = await laptop.PostAsync(laptop.Parcel("visit", id, (await app.Given.AShop()).Id, Laptop.Fields(id, "陈桂英"), $"visit:{id:D}:{laptop.User:D}"));

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }
}
