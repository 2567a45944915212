using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Certify.Data;

/// <summary>
/// One intention is one transaction. SQLite takes its write lock at the start, so that writers stand in line; on PostgreSQL the unique indexes and
/// versions decide, and who lost begins again from what the winner left. The work saves once; what it doesn't save is not done.
/// </summary>
public static class Intention
{
    private const int Attempts = 12;

    public static async Task<T> RunAsync<T>(this IDbContextFactory<CertifyDb> dbs, Func<CertifyDb, Task<T>> work, CancellationToken cancel = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var db = await dbs.CreateDbContextAsync(cancel);
            try
            {
                await using var transaction = await db.Database.BeginTransactionAsync(cancel);
                var result = await work(db);
                await transaction.CommitAsync(cancel);
                return result;
            }
            catch (DbUpdateException lost) when (attempt < Attempts && IsRace(lost))
            {
                // Somebody else came first: look again at what is there now.
            }
        }
    }

    /// <summary>Another writer was first: a stale version, a unique index, or PostgreSQL's serialization failure and deadlock.</summary>
    private static bool IsRace(DbUpdateException failure) =>
        failure is DbUpdateConcurrencyException || failure.IsUniqueViolation()
        || failure.InnerException is PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected };
}
