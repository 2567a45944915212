using Certify.Badges;
using Certify.Data;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tests.Faults;

/// <summary>The service was off while a grace period ended: the program as a process catches up at its start, and only once.</summary>
public sealed class DaysOffTests
{
    [Fact]
    public async Task Service_that_was_off_catches_up_at_its_start_once_and_survives_a_kill()
    {
        var folder = ProgramRun.NewFolder();
        string token;
        await using (var app = new CertifyApp())
        {
            app.Time.SetUtcNow(TimeProvider.System.GetUtcNow().AddDays(-10));
            var (shop, badge) = await app.Given.ACertifiedShop();
            await app.Given.Hired(shop);
            token = (await app.Given.BadgeOf(badge)).Token;
            await app.ReadAsync(db => db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)"));
            Copy(app.DataDirectory, Path.Combine(folder, "data"));
            File.Copy(Path.Combine(app.Folder, "master.key"), Path.Combine(folder, "master.key"), overwrite: true);
        }

        await using (var service = await ProgramRun.ServeAsync(folder))
        {
            using var client = new HttpClient();
            using var scan = new HttpRequestMessage(HttpMethod.Get, $"{service.Url}/V/{token}") { Headers = { Host = "certify.example" } };
            // Whether or not anything has been written down yet, the answer is true from the first moment.
            Assert.Contains("标识暂停使用", await (await client.SendAsync(scan)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
            await service.SaidAsync("1 shops were reviewed");
            await service.KillAsync();
        }
        await using (var again = await ProgramRun.ServeAsync(folder))
        {
            await again.StopAsync();
            Assert.DoesNotContain("were reviewed", again.Said, StringComparison.Ordinal);
        }

        await using var db = new SqliteCertifyDb(new DbContextOptionsBuilder<SqliteCertifyDb>().UseSqlite($"Data Source={Path.Combine(folder, "data", "certify.db")};Pooling=False").Options);
        Assert.Equal((BadgeState.Suspended, SuspensionCause.Coverage), await db.Badges.Select(b => ValueTuple.Create(b.State, b.Cause)).SingleAsync());
        Assert.Equal(1, await db.BadgeSteps.CountAsync(s => s.Kind == Certification.BadgeStepKind.Suspended));
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }
}
