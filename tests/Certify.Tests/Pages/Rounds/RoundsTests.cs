using Certify.Accounts;
using Certify.Rounds;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tests.Pages.Rounds;

public sealed class RoundsTests
{
    [Fact]
    public async Task Get_shows_grids_holders_and_progress_of_today()
    {
        await using var app = new CertifyApp();
        await app.Given.AShop("待走访的店");
        await app.Given.ACertifiedShop();
        await app.Given.AGrid("蒸湘街道", "无人社区");

        var page = await (await app.SignInAsync(Roles.Supervisor)).OpenAsync("/desk/rounds");

        Assert.Contains("华兴街道华兴社区 inspector", page.Text);
        Assert.Contains("1 / 2", page.TextOf("[aria-labelledby=by-grid]"));
        Assert.Contains("暂无负责人员", page.TextOf("[aria-labelledby=by-grid]"));
        Assert.Contains("14:00", page.TextOf("[aria-labelledby=by-person]"));
        Assert.Contains("没有需要了解的情况", page.Text);
    }

    [Fact]
    public async Task Hand_over_today_changes_the_round_at_once_and_undo_gives_it_back()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop("甲店");
        var (first, second) = (await app.Given.AUser(Roles.Inspector, Roles.Inspector), await app.Given.AUser("second", Roles.Inspector));
        var supervisor = await app.SignInAsync(Roles.Supervisor);

        var page = await supervisor.SubmitAsync(await supervisor.OpenAsync($"/desk/rounds/{shop.GridId}"), new() { ["to"] = second.Id.ToString() }, "main form[action*='HandOver']");
        Assert.Contains("已移交", page.Text);
        Assert.Equal((0, 1), (await StopsAsync(app, first), await StopsAsync(app, second)));

        var undone = await supervisor.SubmitAsync(page, [], "main form[action*='Undo']");

