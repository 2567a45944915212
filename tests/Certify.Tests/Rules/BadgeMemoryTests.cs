using Certify.Badges;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Certify.Tests.Rules;

/// <summary>Scans from memory: never behind what this process did, hardly behind what others did, honest when the records are gone.</summary>
public sealed class BadgeMemoryTests
{
    [Fact]
    public async Task Scan_after_a_change_here_tells_it_at_once()
    {
        await using var app = new CertifyApp();
        var badge = await app.Given.ABadge();
        Assert.Equal(ScanStatus.Valid, (await Scan(app, badge)).Status);

        await app.Given.Change(badge, b => b.Suspend(SuspensionCause.Supervisor, "抽查", CertifyApp.Start));
        Assert.Equal(ScanStatus.Suspended, (await Scan(app, badge)).Status);
        await app.Given.Change(badge, b => b.Restore(SuspensionCause.Supervisor, "复查", CertifyApp.Start));
        Assert.Equal(ScanStatus.Valid, (await Scan(app, badge)).Status);
    }

    [Fact]
    public async Task Scan_after_a_change_elsewhere_tells_it_within_half_a_minute()
    {
        await using var app = new CertifyApp();
        var badge = await app.Given.ABadge();
        var first = await Scan(app, badge);
        // As another instance does it: this one's own listening doesn't hear it.
        await app.ReadAsync(db => db.Badges.ExecuteUpdateAsync(s => s.SetProperty(b => b.State, BadgeState.Revoked)));

        var remembered = await Scan(app, badge);
        Assert.Equal((ScanStatus.Valid, first.AsOf), (remembered.Status, remembered.AsOf));
        app.Time.Advance(BadgeVerifier.Fresh);
        Assert.Equal(ScanStatus.Revoked, (await Scan(app, badge)).Status);
    }

    [Fact]
    public async Task Scan_at_the_end_of_the_last_day_expires_from_memory_too()
    {
        await using var app = new CertifyApp();
        var badge = await app.Given.ABadge();
        app.Time.SetUtcNow(badge.ExpiresAt.AddMilliseconds(-1));

        Assert.Equal(ScanStatus.Valid, (await Scan(app, badge)).Status);
        app.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(ScanStatus.Expired, (await Scan(app, badge)).Status);
    }

    [Fact]
    public async Task Scan_without_records_tells_the_last_known_state_as_such_and_never_valid()
    {
        await using var app = new CertifyApp();
        var badge = await app.Given.ABadge();
        var revoked = await app.Given.ABadge(await app.Given.AShop("甲记米粉"), "HYGX-2021-000001-AAAA");
        await app.Given.Change(revoked, b => b.Revoke("冒用", CertifyApp.Start));
        var before = await Scan(app, badge);
        await Scan(app, revoked);

        app.LoseDatabase();

        for (var hour = 0; hour < 3; hour++)
        {
            var after = await Scan(app, badge);
            Assert.Equal((ScanStatus.Unconfirmed, before.AsOf), (after.Status, after.AsOf));
            Assert.Equal((badge.SignboardName, null), (after.Badge!.ShopName, after.Badge.Number));
            app.Time.Advance(TimeSpan.FromHours(1));
        }
        // What is final stays true, whoever can be asked.
        Assert.Equal(ScanStatus.Revoked, (await Scan(app, revoked)).Status);
        app.Time.SetUtcNow(badge.ExpiresAt);
        Assert.Equal(ScanStatus.Expired, (await Scan(app, badge)).Status);
    }

    [Fact]
    public void Keep_badge_changed_while_it_was_read_is_not_remembered()
    {
        var changes = new BadgeChanges();
        var memory = new BadgeMemory(changes);
        var since = memory.Changes;
        var known = Known("A");

        memory.Keep(known, since);
        Assert.Same(known, memory.Find("A"));
        using var db = new Certify.Data.SqliteCertifyDb(new DbContextOptionsBuilder<Certify.Data.SqliteCertifyDb>().UseSqlite("Data Source=:memory:").AddInterceptors(changes).Options);
        db.Database.OpenConnection();
        db.Database.EnsureCreated();
        db.Database.ExecuteSqlRaw("PRAGMA foreign_keys = off");
        db.Badges.Add(ABadge("A"));
        db.SaveChanges();

        Assert.Null(memory.Find("A"));
        memory.Keep(known, since);
        Assert.Null(memory.Find("A"));
    }

    [Fact]
    public void Keep_many_holds_no_more_than_the_limit_and_those_asked_for()
    {
        var memory = new BadgeMemory(new BadgeChanges());
        for (var i = 0; i < 3 * BadgeMemory.Limit; i++)
        {
            Keep(memory, i);
            Keep(memory, i);
            Assert.NotNull(memory.Find("0"));
        }

        Assert.InRange(memory.Count, BadgeMemory.Limit / 2, BadgeMemory.Limit);
        Assert.Null(memory.Find("1"));
    }

    [Fact]
    public void Keep_after_it_was_full_remembers_only_what_is_scanned_again()
    {
        var memory = new BadgeMemory(new BadgeChanges());
        for (var i = 0; i < BadgeMemory.Limit / 2; i++)
            Keep(memory, i);
        Assert.NotNull(memory.Find("1"));

        for (var i = 0; i < 3 * BadgeMemory.Limit; i++)
            Keep(memory, -i);
        Keep(memory, 100_000);

        // Whatever comes by once doesn't push out what was there.
        Assert.NotNull(memory.Find("1"));
        Assert.Null(memory.Find("100000"));
        Keep(memory, 100_000);
        Assert.NotNull(memory.Find("100000"));
    }

    private static void Keep(BadgeMemory memory, int token) => memory.Keep(Known(token.ToString(System.Globalization.CultureInfo.InvariantCulture)), memory.Changes);

    private static async Task<ScanAnswer> Scan(CertifyApp app, Badge badge) => await app.Services.GetRequiredService<BadgeVerifier>().ScanAsync(badge.Token);

    private static KnownBadge Known(string token) => new(
        new BadgeRecord("HYGX-2021-000001-AAAA", new("招牌", "登记", "地址"), CertifyApp.Today, CertifyApp.Today, CertifyApp.Start, token, new byte[8], 1, BadgeState.Valid, null, 0), null, new byte[32], null, CertifyApp.Start);

    private static Badge ABadge(string token) => new(
        Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), "HYGX-2021-000001-AAAA", new("招牌", "登记", "地址"),
        new BadgeTerm(CertifyApp.Start, CertifyApp.Today, CertifyApp.Today, CertifyApp.Start), new SignedToken(token, new byte[32], new byte[16], new byte[8], 0), 1);
}
