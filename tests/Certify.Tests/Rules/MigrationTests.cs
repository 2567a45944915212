using Certify.Data;
using Certify.Tests.Support;
using Certify.Visits;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using static Certify.Tests.Rules.DatabaseRows;

namespace Certify.Tests.Rules;

/// <summary>Migrations that put what was written before into new words, on both databases, there and back.</summary>
public sealed class MigrationTests
{
    /// <summary>Before there were lists six measures were bits of a number: masks 2, codes 8, disinfection 32.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Checklists_older_visits_and_orders_keep_what_they_said(bool postgres)
    {
        await using CertifyDb db = postgres ? await (await Postgres.Running).NewCertifyDbAsync() : await NewSqliteAsync();
        var visit = NewVisit(await AShopAsync(db), Guid.CreateVersion7());
        var item = (await db.ChecklistVersions.SingleAsync(v => v.Number == 1)).Items[0];
        db.AddRange(visit, new Rectification(visit, item, CertifyApp.Today, CertifyApp.Start));
        await db.SaveChangesAsync();
        var migrator = db.GetService<IMigrator>();
        await migrator.MigrateAsync("VisitPhotos");
        await db.Database.ExecuteSqlRawAsync("UPDATE \"Visits\" SET \"Passed\" = 42");
        await db.Database.ExecuteSqlRawAsync("UPDATE \"Rectifications\" SET \"Measure\" = 8");

        await migrator.MigrateAsync();

        db.ChangeTracker.Clear();
        Assert.Equal(["masks", "codes", "disinfection"], (await db.Visits.SingleAsync()).Passed);
        var order = await db.Rectifications.SingleAsync();
        Assert.Equal(("codes", 1, "查验健康码与接种记录", "Health code and vaccination record checked"), (order.Measure, order.ChecklistVersion, order.TextZh, order.TextEn));
        await migrator.MigrateAsync("VisitPhotos");
        Assert.Equal([42], await db.Database.SqlQueryRaw<int>("SELECT \"Passed\" AS \"Value\" FROM \"Visits\"").ToListAsync());
        Assert.Equal([8], await db.Database.SqlQueryRaw<int>("SELECT \"Measure\" AS \"Value\" FROM \"Rectifications\"").ToListAsync());
    }

    private static async Task<SqliteCertifyDb> NewSqliteAsync()
    {
        var db = new SqliteCertifyDb(new DbContextOptionsBuilder<SqliteCertifyDb>().UseSqlite("Data Source=:memory:").Options);
        await db.Database.OpenConnectionAsync();
        await db.Database.MigrateAsync();
        return db;
    }
}
