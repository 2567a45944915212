using Certify.Accounts;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tests.Pages.Visits;

/// <summary>The lists that visits lead to: visits, people not fully vaccinated, measures to be put right.</summary>
public sealed class VisitListTests
{
    [Fact]
    public async Task Visits_show_own_ones_to_the_inspector_and_all_to_the_supervisor()
    {
        await using var app = new CertifyApp();
        await app.Given.AGrid(heldBy: "other");
        await app.Given.Recorded(app.Given.AVisit(await app.Given.AShop("湘味土菜馆")));
        await app.Given.Recorded(app.Given.AVisit(await app.Given.AShop("万家福超市")), "other");

        var mine = await (await app.SignInAsync(Roles.Inspector)).OpenAsync("/desk/visits");
        var all = await (await app.SignInAsync(Roles.Supervisor)).OpenAsync("/desk/visits");

        Assert.Contains("湘味土菜馆", mine.Text);
        Assert.DoesNotContain("万家福超市", mine.Text);
        Assert.Contains("湘味土菜馆", all.Text);
        Assert.Contains("万家福超市", all.Text);
    }

    [Fact]
    public async Task Visits_of_other_grids_and_wrong_clocks_can_be_picked_out_with_their_reason()
    {
        await using var app = new CertifyApp();
        await app.Given.Recorded(app.Given.AVisit(await app.Given.AShop("湘味土菜馆")));
        await app.Given.Recorded(app.Given.AVisit(await app.Given.AShop("万家福超市", grid: await app.Given.AGrid(community: "长湖社区"))) with { ForeignReason = "协助同事" });

        var page = await (await app.SignInAsync(Roles.Supervisor)).OpenAsync("/desk/visits?odd=true");

        Assert.DoesNotContain("湘味土菜馆", page.Text);
        Assert.Contains("协助同事", page.Text);
    }

    [Fact]
    public async Task Visits_none_yet_says_what_to_do()
    {
        await using var app = new CertifyApp();

        Assert.Contains("还没有走访记录", (await (await app.SignInAsync(Roles.Inspector)).OpenAsync("/desk/visits")).Text);
    }

    [Fact]
    public async Task Referrals_are_masked_until_asked_for_and_each_look_is_on_record()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        await app.Given.Recorded(app.Given.AVisit(shop, Given.Person("陈桂英"), Given.Person("赵小波", Doses.One), Given.Person("何建国", new([], Exemption: "过敏史"))));
        var dispatcher = await app.SignInAsync(Roles.Dispatcher);

        var page = await dispatcher.OpenAsync("/desk/referrals");
        Assert.Contains("赵**", page.Text);
        Assert.Contains("190****5423", page.Text);
        Assert.Contains("8月10日起可接种", page.Text);
        Assert.Contains("暂不安排接种", page.Text);
        Assert.DoesNotContain("过敏", page.Html);
        Assert.DoesNotContain("陈", page.Text);

        page = await dispatcher.SubmitAsync(page, [], "tbody tr:first-child form");
        Assert.Contains("赵小波", page.Text);
        Assert.Contains("19000005423", page.Text);
        Assert.DoesNotContain("何建国", page.Text);
        var access = await app.ReadAsync(db => db.Access.SingleAsync(a => a.Purpose == "referral"));
        Assert.Equal(("dispatcher", 1), (access.ActorName, access.Persons));
    }

    [Fact]
    public async Task Rectifications_show_what_is_due_and_what_is_overdue()
    {
        await using var app = new CertifyApp();
        await app.Given.Recorded(app.Given.AVisit(await app.Given.AShop()) with { Measures = Given.All.With("masks", false) });
        var inspector = await app.SignInAsync(Roles.Inspector);

        var page = await inspector.OpenAsync("/desk/rectifications");
        Assert.Contains("佩戴口罩 8月12日 待整改", page.Text);
        app.Time.Advance(TimeSpan.FromDays(5));
        inspector = await app.SignInAsync(Roles.Inspector);
        Assert.Contains("已逾期 2 天", (await inspector.OpenAsync("/desk/rectifications")).Text);
    }
}
