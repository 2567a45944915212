using System.Net;
using Certify.Accounts;
using Certify.Badges;
using Certify.Shops;
using Certify.Tests.Support;
using Certify.Visits;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tests.Pages.Visits;

/// <summary>Two inspectors at one shop on one day: both visits count, the later one decides, and where they differ a supervisor is told.</summary>
public sealed class PairTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Later_by_time_of_visit_decides_even_if_it_arrives_first(bool laterFirst)
    {
        await using var app = new CertifyApp();
        var shop = await TwiceAsync(app);
        var person = Given.Person("陈桂英");
        var earlier = app.Given.AVisit(shop, person with { Doses = [] });
        app.Time.Advance(TimeSpan.FromHours(2));
        var later = app.Given.AVisit(shop, person);
        app.Time.Advance(TimeSpan.FromHours(1));

        foreach (var (visit, inspector) in laterFirst ? [(later, "second"), (earlier, Roles.Inspector)] : new[] { (earlier, Roles.Inspector), (later, "second") })
            Assert.Equal(Certify.Certification.VisitAnswerKind.Recorded, (await app.Given.Recorded(visit with { SentAt = app.Time.GetUtcNow() }, inspector)).Kind);

        var standing = await app.ReadAsync(db => db.Standings.SingleAsync());
        Assert.Equal((later.Id, 1, BadgeState.Valid, 2), (standing.LastVisitId!.Value, standing.Vaccinated, standing.BadgeState!.Value, await app.ReadAsync(db => db.Visits.CountAsync())));
        var pair = await app.ReadAsync(db => db.VisitPairs.SingleAsync());
        Assert.Equal((earlier.Id, later.Id, PairState.Open), (pair.EarlierId, pair.LaterId, pair.State));
    }

    [Fact]
    public async Task Get_shows_field_by_field_on_record_and_noting_closes_it()
    {
        await using var app = new CertifyApp();
        var shop = await TwiceAsync(app);
        var (one, two) = (Given.Person("陈桂英"), Given.Person("李文斌"));
        var first = app.Given.AVisit(shop, one, two);
        await app.Given.Recorded(first);
        app.Time.Advance(TimeSpan.FromMinutes(40));
        await app.Given.Recorded(app.Given.AVisit(shop, one with { Position = "店长", Doses = [one.Doses![0]] }, Given.Person("赵小波")) with { Measures = Given.All.With("masks", false), Note = "复核", Companion = "谢芳" }, "second");
        var supervisor = await app.SignInAsync(Roles.Supervisor);

        var desk = await supervisor.OpenAsync("/desk");
        Assert.Contains("同日两次走访不一致", desk.Text);
        var page = await supervisor.OpenAsync(desk.Find("a[href^='/desk/visits/pairs/']")!.GetAttribute("href")!);

        // People and measures, and neither times nor notes.
        Assert.Equal(["佩戴口罩", "陈桂英：岗位", "陈桂英：接种剂次", "李文斌：是否在名单上", "赵小波：是否在名单上"], page.Document.QuerySelectorAll("tbody th").Select(th => th.TextContent));
        Assert.Contains("达到要求 未达到", page.Text);
        Assert.Contains("以此为准", page.TextOf("thead th:last-child"));
        Assert.Contains(await app.ReadAsync(db => db.Access.Where(a => a.Purpose == "two_visits" && a.ActorRole == Roles.Supervisor).ToListAsync()), a => a.ShopId == shop.Id);

        Assert.Contains("您已知悉", (await supervisor.SubmitAsync(page, [])).Text);
        Assert.DoesNotContain("同日两次走访不一致", (await supervisor.OpenAsync("/desk")).TextOf(".tiles"));
        var noted = await supervisor.OpenAsync(page.Path);
        Assert.Contains("已知悉。", noted.Text);
        Assert.Null(noted.Find("main form"));
        // Another window, opened before.
        Assert.Contains("已经处理", (await supervisor.SubmitAsync(page, [])).Text);
        Assert.Contains("两人同日走访不一致：已知悉", (await supervisor.OpenAsync("/desk/audit")).Text);
        Assert.Equal(HttpStatusCode.NotFound, (await supervisor.OpenAsync($"/desk/visits/pairs/{Guid.CreateVersion7()}")).Status);
    }

    [Fact]
    public async Task Same_roster_and_measures_are_nobodys_business()
    {
        await using var app = new CertifyApp();
        var shop = await TwiceAsync(app);
        var visit = app.Given.AVisit(shop);
        await app.Given.Recorded(visit);
        app.Time.Advance(TimeSpan.FromMinutes(40));

        await app.Given.Recorded(app.Given.AVisit(shop, [.. visit.Staff]) with { Note = "又去了一次" }, "second");

        Assert.Equal(PairState.Same, await app.ReadAsync(db => db.VisitPairs.Select(p => p.State).SingleAsync()));
        Assert.Null((await (await app.SignInAsync(Roles.Supervisor)).OpenAsync("/desk")).Find("a[href^='/desk/visits/pairs/']"));
    }

    [Fact]
    public async Task Visit_stands_and_is_answered_where_the_two_can_not_be_compared_just_then()
    {
        await using var app = new CertifyApp();
        var shop = await TwiceAsync(app);
        await app.Given.Recorded(app.Given.AVisit(shop, Given.Person("陈桂英")));
        app.Time.Advance(TimeSpan.FromMinutes(40));
        // Who reads is written down; without that nothing is opened.
        await app.ReadAsync(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE \"Access\" RENAME TO \"Away\""));

        var answer = await app.Given.Recorded(app.Given.AVisit(shop, Given.Person("李文斌")), "second");

        Assert.Equal(Certify.Certification.VisitAnswerKind.Recorded, answer.Kind);
        Assert.Equal(PairState.Open, await app.ReadAsync(db => db.VisitPairs.Select(p => p.State).SingleAsync()));
    }

    [Fact]
    public async Task Own_visits_other_days_and_corrected_ones_make_no_pair()
    {
        await using var app = new CertifyApp();
        var shop = await TwiceAsync(app);
        var first = app.Given.AVisit(shop, Given.Person("陈桂英"));
        await app.Given.Recorded(first);
        await app.Given.Recorded(app.Given.AVisit(shop, Given.Person("李文斌")));
        app.Time.Advance(TimeSpan.FromDays(1));
        await app.Given.Recorded(app.Given.AVisit(shop, Given.Person("赵小波")), "second");
        Assert.Equal(0, await app.ReadAsync(db => db.VisitPairs.CountAsync()));

        var third = app.Given.AVisit(shop, Given.Person("周敏"));
        await app.Given.Recorded(third);
        var supervisor = await app.SignInAsync(Roles.Supervisor);
        Assert.NotNull((await supervisor.OpenAsync("/desk")).Find("a[href^='/desk/visits/pairs/']"));
        // The correction is compared in place of what it corrects.
        await app.Given.Recorded(third with { Id = Guid.CreateVersion7(), Supersedes = third.Id });
        Assert.Equal(1, (await supervisor.OpenAsync("/desk")).Document.QuerySelectorAll("a[href^='/desk/visits/pairs/']").Length);
    }

    private static async Task<Shop> TwiceAsync(CertifyApp app)
    {
        await app.Given.AGrid(heldBy: "second");
        return await app.Given.AShop();
    }
}
