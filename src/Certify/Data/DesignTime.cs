using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Certify.Data;

/// <summary>What <c>dotnet ef</c> starts from: no server is asked, the model alone counts.</summary>
internal sealed class SqliteDesignTime : IDesignTimeDbContextFactory<SqliteCertifyDb>
{
    public SqliteCertifyDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteCertifyDb>().UseSqlite("Data Source=:memory:").Options);
}

/// <inheritdoc cref="SqliteDesignTime"/>
internal sealed class PostgreSqlDesignTime : IDesignTimeDbContextFactory<PostgreSqlCertifyDb>
{
    public PostgreSqlCertifyDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgreSqlCertifyDb>().UseNpgsql("Host=localhost").Options);
}
