using System.Diagnostics;
using System.Globalization;
using Certify.Accounts;
using Certify.Badges;
using Certify.Certification;
using Certify.Data;
using Certify.Log;
using Certify.Shops;
using Certify.Staff;
using Certify.Visits;
using Certify.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Certify.Bench;

/// <summary>
/// <c>visit [visits] [rounds] [people]</c>: visits accepted a second on SQLite with every commit flushed, each at another shop with people who are new and
/// all vaccinated, so that each ends with a badge; against the plain-SQL insert of the same rows in the same run, in turns.
/// </summary>
internal static class Visits
{
    private static readonly Actor Inspector = new(Guid.CreateVersion7(), "bench", Roles.Supervisor);
    private static int s_person;

    public static async Task<int> RunAsync(string[] args)
    {
        var visits = Number(args, 0, 200);
        var rounds = Number(args, 1, 3);
        var people = Number(args, 2, 5);
        var folder = Directory.CreateTempSubdirectory("certify-bench-").FullName;
        try
        {
            await MeasureAsync(folder, visits, rounds, people);
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
        return 0;
    }

    private static async Task MeasureAsync(string folder, int visits, int rounds, int people)
    {
        var (file, peer) = (Path.Combine(folder, "certify.db"), Path.Combine(folder, "peer.db"));
        await using var services = new ServiceCollection().Configure<IdentityOptions>(identity => identity.Stores.SchemaVersion = IdentitySchemaVersions.Version3)
            .AddDatabase(new() { DataDirectory = folder }).BuildServiceProvider();
        var dbs = services.GetRequiredService<IDbContextFactory<CertifyDb>>();
        var recording = Recording(folder, dbs);
        var shops = await ShopsAsync(dbs, visits * (rounds + 1));
        File.Copy(file, peer);
        List<double> ours = [], plain = [];
        for (var round = 0; round <= rounds; round++)
        {
            var batch = shops.Skip(round * visits).Take(visits).Select(s => Visit(s, people)).ToList();
            var clock = Stopwatch.StartNew();
            foreach (var visit in batch)
                if ((await recording.RecordAsync(visit, Inspector)).Receipt is not { Badge: not null })
                    throw new InvalidOperationException("A visit of the bench was not certified.");
            ours.Add(visits / clock.Elapsed.TotalSeconds);
            plain.Add(VisitPeer.Rate(file, peer, round * visits, visits));
            // The first round warms up.
            if (round > 0)
                Console.WriteLine(Line($"round {round}: Certify {ours[^1]:F0} visits/s, plain SQL {plain[^1]:F0}/s, ratio {ours[^1] / plain[^1]:F2}"));
        }
        Console.WriteLine(Line($"median of {rounds}: Certify {Median(ours):F0} visits/s ({people} people, badge signed), plain SQL {Median(plain):F0}/s, ratio {Median(ours) / Median(plain):F2}"));
    }

    private static VisitRecording Recording(string folder, IDbContextFactory<CertifyDb> dbs)
    {
        var clock = new CertifyClock(TimeProvider.System, TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"));
        var master = MasterKey.Create(Path.Combine(folder, "master.key"));
        var options = new CertifyOptions { PublicUrl = "https://certify.example", DataDirectory = folder };
        var seal = new TableSeal(master);
        var policies = new PolicyBook(clock);
        var keys = new KeyStore(Path.Combine(folder, "keys"), master, TimeProvider.System);
        var published = new PublishedLog(new LogFolder(Path.Combine(folder, "log")), new LogKeys(Path.Combine(folder, "log-key.json"), master));
        var mint = new BadgeMint(keys, new BadgeLog(dbs, new LogBook(dbs, published), new LogMarks(master), keys, FaultPoints.None, clock), options, clock);
        var vault = new PiiVault(master, seal, dbs, clock);
        var pairs = new PairBook(dbs, new RecordedVisits(vault, seal), clock);
        return new(dbs, new VisitText(master), new VisitRoster(vault, clock), new VisitShops(clock), policies, new ShopReview(policies, clock), pairs, mint, seal, FaultPoints.None, options, clock);
    }

    private static async Task<IReadOnlyList<Guid>> ShopsAsync(IDbContextFactory<CertifyDb> dbs, int count)
    {
        await using var db = dbs.CreateDbContext();
        await db.Database.MigrateAsync();
        var grid = new Grid("华兴街道", "华兴社区");
        var shops = Enumerable.Range(0, count).Select(i => new Shop(new ShopFacts(null, $"衡阳湘味土菜馆{i}店", $"衡阳市高新区解放大道{i}号", "catering"), grid.Id, DateTimeOffset.UnixEpoch)).ToList();
        db.Add(grid);
        db.AddRange(shops);
        await db.SaveChangesAsync();
        await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)");
        return [.. shops.Select(s => s.Id)];
    }

    private static VisitSubmission Visit(Guid shop, int people)
    {
        var now = TimeProvider.System.GetUtcNow();
        var today = DateOnly.FromDateTime(now.DateTime);
        return new()
        {
            Id = Guid.CreateVersion7(now),
            ShopId = shop,
            StartedAt = now.AddMinutes(-5),
            FinishedAt = now,
            SentAt = now,
            Measures = SubmittedMeasures.Passing(SixMeasures.Keys),
            Staff = [.. Enumerable.Range(0, people).Select(_ => new SubmittedStaff
            {
                Name = "陈桂英", IdType = IdType.Passport, IdNumber = $"G{Interlocked.Increment(ref s_person):D8}", Phone = "19000005423", Position = "服务员", Status = StaffStatus.Working,
                Doses = [new("SINOVAC", 1, today.AddDays(-90), null, DoseProof.HealthCode), new("SINOVAC", 2, today.AddDays(-60), null, DoseProof.HealthCode)],
            })],
        };
    }

    private static int Number(string[] args, int at, int otherwise) => args.Length > at ? int.Parse(args[at], CultureInfo.InvariantCulture) : otherwise;

    private static string Line(FormattableString text) => FormattableString.Invariant(text);

    private static double Median(List<double> values) => values.Skip(1).Order().ElementAt((values.Count - 1) / 2);
}
