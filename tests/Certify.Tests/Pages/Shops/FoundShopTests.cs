using Certify.Accounts;
using Certify.Badges;
using Certify.Certification;
using Certify.Shops;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tests.Pages.Shops;

public sealed class FoundShopTests
{
    [Fact]
    public async Task Post_found_keeps_a_provisional_shop_that_can_be_visited_at_once_but_earns_no_badge_yet()
    {
        await using var app = new CertifyApp();
        await app.Given.AGrid(heldBy: Roles.Inspector);
        var inspector = await app.SignInAsync(Roles.Inspector);

        var page = await Found(inspector, "新开的店", "解放大道7号");
        var shop = await app.ReadAsync(db => db.Shops.SingleAsync());
        var receipt = (await app.Given.Recorded(app.Given.AVisit(shop))).Receipt!;

        Assert.Contains("待负责人确认", page.Text);
        Assert.True(shop.IsProvisional);
        Assert.Equal([Shop.ProvisionalMissing], receipt.Missing.Select(m => m.Code));
        Assert.Null(receipt.Badge);
        Assert.Contains("新开的店", (await inspector.OpenAsync("/desk/shops?state=provisional")).Text);
    }

    [Fact]
    public async Task Accepting_issues_the_badge_that_nothing_else_was_missing_for()
    {
        await using var app = new CertifyApp();
        var shop = await AFoundShop(app, "新开的店");
        await app.Given.Recorded(app.Given.AVisit(shop));
        var supervisor = await app.SignInAsync(Roles.Supervisor);
        Assert.Contains("街头新发现、待确认 1 户", (await supervisor.OpenAsync("/desk")).Text);

        var page = await supervisor.SubmitAsync(await supervisor.OpenAsync($"/desk/shops/{shop.Id}/accept"), [], "main form[action*='Accept']");

        var badge = await app.ReadAsync(db => db.Badges.SingleAsync());
        Assert.Contains(badge.Number, page.Text);
        Assert.Equal(BadgeState.Valid, badge.State);
        Assert.Equal(ScanStatus.Valid, await app.Given.Scanned(badge.Id));
        Assert.Equal("found.decided_already", (await app.WithAsync<ShopAcceptance, Result<Badge?>?>(a => a.AcceptAsync(shop.Id, Given.AnOfficer)))!.Refusal!.Code);
    }

    [Fact]
    public async Task Accepting_issues_none_where_something_else_is_missing_or_the_visit_is_old()
    {
        await using var app = new CertifyApp();
        var (shortOne, old) = (await AFoundShop(app, "缺一剂的店"), await AFoundShop(app, "走访已久的店"));
        await app.Given.Recorded(app.Given.AVisit(shortOne, Given.Person("赵小波", Doses.One)));
        await app.Given.Recorded(app.Given.AVisit(old));
        app.Time.Advance(TimeSpan.FromDays(8));

        foreach (var shop in new[] { shortOne, old })
            Assert.True((await app.WithAsync<ShopAcceptance, Result<Badge?>?>(a => a.AcceptAsync(shop.Id, Given.AnOfficer)))!.Ok);

        Assert.Equal(0, await app.ReadAsync(db => db.Badges.CountAsync()));
    }

    [Fact]
    public async Task Matching_moves_visits_and_people_and_what_comes_late_to_the_registered_shop()
    {
        await using var app = new CertifyApp();
        var registered = await app.Given.AShop("湘味土菜馆", address: "解放大道9号");
        var shop = await AFoundShop(app, "湘味菜馆", "解放大道9号1楼");
        var early = app.Given.AVisit(shop, Given.Person("陈桂英"));
        await app.Given.Recorded(early);
        var supervisor = await app.SignInAsync(Roles.Supervisor);

        var page = await supervisor.SubmitAsync(await supervisor.OpenAsync($"/desk/shops/{shop.Id}/accept"), [], "main form[action*='Match']");
        var late = app.Given.AVisit(shop, Given.Person("李文斌"));

        Assert.Equal($"/desk/shops/{registered.Id}", page.Path);
        Assert.Equal(1, await app.ReadAsync(db => db.Badges.CountAsync(b => b.ShopId == registered.Id)));
        Assert.Equal(VisitAnswerKind.Repeated, (await app.Given.Recorded(early)).Kind);
        Assert.Equal(VisitAnswerKind.Recorded, (await app.Given.Recorded(late)).Kind);
        Assert.Equal(VisitAnswerKind.Repeated, (await app.Given.Recorded(late)).Kind);
        Assert.Equal(2, await app.ReadAsync(db => db.Visits.CountAsync(v => v.ShopId == registered.Id)));
        Assert.Equal(2, await app.ReadAsync(db => db.Staff.CountAsync(s => s.ShopId == registered.Id)));
        Assert.True(await app.ReadAsync(db => db.Shops.AnyAsync(s => s.Id == shop.Id && s.ClosedOn != null && s.MatchedToId == registered.Id)));
    }

