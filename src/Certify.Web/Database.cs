using Certify.Badges;
using Certify.Data;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web;

/// <summary>The configured database: one pooled factory of the provider's sub-class, seen by everyone as <see cref="CertifyDb"/>.</summary>
public static class Database
{
    public static IServiceCollection AddDatabase(this IServiceCollection services, CertifyOptions options) =>
        options.Database.Provider.ToUpperInvariant() switch
        {
            "SQLITE" => services.AddProvider<SqliteCertifyDb>(db => db.UseSqlite(options.Database.ConnectionString is { Length: > 0 } given
                ? given : $"Data Source={Path.Combine(options.DataDirectory, "certify.db")}")),
            "POSTGRESQL" => services.AddProvider<PostgreSqlCertifyDb>(db => db.UseNpgsql(options.Database.ConnectionString)),
            var other => throw new InvalidOperationException($"Certify__Database__Provider must be Sqlite or PostgreSql, not '{other}'."),
        };

    private static IServiceCollection AddProvider<TDb>(this IServiceCollection services, Action<DbContextOptionsBuilder> use) where TDb : CertifyDb =>
        services.AddSingleton<BadgeChanges>()
            .AddPooledDbContextFactory<TDb>((s, db) =>
            {
                use(db);
                db.AddInterceptors(s.GetRequiredService<BadgeChanges>());
            })
            .AddSingleton<IDbContextFactory<CertifyDb>>(s => new Factory<TDb>(s.GetRequiredService<IDbContextFactory<TDb>>()))
            .AddScoped<CertifyDb>(s => s.GetRequiredService<IDbContextFactory<TDb>>().CreateDbContext());

    private sealed class Factory<TDb>(IDbContextFactory<TDb> inner) : IDbContextFactory<CertifyDb> where TDb : CertifyDb
    {
        public CertifyDb CreateDbContext() => inner.CreateDbContext();
    }
}
