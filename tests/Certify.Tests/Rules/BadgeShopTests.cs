using Certify.Badges;
using Certify.Certification;
using Certify.Shops;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Certify.Tests.Support.Given;

namespace Certify.Tests.Rules;

/// <summary>A badge follows its shop: closed, opened again, moved, written another way.</summary>
public sealed class BadgeShopTests
{
    [Fact]
    public async Task Close_suspends_at_once_and_reopening_in_time_brings_the_badge_back()
    {
        await using var app = new CertifyApp();
        var (shop, badge) = await app.Given.ACertifiedShop();

        await Shops(app, s => s.CloseAsync(shop.Id, "查无此店", AnOfficer));
        Assert.Equal(ScanStatus.Suspended, await app.Given.Scanned(badge));
        Assert.Equal("badges.shop_closed", (await Restore(app, badge)).Refusal!.Code);
        app.Time.Advance(TimeSpan.FromDays(6));
        await Shops(app, s => s.ReopenAsync(shop.Id, AnOfficer));

        Assert.Equal(ScanStatus.Valid, await app.Given.Scanned(badge));
        var audit = await app.ReadAsync(db => db.Audit.Where(a => a.Subject == "badge").OrderBy(a => a.At).Select(a => a.Action + " " + a.ActorName + " " + a.Detail).ToListAsync());
        Assert.Contains("badge.suspended 刘正华 badges.reason_closed", audit);
        Assert.Contains("badge.restored 刘正华 badges.reason_reopened", audit);
    }

    [Fact]
    public async Task Reopened_after_longer_than_a_visit_counts_the_badge_waits_for_a_visit()
    {
        await using var app = new CertifyApp();
        var (shop, badge) = await app.Given.ACertifiedShop();
        await Shops(app, s => s.CloseAsync(shop.Id, "装修", AnOfficer));
        app.Time.Advance(TimeSpan.FromDays(8));

        await Shops(app, s => s.ReopenAsync(shop.Id, AnOfficer));

        Assert.Equal(ScanStatus.Suspended, await app.Given.Scanned(badge));
        Assert.Equal(Revisit.Reopened, await app.ReadAsync(db => db.Standings.Select(s => s.Revisit).SingleAsync()));
        Assert.Equal("Certified", (await app.Given.Revisited(shop)).Receipt!.Outcome.ToString());
        Assert.Equal(ScanStatus.Superseded, await app.Given.Scanned(badge));
    }

    [Fact]
    public async Task Coverage_does_not_bring_back_the_badge_of_a_closed_shop()
    {
        await using var app = new CertifyApp();
        var (shop, badge) = await app.Given.ACertifiedShop();
        await app.Given.Hired(shop);
        app.Time.Advance(TimeSpan.FromDays(4));
        await app.Given.Due();

        await Shops(app, s => s.CloseAsync(shop.Id, "停止经营", AnOfficer));
        await app.Given.Left(shop);

        Assert.Equal(ScanStatus.Suspended, await app.Given.Scanned(badge));
        Assert.Equal(SuspensionCause.Closed, (await app.Given.BadgeOf(badge)).Cause);
    }

    [Theory]
    [InlineData(1, 6)]
    [InlineData(4, 5)]
    [InlineData(1, 2)]
    public async Task Reopened_shop_tells_what_became_of_its_badge_in_order_and_restores_it_only_within_the_grace(int closed, int reopened)
    {
        await using var app = new CertifyApp();
        var (shop, badge) = await app.Given.ACertifiedShop();
        await app.Given.Hired(shop);
        async Task<DateTimeOffset> On(int day)
        {
            app.Time.SetUtcNow(CertifyApp.Start.AddDays(day));
            await app.Given.Due();
            return app.Clock.Now;
        }
        var shut = await On(closed);
        await Shops(app, s => s.CloseAsync(shop.Id, "装修", AnOfficer));
        var back = await On(reopened);
        await Shops(app, s => s.ReopenAsync(shop.Id, AnOfficer));
        await app.Given.Reviewed(shop);

        var expected = new List<(BadgeStepKind, SuspensionCause, DateTimeOffset)> { (BadgeStepKind.Issued, default, CertifyApp.Start), (BadgeStepKind.Short, default, CertifyApp.Start) };
        if (closed > 3)
            expected.Add((BadgeStepKind.Suspended, SuspensionCause.Coverage, CertifyApp.Start.AddDays(3)));
        expected.Add((BadgeStepKind.Suspended, SuspensionCause.Closed, shut));
        expected.Add(reopened > 3 ? (BadgeStepKind.Suspended, SuspensionCause.Coverage, back) : (BadgeStepKind.Restored, default, back));
        Assert.Equal(expected, (await app.Given.StepsOf(shop)).Select(s => (s.Kind, s.Cause, s.At)));
        Assert.Equal(back, (await app.Given.BadgeOf(badge)).ChangedAt);
        Assert.Equal(reopened > 3 ? 0 : 1, await app.ReadAsync(db => db.Audit.CountAsync(a => a.Action == "badge.restored")));

        await On(reopened + 3);
        Assert.Equal(ScanStatus.Suspended, await app.Given.Scanned(badge));
        await app.Given.Left(shop);
        Assert.Equal(ScanStatus.Valid, await app.Given.Scanned(badge));
    }