    [Fact]
    public async Task Recheck_that_still_names_the_found_shop_puts_the_registered_shops_order_right()
    {
        await using var app = new CertifyApp();
        var registered = await app.Given.AShop("湘味土菜馆", address: "解放大道9号");
        var shop = await AFoundShop(app, "湘味菜馆", "解放大道9号1楼");
        await app.Given.Recorded(app.Given.AVisit(shop) with { Measures = Given.All.With("masks", false) });
        var order = await app.ReadAsync(db => db.Rectifications.SingleAsync());
        Assert.True((await app.WithAsync<ShopAcceptance, Result<Badge?>?>(a => a.MatchAsync(shop.Id, registered.Id, Given.AnOfficer)))!.Ok);

        var done = await app.WithAsync<RectificationBook, Result?>(book => book.PutRightAsync(shop.Id, order.Id, Given.AnOfficer));

        Assert.True(done?.Ok);
        Assert.Equal(0, await app.ReadAsync(db => db.Standings.Where(s => s.ShopId == registered.Id).Select(s => s.OpenRectifications).SingleAsync()));
    }

    [Fact]
    public async Task Likely_duplicates_are_named_before_anything_is_saved()
    {
        await using var app = new CertifyApp();
        await app.Given.AShop("湘味土菜馆", address: "解放大道9号");
        var inspector = await app.SignInAsync(Roles.Inspector);

        var warned = await Found(inspector, "湘味菜馆", "解放大道9号1楼");
        Assert.Contains("可能已有登记", warned.Text);
        Assert.Contains("湘味土菜馆", warned.Text);
        Assert.Equal(1, await app.ReadAsync(db => db.Shops.CountAsync()));
        var saved = await inspector.SubmitAsync(warned, []);

        Assert.Contains("待负责人确认", saved.Text);
        Assert.Equal(2, await app.ReadAsync(db => db.Shops.CountAsync()));
    }

    [Fact]
    public async Task Post_found_says_what_is_wrong()
    {
        await using var app = new CertifyApp();
        await app.Given.AShop("湘味土菜馆", address: "解放大道9号");
        var foreign = await app.Given.AGrid("蒸湘街道", "红湘社区");
        var inspector = await app.SignInAsync(Roles.Inspector);

        Assert.Contains("此项必填", (await Found(inspector, "", "解放大道7号")).Text);
        Assert.Contains("请填写所属街道或社区", (await Found(inspector, "店", "解放大道7号", new() { ["Input.GridId"] = foreign.Id.ToString() })).Text);
        Assert.NotNull((await Found(inspector, "店", "解放大道7号", new() { ["Input.Uscc"] = "92430499MAQMDPGT2A" })).Find("#Input_Uscc.input-validation-error"));
        var twin = await Found(inspector, "湘味土菜馆", "解放大道9号");
        Assert.Contains("已有登记", (await inspector.SubmitAsync(twin, [])).Text);
        Assert.Equal(1, await app.ReadAsync(db => db.Shops.CountAsync()));
    }

    [Fact]
    public async Task Matching_needs_a_registered_shop_that_is_open()
    {
        await using var app = new CertifyApp();
        var (shop, other) = (await AFoundShop(app, "新开的店"), await AFoundShop(app, "另一家新店"));
        var supervisor = await app.SignInAsync(Roles.Supervisor);

        Assert.Equal("found.no_target", (await app.WithAsync<ShopAcceptance, Result<Badge?>?>(a => a.MatchAsync(shop.Id, other.Id, Given.AnOfficer)))!.Refusal!.Code);
        Assert.Null(await app.WithAsync<ShopAcceptance, Result<Badge?>?>(a => a.MatchAsync(shop.Id, Guid.CreateVersion7(), Given.AnOfficer)));
        Assert.Contains("没有找到", (await supervisor.SubmitAsync(await supervisor.OpenAsync($"/desk/shops/{shop.Id}/accept"), new() { ["code"] = "92430499MAQMDPGT2E" }, "main form[action*='MatchCode']")).Text);
    }

    private static Task<Page> Found(Visitor inspector, string name, string address, Dictionary<string, string>? more = null) => FoundAsync(inspector, name, address, more ?? []);

    private static async Task<Page> FoundAsync(Visitor inspector, string name, string address, Dictionary<string, string> more)
    {
        var values = new Dictionary<string, string>(more, StringComparer.Ordinal) { ["Input.Name"] = name, ["Input.Address"] = address, ["Input.Category"] = "catering" };
        return await inspector.SubmitAsync(await inspector.OpenAsync("/desk/shops/found"), values);
    }

    private static async Task<Shop> AFoundShop(CertifyApp app, string name, string? address = null)
    {
        var grid = await app.Given.AGrid(heldBy: Roles.Inspector);
        var user = await app.Given.AUser(Roles.Inspector, Roles.Inspector);
        var id = await app.WithAsync<FoundShops, Result<Guid>>(f => f.AddAsync(null, name, address ?? name + "路1号", "catering", grid.Id, new Actor(user.Id, Roles.Inspector, Roles.Inspector)));
        Assert.True(id.Ok, id.Refusal?.Code);
        return await app.ReadAsync(db => db.Shops.SingleAsync(s => s.Id == id.Value));
    }
}
