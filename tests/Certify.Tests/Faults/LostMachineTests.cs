using Certify.Accounts;
using Certify.Data;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tests.Faults;

/// <summary>The drill: a service with data and writers, a backup, the machine gone, the backup and the master key brought to another one.</summary>
public sealed class LostMachineTests
{
    [Fact]
    public async Task Backup_of_a_running_service_restores_elsewhere_after_the_machine_is_lost()
    {
        var here = ProgramRun.NewFolder();
        var token = await FillAsync(here);
        var backups = Directory.CreateDirectory(Path.Combine(here, "elsewhere")).FullName;
        await using (var service = await ProgramRun.ServeAsync(here))
        {
            Assert.Contains("标识有效", await ScanAsync(service, token));
            using var writing = new CancellationTokenSource();
            var writer = WritePairsAsync(here, writing.Token);

            var (made, said) = await ProgramRun.DoAsync(here, null, "backup", backups);

            Assert.True(made == 0, said);
            await writing.CancelAsync();
            Assert.True(await writer > 0, "Nobody wrote during the backup.");
            await service.KillAsync();
        }
        Directory.Delete(Path.Combine(here, "data"), recursive: true);
        var there = Directory.CreateTempSubdirectory("certify-run-").FullName;
        File.Copy(Path.Combine(here, "master.key"), Path.Combine(there, "master.key"));
        var file = Directory.EnumerateFiles(backups).Single();

        var (restored, answer) = await ProgramRun.DoAsync(there, null, "restore", file);

        Assert.True(restored == 0, answer);
        Assert.Contains("经营户 1 家，走访 1 次，标识 1 个", answer);
        await using (var service = await ProgramRun.ServeAsync(there))
            Assert.Contains("标识有效", await ScanAsync(service, token));
        var (valid, told) = await ProgramRun.DoAsync(there, null, "verify", token);
        Assert.True(valid == 0, told);
        Assert.Contains("标识有效", told, StringComparison.Ordinal);
        await using var db = Open(there);
        Assert.Equal("wal", (await db.Database.SqlQueryRaw<string>("SELECT journal_mode AS Value FROM pragma_journal_mode").ToListAsync()).Single());
        var pairs = await db.Audit.Where(a => a.Subject == "drill").GroupBy(a => a.SubjectId).Select(g => g.Count()).ToListAsync();
        Assert.All(pairs, rows => Assert.Equal(2, rows));
        // The control: a copy of the bare files, taken while the key lies elsewhere, must not be mistaken for a backup.
        Assert.DoesNotContain(await File.ReadAllTextAsync(Path.Combine(here, "master.key")), Convert.ToBase64String(await File.ReadAllBytesAsync(file)), StringComparison.Ordinal);
        Directory.Delete(here, recursive: true);
        Directory.Delete(there, recursive: true);
    }

    private static async Task<string> ScanAsync(ProgramRun service, string token)
    {
        using var client = new HttpClient { DefaultRequestHeaders = { { "Accept-Language", "zh-CN" } } };
        return await client.GetStringAsync($"{service.Url}/V/{token}");
    }

    /// <summary>A shop, its people, a visit and the badge that it led to, as the program's own services make them, in the folder's data; the badge's token.</summary>
    private static async Task<string> FillAsync(string folder)
    {
        await using var app = new CertifyApp();
        app.Time.SetUtcNow(TimeProvider.System.GetUtcNow());
        var answer = await app.Given.Recorded(app.Given.AVisit(await app.Given.AShop()));
        var badge = await app.ReadAsync(db => db.Badges.SingleAsync());
        Assert.Equal(badge.Number, answer.Receipt?.Badge?.Number);
        await app.LeaveAsync(folder);
        return badge.Token;
    }

    /// <summary>Another process at work: two rows a transaction, until told to stop. How many pairs were written.</summary>
    private static Task<int> WritePairsAsync(string folder, CancellationToken stop) => Task.Run(async () =>
    {
        var pairs = 0;
        await using var db = Open(folder);
        for (; !stop.IsCancellationRequested; pairs++)
        {
            var id = Guid.CreateVersion7();
            db.Audit.AddRange(new AuditRow(Actor.System, "visit.recorded", "drill", id, "1", null, CertifyApp.Start), new AuditRow(Actor.System, "visit.recorded", "drill", id, "2", null, CertifyApp.Start));
            await db.SaveChangesAsync(CancellationToken.None);
            db.ChangeTracker.Clear();
        }
        return pairs;
    }, CancellationToken.None);

    private static SqliteCertifyDb Open(string folder) =>
        new(new DbContextOptionsBuilder<SqliteCertifyDb>().UseSqlite($"Data Source={Path.Combine(folder, "data", "certify.db")};Pooling=False").Options);
}
