using System.Globalization;
using System.Net;
using System.Text;
using Certify.Accounts;
using Certify.Badges;
using Certify.Data;
using Certify.Log;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Certify.Tests.Faults;

/// <summary>
/// The program as a process of its own, killed (SIGKILL) at each named point between a visit and the published checkpoint that covers its badge. Whatever is left
/// on disk: no valid badge that isn't logged, never two, no checkpoint taken back, and the next start goes on.
/// </summary>
public sealed class LogKillTests(LogKillFolder filled) : IClassFixture<LogKillFolder>
{
    private static readonly DateTimeOffset Now = LogKillFolder.Now;
    private static readonly string IdNumber = IdNumbers.Next(), Visit = Guid.CreateVersion7().ToString();

    public static TheoryData<string> Points => [.. FaultPoints.All];

    [Theory]
    [MemberData(nameof(Points))]
    public async Task Killed_while_issuing_the_next_start_goes_on(string point)
    {
        var (folder, shop) = filled.Copy();
        var before = Head(folder);
        await using (var service = await ServeAsync(folder, point))
        {
            var answer = PostAsync(await SignInAsync(service), service, shop);
            await service.SaidAsync("fault point: " + point);
            Assert.False(answer.IsCompleted);
            await NothingIsGreenThatIsNotCoveredAsync(service, folder, shop, point);
            await service.KillAsync();
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => answer);
        }
        Assert.InRange(Head(folder).Size, before.Size, before.Size + 1);

        await using (var service = await ServeAsync(folder))
        {
            var again = await PostAsync(await SignInAsync(service), service, shop);
            Assert.Equal(point == FaultPoints.BeforeCommit ? HttpStatusCode.Created : HttpStatusCode.OK, again.StatusCode);
            var badge = await BadgeAsync(folder, shop);
            Assert.Contains("标识有效", await ScanAsync(service, badge!.Token));
        }
        Assert.Equal(before.Size + 1, Head(folder).Size);
        await AssertWholeAsync(folder, before.Size + 1);
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
            Assert.Equal(HttpStatusCode.Created, (await PostAsync(await SignInAsync(service), service, shop)).StatusCode);
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

        var answer = await PostAsync(await SignInAsync(service), service, shop);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.DoesNotContain("fault point", service.Said, StringComparison.Ordinal);
    }

    private static Task<ProgramRun> ServeAsync(string folder, string? point = null, string environment = "Testing") =>
        ProgramRun.ServeAsync(folder, environment: environment, settings: new(StringComparer.Ordinal) { ["Certify__PublicUrl"] = "http://localhost", ["Certify__FaultPoint"] = point ?? "" });

    private static async Task<HttpClient> SignInAsync(ProgramRun service)
    {
        var client = new HttpClient { BaseAddress = new Uri(service.Url) };
        var visitor = new Visitor(client);
        await visitor.SubmitAsync(await visitor.OpenAsync("/account/sign-in"), new(StringComparer.Ordinal) { ["Input.UserName"] = Roles.Inspector, ["Input.Password"] = CertifyApp.Password });
        return client;
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient inspector, ProgramRun service, Guid shop)
    {
        using var body = new StringContent($$"""
            {
              "id": "{{Visit}}", "shopId": "{{shop}}",
              "startedAt": "{{Text(Now.AddMinutes(-9))}}", "finishedAt": "{{Text(Now.AddMinutes(-1))}}", "sentAt": "{{Text(Now)}}",
              "staff": [ { "name": "陈桂英", "idType": "residentId", "idNumber": "{{IdNumber}}", "phone": "19000005423", "position": "服务员", "status": "working",
                "doses": [ { "vaccine": "SINOVAC", "number": 1, "on": "{{Day(-80)}}", "proof": "healthCode" }, { "vaccine": "SINOVAC", "number": 2, "on": "{{Day(-50)}}", "proof": "healthCode" } ] } ],
              "measures": { "realName": true, "masks": true, "temperature": true, "codes": true, "ventilation": true, "disinfection": true }
            }
            """, Encoding.UTF8, "application/json");
        return await inspector.PostAsync(new Uri(service.Url + "/api/v1/visits"), body);
    }

    private static string Text(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture);

    private static string Day(int days) => Now.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The service stands at the point: what does it say to who scans the badge now?</summary>
    private static async Task NothingIsGreenThatIsNotCoveredAsync(ProgramRun service, string folder, Guid shop, string point)
    {
        if (await BadgeAsync(folder, shop) is not { } badge)
        {
            Assert.Equal(FaultPoints.BeforeCommit, point);
            return;
        }
        var covered = badge.LeafIndex < Head(folder).Size;
        // Between commit and checkpoint the worker may publish meanwhile; in the publisher itself nobody can.
        if (point is FaultPoints.TilesWritten or FaultPoints.BeforeCheckpoint)
            Assert.False(covered);
        if (point != FaultPoints.AfterCommit)
            Assert.Contains(covered ? "标识有效" : "状态暂无法确认", await ScanAsync(service, badge.Token));
    }

    private static async Task AssertWholeAsync(string folder, long leaves)
    {
        await using (var db = Open(folder))
        {
            Assert.Equal(Enumerable.Range(0, (int)leaves).Select(i => (long)i), await db.LogLeaves.OrderBy(l => l.Index).Select(l => l.Index).ToListAsync());
            Assert.Equal(2, await db.Badges.CountAsync(b => b.State == BadgeState.Valid && b.LeafIndex != null));
            Assert.Equal(2, await db.Badges.CountAsync());
            Assert.Equal(2, await db.Visits.CountAsync());
        }
        await using var app = new CertifyApp(settings: new(StringComparer.Ordinal)
        {
            ["Certify:PublicUrl"] = "http://localhost",
            ["Certify:DataDirectory"] = Path.Combine(folder, "data"),
            ["Certify:MasterKeyFile"] = Path.Combine(folder, "master.key"),
        });
        var report = await app.Services.GetRequiredService<LogCheck>().RunAsync();
        Assert.Equal((leaves, 0), (report.Size, report.Faults.Count));
        Assert.Empty(await app.Services.GetRequiredService<BadgeLogCheck>().RunAsync());
    }

    private static async Task<string> ScanAsync(ProgramRun service, string token)
    {
        using var client = new HttpClient { DefaultRequestHeaders = { { "Accept-Language", "zh-CN" } } };
        return await client.GetStringAsync($"{service.Url}/V/{token}");
    }

    private static async Task<Badge?> BadgeAsync(string folder, Guid shop)
    {
        await using var db = Open(folder);
        return await db.Badges.AsNoTracking().SingleOrDefaultAsync(b => b.ShopId == shop);
    }

    private static Checkpoint Head(string folder)
    {
        var keys = new LogKeys(Path.Combine(folder, "data", "keys", "log-key.json"), MasterKey.Load(Path.Combine(folder, "master.key")));
        return Checkpoint.Open(new LogFolder(Path.Combine(folder, "data", "log")).ReadCheckpoint()!, keys.Find()!.Verifier)!;
    }

    private static SqliteCertifyDb Open(string folder) =>
        new(new DbContextOptionsBuilder<SqliteCertifyDb>().UseSqlite($"Data Source={Path.Combine(folder, "data", "certify.db")};Pooling=False").Options);
}
