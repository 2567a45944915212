using System.Diagnostics;
using Certify.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Certify.Backups;

/// <summary>One moment of the database as a file, taken while others write; and back.</summary>
public sealed class DatabaseCopy(IDbContextFactory<CertifyDb> dbs, CertifyOptions options)
{
    /// <summary>SQLite: one read transaction writes a whole new database (<c>VACUUM INTO</c>). PostgreSQL: <c>pg_dump</c>, which must be installed.</summary>
    public async Task SaveAsync(string file, CancellationToken cancel)
    {
        await using var db = await dbs.CreateDbContextAsync(cancel);
        if (options.Database.IsPostgreSql)
        {
            await RunAsync("pg_dump", ["--format=custom", "--no-owner", "--file", file], cancel);
            return;
        }
        await db.Database.ExecuteSqlAsync($"VACUUM INTO {file}", cancel);
        await using var copy = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        await copy.OpenAsync(cancel);
        await using var check = copy.CreateCommand();
        check.CommandText = "PRAGMA integrity_check";
        if (await check.ExecuteScalarAsync(cancel) is not "ok")
            throw new InvalidDataException("The database is damaged: the copy did not pass SQLite's integrity check.");
    }

    /// <summary>Puts a saved copy in the place of the database; the service must not be running.</summary>
    public async Task LoadAsync(string file, CancellationToken cancel)
    {
        if (options.Database.IsPostgreSql)
        {
            await RunAsync("pg_restore", ["--clean", "--if-exists", "--no-owner", "--single-transaction", "--dbname", new NpgsqlConnectionStringBuilder(options.Database.ConnectionString).Database!, file], cancel);
            return;
        }
        SqliteConnection.ClearAllPools();
        var place = SqliteFile;
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        foreach (var leftover in new[] { place + "-wal", place + "-shm" })
            File.Delete(leftover);
        File.Move(file, place, overwrite: true);
    }

    /// <summary>Is anything there that a restore would overwrite?</summary>
    public async Task<bool> HoldsDataAsync(CancellationToken cancel)
    {
        if (!options.Database.IsPostgreSql)
            return File.Exists(SqliteFile);
        await using var connection = new NpgsqlConnection(options.Database.ConnectionString);
        await connection.OpenAsync(cancel);
        await using var tables = new NpgsqlCommand("SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'", connection);
        return await tables.ExecuteScalarAsync(cancel) is > 0L;
    }

    public string SqliteFile
    {
        get
        {
            using var db = dbs.CreateDbContext();
            return Path.GetFullPath(new SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource);
        }
    }

    /// <summary>The password goes by the environment: a command line can be read by everyone on the machine.</summary>
    private async Task RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancel)
    {
        var to = new NpgsqlConnectionStringBuilder(options.Database.ConnectionString);
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true };
        foreach (var (name, value) in new[] { ("PGHOST", to.Host), ("PGPORT", to.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("PGUSER", to.Username), ("PGPASSWORD", to.Password), ("PGDATABASE", to.Database) })
            if (!string.IsNullOrEmpty(value))
                start.Environment[name] = value;
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} does not start");
        var said = await process.StandardError.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        if (process.ExitCode != 0)
            throw new InvalidDataException($"{program}: {said.Trim()}");
    }
}
