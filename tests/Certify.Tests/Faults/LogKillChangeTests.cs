using Certify.Accounts;
using Certify.Badges;
using Certify.Log;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Certify.Tests.Faults.LogKillFolder;

namespace Certify.Tests.Faults;

/// <summary>What <see cref="LogKillTests"/> shows of an issue, for what else is logged: a revocation, a new key, a stolen one.</summary>
public sealed class LogKillChangeTests(LogKillFolder filled) : IClassFixture<LogKillFolder>
{
    /// <summary>Where they differ from an issue, and the end; how what is committed gets published is the same, and shown there.</summary>
    private static readonly string[] Some = [FaultPoints.BeforeCommit, FaultPoints.AfterCommit, FaultPoints.AfterCheckpoint];

    public static TheoryData<string> Points => [.. Some];

    public static TheoryData<string, string> KeyPoints => new(Some.SelectMany(p => new[] { ("rotate", p), ("revoke", p) }));

    [Theory]
    [MemberData(nameof(Points))]
    public async Task Killed_while_revoking_the_badge_is_revoked_and_logged_or_neither(string point)
    {
        var (folder, _) = filled.Copy();
        var (before, badge) = (Head(folder), await OnlyBadgeAsync(folder));
        var committed = point != FaultPoints.BeforeCommit;
        await using (var service = await ServeAsync(folder, point))
        {
            var answer = RevokeAsync(service, badge);
            await service.SaidAsync("fault point: " + point);
            Assert.False(answer.IsCompleted);
            Assert.Equal(committed ? "标识已撤销" : "标识有效", await ScanAsync(service, folder, badge));
            await service.KillAsync();
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => answer);
        }
        Assert.InRange(Head(folder).Size, before.Size, before.Size + 1);

        await using (var service = await ServeAsync(folder))
        {
            Assert.Equal(committed ? "标识已撤销" : "标识有效", await ScanAsync(service, folder, badge));
            if (!committed)
                await RevokeAsync(service, badge);
            Assert.Equal("标识已撤销", await ScanAsync(service, folder, badge));
            await PublishedAsync(folder, before.Size + 1);
            await service.StopAsync();
        }
        await using (var db = Open(folder))
            Assert.Equal(1, await db.LogLeaves.CountAsync(l => l.Type == LeafType.Revoke));
        Assert.Empty(await FaultsAsync(folder));
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [MemberData(nameof(KeyPoints))]
    public async Task Killed_while_changing_keys_the_change_is_logged_once_and_before_any_badge_of_the_new_key(string change, string point)
    {
        var (folder, shop) = filled.Copy();
        var (before, badge) = (Head(folder), await OnlyBadgeAsync(folder));
        string[] command = change == "rotate" ? ["keys", change] : ["keys", change, Active(folder).Thumbprint];
        await using (var run = ProgramRun.Begin(folder, "Testing", new(StringComparer.Ordinal) { ["Certify__PublicUrl"] = "http://localhost", ["Certify__FaultPoint"] = point }, command))
        {
            await run.SaidAsync("fault point: " + point);
            await run.KillAsync();
        }
        // A theft is told by two entries: the mark, and the key that takes over.
        var entries = change == "rotate" ? 1 : 2;
        var published = Head(folder).Size;
        Assert.Equal(point == FaultPoints.AfterCheckpoint ? before.Size + entries : before.Size, published);

        await using (var service = await ServeAsync(folder))
        {
            // Published before its key was stolen: it counts whatever became of the key.
            Assert.Equal("标识有效", await ScanAsync(service, folder, badge));
            await VisitAsync(await SignInAsync(service), service, shop);
            var newer = (await BadgeAsync(folder, shop))!;
            Assert.Equal("标识有效", await ScanAsync(service, folder, newer));
            Assert.Equal(Active(folder).Kid, newer.Kid);
            Assert.NotEqual(badge.Kid, newer.Kid);
            await service.StopAsync();
        }
        Assert.Equal(before.Size + entries + 1, Head(folder).Size);
        await using (var db = Open(folder))
        {
            var logged = await db.LogLeaves.OrderBy(l => l.Index).Select(l => l.Type).ToListAsync();
            Assert.Equal([LeafType.Key, LeafType.Issue, .. Enumerable.Repeat(LeafType.Key, entries), LeafType.Issue], logged);
        }
        Assert.Empty(await FaultsAsync(folder));
        Directory.Delete(folder, recursive: true);
    }

    private static async Task RevokeAsync(ProgramRun service, Badge badge)
    {
        var supervisor = new Visitor(await SignInAsync(service, Roles.Supervisor));
        await supervisor.SubmitAsync(await supervisor.OpenAsync($"/desk/badges/{badge.Number}/revoke"), new(StringComparer.Ordinal) { ["Input.Reason"] = "冒用" });
    }

    /// <summary>The worker publishes what a crash has left within seconds of the start.</summary>
    private static async Task PublishedAsync(string folder, long size)
    {
        for (var look = 0; look < 300 && Head(folder).Size < size; look++)
            await Task.Delay(100);
        Assert.Equal(size, Head(folder).Size);
    }

    private static async Task<Badge> OnlyBadgeAsync(string folder)
    {
        await using var db = Open(folder);
        return await db.Badges.AsNoTracking().SingleAsync();
    }

    private static SigningKey Active(string folder) =>
        new KeyStore(Path.Combine(folder, "data", "keys", "signing"), MasterKey.Load(Path.Combine(folder, "master.key")), TimeProvider.System).Active;
}
