using System.Data.Common;
using Certify.Badges;
using Certify.Data;
using Certify.Log;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Certify.Tests.Rules;

public sealed class LogPublisherTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Issued_badge_is_unconfirmed_until_it_is_published(bool postgres)
    {
        await using var app = await CertifyApp.OnAsync(postgres);
        var badge = await Unpublished(app);

        var before = await Scan(app, badge);
        Assert.Equal(ScanStatus.Unconfirmed, before.Status);
        Assert.Equal(("第1店", null), (before.Badge!.ShopName, before.Badge.Number));
        Assert.Equal(ScanStatus.Unconfirmed, (await app.Services.GetRequiredService<BadgeVerifier>().FindAsync(badge.Number)).Status);

        await app.Given.Published();
        Assert.Equal(ScanStatus.Valid, (await Scan(app, badge)).Status);
    }

    [Fact]
    public async Task Badge_that_points_at_another_entry_is_never_valid()
    {
        await using var app = new CertifyApp();
        var honest = await app.Given.ABadge();
        var planted = await Unpublished(app);
        await app.ReadAsync(db => db.Badges.Where(b => b.Id == honest.Id).ExecuteUpdateAsync(s => s.SetProperty(b => b.LeafIndex, 99)));
        await app.ReadAsync(db => db.Badges.Where(b => b.Id == planted.Id).ExecuteUpdateAsync(s => s.SetProperty(b => b.LeafIndex, honest.LeafIndex)));

        Assert.Equal(ScanStatus.Unconfirmed, (await Scan(app, planted)).Status);
    }

    [Fact]
    public async Task Another_instance_sees_a_new_checkpoint_at_the_next_scan()
    {
        await using var app = new CertifyApp();
        var badge = await Unpublished(app);
        var (folder, keys) = (app.Given.LogFolder, new LogKeys(Path.Combine(app.DataDirectory, "keys", "log-key.json"), MasterKey.Load(Path.Combine(app.Folder, "master.key"))));
        var other = new PublishedLog(folder, keys);
        var hash = System.Security.Cryptography.SHA256.HashData(BadgeToken.Payload(badge.Token));
        Assert.False(other.Holds(badge.LeafIndex!.Value, hash));

        await app.Given.Published();

        Assert.True(other.Holds(badge.LeafIndex!.Value, hash));
    }

    [Fact]
    public async Task Log_grows_over_tile_borders_and_keeps_only_the_widest_pieces()
    {
        await using var app = new CertifyApp();
        foreach (var (count, from) in new[] { (100, 1), (154, 101), (2, 255), (300, 257) })
            await app.Given.Badges(count, from);

        // 556 badges and the entry of their key.
        Assert.Equal(557, app.Services.GetRequiredService<PublishedLog>().Size);
        Assert.Equal(
            ["checkpoint", "history", "tile/0/000", "tile/0/001", "tile/0/002.p/45", "tile/1/000.p/2", "tile/entries/000", "tile/entries/001", "tile/entries/002.p/45"],
            app.Given.LogFolder.Files().Order(StringComparer.Ordinal));
        Assert.Empty((await app.Services.GetRequiredService<LogCheck>().FilesAsync()).Faults);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Two_publishers_and_many_callers_publish_one_log(bool postgres)
    {
        await using var app = await CertifyApp.OnAsync(postgres);
        await app.Given.Badges(20);
        var keys = new LogKeys(Path.Combine(app.DataDirectory, "keys", "log-key.json"), MasterKey.Load(Path.Combine(app.Folder, "master.key")));
        var folder = app.Given.LogFolder;
        using var other = new LogPublisher(app.Services.GetRequiredService<IDbContextFactory<CertifyDb>>(), folder, keys, new PublishedLog(folder, keys), app.Services.GetRequiredService<LogHistory>(),
            FaultPoints.None, app.Services.GetRequiredService<CertifyOptions>(), app.Services.GetRequiredService<CertifyClock>());
        for (var n = 21; n < 30; n++)
        {
            await Unpublished(app, n);
            var sizes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => i % 2 == 0 ? other.PublishAsync() : app.Services.GetRequiredService<LogPublisher>().PublishAsync())));
            Assert.All(sizes, s => Assert.Equal(n + 1, s.Value));
        }
        Assert.Empty((await app.Services.GetRequiredService<LogCheck>().FilesAsync()).Faults);
    }

    /// <summary>The moment between the question to the database and the look at what is published, in which another instance does both.</summary>
    [Fact]
    public async Task Database_is_not_taken_for_an_older_one_because_another_instance_publishes_meanwhile()
    {
        await using var app = new CertifyApp();
        await app.Given.Badges(2);
        var keys = new LogKeys(Path.Combine(app.DataDirectory, "keys", "log-key.json"), MasterKey.Load(Path.Combine(app.Folder, "master.key")));
        var (folder, asked) = (app.Given.LogFolder, new AfterMaximum());
        var published = new PublishedLog(folder, keys);
        var dbs = new Databases(() => new SqliteCertifyDb(new DbContextOptionsBuilder<SqliteCertifyDb>().UseSqlite($"Data Source={Path.Combine(app.DataDirectory, "certify.db")}").AddInterceptors(asked).Options));
        using var publisher = new LogPublisher(dbs, folder, keys, published, app.Services.GetRequiredService<LogHistory>(),
            FaultPoints.None, app.Services.GetRequiredService<CertifyOptions>(), app.Services.GetRequiredService<CertifyClock>());
        Assert.Equal(3, (await publisher.PublishAsync()).Value);
        async Task Other(int number)
        {
            await app.Given.Badges(1, number);
            published.Look();
        }

        asked.Once = () => Other(3);
        var result = await publisher.PublishAsync();
        Assert.Equal((null, 4), (result.Refusal?.Code, result.Value));

        asked.Once = () => Other(4);
        await using var db = dbs.CreateDbContext();
        var leaf = await new LogBook(dbs, published).AppendAsync(db, LeafText.KeyCompromised(CertifyApp.Start, new byte[8], CertifyApp.Start));
        Assert.Null(asked.Once);
        // The place is taken: the index says so, and the intention begins again.
        Assert.Equal(4, leaf.Index);
        await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync());
    }

    /// <summary>What a race between two shows only now and then: while one is at work the other touches nothing.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Publisher_waits_while_another_process_is_at_work(bool postgres)
    {
        await using var app = await CertifyApp.OnAsync(postgres);
        await app.Given.Badges(3);
        await Unpublished(app, 9);
        var before = app.Given.LogFolder.ReadCheckpoint();
        Task<Result<long>> publishing;
        await using (await app.Given.LogFolder.LockAsync(default))
        {
            publishing = app.Services.GetRequiredService<LogPublisher>().PublishAsync();
            Assert.NotSame(publishing, await Task.WhenAny(publishing, Task.Delay(300)));
            Assert.Equal(before, app.Given.LogFolder.ReadCheckpoint());
        }

        Assert.Equal(5, (await publishing).Value);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Database_that_differs_from_what_is_published_is_refused(bool postgres)
    {
        await using var app = await CertifyApp.OnAsync(postgres);
        await app.Given.Badges(3);
        var published = File.ReadAllText(Path.Combine(app.Given.LogFolder.Path, "checkpoint"));
        await app.ReadAsync(db => db.LogLeaves.Where(l => l.Index == 2).ExecuteUpdateAsync(s => s.SetProperty(l => l.Json, "{}")));
        await Unpublished(app, 9);

        var refused = await app.Services.GetRequiredService<LogPublisher>().PublishAsync();

        Assert.Equal("log.differs", refused.Refusal?.Code);
        Assert.Equal(2L, refused.Refusal!.Args[0]);
        Assert.Equal(published, File.ReadAllText(Path.Combine(app.Given.LogFolder.Path, "checkpoint")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Database_that_is_behind_appends_nothing_and_takes_over_what_is_published(bool postgres)
    {
        await using var app = await CertifyApp.OnAsync(postgres);
        await app.Given.Badges(3);
        var kept = await app.ReadAsync(db => db.LogLeaves.OrderBy(l => l.Index).Select(l => l.Json).ToListAsync());
        await app.ReadAsync(db => db.LogLeaves.Where(l => l.Index >= 2).ExecuteDeleteAsync());

        await Assert.ThrowsAsync<InvalidOperationException>(() => Unpublished(app, 9));
        Assert.Equal("log.behind", (await app.Services.GetRequiredService<LogPublisher>().PublishAsync()).Refusal?.Code);
        Assert.Equal(2, (await app.Services.GetRequiredService<LogBook>().AdoptAsync()).Value);

        Assert.Equal(kept, await app.ReadAsync(db => db.LogLeaves.OrderBy(l => l.Index).Select(l => l.Json).ToListAsync()));
        await Unpublished(app, 9);
        Assert.Equal(5, await app.Given.Published());
    }

    [Theory]
    [InlineData("checkpoint")]
    [InlineData("tile/0/000.p/4")]
    public async Task Damaged_file_stops_the_publisher(string file)
    {
        await using var app = new CertifyApp();
        await app.Given.Badges(3);
        var path = Path.Combine(app.Given.LogFolder.Path, file);
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[^3] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);
        await Unpublished(app, 9);

        Assert.Equal("log.damaged", (await app.Services.GetRequiredService<LogPublisher>().PublishAsync()).Refusal?.Code);
    }

    [Fact]
    public async Task Lost_key_is_not_replaced_by_a_new_one()
    {
        await using var app = new CertifyApp();
        await app.Given.Badges(2);
        var key = Path.Combine(app.DataDirectory, "keys", "log-key.json");
        File.Delete(key);
        var (folder, keys) = (app.Given.LogFolder, new LogKeys(key, MasterKey.Load(Path.Combine(app.Folder, "master.key"))));
        using var restarted = new LogPublisher(app.Services.GetRequiredService<IDbContextFactory<CertifyDb>>(), folder, keys, new PublishedLog(folder, keys), app.Services.GetRequiredService<LogHistory>(),
            FaultPoints.None, app.Services.GetRequiredService<CertifyOptions>(), app.Services.GetRequiredService<CertifyClock>());

        Assert.Equal("log.key_missing", (await restarted.PublishAsync()).Refusal?.Code);
        Assert.False(File.Exists(key));
    }

    [Fact]
    public async Task Entry_names_no_shop_no_person_and_no_number()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop("湘味土菜馆");
        var answer = await app.Given.Recorded(app.Given.AVisit(shop, Given.Person("陈桂英")));

        var entry = await app.ReadAsync(db => db.LogLeaves.Where(l => l.Type == LeafType.Issue).Select(l => l.Json).SingleAsync());

        Assert.Matches("""^\{"type":"issue","at":"2021-08-09T06:00:00.000Z","cti":"[0-9a-f]{64}","shop":"[0-9a-f]{32}","issuedOn":"2021-08-09","validUntil":"2021-11-07","kid":"[0-9a-f]{16}","payload":"[0-9a-f]{64}","visit":"[0-9a-f]{64}"\}$""", entry);
        Assert.DoesNotContain(answer.Receipt!.Badge!.Number, entry);
        Assert.DoesNotContain(shop.Id.ToString("N"), entry);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Revocation_is_logged_and_suspension_is_not(bool postgres)
    {
        await using var app = await CertifyApp.OnAsync(postgres);
        var badge = await app.Given.ABadge();
        var (decisions, actor) = (app.Services.GetRequiredService<Certification.BadgeDecisions>(), Accounts.Actor.System);
        await decisions.SuspendAsync(badge.Number, "整改", actor);
        await decisions.RestoreAsync(badge.Number, "已整改", actor);
        await decisions.RevokeAsync(badge.Number, "冒用", actor);

        var logged = await app.ReadAsync(db => db.LogLeaves.OrderBy(l => l.Index).ToListAsync());

        Assert.Equal([LeafType.Key, LeafType.Issue, LeafType.Revoke], logged.Select(l => l.Type));
        Assert.Equal(logged[1].Subject, logged[2].Subject);
        Assert.DoesNotContain("冒用", logged[2].Json);
    }

    private static Task<ScanAnswer> Scan(CertifyApp app, Badge badge) => app.Services.GetRequiredService<BadgeVerifier>().ScanAsync(badge.Token).AsTask();

    /// <summary>A badge with its leaf, committed, and nobody has published it.</summary>
    private static Task<Badge> Unpublished(CertifyApp app, int number = 1) => app.Given.AnUnpublishedBadge(number);

    private sealed class Databases(Func<CertifyDb> open) : IDbContextFactory<CertifyDb>
    {
        public CertifyDb CreateDbContext() => open();
    }

    /// <summary>Does something once, just after the database has answered how far its log goes.</summary>
    private sealed class AfterMaximum : DbCommandInterceptor
    {
        public Func<Task>? Once { get; set; }

        public override async ValueTask<DbDataReader> ReaderExecutedAsync(DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
        {
            if (command.CommandText.Contains("MAX(", StringComparison.OrdinalIgnoreCase) && Once is { } act)
            {
                Once = null;
                await act();
            }
            return result;
        }
    }
}
