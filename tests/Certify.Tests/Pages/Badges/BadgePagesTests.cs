using System.Net;
using Certify.Accounts;
using Certify.Badges;
using Certify.Certification;
using Certify.Tests.Support;

namespace Certify.Tests.Pages.Badges;

public sealed class BadgePagesTests
{
    private const string Number = "HYGX-2021-000531-7K3Q";

    [Fact]
    public async Task Get_list_shows_the_badge_and_finds_it_by_state_name_and_number()
    {
        await using var app = new CertifyApp();
        await app.Given.ABadge();
        var visitor = await app.SignInAsync(Roles.Supervisor);

        Assert.Contains(Number, (await visitor.OpenAsync("/desk/badges")).TextOf("table"));
        Assert.Contains(Number, (await visitor.OpenAsync("/desk/badges?state=valid&q=湘味")).TextOf("table"));
        Assert.Contains(Number, (await visitor.OpenAsync("/desk/badges?q=hygx20210005317k3q")).TextOf("table"));
        Assert.Contains("没有符合条件的标识", (await visitor.OpenAsync("/desk/badges?state=revoked")).Text);
    }

    [Fact]
    public async Task Get_list_past_its_last_day_says_expired()
    {
        await using var app = new CertifyApp();
        await app.Given.ABadge();
        app.Time.SetUtcNow(CertifyApp.Start.AddDays(91));
        var visitor = await app.SignInAsync(Roles.Supervisor);

        Assert.Contains("已过期", (await visitor.OpenAsync("/desk/badges?state=expired")).TextOf("table"));
        Assert.Contains("没有符合条件的标识", (await visitor.OpenAsync("/desk/badges?state=valid")).Text);
    }

    [Theory]
    [InlineData("冒用标识", "冒用标识", true)]
    [InlineData(LateRevocations.KeyReason, "签名密钥已作废", false)]
    public async Task Get_revoked_badge_says_why_and_shows_a_picture_only_where_there_is_one(string reason, string said, bool picture)
    {
        await using var app = new CertifyApp();
        var badge = await app.Given.ABadge();
        await app.Given.Change(badge, b => b.Revoke(reason, CertifyApp.Start));
        await app.ReadAsync(db =>
        {
            db.Audit.Add(new AuditRow(Actor.System, "badge.revoked", "badge", badge.Id, badge.Number, reason, CertifyApp.Start));
            return db.SaveChangesAsync();
        });

        var page = await (await app.SignInAsync(Roles.Supervisor)).OpenAsync($"/desk/badges/{Number}");

        Assert.Contains(said, page.TextOf(".history"));
        Assert.Contains("系统", page.TextOf(".history"));
        Assert.Equal(picture, page.Find("img.live") is not null);
    }

    [Theory]
    [InlineData("suspend", "标识暂停使用", BadgeState.Suspended)]
    [InlineData("revoke", "标识已撤销", BadgeState.Revoked)]
    public async Task Post_decision_asks_says_what_will_happen_and_does_it(string act, string publicly, BadgeState state)
    {
        await using var app = new CertifyApp();
        await app.Given.ABadge();
        var visitor = await app.SignInAsync(Roles.Supervisor);

        var ask = await visitor.OpenAsync($"/desk/badges/{Number}/{act}");
        Assert.Contains($"公众扫码立即显示“{publicly}”", ask.Text);
        var done = await visitor.SubmitAsync(ask, new(StringComparer.Ordinal) { ["Input.Reason"] = "冒用标识，现场核实" });

        Assert.Equal($"/desk/badges/{Number}", done.Path);
        Assert.Contains("原因：冒用标识，现场核实", done.Text);
        Assert.Contains("supervisor", done.TextOf(".history"));
        Assert.Equal(state, (await app.ReadAsync(db => Task.FromResult(db.Badges.Single()))).State);
        var scan = await app.Anonymous().OpenAsync($"/b/{Number}");
        Assert.Contains(publicly, scan.Text);
        Assert.DoesNotContain("冒用", scan.Html);
    }

    [Fact]
    public async Task Post_restore_brings_it_back()
    {
        await using var app = new CertifyApp();
        var badge = await app.Given.ABadge();
        await app.Given.Change(badge, b => b.Suspend(SuspensionCause.Supervisor, "核查", CertifyApp.Start));
        var visitor = await app.SignInAsync(Roles.Supervisor);

        var done = await visitor.SubmitAsync(await visitor.OpenAsync($"/desk/badges/{Number}/restore"), new(StringComparer.Ordinal) { ["Input.Reason"] = "核查完毕" });

        Assert.Contains("已恢复使用", done.Text);
        Assert.Contains("标识有效", (await app.Anonymous().OpenAsync($"/b/{Number}")).Text);
    }

