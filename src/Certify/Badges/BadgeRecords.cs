using System.Data.Common;
using Certify.Data;
using Microsoft.EntityFrameworkCore;

namespace Certify.Badges;

/// <summary>What a scan needs to know of a stored badge.</summary>
internal sealed record BadgeRecord(
    string Number, BadgeText Text, DateOnly IssuedOn, DateOnly ValidUntil, DateTimeOffset ExpiresAt,
    string Token, byte[] Kid, int PolicyVersion, BadgeState State, Guid? SupersededById, long? LeafIndex);

/// <summary>
/// One row of one table, by one unique index, at every scan: read by plain ADO.NET, which costs a fourth of what EF Core takes for it.
/// Each read opens a pooled connection anew, so that a restored database is seen at once. The columns are those of the model; a test reads each back.
/// </summary>
internal sealed class BadgeRecords
{
    private const string Columns = """
        SELECT "Number", "SignboardName", "RegisteredName", "Address", "IssuedOn", "ValidUntil", "ExpiresAt", "Token", "Kid", "PolicyVersion", "State", "SupersededById", "LeafIndex" FROM "Badges"
        """;

    private readonly DbProviderFactory provider;
    private readonly string connectionString;

    public BadgeRecords(IDbContextFactory<CertifyDb> databases)
    {
        using var db = databases.CreateDbContext();
        var connection = db.Database.GetDbConnection();
        provider = DbProviderFactories.GetFactory(connection) ?? throw new InvalidOperationException("The database's driver has no factory.");
        connectionString = connection.ConnectionString;
    }

    public Task<BadgeRecord?> ByHashAsync(byte[] tokenHash, CancellationToken cancel) => FindAsync(Columns + " WHERE \"TokenHash\" = @key", tokenHash, cancel);

    public Task<BadgeRecord?> ByNumberAsync(string number, CancellationToken cancel) => FindAsync(Columns + " WHERE \"Number\" = @key", number, cancel);

    private async Task<BadgeRecord?> FindAsync(string query, object key, CancellationToken cancel)
    {
        await using var connection = provider.CreateConnection()!;
        connection.ConnectionString = connectionString;
        await connection.OpenAsync(cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = query;
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ("@key", key);
        command.Parameters.Add(parameter);
        await using var row = await command.ExecuteReaderAsync(cancel);
        return await row.ReadAsync(cancel) ? Read(row) : null;
    }

    private static BadgeRecord Read(DbDataReader row) => new(
        row.GetString(0), new BadgeText(row.GetString(1), row.GetString(2), row.GetString(3)),
        row.GetFieldValue<DateOnly>(4), row.GetFieldValue<DateOnly>(5), new DateTimeOffset(DateTime.SpecifyKind(row.GetDateTime(6), DateTimeKind.Utc)),
        row.GetString(7), row.GetFieldValue<byte[]>(8), row.GetInt32(9), Enum.Parse<BadgeState>(row.GetString(10)), row.IsDBNull(11) ? null : row.GetGuid(11), row.IsDBNull(12) ? null : row.GetInt64(12));
}
