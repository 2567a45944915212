using Certify.Backups;
using Certify.Badges;
using Certify.Log;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Certify.Tests.Faults;

/// <summary>A restore never takes a published checkpoint back: of two copies of the log the further one goes on.</summary>
public sealed class LogRestoreTests
{
    [Fact]
    public async Task Restore_of_an_older_backup_keeps_the_further_log_and_takes_over_its_entries()
    {
        await using var app = new CertifyApp();
        await app.Given.Badges(3);
        var file = await BackUpAsync(app);
        await app.Given.Badges(2, 4);
        var head = app.Given.LogFolder.ReadCheckpoint();

        var restored = await app.Services.GetRequiredService<Restore>().RunAsync(file, force: true);

        Assert.True(restored.Ok, restored.Refusal?.Code);
        Assert.Equal(head, app.Given.LogFolder.ReadCheckpoint());
        Assert.Equal(3, await app.ReadAsync(db => db.Badges.CountAsync()));
        Assert.Equal(2, (await app.Services.GetRequiredService<LogBook>().AdoptAsync()).Value);
        Assert.Equal(6, await app.ReadAsync(db => db.LogLeaves.CountAsync()));
        Assert.Equal(2, await app.Services.GetRequiredService<BadgeLogCheck>().LostAsync());
        await app.Given.Badges(1, 10);
        Assert.Equal(7, await app.Given.Published());
        Assert.Empty((await app.Services.GetRequiredService<LogCheck>().RunAsync()).Faults);
    }

    [Fact]
    public async Task Restore_where_everything_is_lost_brings_the_log_as_it_was()
    {
        await using var app = new CertifyApp();
        await app.Given.Badges(300);
        var file = await BackUpAsync(app);
        var (files, head) = (app.Given.LogFolder.Files().Order(StringComparer.Ordinal).ToList(), app.Given.LogFolder.ReadCheckpoint());
        Directory.Delete(app.Given.LogFolder.Path, recursive: true);

        Assert.True((await app.Services.GetRequiredService<Restore>().RunAsync(file, force: true)).Ok);

        Assert.Equal(files, app.Given.LogFolder.Files().Order(StringComparer.Ordinal));
        Assert.Equal(head, app.Given.LogFolder.ReadCheckpoint());
        Assert.Empty((await app.Services.GetRequiredService<LogCheck>().RunAsync()).Faults);
    }

    [Fact]
    public async Task Restore_beside_a_log_that_went_on_otherwise_is_refused_and_changes_nothing()
    {
        await using var app = new CertifyApp();
        await app.Given.Badges(3);
        var early = Path.Combine(app.Folder, "early");
        Folders.Copy(app.DataDirectory, early, file => !file.Contains("certify.db", StringComparison.Ordinal));
        await app.Given.Badges(2, 4);
        var file = await BackUpAsync(app);
        // The same log, key and all, from which somebody went on in another way.
        await ForkAsync(app, early);

        var refused = await app.Services.GetRequiredService<Restore>().RunAsync(file, force: true);

        Assert.Equal("restore.log_forked", refused.Refusal?.Code);
        Assert.Equal(5, await app.ReadAsync(db => db.Badges.CountAsync()));
        Assert.Empty(Directory.EnumerateDirectories(app.DataDirectory, "before-restore-*"));
    }

    [Fact]
    public async Task Backup_while_the_log_is_written_is_one_moment_of_it()
    {
        await using var app = new CertifyApp();
        await app.Given.Badges(250);
        var writing = Task.Run(async () =>
        {
            for (var n = 300; n < 312; n++)
                await app.Given.Badges(1, n);
        });
        var file = await BackUpAsync(app);
        await writing;
        Directory.Delete(app.Given.LogFolder.Path, recursive: true);

        Assert.True((await app.Services.GetRequiredService<Restore>().RunAsync(file, force: true)).Ok);
        Assert.NotNull(app.Given.LogFolder.ReadCheckpoint());
        Assert.Empty((await app.Services.GetRequiredService<LogCheck>().FilesAsync()).Faults);
    }

