using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Certify.Bench;

/// <summary>The peer: the rows that the visits left behind, inserted again as plain SQL into a database of the same tables and indexes, one transaction a visit.</summary>
internal static class VisitPeer
{
    /// <summary>In the order of their foreign keys.</summary>
    private static readonly string[] Tables = ["Persons", "Staff", "Visits", "VisitStaff", "Badges", "Standings", "Audit"];

    /// <returns>Visits a second.</returns>
    public static double Rate(string source, string target, int from, int visits)
    {
        var rows = Tables.ToDictionary(t => t, t => Read(source, t), StringComparer.Ordinal);
        using var connection = new SqliteConnection($"Data Source={target};Pooling=False");
        connection.Open();
        Execute(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;");
        var inserts = Tables.ToDictionary(t => t, t => Prepare(connection, t, rows[t].Columns), StringComparer.Ordinal);
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
            transaction.Commit();
        }
        var rate = visits / clock.Elapsed.TotalSeconds;
        foreach (var insert in inserts.Values)
            insert.Dispose();
        return rate;
    }

    private static SqliteCommand Prepare(SqliteConnection connection, string table, string[] columns)
    {
        var insert = connection.CreateCommand();
        insert.CommandText = $"INSERT INTO \"{table}\" ({string.Join(',', columns.Select(c => $"\"{c}\""))}) VALUES ({string.Join(',', columns.Select((_, i) => $"$p{i}"))})";
        for (var i = 0; i < columns.Length; i++)
            insert.Parameters.Add(new SqliteParameter($"$p{i}", null));
        return insert;
    }

    private static (string[] Columns, List<object[]> Rows) Read(string source, string table)
    {
        using var connection = new SqliteConnection($"Data Source={source};Pooling=False;Mode=ReadOnly");
        connection.Open();
        using var select = connection.CreateCommand();
        select.CommandText = $"SELECT * FROM \"{table}\" ORDER BY rowid";
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
