using System.Data.Common;
using Certify.Badges;
using Certify.Certification;
using Certify.Data;
using Certify.Log;
using Certify.Tests.Support;
using Certify.Visits;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Certify.Tests.Rules;

/// <summary>Visits that arrive at once, on the database that lets writers run side by side: indexes and versions decide, and everybody gets an answer.</summary>
public sealed class VisitRaceTests
{
    [Fact]
    public async Task Record_many_at_once_on_PostgreSql_leaves_one_live_badge_and_one_line_a_person()
    {
        await using var app = await CertifyApp.OnAsync(postgres: true);
        var shop = await app.Given.AShop();
        var person = Given.Person("陈桂英");
        var inspectors = Enumerable.Range(0, 4).Select(i => $"inspector{i}").ToList();
        foreach (var inspector in inspectors)
            await app.Given.AGrid(heldBy: inspector);
        var visits = inspectors.ConvertAll(_ => app.Given.AVisit(shop, person));

        var answers = await Task.WhenAll(inspectors.SelectMany((inspector, i) => new[] { app.Given.Recorded(visits[i], inspector), app.Given.Recorded(visits[i], inspector) }));

        Assert.Equal(4, answers.Count(a => a.Kind == VisitAnswerKind.Recorded));
        Assert.Equal(4, answers.Count(a => a.Kind == VisitAnswerKind.Repeated));
        Assert.Equal(4, await app.ReadAsync(db => db.Visits.CountAsync()));
        Assert.Equal(1, await app.ReadAsync(db => db.Staff.CountAsync()));
        Assert.Equal(1, await app.ReadAsync(db => db.Badges.CountAsync(b => b.State == BadgeState.Valid)));
        var standing = await app.ReadAsync(db => db.Standings.SingleAsync());
        Assert.Equal(await app.ReadAsync(db => db.Badges.Where(b => b.State == BadgeState.Valid).Select(b => (Guid?)b.Id).SingleAsync()), standing.BadgeId);
    }

    /// <summary>The key is marked after the badge was signed with it and before that is committed: the badge would be forged for ever.</summary>
    [Fact]
    public async Task Mint_while_its_key_is_revoked_in_another_process_signs_with_the_new_one()
    {
        await using var app = new CertifyApp();
        var (shop, first) = await app.Given.ACertifiedShop();
        var stolen = app.Services.GetRequiredService<KeyStore>().Active;
        var elsewhere = new KeyStore(Path.Combine(app.DataDirectory, "keys", "signing"), app.Services.GetRequiredService<MasterKey>(), app.Time);
        var dbs = new OwnDatabase(Path.Combine(app.DataDirectory, "certify.db"), new BeforeThePlace(() => elsewhere.Revoke(stolen.Thumbprint, app.Time.GetUtcNow())));

        var minted = await dbs.RunAsync(async db =>
        {
            var live = await db.Badges.SingleAsync(b => b.Id == first);
            var (visit, _) = app.Given.NewBadge(app.Services, shop, "", null, 90, 0);
            db.Visits.Add(visit);
            var badge = await app.Services.GetRequiredService<BadgeMint>().MintAsync(db, shop, visit, live, 1, 90, Accounts.Actor.System);
            await db.SaveChangesAsync();
            return badge;
        });
        await app.Given.Published();

        Assert.NotEqual(stolen.Kid, minted.Kid);
        Assert.Equal(elsewhere.Active.Kid, minted.Kid);
        Assert.Equal(2, await app.ReadAsync(db => db.Badges.CountAsync()));
        Assert.Equal(ScanStatus.Valid, await app.Given.Scanned(minted.Id));
    }

    /// <summary>Whoever took the key just before it was marked has begun again, or is found: no badge of it is left that a scan would call forged.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Record_many_while_their_key_is_revoked_in_another_process_leaves_none_that_counts_no_more(bool postgres)
    {
        await using var app = await CertifyApp.OnAsync(postgres);
        var inspectors = Enumerable.Range(0, 4).Select(i => $"inspector{i}").ToList();
        var rounds = new List<(string Inspector, List<VisitSubmission> Visits)>();
        foreach (var inspector in inspectors)
        {
            await app.Given.AGrid(heldBy: inspector);
            var visits = new List<VisitSubmission>();
            for (var n = 0; n < 6; n++)
                visits.Add(app.Given.AVisit(await app.Given.AShop($"{inspector}第{n}店")));
            rounds.Add((inspector, visits));
        }
        T Of<T>() where T : notnull => app.Services.GetRequiredService<T>();
        var stolen = Of<KeyStore>().Active;
        var elsewhere = new KeyStore(Path.Combine(app.DataDirectory, "keys", "signing"), Of<MasterKey>(), app.Time);
        var dbs = Of<IDbContextFactory<CertifyDb>>();
        var late = new LateRevocations(dbs, Of<ShopReview>(), new BadgeLog(dbs, Of<LogBook>(), Of<LogMarks>(), elsewhere, FaultPoints.None, app.Clock), elsewhere, Of<LoggedBefore>(), app.Clock);

        var recording = rounds.ConvertAll(round => Task.Run(async () =>
        {
            foreach (var visit in round.Visits)
                Assert.Equal(VisitAnswerKind.Recorded, (await app.Given.Recorded(visit, round.Inspector)).Kind);
        }));
        while (await app.ReadAsync(db => db.Badges.CountAsync()) < 4)
            await Task.Delay(5, TestContext.Current.CancellationToken);
        elsewhere.Revoke(stolen.Thumbprint, app.Time.GetUtcNow());
        var revoked = await late.FollowKeysAsync();
        await Task.WhenAll(recording);

        Assert.InRange(revoked, 4, 24);
        Assert.Equal(24, await app.ReadAsync(db => db.Visits.CountAsync()));
        Assert.Equal(revoked, await app.ReadAsync(db => db.Badges.CountAsync(b => b.Kid == stolen.Kid)));
        Assert.Equal(24 - revoked, await app.ReadAsync(db => db.Badges.CountAsync(b => b.State == BadgeState.Valid && b.Kid == elsewhere.Active.Kid)));
    }

    /// <summary>Does something each time before a badge's place in the log is looked up: it is signed by then.</summary>
    private sealed class BeforeThePlace(Action does) : DbCommandInterceptor
    {
        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            if (command.CommandText.Contains("MAX(", StringComparison.Ordinal) && command.CommandText.Contains("LogLeaves", StringComparison.Ordinal))
                does();
            return new(result);
        }
    }

    private sealed class OwnDatabase(string file, IInterceptor interceptor) : IDbContextFactory<CertifyDb>
    {
        public CertifyDb CreateDbContext() =>
            new SqliteCertifyDb(new DbContextOptionsBuilder<SqliteCertifyDb>().UseSqlite($"Data Source={file};Pooling=False").AddInterceptors(interceptor).Options);
    }
}