    [Fact]
    public async Task Restore_of_a_backup_from_before_a_key_was_stolen_keeps_its_mark_and_the_key_that_took_over()
    {
        await using var app = new CertifyApp();
        await app.Given.Badges(2);
        var (keys, stolen) = (app.Services.GetRequiredService<KeyStore>(), app.Services.GetRequiredService<KeyStore>().Active);
        var file = await BackUpAsync(app);
        app.Time.Advance(TimeSpan.FromDays(1));
        var since = app.Time.GetUtcNow();
        keys.Revoke(stolen.Thumbprint, since);
        await app.Services.GetRequiredService<BadgeLog>().CatchUpAsync();
        var later = (await app.Given.Badges(1, 3))[0];

        Assert.True((await app.Services.GetRequiredService<Restore>().RunAsync(file, force: true)).Ok);

        var here = new KeyStore(Path.Combine(app.DataDirectory, "keys", "signing"), app.Services.GetRequiredService<MasterKey>(), app.Time);
        Assert.Equal(since, here.Find(stolen.Kid)!.CompromisedSince);
        Assert.Equal(later.Kid, here.Active.Kid);
        await Web.Commands.Serve.PrepareAsync(app.Services, TestContext.Current.CancellationToken);
        Assert.Empty(await app.Services.GetRequiredService<BadgeLogCheck>().RunAsync());
        Assert.Contains("compromisedSince", await app.Anonymous().Client.GetStringAsync("/.well-known/jwks.json"), StringComparison.Ordinal);
    }

    /// <summary>The machine is lost, and with it the marks; a mirror still has the log.</summary>
    [Fact]
    public async Task Restore_where_the_keys_are_lost_takes_the_mark_from_the_log_and_says_which_key_is_missing()
    {
        await using var app = new CertifyApp();
        await app.Given.Badges(2);
        var (keys, stolen) = (app.Services.GetRequiredService<KeyStore>(), app.Services.GetRequiredService<KeyStore>().Active);
        var file = await BackUpAsync(app);
        app.Time.Advance(TimeSpan.FromDays(1).Add(TimeSpan.FromTicks(12_345)));
        var since = app.Time.GetUtcNow();
        keys.Revoke(stolen.Thumbprint, since);
        await app.Services.GetRequiredService<BadgeLog>().CatchUpAsync();
        var lost = (await app.Given.Badges(1, 3))[0].Kid;
        Directory.Delete(Path.Combine(app.DataDirectory, "keys"), recursive: true);

        Assert.True((await app.Services.GetRequiredService<Restore>().RunAsync(file, force: true)).Ok);
        await Web.Commands.Serve.PrepareAsync(app.Services, TestContext.Current.CancellationToken);

        app.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.True(keys.Find(stolen.Kid)!.CompromisedSince <= since);
        Assert.DoesNotContain(keys.Active.Kid, new[] { stolen.Kid, lost });
        await app.Given.Published();
        Assert.Equal([("log.check_key_lost", Convert.ToHexStringLower(lost))], (await app.Services.GetRequiredService<BadgeLogCheck>().RunAsync()).Select(f => (f.Code, (string)f.Args[0]!)));
        var leaves = await app.ReadAsync(db => db.LogLeaves.CountAsync());
        await Web.Commands.Serve.PrepareAsync(app.Services, TestContext.Current.CancellationToken);
        Assert.Equal(leaves, await app.ReadAsync(db => db.LogLeaves.CountAsync()));
    }

    [Fact]
    public async Task Restore_revokes_again_what_the_log_says_was_revoked_since()
    {
        await using var app = new CertifyApp();
        var (shop, id) = await app.Given.ACertifiedShop();
        var (other, _) = await app.Given.ACertifiedShop("老街米粉店");
        var number = (await app.Given.BadgeOf(id)).Number;
        await app.Given.Published();
        var file = await BackUpAsync(app);
        Assert.True((await app.Services.GetRequiredService<Certification.BadgeDecisions>().RevokeAsync(number, "冒用", Accounts.Actor.System))!.Ok);
        await app.Given.Published();

        Assert.True((await app.Services.GetRequiredService<Restore>().RunAsync(file, force: true)).Ok);
        Assert.Equal(BadgeState.Valid, (await app.Given.BadgeOf(id)).State);
        for (var start = 0; start < 2; start++)
            await Web.Commands.Serve.PrepareAsync(app.Services, TestContext.Current.CancellationToken);

        Assert.Equal((BadgeState.Revoked, ScanStatus.Revoked), ((await app.Given.BadgeOf(id)).State, await app.Given.Scanned(id)));
        Assert.Equal(Certification.BadgeStepKind.Revoked, (await app.Given.StepsOf(shop))[^1].Kind);
        Assert.Equal(BadgeState.Revoked, await app.ReadAsync(db => db.Standings.Where(s => s.ShopId == shop.Id).Select(s => s.BadgeState).SingleAsync()));
        Assert.Equal(BadgeState.Valid, await app.ReadAsync(db => db.Badges.Where(b => b.ShopId == other.Id).Select(b => b.State).SingleAsync()));
        Assert.Equal(1, await app.ReadAsync(db => db.Audit.CountAsync(a => a.Action == "badge.revoked" && a.SubjectId == id)));
        Assert.Equal(1, await app.ReadAsync(db => db.LogLeaves.CountAsync(l => l.Type == LeafType.Revoke)));
        Assert.Empty(await app.Services.GetRequiredService<BadgeLogCheck>().RunAsync());
    }

