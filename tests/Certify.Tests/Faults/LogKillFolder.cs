using System.Globalization;
using System.Text;
using Certify.Accounts;
using Certify.Badges;
using Certify.Data;
using Certify.Log;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Certify.Tests.Faults;

/// <summary>One certified shop, published; another one to visit; an inspector and a supervisor. Made once, and copied for each test; and what the tests do with a copy.</summary>
public sealed class LogKillFolder : IAsyncLifetime
{
    public static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private static readonly string IdNumber = IdNumbers.Next(), Visit = Guid.CreateVersion7().ToString();

    private readonly string _folder = ProgramRun.NewFolder();
    private Guid _shop;

    public async ValueTask InitializeAsync() => _shop = await FillAsync(_folder);

    public (string Folder, Guid Shop) Copy()
    {
        var folder = Directory.CreateTempSubdirectory("certify-run-").FullName;
        Folders.Copy(_folder, folder);
        return (folder, _shop);
    }

    public static Task<ProgramRun> ServeAsync(string folder, string? point = null, string environment = "Testing") =>
        ProgramRun.ServeAsync(folder, environment: environment, settings: new(StringComparer.Ordinal) { ["Certify__PublicUrl"] = "http://localhost", ["Certify__FaultPoint"] = point ?? "" });

    /// <summary>A client that this user has signed in with; named as the role.</summary>
    public static async Task<HttpClient> SignInAsync(ProgramRun service, string role = Roles.Inspector)
    {
        var client = new HttpClient { BaseAddress = new Uri(service.Url) };
        var visitor = new Visitor(client);
        await visitor.SubmitAsync(await visitor.OpenAsync("/account/sign-in"), new(StringComparer.Ordinal) { ["Input.UserName"] = role, ["Input.Password"] = CertifyApp.Password });
        return client;
    }

    public static async Task<HttpResponseMessage> VisitAsync(HttpClient inspector, ProgramRun service, Guid shop)
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

    /// <summary>What a scan says now of the shop's badge, and that it says valid only of what the published head covers: the scan comes first, since who publishes meanwhile makes true what was said.</summary>
    public static async Task<string> ScanAsync(ProgramRun service, string folder, Badge badge)
    {
        using var client = new HttpClient { DefaultRequestHeaders = { { "Accept-Language", "zh-CN" } } };
        var page = await client.GetStringAsync($"{service.Url}/V/{badge.Token}");
        var says = new[] { "标识有效", "状态暂无法确认", "标识已撤销" }.First(words => page.Contains(words, StringComparison.Ordinal));
        if (says == "标识有效")
            Assert.True(badge.LeafIndex < Head(folder).Size, $"{badge.Number} is valid, and its entry {badge.LeafIndex} is not published");
        return says;
    }

    /// <summary>All that is wrong with log, records and database of a folder in which no program is at work.</summary>
    public static async Task<IReadOnlyList<string>> FaultsAsync(string folder)
    {
        await using var app = new CertifyApp(settings: new(StringComparer.Ordinal)
        {
            ["Certify:PublicUrl"] = "http://localhost",
            ["Certify:DataDirectory"] = Path.Combine(folder, "data"),
            ["Certify:MasterKeyFile"] = Path.Combine(folder, "master.key"),
        });
        var report = await app.Services.GetRequiredService<LogCheck>().RunAsync();
        Assert.Equal(Head(folder).Size, report.Size);
        return [.. report.Faults.Concat(await app.Services.GetRequiredService<BadgeLogCheck>().RunAsync()).Select(f => $"{f.Code} {string.Join(' ', f.Args)}")];
    }

    public static async Task<Badge?> BadgeAsync(string folder, Guid shop)
    {
        await using var db = Open(folder);
        return await db.Badges.AsNoTracking().SingleOrDefaultAsync(b => b.ShopId == shop);
    }

    public static Checkpoint Head(string folder)
    {
        var keys = new LogKeys(Path.Combine(folder, "data", "keys", "log-key.json"), MasterKey.Load(Path.Combine(folder, "master.key")));
        return Checkpoint.Open(new LogFolder(Path.Combine(folder, "data", "log")).ReadCheckpoint()!, keys.Find()!.Verifier)!;
    }

    public static SqliteCertifyDb Open(string folder) =>
        new(new DbContextOptionsBuilder<SqliteCertifyDb>().UseSqlite($"Data Source={Path.Combine(folder, "data", "certify.db")};Pooling=False").Options);

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static async Task<Guid> FillAsync(string folder)
    {
        await using var app = new CertifyApp();
        app.Time.SetUtcNow(Now);
        await app.Given.AUser(Roles.Inspector, Roles.Inspector);
        await app.Given.AUser(Roles.Supervisor, Roles.Supervisor);
        Assert.NotNull((await app.Given.Recorded(app.Given.AVisit(await app.Given.AShop()))).Receipt?.Badge);
        var shop = await app.Given.AShop("第二店");
        await app.LeaveAsync(folder);
        return shop.Id;
    }
}
