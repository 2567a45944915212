using Certify.Badges;
using Certify.Certification;
using Certify.Data;
using Certify.Log;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Certify.Tests.Faults;

/// <summary>The drill: a signing key is stolen. Its thief can sign any date, write into the database, and even get the log to publish what he wrote.</summary>
public sealed class StolenKeyTests
{
    [Fact]
    public async Task Each_honest_badge_of_a_thousand_counts_and_no_backdated_one_does()
    {
        await using var app = new CertifyApp();
        var keys = app.Services.GetRequiredService<KeyStore>();
        var honest = (await app.Given.Badges(600)).ToList();
        var stolen = keys.Active;
        app.Time.Advance(TimeSpan.FromDays(1));
        var since = app.Time.GetUtcNow();
        app.Time.Advance(TimeSpan.FromHours(2));

        // The theft is noticed two hours later; what the key signed in between counts no more, whoever signed it.
        var between = (await app.Given.Badges(1, 2001))[0];
        keys.Revoke(stolen.Thumbprint, since);
        await app.Services.GetRequiredService<BadgeLog>().CatchUpAsync();
        honest.AddRange(await app.Given.Badges(400, 601));
        Assert.Equal(400, honest.Count(b => b.Kid.AsSpan().SequenceEqual(keys.Active.Kid)));

        var planted = await PlantAsync(app, stolen, honest);
        await app.Given.Published();

        foreach (var badge in honest)
            Assert.Equal(ScanStatus.Valid, (await ScanAsync(app, badge.Token)).Status);
        foreach (var token in planted.Append(between.Token))
            Assert.Equal((ScanStatus.Forged, "compromisedKey"), ((await ScanAsync(app, token)).Status, (await ScanAsync(app, token)).Reason));
        Assert.Equal(100, planted.Count);

        // What the records still have of them is revoked with the key, so that no list names it; a scan still says why.
        var late = app.Services.GetRequiredService<LateRevocations>();
        Assert.Equal(76, await late.FollowKeysAsync());
        Assert.Equal((76, 0), ((await late.NumbersAsync(stolen.Kid)).Count, await late.FollowKeysAsync()));
        Assert.Contains(between.Number, await late.NumbersAsync(stolen.Kid));
        Assert.Equal(honest.Count, await app.ReadAsync(db => db.Badges.CountAsync(b => b.State == BadgeState.Valid)));
        Assert.Equal(76, await app.ReadAsync(db => db.LogLeaves.CountAsync(l => l.Type == LeafType.Revoke)));
        Assert.Equal(ScanStatus.Forged, (await ScanAsync(app, between.Token)).Status);

        // Without the records, and when memory is no longer sure of them: the log on disk still knows which is which.
        app.LoseDatabase();
        app.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(ScanStatus.Unconfirmed, (await ScanAsync(app, honest[0].Token)).Status);
        Assert.Equal(ScanStatus.Forged, (await ScanAsync(app, planted[2])).Status);
    }

    /// <summary>The control: were it not for the mark on the key, the thief's badges would pass.</summary>
    [Fact]
    public async Task Without_the_mark_the_same_badges_pass()
    {
        await using var app = new CertifyApp();
        var honest = await app.Given.Badges(40);
        var planted = await PlantAsync(app, app.Services.GetRequiredService<KeyStore>().Active, honest);
        await app.Given.Published();

        Assert.Equal(ScanStatus.Valid, (await ScanAsync(app, planted[0])).Status);
    }

    /// <summary>Not to be able to read the log is no forgery, and passes.</summary>
    [Theory]
    [InlineData("tile/entries/000", false)]
    [InlineData("tile/entries/000", true)]
    [InlineData("history", false)]
    public async Task Scan_while_the_log_can_not_be_read_is_unconfirmed_and_valid_afterwards(string file, bool isHeld)
    {
        await using var app = new CertifyApp();
        var honest = await app.Given.Badges(300);
        var keys = app.Services.GetRequiredService<KeyStore>();
        app.Time.Advance(TimeSpan.FromHours(1));
        keys.Revoke(keys.Active.Thumbprint, app.Time.GetUtcNow());
        var path = Path.Combine(app.Given.LogFolder.Path, file);

        if (!isHeld)
            File.Move(path, path + ".gone");
        await using (isHeld ? new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None) : Stream.Null)
        {
            Assert.Equal(ScanStatus.Unconfirmed, (await ScanAsync(app, honest[0].Token)).Status);
            Assert.Equal(ScanStatus.Unconfirmed, (await ScanAsync(app, honest[280].Token)).Status);
            Assert.Equal(ScanStatus.Unconfirmed, (await app.Services.GetRequiredService<BadgeVerifier>().FindAsync(honest[1].Number)).Status);
        }
        if (!isHeld)
            File.Move(path + ".gone", path);

        Assert.Equal(ScanStatus.Valid, (await ScanAsync(app, honest[0].Token)).Status);
        Assert.Equal(ScanStatus.Valid, (await ScanAsync(app, honest[280].Token)).Status);
    }

    [Fact]
    public async Task Time_in_the_history_of_checkpoints_can_not_be_moved()
    {
        await using var app = new CertifyApp();
        await app.Given.Badges(1);
        app.Time.Advance(TimeSpan.FromDays(1));
        await app.Given.Badges(1, 2);
        var history = app.Services.GetRequiredService<LogHistory>();
        Assert.Equal((0L, 2L, 2L, 3L), (history.SizeBefore(CertifyApp.Start), history.SizeBefore(CertifyApp.Start.AddSeconds(1)), history.SizeBefore(CertifyApp.Start.AddDays(1)), history.SizeBefore(CertifyApp.Start.AddDays(2))));

        var lines = await File.ReadAllLinesAsync(app.Given.LogFolder.HistoryFile);
        await File.WriteAllLinesAsync(app.Given.LogFolder.HistoryFile, [lines[0], lines[1].Replace("2021-08-10", "2021-08-09", StringComparison.Ordinal)]);

        Assert.Equal(2, history.SizeBefore(CertifyApp.Start.AddDays(2)));
    }

    /// <summary>Back-dated badges in four ways: with a leaf of its own, which is published later; in the database without a leaf; only signed; pointing at an entry that isn't there.</summary>
    private static async Task<IReadOnlyList<string>> PlantAsync(CertifyApp app, SigningKey stolen, IReadOnlyList<Badge> honest)
    {
        var tokens = new List<string>();
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CertifyDb>();
        for (var n = 0; n < 100; n++)
        {
            var shop = new Shops.Shop(new Shops.ShopFacts(null, $"冒牌{n}店", $"衡阳市某路{n}号", "catering"), (await app.Given.AGrid()).Id, app.Time.GetUtcNow());
            var (visit, badge) = app.Given.NewBadge(scope.ServiceProvider, shop, $"HYGX-2021-9{n:00000}-BBBB", CertifyApp.Start.AddHours(-1), 90, 5000 + n, stolen);
            tokens.Add(badge.Token);
            var way = (n + 2) % 4;
            if (way == 0)
                continue;
            if (way == 1)
                badge.Log(honest[0].LeafIndex!.Value + 1_000_000 + n);
            else if (way == 2)
                await scope.ServiceProvider.GetRequiredService<BadgeLog>().IssuedAsync(db, badge, visit);
            db.AddRange(shop, visit, badge);
        }
        await db.SaveChangesAsync();
        return tokens;
    }

    private static Task<ScanAnswer> ScanAsync(CertifyApp app, string token) => app.Services.GetRequiredService<BadgeVerifier>().ScanAsync(token).AsTask();
}
