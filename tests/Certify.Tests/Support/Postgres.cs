using System.Diagnostics;
using Certify.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Certify.Tests.Support;

/// <summary>
/// A PostgreSQL cluster of the tests' own: in a temporary folder, on a Unix socket alone (no port to collide), started once a run
/// by the first test that asks and stopped at its end. Flushing is off: nothing here must outlive the run.
/// </summary>
public sealed class Postgres : IAsyncDisposable
{
    private const string Template = "certify_template";
    private static readonly Lazy<Task<Postgres>> Cluster = new(StartAsync);

    private readonly string _folder;
    private readonly Lazy<Task> _template;
    private int _databases;

    private Postgres(string folder)
    {
        _folder = folder;
        _template = new(MakeTemplateAsync);
    }

    public static Task<Postgres> Running => Cluster.Value;

    /// <summary>Stops the cluster if a test has started it.</summary>
    public static async ValueTask StopAsync()
    {
        if (Cluster.IsValueCreated)
            await (await Cluster.Value).DisposeAsync();
    }

    private static string Binaries => Directory.Exists("/usr/lib/postgresql")
        ? Directory.EnumerateDirectories("/usr/lib/postgresql").OrderBy(d => double.Parse(Path.GetFileName(d), System.Globalization.CultureInfo.InvariantCulture)).Select(d => Path.Combine(d, "bin")).Last()
        : throw new InvalidOperationException("PostgreSQL's server is not installed: run tests/install.sh");

    /// <summary>Connection string of a new, empty database.</summary>
    public Task<string> NewDatabaseAsync() => NewDatabaseAsync("");

    private async Task<string> NewDatabaseAsync(string like)
    {
        var name = $"certify_{Interlocked.Increment(ref _databases)}";
        await using var connection = new NpgsqlConnection(Connection("postgres"));
        await connection.OpenAsync();
        await using var create = new NpgsqlCommand($"CREATE DATABASE {name}{like}", connection);
        await create.ExecuteNonQueryAsync();
        return Connection(name);
    }

    /// <summary>Settings of a program on a new database with all tables, copied from one that was made once.</summary>
    public static async Task<Dictionary<string, string?>> SettingsAsync()
    {
        var cluster = await Running;
        await cluster._template.Value;
        return new(StringComparer.Ordinal) { ["Certify:Database:Provider"] = "PostgreSql", ["Certify:Database:ConnectionString"] = await cluster.NewDatabaseAsync($" TEMPLATE {Template}") };
    }

    /// <summary>A new database with all tables.</summary>
    public async Task<PostgreSqlCertifyDb> NewCertifyDbAsync()
    {
        var db = new PostgreSqlCertifyDb(new DbContextOptionsBuilder<PostgreSqlCertifyDb>().UseNpgsql(await NewDatabaseAsync()).Options);
        await db.Database.MigrateAsync();
        return db;
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await RunAsync(Path.Combine(Binaries, "pg_ctl"), "-D", Path.Combine(_folder, "data"), "-m", "immediate", "-w", "stop");
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<Postgres> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("certify-pg-").FullName;
        // initdb refuses root: as root everything is done by the server's own user.
        if (Environment.IsPrivilegedProcess)
            await RunAsync("chown", "postgres", folder);
        var data = Path.Combine(folder, "data");
        await RunAsync(Path.Combine(Binaries, "initdb"), "-D", data, "-U", "certify", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync");
        await RunAsync(Path.Combine(Binaries, "pg_ctl"), "-D", data, "-w", "-t", "60", "-l", Path.Combine(folder, "log"), "start",
            "-o", $"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60");
        return new Postgres(folder);
    }

    private async Task MakeTemplateAsync()
    {
        await using var connection = new NpgsqlConnection(Connection("postgres"));
        await connection.OpenAsync();
        await using var create = new NpgsqlCommand($"CREATE DATABASE {Template}", connection);
        await create.ExecuteNonQueryAsync();
        // Nobody may be connected to what is copied.
        await using var db = new PostgreSqlCertifyDb(new DbContextOptionsBuilder<PostgreSqlCertifyDb>().UseNpgsql(Connection(Template) + ";Pooling=false").Options);
        await db.Database.MigrateAsync();
    }

    private string Connection(string database) => $"Host={_folder};Username=certify;Database={database};Maximum Pool Size=10";

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var asServer = Environment.IsPrivilegedProcess && program != "chown";
        var start = new ProcessStartInfo(asServer ? "runuser" : program) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false, WorkingDirectory = "/" };
        foreach (var argument in asServer ? ["-u", "postgres", "--", program, .. arguments] : arguments)
            start.ArgumentList.Add(argument);
        // The server keeps what it inherits, and whoever waits for our own output would wait for ever: so it gets pipes that nobody reads.
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} failed: {await process.StandardError.ReadToEndAsync()}");
    }
}