    [Fact]
    public async Task Post_restore_with_grace_over_and_people_not_vaccinated_is_refused()
    {
        await using var app = new CertifyApp();
        var badge = await app.Given.ABadge();
        var shop = await app.ReadAsync(db => Task.FromResult(db.Shops.Single()));
        await app.Given.AStaffMember(shop, health: Doses.None);
        await app.Given.Change(badge, b => b.Suspend(SuspensionCause.Supervisor, "核查", CertifyApp.Start));
        var visitor = await app.SignInAsync(Roles.Supervisor);
        var ask = await visitor.OpenAsync($"/desk/badges/{Number}/restore");
        await visitor.SubmitAsync(ask, new(StringComparer.Ordinal) { ["Input.Reason"] = "核查完毕" });
        await app.Given.Change(badge, b => b.Suspend(SuspensionCause.Supervisor, "再次核查", CertifyApp.Start));
        app.Time.Advance(TimeSpan.FromDays(4));
        visitor = await app.SignInAsync(Roles.Supervisor);

        var refused = await visitor.SubmitAsync(await visitor.OpenAsync($"/desk/badges/{Number}/restore"), new(StringComparer.Ordinal) { ["Input.Reason"] = "核查完毕" });

        Assert.Contains("接种率为 0 / 1，宽限期已过，不能恢复", refused.Text);
        Assert.Equal("核查完毕", refused.Find("textarea")!.TextContent.Trim());
        Assert.Equal(BadgeState.Suspended, (await app.ReadAsync(db => Task.FromResult(db.Badges.Single()))).State);
    }

    [Fact]
    public async Task Post_without_reason_says_so_and_changes_nothing()
    {
        await using var app = new CertifyApp();
        await app.Given.ABadge();
        var visitor = await app.SignInAsync(Roles.Supervisor);

        var page = await visitor.SubmitAsync(await visitor.OpenAsync($"/desk/badges/{Number}/revoke"), new(StringComparer.Ordinal) { ["Input.Reason"] = " " });

        Assert.Contains("此项必填", page.Text);
        Assert.Equal(BadgeState.Valid, (await app.ReadAsync(db => Task.FromResult(db.Badges.Single()))).State);
    }

    [Fact]
    public async Task Inspector_opens_and_prints_the_badge_of_a_foreign_shop_that_they_visited_and_of_no_other()
    {
        await using var app = new CertifyApp();
        var foreign = await app.Given.AShop("别人家的店", grid: await app.Given.AGrid("蒸湘街道", "红湘社区", heldBy: "other"));
        var unvisited = await app.Given.AShop("没去过的店", grid: await app.Given.AGrid("蒸湘街道", "红湘社区"));
        var (mine, theirs) = (await app.Given.Recorded(app.Given.AVisit(foreign) with { ForeignReason = "协助邻近网格" }), await app.Given.Recorded(app.Given.AVisit(unvisited), "other"));
        var inspector = await app.SignInAsync(Roles.Inspector);

        foreach (var (answer, status) in new[] { (mine, HttpStatusCode.OK), (theirs, HttpStatusCode.NotFound) })
            foreach (var paper in new[] { "", "/door-a5.pdf", "/door-a5.png" })
                Assert.Equal(status, (await inspector.Client.GetAsync($"/desk/badges/{answer.Receipt!.Badge!.Number}{paper}")).StatusCode);
    }

    [Fact]
    public async Task Post_revoke_after_somebody_else_did_is_refused()
    {
        await using var app = new CertifyApp();
        var badge = await app.Given.ABadge();
        var visitor = await app.SignInAsync(Roles.Supervisor);
        var ask = await visitor.OpenAsync($"/desk/badges/{Number}/revoke");
        await app.Given.Change(badge, b => b.Revoke("先行撤销", CertifyApp.Start));

        var page = await visitor.SubmitAsync(ask, new(StringComparer.Ordinal) { ["Input.Reason"] = "冒用标识" });

        Assert.Contains($"标识 {Number} 已撤销，不能再更改", page.Text);
    }

    [Fact]
    public async Task Get_ask_where_state_does_not_allow_goes_to_the_badge()
    {
        await using var app = new CertifyApp();
        await app.Given.ABadge();
        var visitor = await app.SignInAsync(Roles.Supervisor);

        Assert.Equal($"/desk/badges/{Number}", (await visitor.OpenAsync($"/desk/badges/{Number}/restore")).Path);
    }

    [Theory]
    [InlineData(Roles.Owner)]
    [InlineData(Roles.Inspector)]
    public async Task Get_own_badge_shows_papers_but_no_decisions(string role)
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        await app.Given.AnOwner(Roles.Owner, shop);
        await app.Given.ABadge(shop);
        var visitor = await app.SignInAsync(role);

        var page = await visitor.OpenAsync($"/desk/badges/{Number}");

        Assert.Contains("A5 门贴", page.Text);
        Assert.DoesNotContain("撤销", page.TextOf(".actions"));
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.OpenAsync($"/desk/badges/{Number}/revoke")).Status);
    }

    [Theory]
    [InlineData(Roles.Owner)]
    [InlineData(Roles.Inspector)]
    public async Task Get_somebody_elses_badge_is_not_found(string role)
    {
        await using var app = new CertifyApp();
        await app.Given.ABadge(await app.Given.AShop(grid: await app.Given.AGrid("衡州路街道", heldBy: "another")));
        var visitor = await app.SignInAsync(role);

        Assert.Equal(HttpStatusCode.NotFound, (await visitor.OpenAsync($"/desk/badges/{Number}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.OpenAsync($"/desk/badges/{Number}/door-a5.pdf")).Status);
    }

    [Fact]
    public async Task Get_rare_character_without_a_font_is_told_before_printing()
    {
        await using var app = new CertifyApp();
        await app.Given.ABadge(await app.Given.AShop("湘味🫠土菜馆"));
        var visitor = await app.SignInAsync(Roles.Supervisor);

        Assert.Contains("印制时将略去：🫠", (await visitor.OpenAsync($"/desk/badges/{Number}")).TextOf(".note"));
        Assert.Contains("印制时将略去：🫠", (await visitor.OpenAsync("/desk/prints")).TextOf(".note"));
    }
}
