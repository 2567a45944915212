using System.Diagnostics;
using Certify.Badges;
using Certify.Data;
using Certify.Log;
using Microsoft.Extensions.DependencyInjection;

namespace Certify.Tests.Support;

public sealed partial class Given
{
    /// <summary>That many badges, each of its own shop, issued and published now.</summary>
    public async Task<IReadOnlyList<Badge>> Badges(int count, int from = 1)
    {
        var badges = new List<Badge>();
        var grid = await AGrid();
        foreach (var part in Enumerable.Range(from, count).Chunk(200))
        {
            await using var scope = app.Services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<CertifyDb>();
            foreach (var n in part)
            {
                var shop = new Shops.Shop(new Shops.ShopFacts(null, $"第{n}店", $"衡阳市高新区解放大道{n}号", "catering"), grid.Id, app.Time.GetUtcNow());
                var (visit, badge) = NewBadge(scope.ServiceProvider, shop, $"HYGX-2021-{n:000000}-AAAA", null, 90, n);
                db.AddRange(shop, visit, badge);
                await scope.ServiceProvider.GetRequiredService<BadgeLog>().IssuedAsync(db, badge, visit);
                badges.Add(badge);
            }
            await db.SaveChangesAsync();
        }
        await Published();
        return badges;
    }

    /// <summary>Publishes what is committed; the published size.</summary>
    public async Task<long> Published()
    {
        var result = await app.Services.GetRequiredService<LogPublisher>().PublishAsync();
        Assert.True(result.Ok, result.Refusal?.Code);
        return result.Value;
    }

    public LogFolder LogFolder => new(Path.Combine(app.DataDirectory, "log"));

    /// <summary>All that the public can fetch of the log, fetched as the public does, in a new folder; with the proofs of these badges.</summary>
    public async Task<string> AMirror(params IReadOnlyList<Badge> proven)
    {
        var folder = Directory.CreateDirectory(Path.Combine(app.Folder, $"mirror-{Guid.CreateVersion7():N}")).FullName;
        var client = app.Anonymous().Client;
        async Task FetchAsync(string address, string name)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, name))!);
            await File.WriteAllBytesAsync(Path.Combine(folder, name), await client.GetByteArrayAsync(address));
        }
        await FetchAsync("/log/vkey", "vkey");
        await FetchAsync("/log/checkpoint", "checkpoint");
        var size = long.Parse((await File.ReadAllLinesAsync(Path.Combine(folder, "checkpoint")))[1], null);
        foreach (var level in Enumerable.Range(Tile.Entries, 3))
            for (var number = 0L; Tile.WidthIn(level, number, size) is > 0 and var width; number++)
                await FetchAsync("/log/" + new Tile(level, number, width).Path, new Tile(level, number, width).Path);
        foreach (var badge in proven)
            await FetchAsync("/log/proof/" + badge.Number, badge.Number + LogProofs.Ending);
        return folder;
    }

    /// <summary>What the independent program says of a mirror: exit code, and its JSON or its complaint.</summary>
    public static async Task<(int Code, string Said)> Checked(string mirror)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(AppContext.BaseDirectory, "Data", "tlog.mjs"), mirror]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var node = Process.Start(start)!;
        var (said, complained) = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
        await node.WaitForExitAsync();
        return (node.ExitCode, await said + await complained);
    }
}
