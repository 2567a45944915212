using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Certify.Bench;

/// <summary>
/// The peer: the rows that the visits left behind, written again as plain SQL into a database of the same tables and indexes, one transaction a visit.
/// </summary>
internal static class VisitPeer
{
    /// <summary>In the order of their foreign keys.</summary>
    private static readonly string[] Tables = ["Persons", "Staff", "Visits", "VisitStaff", "Badges", "LogLeaves", "Standings", "BadgeSteps", "Audit"];

    /// <summary>A row each visit changes; the others it adds.</summary>
    private const string Counter = "INSERT INTO \"BadgeCounters\" (\"Year\", \"Last\") VALUES (2021, 1) ON CONFLICT (\"Year\") DO UPDATE SET \"Last\" = \"Last\" + 1";

    /// <returns>Visits a second.</returns>
    public static double Rate(string source, string target, int from, int visits)
    {
        AllNamed(source);
        var rows = Tables.ToDictionary(t => t, t => Read(source, t), StringComparer.Ordinal);
        using var connection = new SqliteConnection($"Data Source={target};Pooling=False");
        connection.Open();
        Execute(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;");
        var inserts = Tables.ToDictionary(t => t, t => Prepare(connection, t, rows[t].Columns), StringComparer.Ordinal);
        using var counter = connection.CreateCommand();
        counter.CommandText = Counter;
        var total = rows["Visits"].Rows.Count;
        var clock = Stopwatch.StartNew();
        for (var i = from; i < from + visits; i++)
        {
            using var transaction = connection.BeginTransaction();
            foreach (var table in Tables)
            {
                var (insert, all) = (inserts[table], rows[table].Rows);
                insert.Transaction = transaction;
                // Each visit left the same number of rows; what is over (the first policy's) came before them.
                var each = all.Count / total;
                var first = (all.Count % total) + (i * each);
                for (var r = first; r < first + each; r++)
                {
                    for (var c = 0; c < all[r].Length; c++)
                        insert.Parameters[c].Value = all[r][c];
                    insert.ExecuteNonQuery();
                }
            }
            counter.Transaction = transaction;
            counter.ExecuteNonQuery();
            transaction.Commit();
        }
        var rate = visits / clock.Elapsed.TotalSeconds;
        foreach (var insert in inserts.Values)
            insert.Dispose();
        return rate;
    }

    /// <summary>A table that a visit has come to write since this was written would be missing from the peer's work.</summary>
    private static void AllNamed(string source)
    {
        string[] known = [.. Tables, "BadgeCounters", "Policies", "Shops", "Grids", "AspNetRoles", "ChecklistVersions", "__EFMigrationsHistory"];
        var (_, tables) = Query(source, "SELECT name FROM sqlite_schema WHERE type = 'table'");
        var filled = tables.Select(t => (string)t[0]).Where(t => Query(source, $"SELECT 1 FROM \"{t}\" LIMIT 1").Rows.Count > 0);
        if (filled.Except(known, StringComparer.Ordinal).ToList() is { Count: > 0 } more)
            throw new InvalidOperationException($"A visit writes to tables that the peer doesn't: {string.Join(", ", more)}.");
    }

    private static SqliteCommand Prepare(SqliteConnection connection, string table, string[] columns)
    {
        var insert = connection.CreateCommand();
        insert.CommandText = $"INSERT INTO \"{table}\" ({string.Join(',', columns.Select(c => $"\"{c}\""))}) VALUES ({string.Join(',', columns.Select((_, i) => $"$p{i}"))})";
        for (var i = 0; i < columns.Length; i++)
            insert.Parameters.Add(new SqliteParameter($"$p{i}", null));
        return insert;
    }

    private static (string[] Columns, List<object[]> Rows) Read(string source, string table) => Query(source, $"SELECT * FROM \"{table}\" ORDER BY rowid");

    private static (string[] Columns, List<object[]> Rows) Query(string source, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={source};Pooling=False;Mode=ReadOnly");
        connection.Open();
        using var select = connection.CreateCommand();
        select.CommandText = sql;
        using var reader = select.ExecuteReader();
        var columns = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToArray();
        var rows = new List<object[]>();
        while (reader.Read())
        {
            var row = new object[columns.Length];
            reader.GetValues(row);
            rows.Add(row);
        }
        return (columns, rows);
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
