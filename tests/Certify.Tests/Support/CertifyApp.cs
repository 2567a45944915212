using Certify.Backups;
using Certify.Data;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace Certify.Tests.Support;

/// <summary>
/// The whole program with a database of its own (a copy of one made once), its own keys and a clock that stands at
/// 9 August 2021, 14:00 in Hengyang. Each test starts its own.
/// </summary>
public sealed class CertifyApp : WebApplicationFactory<Program>
{
    public const string Password = "certify-test-1";
    public static readonly DateTimeOffset Start = new(2021, 8, 9, 6, 0, 0, TimeSpan.Zero);
    public static readonly DateOnly Today = new(2021, 8, 9);

    private readonly Dictionary<string, string?> _settings;

    /// <param name="kestrel">Listen on a real port, for browsers: <see cref="PublicUrl"/> is then an address that opens.</param>
    /// <param name="settings"></param>
    public CertifyApp(bool kestrel = false, Dictionary<string, string?>? settings = null)
    {
        _settings = settings ?? [];
        Folder = Directory.CreateTempSubdirectory("certify-").FullName;
        if (kestrel)
        {
            var port = FreePort();
            // Not by UseKestrel(port): that sets the address when the host is built, by when the program may have started already.
            UseKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, port));
            PublicUrl = $"http://localhost:{port}";
        }
        if (!_settings.ContainsKey("Certify:Database:Provider"))
            Template.CopyTo(Path.Combine(Directory.CreateDirectory(Path.Combine(Folder, "data")).FullName, "certify.db"));
        MasterKey.Create(Path.Combine(Folder, "master.key"));
        Given = new Given(this);
    }

    /// <summary>The program on the one database or the other.</summary>
    public static async Task<CertifyApp> OnAsync(bool postgres) => new(settings: postgres ? await Postgres.SettingsAsync() : null);

    public string Folder { get; }

    /// <summary>What the program believes to be its public address, and what its QR codes carry.</summary>
    public string PublicUrl { get; } = "https://certify.example";
    public string DataDirectory => Path.Combine(Folder, "data");
    public FakeTimeProvider Time { get; } = new(Start);
    public CertifyClock Clock => Services.GetRequiredService<CertifyClock>();
    public Given Given { get; }

    /// <summary>No test edits a settings file: watching them for every program would use up the machine's inotify instances.</summary>
    [System.Runtime.CompilerServices.ModuleInitializer]
    internal static void WatchNoFiles()
    {
        Environment.SetEnvironmentVariable("DOTNET_hostBuilder__reloadConfigOnChange", "false");
        Environment.SetEnvironmentVariable("DOTNET_USE_POLLING_FILE_WATCHER", "true");
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Testing");
        builder.UseSetting("Certify:PublicUrl", PublicUrl);
        builder.UseSetting("Certify:DataDirectory", DataDirectory);
        builder.UseSetting("Certify:MasterKeyFile", Path.Combine(Folder, "master.key"));
        builder.UseSetting("Logging:LogLevel:Default", "None");
        builder.UseSetting("Logging:LogLevel:Microsoft.Hosting.Lifetime", "None");
        foreach (var (key, value) in _settings)
            builder.UseSetting(key, value);
        builder.ConfigureServices(services =>
        {
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Time));
            // A test that moves the clock by months would wake the minute's work a hundred thousand times; tests ask for that work by name.
            foreach (var work in new[] { typeof(Certify.Web.DailyWork), typeof(Certify.Web.DueWork) })
                services.Remove(services.Single(s => s.ImplementationType == work));
            // What is logged is published by what logs it; a test of the worker asks for it by name.
            services.Remove(services.Single(s => s.ImplementationType == typeof(Certify.Web.LogWorker)));
            services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = 1);
        });
    }

    /// <summary>A service in a scope of its own.</summary>
    public async Task<T> WithAsync<TService, T>(Func<TService, Task<T>> use) where TService : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public Task<T> ReadAsync<T>(Func<CertifyDb, Task<T>> read) => WithAsync<CertifyDb, T>(read);

    /// <summary>A visitor: a client with its own cookies that follows no redirect to elsewhere and speaks Chinese unless told otherwise.</summary>
    public Visitor Anonymous(string language = "zh-CN")
    {
        var client = CreateClient(new WebApplicationFactoryClientOptions { BaseAddress = new Uri(PublicUrl), AllowAutoRedirect = true });
        client.DefaultRequestHeaders.Add("Accept-Language", language);
        return new Visitor(client);
    }

    /// <summary>Signs in through the page, as a user of that name does; makes the user with that role if there is none.</summary>
    public async Task<Visitor> SignInAsync(string role, string? userName = null, string language = "zh-CN")
    {
        userName ??= role;
        await Given.AUser(userName, role);
        var visitor = Anonymous(language);
        var page = await visitor.OpenAsync("/account/sign-in");
        await visitor.SubmitAsync(page, new(StringComparer.Ordinal) { ["Input.UserName"] = userName, ["Input.Password"] = Password });
        return visitor;
    }

    /// <summary>From here on the database can't be read. A second passes, for which an open connection is kept.</summary>
    public void LoseDatabase()
    {
        Time.Advance(TimeSpan.FromSeconds(1));
        CloseDatabase();
        foreach (var log in Directory.EnumerateFiles(DataDirectory, "certify.db-*"))
            File.Delete(log);
        File.WriteAllText(Path.Combine(DataDirectory, "certify.db"), "this is no database");
    }

    /// <summary>What a program of its own needs to go on from here: the data as they are at one moment, and the master key.</summary>
    public async Task LeaveAsync(string folder)
    {
        Folders.Copy(DataDirectory, Path.Combine(folder, "data"), file => !file.Contains("certify.db", StringComparison.Ordinal));
        await Services.GetRequiredService<DatabaseCopy>().SaveAsync(Path.Combine(folder, "data", "certify.db"), default);
        File.Copy(Path.Combine(Folder, "master.key"), Path.Combine(folder, "master.key"), overwrite: true);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        CloseDatabase();
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>This program's connections alone: others are at work beside it.</summary>
    private void CloseDatabase()
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(DataDirectory, "certify.db")}");
        SqliteConnection.ClearPool(connection);
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>An empty, made database, made once a run and copied for each test.</summary>
    private static class Template
    {
        private static readonly Lazy<byte[]> Bytes = new(Make);

        public static void CopyTo(string file) => File.WriteAllBytes(file, Bytes.Value);

        private static byte[] Make()
        {
            var file = Path.GetTempFileName();
            using (var db = new SqliteCertifyDb(new DbContextOptionsBuilder<SqliteCertifyDb>().UseSqlite($"Data Source={file};Pooling=False").Options))
                db.Database.Migrate();
            var bytes = File.ReadAllBytes(file);
            File.Delete(file);
            return bytes;
        }
    }
}
