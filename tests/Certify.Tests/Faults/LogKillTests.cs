using System.Net;
using Certify.Badges;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Certify.Tests.Faults.LogKillFolder;

namespace Certify.Tests.Faults;

/// <summary>
/// The program as a process of its own, killed (SIGKILL) at each named point between a visit and the published checkpoint that covers its badge. Whatever is left
/// on disk: no valid badge that isn't logged, never two, no checkpoint taken back, and the next start goes on.
/// </summary>
public sealed class LogKillTests(LogKillFolder filled) : IClassFixture<LogKillFolder>
{
    public static TheoryData<string> Points => [.. FaultPoints.All];

    [Theory]
    [MemberData(nameof(Points))]
    public async Task Killed_while_issuing_the_next_start_goes_on(string point)
    {
        var (folder, shop) = filled.Copy();
        var before = Head(folder);
        await using (var service = await ServeAsync(folder, point))
        {
            var answer = VisitAsync(await SignInAsync(service), service, shop);
            await service.SaidAsync("fault point: " + point);
            Assert.False(answer.IsCompleted);
            Assert.Equal(point == FaultPoints.BeforeCommit, await BadgeAsync(folder, shop) is null);
            if (await BadgeAsync(folder, shop) is { } issued)
            {
                var says = await ScanAsync(service, folder, issued);
                // Between commit and checkpoint the worker may publish meanwhile; in the publisher itself nobody can.
                if (point != FaultPoints.AfterCommit)
                    Assert.Equal(point == FaultPoints.AfterCheckpoint ? "标识有效" : "状态暂无法确认", says);
            }
            await service.KillAsync();
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => answer);
        }
        Assert.InRange(Head(folder).Size, before.Size, before.Size + 1);

        await using (var service = await ServeAsync(folder))
        {
            var again = await VisitAsync(await SignInAsync(service), service, shop);
            Assert.Equal(point == FaultPoints.BeforeCommit ? HttpStatusCode.Created : HttpStatusCode.OK, again.StatusCode);
            var badge = await BadgeAsync(folder, shop);
            Assert.Equal("标识有效", await ScanAsync(service, folder, badge!));
        }
        Assert.Equal(before.Size + 1, Head(folder).Size);
        await using (var db = Open(folder))
        {
            Assert.Equal(Enumerable.Range(0, (int)before.Size + 1).Select(i => (long)i), await db.LogLeaves.OrderBy(l => l.Index).Select(l => l.Index).ToListAsync());
            Assert.Equal(2, await db.Badges.CountAsync(b => b.State == BadgeState.Valid && b.LeafIndex != null));
            Assert.Equal((2, 2), (await db.Badges.CountAsync(), await db.Visits.CountAsync()));
        }
        Assert.Empty(await FaultsAsync(folder));
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>The control: what a publisher with its steps in the wrong order would leave behind must not pass for whole.</summary>
    [Fact]
    public async Task Checkpoint_before_its_tiles_is_not_whole()
    {
        var (folder, shop) = filled.Copy();
        var tiles = Path.Combine(folder, "data", "log", "tile");
        Directory.Move(tiles, tiles + ".before");
        Folders.Copy(tiles + ".before", tiles);
        await using (var service = await ServeAsync(folder))
            Assert.Equal(HttpStatusCode.Created, (await VisitAsync(await SignInAsync(service), service, shop)).StatusCode);
        Directory.Delete(tiles, recursive: true);
        Directory.Move(tiles + ".before", tiles);

        var (code, said) = await ProgramRun.DoAsync(folder, null, "log", "check");

        Assert.Equal(1, code);
        Assert.Contains("tile/entries/000.p/3", said, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Fault_point_set_in_production_is_passed_by()
    {
        var (folder, shop) = filled.Copy();
        await using var service = await ServeAsync(folder, FaultPoints.AfterCommit, "Production");

        var answer = await VisitAsync(await SignInAsync(service), service, shop);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.DoesNotContain("fault point", service.Said, StringComparison.Ordinal);
    }
}
