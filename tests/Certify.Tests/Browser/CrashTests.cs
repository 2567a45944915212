using System.Diagnostics;
using Certify.Accounts;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Certify.Tests.Browser.StreetLaptop;

namespace Certify.Tests.Browser;

/// <summary>What is typed outlives the page, the browser and the battery; where it can't be kept, that is said at once.</summary>
public sealed class CrashTests
{
    private const string Name = "tbody.person:not([data-known='1']) [name$='.Name']";

    [Fact]
    public async Task Page_that_crashes_leaves_its_draft_to_the_next_one()
    {
        await using var app = new CertifyApp(kestrel: true);
        var shop = await app.Given.AShop();
        var page = await StreetAsync(app);
        await page.Context.SetOfflineAsync(true);
        await TypeAsync(page, shop.Id, "赵小波");
        var crashed = new TaskCompletionSource();
        page.Crash += (_, _) => crashed.SetResult();

        // The page dies in the middle of the call, which therefore never comes back.
        _ = (await page.Context.NewCDPSessionAsync(page)).SendAsync("Page.crash").ContinueWith(_ => { }, TaskScheduler.Default);
        await crashed.Task.WaitAsync(Chromium.Patience);

        page = await page.Context.NewPageAsync();
        await page.GotoAsync($"/desk/visits/new?shop={shop.Id}");
        await Assertions.Expect(page.Locator(Name).First).ToHaveValueAsync("赵小波");
    }

    [Fact]
    public async Task Browser_that_is_killed_keeps_the_draft_and_the_visit_that_waits()
    {
        await using var app = new CertifyApp(kestrel: true);
        var (first, second) = (await app.Given.AShop(), await app.Given.AShop("第二店"));
        var profile = Directory.CreateTempSubdirectory("certify-laptop-").FullName;
        var killed = await Chromium.OpenProfileAsync(app, profile);
        var gone = new TaskCompletionSource();
        killed.Close += (_, _) => gone.SetResult();
        var street = await StreetAsync(app, killed.Pages[0]);
        await killed.SetOfflineAsync(true);
        await street.GotoAsync($"/desk/visits/new?shop={first.Id}");
        await FillAsync(street, "陈桂英");
        await street.ClickAsync("#save");
        await street.WaitForURLAsync("**/desk/field?saved=*");
        await TypeAsync(street, second.Id, "赵小波");
        Kill(profile);
        await gone.Task.WaitAsync(Chromium.Patience);

        await using (var browser = await Chromium.OpenProfileAsync(app, profile))
        {
            var page = browser.Pages[0];
            await Chromium.SignInAsync(page, app, Roles.Inspector);
            await page.GotoAsync("/desk/field");
            await Assertions.Expect(page.Locator("#outbox .is-sent")).ToHaveCountAsync(1);
            await page.GotoAsync($"/desk/visits/new?shop={second.Id}");
            await Assertions.Expect(page.Locator(Name).First).ToHaveValueAsync("赵小波");
        }
        Assert.Equal([first.Id], await app.ReadAsync(db => db.Visits.Select(v => v.ShopId).ToListAsync()));
        Directory.Delete(profile, recursive: true);
    }

    [Fact]
    public async Task Full_disk_is_told_at_once_and_the_visit_goes_to_the_server_all_the_same()
    {
        await using var app = new CertifyApp(kestrel: true);
        var shop = await app.Given.AShop();
        var page = await StreetAsync(app);
        // What the browser answers to each write when the disk is full (IndexedDB 3.0, "QuotaExceededError").
        await page.AddInitScriptAsync("IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); }");
        await page.GotoAsync($"/desk/visits/new?shop={shop.Id}");

        await FillAsync(page, "陈桂英");

        await Assertions.Expect(page.Locator("#draft-note")).ToContainTextAsync("磁盘已满");
        await page.ClickAsync("#save");
        await page.WaitForURLAsync("**/desk/visits/0*");
        Assert.Equal(1, await app.ReadAsync(db => db.Visits.CountAsync()));
    }

    /// <summary>Types a name into the form of a shop's visit, until the form says that it is kept.</summary>
    private static async Task TypeAsync(IPage page, Guid shop, string name)
    {
        await page.GotoAsync($"/desk/visits/new?shop={shop}");
        await Assertions.Expect(page.Locator("html.js")).ToHaveCountAsync(1);
        await page.Locator(Name).First.FillAsync(name);
        await Assertions.Expect(page.Locator("#visit:not([data-unkept])")).ToHaveCountAsync(1);
    }

    /// <summary>SIGKILL to the browser of that profile and to all its parts.</summary>
    private static void Kill(string profile)
    {
        foreach (var process in Process.GetProcesses())
            using (process)
                if (File.Exists($"/proc/{process.Id}/cmdline") && File.ReadAllText($"/proc/{process.Id}/cmdline").Contains(profile, StringComparison.Ordinal))
                {
                    process.Kill();
                    process.WaitForExit();
                }
    }
}
