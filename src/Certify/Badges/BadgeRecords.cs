using System.Collections.Concurrent;
using System.Data.Common;
using Certify.Data;
using Microsoft.EntityFrameworkCore;

namespace Certify.Badges;

/// <summary>What a scan needs to know of a stored badge.</summary>
internal sealed record BadgeRecord(
    string Number, BadgeText Text, DateOnly IssuedOn, DateOnly ValidUntil, DateTimeOffset ExpiresAt,
    string Token, byte[] Kid, int PolicyVersion, BadgeState State, Guid? SupersededById, long? LeafIndex, DateTimeOffset? RestsAt = null);

/// <summary>
/// One row of one table, by one unique index: read by plain ADO.NET through statements that are prepared once and kept with their connection, which costs a
/// tenth of what EF Core takes for it. The columns are those of the model; a test reads each back.
/// </summary>
internal sealed class BadgeRecords : IDisposable
{
    private const string Columns = """
        SELECT "Number", "SignboardName", "RegisteredName", "Address", "IssuedOn", "ValidUntil", "ExpiresAt", "Token", "Kid", "PolicyVersion", "State", "SupersededById", "LeafIndex", "RestsAt" FROM "Badges"
        """;

    private readonly DbProviderFactory provider;
    private readonly string connectionString;
    private readonly TimeProvider time;
    private readonly Statements byHash, byNumber;

    public BadgeRecords(IDbContextFactory<CertifyDb> databases, TimeProvider time)
    {
        this.time = time;
        using var db = databases.CreateDbContext();
        var connection = db.Database.GetDbConnection();
        provider = DbProviderFactories.GetFactory(connection) ?? throw new InvalidOperationException("The database's driver has no factory.");
        connectionString = connection.ConnectionString;
        byHash = new(this, Columns + " WHERE \"TokenHash\" = @key");
        byNumber = new(this, Columns + " WHERE \"Number\" = @key");
    }

    public Task<BadgeRecord?> ByHashAsync(byte[] tokenHash, CancellationToken cancel) => byHash.FindAsync(tokenHash, cancel);

    public Task<BadgeRecord?> ByNumberAsync(string number, CancellationToken cancel) => byNumber.FindAsync(number, cancel);

    private static BadgeRecord Read(DbDataReader row) => new(
        row.GetString(0), new BadgeText(row.GetString(1), row.GetString(2), row.GetString(3)),
        row.GetFieldValue<DateOnly>(4), row.GetFieldValue<DateOnly>(5), Utc(row, 6),
        row.GetString(7), row.GetFieldValue<byte[]>(8), row.GetInt32(9), Enum.Parse<BadgeState>(row.GetString(10)), row.IsDBNull(11) ? null : row.GetGuid(11),
        row.IsDBNull(12) ? null : row.GetInt64(12), row.IsDBNull(13) ? null : Utc(row, 13));

    private static DateTimeOffset Utc(DbDataReader row, int column) => new(DateTime.SpecifyKind(row.GetDateTime(column), DateTimeKind.Utc));

    public void Dispose()
    {
        byHash.Dispose();
        byNumber.Dispose();
    }

    /// <summary>One query, prepared on as many connections as have been wanted at once. None is kept for long, so that a database that is gone is noticed.</summary>
    private sealed class Statements(BadgeRecords records, string query) : IDisposable
    {
        private static readonly TimeSpan Kept = TimeSpan.FromSeconds(1);
        private readonly ConcurrentBag<(DbCommand Command, long OpenedAt)> idle = [];

        public async Task<BadgeRecord?> FindAsync(object key, CancellationToken cancel)
        {
            var (command, openedAt) = Idle() ?? (await PrepareAsync(cancel), records.time.GetTimestamp());
            try
            {
                command.Parameters[0].Value = key;
                await using var row = await command.ExecuteReaderAsync(cancel);
                var found = await row.ReadAsync(cancel) ? Read(row) : null;
                await row.DisposeAsync();
                idle.Add((command, openedAt));
                return found;
            }
            catch
            {
                Drop(command);
                throw;
            }
        }

        public void Dispose()
        {
            while (idle.TryTake(out var kept))
                Drop(kept.Command);
        }

        private (DbCommand, long)? Idle()
        {
            while (idle.TryTake(out var kept))
            {
                if (records.time.GetElapsedTime(kept.OpenedAt) < Kept)
                    return kept;
                Drop(kept.Command);
            }
            return null;
        }

        private async Task<DbCommand> PrepareAsync(CancellationToken cancel)
        {
            var connection = records.provider.CreateConnection()!;
            try
            {
                connection.ConnectionString = records.connectionString;
                await connection.OpenAsync(cancel);
                var command = connection.CreateCommand();
                command.CommandText = query;
                var parameter = command.CreateParameter();
                parameter.ParameterName = "@key";
                command.Parameters.Add(parameter);
                return command;
            }
            catch
            {
                await connection.DisposeAsync();
                throw;
            }
        }

        private static void Drop(DbCommand command)
        {
            using (command.Connection)
                command.Dispose();
        }
    }
}
