using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Certify.Data;

/// <summary>Tells a unique index's refusal from any other failed save: SQLite extended codes 2067 and 1555, PostgreSQL 23505.</summary>
public static class UniqueViolation
{
    public static bool IsUniqueViolation(this DbUpdateException failure) => failure.InnerException switch
    {
        SqliteException { SqliteExtendedErrorCode: 2067 or 1555 } => true,
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } => true,
        _ => false,
    };
}
