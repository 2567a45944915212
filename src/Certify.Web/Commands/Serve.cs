using System.CommandLine;
using Certify.Badges;
using Certify.Certification;
using Certify.Data;
using Certify.Log;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Certify.Web.Commands;

/// <summary><c>serve</c>: brings the database up to date and answers until told to stop.</summary>
public static class Serve
{
    public static Command Command(Func<WebApplication> program)
    {
        var serve = new Command("serve", CommandLine.Say("cli.serve"));
        serve.SetAction(async (_, cancel) =>
        {
            var app = program();
            // The pages are gathered while the database is looked at: with two processors the first page comes sooner.
            var pages = Task.Run(() => app.Services.GetRequiredService<EndpointDataSource>().Endpoints.Count, cancel);
            if (app.Environment.IsDevelopment())
            {
                await DemoData.FillIfEmptyAsync(app, cancel);
                DemoData.Greet(app);
            }
            else
                await PrepareAsync(app.Services, cancel);
            await pages;
            await app.RunAsync();
            return 0;
        });
        return serve;
    }

    /// <summary>The data folder and a database of this version, made or migrated where needed.</summary>
    public static async Task PrepareAsync(IServiceProvider services, CancellationToken cancel)
    {
        Directory.CreateDirectory(services.GetRequiredService<IOptions<CertifyOptions>>().Value.DataDirectory);
        await using var db = await services.GetRequiredService<IDbContextFactory<CertifyDb>>().CreateDbContextAsync(cancel);
        // Migrating compares the whole model first, which a start that has nothing to do need not wait for.
        if ((await db.Database.GetPendingMigrationsAsync(cancel)).Any())
            await db.Database.MigrateAsync(cancel);
        // SQLite makes a copy, which is what a restored database is, without the write-ahead log: readers and writers would wait for each other.
        if (db.Database.IsSqlite())
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancel);
        // A restored database may know again who was erased since.
        await services.GetRequiredService<PersonErasure>().ReplayAsync(cancel);
        // It may also lack what is published since; and a log that begins now begins with the badges that are there.
        await services.GetRequiredService<LogBook>().AdoptAsync(cancel);
        await services.GetRequiredService<BadgeLog>().MarkKeysAsync(cancel);
        await services.GetRequiredService<BadgeLog>().CatchUpAsync(cancel);
        await services.GetRequiredService<LateRevocations>().ReplayAsync(cancel);
    }
}