        Assert.Contains("已撤回", undone.Text);
        Assert.Equal((1, 0), (await StopsAsync(app, first), await StopsAsync(app, second)));
        Assert.Equal(2, await app.ReadAsync(db => db.Audit.CountAsync(a => a.Subject == "grid")));
    }

    [Fact]
    public async Task Hand_over_of_a_later_day_waits_for_it_and_can_be_cancelled()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop("甲店");
        var other = await app.Given.AShop("乙店", grid: await app.Given.AGrid("蒸湘街道", "红湘社区", heldBy: Roles.Inspector));
        var second = await app.Given.AUser("second", Roles.Inspector);
        foreach (var grid in new[] { shop.GridId, other.GridId })
            Assert.True((await HandOver(app, grid, second, CertifyApp.Today.AddDays(2)))!.Ok);
        var cancelled = await app.ReadAsync(db => db.Handovers.Where(h => h.GridId == other.GridId).Select(h => h.Id).SingleAsync());
        Assert.True((await Undo(app, other.GridId, cancelled))!.Ok);

        app.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(0, await app.WithAsync<RoundHandover, int>(r => r.ApplyDueAsync()));
        Assert.Equal(0, await StopsAsync(app, second));
        app.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, await app.WithAsync<RoundHandover, int>(r => r.ApplyDueAsync()));

        Assert.Equal(1, await StopsAsync(app, second));
        Assert.Equal("rounds.undone_already", (await Undo(app, other.GridId, cancelled))!.Refusal!.Code);
    }

    [Fact]
    public async Task Hand_over_refuses_with_a_sentence()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        var (inspector, second, dispatcher) = (await app.Given.AUser(Roles.Inspector, Roles.Inspector), await app.Given.AUser("second", Roles.Inspector), await app.Given.AUser("d", Roles.Dispatcher));

        Assert.Equal("rounds.day_outside", (await HandOver(app, shop.GridId, second, CertifyApp.Today.AddDays(-1)))!.Refusal!.Code);
        Assert.Equal("rounds.day_outside", (await HandOver(app, shop.GridId, second, CertifyApp.Today.AddDays(61)))!.Refusal!.Code);
        Assert.Equal("rounds.no_inspector", (await HandOver(app, shop.GridId, dispatcher, CertifyApp.Today))!.Refusal!.Code);
        Assert.Equal("rounds.holds_already", (await HandOver(app, shop.GridId, inspector, CertifyApp.Today))!.Refusal!.Code);
        Assert.Null(await HandOver(app, Guid.CreateVersion7(), second, CertifyApp.Today));
        await HandOver(app, shop.GridId, second, CertifyApp.Today);
        app.Time.Advance(TimeSpan.FromMinutes(1));
        await HandOver(app, shop.GridId, inspector, CertifyApp.Today);
        var first = await app.ReadAsync(db => db.Handovers.OrderBy(h => h.OrderedAt).Select(h => h.Id).FirstAsync());
        Assert.Equal("rounds.undo_latest", (await Undo(app, shop.GridId, first))!.Refusal!.Code);
        var supervisor = await app.SignInAsync(Roles.Supervisor);
        var form = await supervisor.OpenAsync($"/desk/rounds/{shop.GridId}");
        Assert.Contains("移交日期应在今天起 60 天以内", (await supervisor.SubmitAsync(form, new() { ["on"] = "2021-08-01" }, "main form[action*='HandOver']")).Text);
        Assert.Contains("请填写", (await supervisor.SubmitAsync(form, new() { ["on"] = "" }, "main form[action*='HandOver']")).Text);
        Assert.Null((await (await app.SignInAsync(Roles.Auditor)).OpenAsync($"/desk/rounds/{shop.GridId}")).Find("main form"));
    }

    [Fact]
    public async Task Odd_visits_are_named_as_advice_and_ordinary_ones_are_not()
    {
        await using var app = new CertifyApp();
        var (number, other) = (IdNumbers.Next(), IdNumbers.Next());
        await app.Given.Recorded(app.Given.AVisit(await app.Given.AShop("平常的店")));
        app.Time.Advance(TimeSpan.FromHours(1));
        foreach (var name in new[] { "一样的甲店", "一样的乙店" })
            await app.Given.Recorded(app.Given.AVisit(await app.Given.AShop(name), Given.Person("陈桂英", idNumber: number), Given.Person("李文斌", idNumber: other)));
        app.Time.Advance(TimeSpan.FromHours(1));
        var quick = app.Given.AVisit(await app.Given.AShop("飞快的店"), Given.Person("周敏"));
        await app.Given.Recorded(quick with { StartedAt = quick.FinishedAt.AddSeconds(-12) });
        app.Time.Advance(TimeSpan.FromHours(1));
        for (var i = 0; i < OddVisits.BurstVisits; i++)
        {
            await app.Given.Recorded(app.Given.AVisit(await app.Given.AShop($"第{i}店"), Given.Person("周敏")));
            app.Time.Advance(TimeSpan.FromSeconds(59));
        }

        var found = await app.ReadAsync(db => OddVisits.FindAsync(db, app.Clock));
        var page = await (await app.SignInAsync(Roles.Supervisor)).OpenAsync("/desk/rounds");

        Assert.Equal([OddKind.Burst, OddKind.Short, OddKind.SameRoster], found.Select(o => o.Kind));
        Assert.Equal([10, 12, 2], found.Select(o => o.Count));
        Assert.Contains("一样的甲店", page.TextOf(".history"));
        Assert.DoesNotContain("平常的店", page.TextOf(".history"));
        Assert.Contains("仅供了解情况", page.Text);
        Assert.DoesNotContain("陈", page.TextOf(".history"));
    }

    [Fact]
    public async Task Nine_in_ten_minutes_are_not_odd()
    {
        await using var app = new CertifyApp();
        for (var i = 0; i < OddVisits.BurstVisits - 1; i++)
        {
            await app.Given.Recorded(app.Given.AVisit(await app.Given.AShop($"第{i}店"), Given.Person("周敏")));
            app.Time.Advance(TimeSpan.FromSeconds(59));
        }

        Assert.Empty(await app.ReadAsync(db => OddVisits.FindAsync(db, app.Clock)));
    }

    private static async Task<int> StopsAsync(CertifyApp app, AppUser inspector) =>
        (await app.WithAsync<RoundBook, IReadOnlyList<Stop>>(r => r.OrderedRoundAsync(inspector.Id))).Count;

    private static Task<Result?> HandOver(CertifyApp app, Guid grid, AppUser to, DateOnly on) =>
        app.WithAsync<RoundHandover, Result?>(r => r.HandOverAsync(grid, to.Id, on, Given.AnOfficer));

    private static Task<Result?> Undo(CertifyApp app, Guid grid, Guid id) => app.WithAsync<RoundHandover, Result?>(r => r.UndoAsync(grid, id, Given.AnOfficer));
}
