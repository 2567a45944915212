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
        Folders.Copy(_folder, folder);
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
        await app.LeaveAsync(folder);
        return shop.Id;
    }
}