    [Fact]
    public async Task Move_ends_the_badge_for_the_new_place_a_visit_there_earns_another_and_moving_back_undoes_it()
    {
        await using var app = new CertifyApp();
        var (shop, badge) = await app.Given.ACertifiedShop();
        await Move(app, shop, "衡阳市高新区华新大道1号");
        Assert.Equal(ScanStatus.Suspended, await app.Given.Scanned(badge));
        Assert.Equal(Revisit.Moved, await app.ReadAsync(db => db.Standings.Select(s => s.Revisit).SingleAsync()));
        Assert.Equal("badges.shop_moved", (await Restore(app, badge)).Refusal!.Code);

        await Move(app, shop, shop.Address);
        Assert.Equal(ScanStatus.Valid, await app.Given.Scanned(badge));

        await Move(app, shop, "衡阳市高新区华新大道1号");
        var newer = (await app.Given.Revisited(shop)).Receipt!.Badge!.Number;
        Assert.Equal(ScanStatus.Superseded, await app.Given.Scanned(badge));
        Assert.Equal("衡阳市高新区华新大道1号", await app.ReadAsync(db => db.Badges.Where(b => b.Number == newer).Select(b => b.Address).SingleAsync()));
        Assert.Null(await app.ReadAsync(db => db.Standings.Select(s => s.Revisit).SingleAsync()));
    }

    [Fact]
    public async Task Address_that_was_only_written_wrong_and_a_new_signboard_leave_the_badge_valid_and_ask_for_a_visit()
    {
        await using var app = new CertifyApp();
        var (shop, badge) = await app.Given.ACertifiedShop();

        await Move(app, shop, shop.Address + "附1号", samePlace: true);
        Assert.Equal(ScanStatus.Valid, await app.Given.Scanned(badge));
        Assert.Equal((Revisit.Renamed, CertifyApp.Today.AddDays(14)), await Revisit_(app));

        app.Time.Advance(TimeSpan.FromDays(2));
        await Shops(app, s => s.NameSignboardAsync(shop.Id, "湘味小馆", AnOfficer));
        Assert.Equal(ScanStatus.Valid, await app.Given.Scanned(badge));
        Assert.Equal((Revisit.Renamed, CertifyApp.Today.AddDays(14)), await Revisit_(app));

        await app.Given.Revisited(shop);
        Assert.Equal("湘味小馆", await app.ReadAsync(db => db.Badges.Where(b => b.State == BadgeState.Valid).Select(b => b.SignboardName).SingleAsync()));
        Assert.Null(await app.ReadAsync(db => db.Standings.Select(s => s.Revisit).SingleAsync()));
    }

    private static Task<Result?> Shops(CertifyApp app, Func<ShopService, Task<Result?>> act) => app.WithAsync(act);

    private static async Task Move(CertifyApp app, Shop shop, string address, bool samePlace = false)
    {
        var version = await app.ReadAsync(db => db.Shops.Where(s => s.Id == shop.Id).Select(s => s.Version).SingleAsync());
        Assert.True((await Shops(app, s => s.MoveAsync(shop.Id, version, address, "华兴街道", "华兴社区", samePlace, AnOfficer)))!.Ok);
    }

    private static async Task<Result<Badge>> Restore(CertifyApp app, Guid badge)
    {
        var number = (await app.Given.BadgeOf(badge)).Number;
        return (await app.WithAsync<BadgeDecisions, Result<Badge>?>(d => d.RestoreAsync(number, "核实", AnOfficer)))!;
    }

    private static Task<(Revisit?, DateOnly?)> Revisit_(CertifyApp app) => app.ReadAsync(async db => (await db.Standings.SingleAsync()) is var s ? (s.Revisit, s.RevisitOn) : default);
}
