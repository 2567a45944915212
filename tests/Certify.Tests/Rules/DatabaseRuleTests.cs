using Certify.Accounts;
using Certify.Badges;
using Certify.Data;
using Certify.Referrals;
using Certify.Shops;
using Certify.Staff;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Certify.Tests.Rules.DatabaseRows;

namespace Certify.Tests.Rules;

public sealed class SqliteRuleTests : DatabaseRuleTests
{
    protected override async Task<CertifyDb> NewDbAsync()
    {
        var db = new SqliteCertifyDb(new DbContextOptionsBuilder<SqliteCertifyDb>().UseSqlite("Data Source=:memory:").Options);
        await db.Database.OpenConnectionAsync();
        await db.Database.MigrateAsync();
        return db;
    }
}

public sealed class PostgreSqlRuleTests : DatabaseRuleTests
{
    protected override async Task<CertifyDb> NewDbAsync() => await (await Postgres.Running).NewCertifyDbAsync();
}

/// <summary>What the database itself decides, whoever writes at the same time: the same on both.</summary>
public abstract class DatabaseRuleTests
{
    private static readonly DateTimeOffset Now = CertifyApp.Start;

    protected abstract Task<CertifyDb> NewDbAsync();

    [Fact]
    public async Task Migrations_make_the_model_as_it_is()
    {
        await using var db = await NewDbAsync();

        Assert.False(db.Database.HasPendingModelChanges(), "The model has changed: make migrations NAME=… makes the pair.");
        Assert.Empty(await db.Database.GetPendingMigrationsAsync());
    }

    [Fact]
    public async Task Second_live_badge_of_a_shop_is_refused()
    {
        await using var db = await NewDbAsync();
        var shop = await AShopAsync(db);
        var first = await ABadgeAsync(db, shop);

        Assert.True(await RefusedAsync(db, NewBadge(shop, await AVisitAsync(db, shop))));

        first.Suspend(SuspensionCause.Supervisor, "整改", Now);
        await db.SaveChangesAsync();
        Assert.True(await RefusedAsync(db, NewBadge(shop, await AVisitAsync(db, shop))));
    }

    [Fact]
    public async Task New_badge_after_a_revoked_one_is_accepted()
    {
        await using var db = await NewDbAsync();
        var shop = await AShopAsync(db);
        (await ABadgeAsync(db, shop)).Revoke("冒用", Now);
        await db.SaveChangesAsync();

        await ABadgeAsync(db, shop);

        Assert.Equal(2, await db.Badges.CountAsync());
    }

    [Fact]
    public async Task Second_badge_of_a_visit_is_refused()
    {
        await using var db = await NewDbAsync();
        var shop = await AShopAsync(db);
        var visit = await AVisitAsync(db, shop);
        var badge = NewBadge(shop, visit);
        badge.Revoke("冒用", Now);
        db.Add(badge);
        await db.SaveChangesAsync();

        Assert.True(await RefusedAsync(db, NewBadge(shop, visit)));
    }

    [Fact]
    public async Task Visit_id_used_before_is_refused()
    {
        await using var db = await NewDbAsync();
        var shop = await AShopAsync(db);
        var visit = await AVisitAsync(db, shop);
        db.ChangeTracker.Clear();

        Assert.True(await RefusedAsync(db, NewVisit(shop, visit.Id)));
    }

    [Theory]
    [InlineData("湘味土菜馆", "92430499MAQMDPGT2E", "衡阳市高新区解放大道1号")]
    [InlineData("湘味土菜馆", null, "衡阳市高新区解放大道1号")]
    public async Task Shop_with_the_same_identity_is_refused(string name, string? uscc, string address)
    {
        await using var db = await NewDbAsync();
        var shop = await AShopAsync(db, name, uscc, address);

        // Full-width digits and blanks don't make another address.
        Assert.True(await RefusedAsync(db, new Shop(new ShopFacts(uscc, name, "衡阳市高新区 解放大道１号", "catering"), shop.GridId, Now)));
        Assert.False(await RefusedAsync(db, new Shop(new ShopFacts(uscc, name, address + "二楼", "catering"), shop.GridId, Now)));
    }

    [Fact]
    public async Task Second_open_referral_of_a_person_is_refused()
    {
        await using var db = await NewDbAsync();
        var shop = await AShopAsync(db);
        var staff = await AStaffMemberAsync(db, shop);
        var referral = new Referral(shop.Id, staff.Id, null, null, Now);
        db.Add(referral);
        await db.SaveChangesAsync();

        Assert.True(await RefusedAsync(db, new Referral(shop.Id, staff.Id, null, null, Now)));

        referral.Close(ReferralState.Vaccinated, Now);
        await db.SaveChangesAsync();
        Assert.False(await RefusedAsync(db, new Referral(shop.Id, staff.Id, null, null, Now)));
    }

    [Fact]
    public async Task One_person_is_one_line_of_a_roster()
    {
        await using var db = await NewDbAsync();
        var shop = await AShopAsync(db);
        var staff = await AStaffMemberAsync(db, shop);
        var person = await db.Persons.SingleAsync(p => p.Id == staff.PersonId);

        Assert.True(await RefusedAsync(db, new StaffMember(shop.Id, person, StaffSource.Owner, CertifyApp.Today, Now)));
    }

    [Fact]
    public async Task Another_failure_is_no_unique_violation()
    {
        await using var db = await NewDbAsync();
        db.Add(new Shop(new ShopFacts(null, "无网格", "无网格路1号", "catering"), Guid.CreateVersion7(), Now));

        var failure = await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync());

        Assert.False(failure.IsUniqueViolation());
    }

    [Fact]
    public async Task Stale_version_of_a_badge_is_refused()
    {
        await using var db = await NewDbAsync();
        var badge = await ABadgeAsync(db, await AShopAsync(db));
        await db.Badges.Where(b => b.Id == badge.Id).ExecuteUpdateAsync(b => b.SetProperty(x => x.Version, x => x.Version + 1));

        badge.Suspend(SuspensionCause.Supervisor, "整改", Now);

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => db.SaveChangesAsync());
    }

    [Fact]
    public async Task Moments_and_days_come_back_as_they_went()
    {
        await using var db = await NewDbAsync();
        var at = new DateTimeOffset(2021, 8, 9, 23, 59, 59, 123, TimeSpan.Zero);
        db.Add(new AuditRow(Actor.System, "user.added", "user", null, "a", null, at));
        db.Add(new AuditRow(Actor.System, "user.added", "user", null, "b", null, at.AddMilliseconds(1)));
        await db.SaveChangesAsync();
        db.ChangeTracker.Clear();

        var found = await db.Audit.Where(r => r.At > at.AddMilliseconds(-1) && r.At <= at).OrderBy(r => r.At).SingleAsync();

        Assert.Equal(at, found.At);
        Assert.Equal(TimeSpan.Zero, found.At.Offset);
    }

    [Theory]
    [InlineData("kfc")]
    [InlineData("ＫＦＣ")]
    [InlineData("92430499maqm")]
    [InlineData("解放大道 1")]
    public async Task Search_text_is_found_whatever_its_case_and_width(string typed)
    {
        await using var db = await NewDbAsync();
        await AShopAsync(db, "KFC 餐厅（高新店）", "92430499MAQMDPGT2E", "衡阳市高新区解放大道１号");
        var folded = ShopIdentity.Fold(typed);

        Assert.Equal(1, await db.Shops.CountAsync(s => s.SearchText.Contains(folded)));
    }
}