    /// <summary>As after a restore, on the database that plans its queries otherwise.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Start_revokes_what_lives_here_and_is_revoked_in_the_log_with_the_reason_that_can_still_be_told(bool postgres)
    {
        await using var app = await CertifyApp.OnAsync(postgres);
        var (_, decided) = await app.Given.ACertifiedShop();
        await app.Given.Published();
        app.Time.Advance(TimeSpan.FromHours(1));
        var since = app.Time.GetUtcNow();
        var (shop, lost) = await app.Given.ACertifiedShop("老街米粉店");
        Assert.True((await app.Services.GetRequiredService<Certification.BadgeDecisions>().RevokeAsync((await app.Given.BadgeOf(decided)).Number, "冒用", Accounts.Actor.System))!.Ok);
        app.Services.GetRequiredService<KeyStore>().Revoke(app.Services.GetRequiredService<KeyStore>().Active.Thumbprint, since);
        Assert.Equal(1, await app.WithAsync<Certification.LateRevocations, int>(late => late.FollowKeysAsync()));
        Assert.Equal([(await app.Given.BadgeOf(lost)).Number], await app.WithAsync<Certification.LateRevocations, IReadOnlyList<string>>(late => late.NumbersAsync(app.Services.GetRequiredService<KeyStore>().All[^1].Kid)));
        await app.Given.Published();
        await app.ReadAsync(db => db.Badges.ExecuteUpdateAsync(s => s.SetProperty(b => b.State, BadgeState.Valid).SetProperty(b => b.Reason, (string?)null)));

        await Web.Commands.Serve.PrepareAsync(app.Services, TestContext.Current.CancellationToken);

        Assert.Equal((BadgeState.Revoked, "badges.reason_logged"), (await app.Given.BadgeOf(decided) is var first ? (first.State, first.Reason) : default));
        Assert.Equal((BadgeState.Revoked, "badges.reason_key"), (await app.Given.BadgeOf(lost) is var second ? (second.State, second.Reason) : default));
        Assert.Equal(Certification.Revisit.KeyRevoked, await app.ReadAsync(db => db.Standings.Where(s => s.ShopId == shop.Id).Select(s => s.Revisit).SingleAsync()));
        Assert.Equal(2, await app.ReadAsync(db => db.LogLeaves.CountAsync(l => l.Type == LeafType.Revoke)));
    }

    private static async Task ForkAsync(CertifyApp app, string early)
    {
        Directory.Delete(app.Given.LogFolder.Path, recursive: true);
        Folders.Copy(Path.Combine(early, "log"), app.Given.LogFolder.Path);
        var (folder, keys) = (app.Given.LogFolder, app.Services.GetRequiredService<LogKeys>());
        await app.ReadAsync(db => db.LogLeaves.Where(l => l.Index == 4).ExecuteUpdateAsync(s => s.SetProperty(l => l.Json, "{\"type\":\"issue\"}")));
        using var publisher = new LogPublisher(app.Services.GetRequiredService<IDbContextFactory<Data.CertifyDb>>(), folder, keys, new PublishedLog(folder, keys), app.Services.GetRequiredService<LogHistory>(),
            FaultPoints.None, app.Services.GetRequiredService<CertifyOptions>(), app.Services.GetRequiredService<CertifyClock>());
        Assert.Equal(6, (await publisher.PublishAsync()).Value);
    }

    private static Task<string> BackUpAsync(CertifyApp app) =>
        app.Services.GetRequiredService<Backup>().MakeAsync(Path.Combine(app.Folder, "a.tar.gz"));
}
