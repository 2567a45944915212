using Certify.Accounts;
using Certify.Tests.Support;

namespace Certify.Tests.Faults;

/// <summary>One certified shop, published; another one to visit; an inspector. Made once, and copied for each test.</summary>
public sealed class LogKillFolder : IAsyncLifetime
{
    public static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly string _folder = ProgramRun.NewFolder();
    private Guid _shop;

    public async ValueTask InitializeAsync() => _shop = await FillAsync(_folder);

    public (string Folder, Guid Shop) Copy()
    {
        var folder = Directory.CreateTempSubdirectory("certify-run-").FullName;
        CopyTree(_folder, folder);
        return (folder, _shop);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static async Task<Guid> FillAsync(string folder)
    {
        await using var app = new CertifyApp();
        app.Time.SetUtcNow(Now);
        await app.Given.AUser(Roles.Inspector, Roles.Inspector);
        Assert.NotNull((await app.Given.Recorded(app.Given.AVisit(await app.Given.AShop()))).Receipt?.Badge);
        var shop = await app.Given.AShop("第二店");
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        File.Copy(Path.Combine(app.Folder, "master.key"), Path.Combine(folder, "master.key"), overwrite: true);
        CopyTree(app.DataDirectory, Path.Combine(folder, "data"));
        return shop.Id;
    }

    internal static void CopyTree(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
