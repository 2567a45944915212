using Certify.Accounts;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Certify.Tests.Browser.StreetLaptop;

namespace Certify.Tests.Browser;

/// <summary>Photos on a bad network: kept sealed, sent in pieces after their visit, seen by the supervisor.</summary>
public sealed class OfflinePhotoTests
{
    [Fact]
    public async Task Photo_taken_without_a_network_goes_on_where_it_broke_off_and_the_supervisor_sees_it()
    {
        await using var app = new CertifyApp(kestrel: true);
        var shop = await app.Given.AShop();
        var page = await StreetAsync(app);
        var broken = new TaskCompletionSource();
        var (pieces, mended) = (new List<string>(), false);
        await page.Context.RouteAsync("**/photos/*", async route =>
        {
            if (route.Request.Method == "PATCH")
                pieces.Add(route.Request.Headers["upload-offset"]);
            // The first piece arrives; with the second the network goes, and stays away for a while.
            if (mended || pieces.Count < 2)
            {
                await route.ContinueAsync();
                return;
            }
            await route.AbortAsync();
            broken.TrySetResult();
        });
        await page.Context.SetOfflineAsync(true);
        await page.GotoAsync($"/desk/visits/new?shop={shop.Id}");
        await FillAsync(page, "赵小波");
        await TakeAsync(page, PhotoFiles.FromAPhone(1600, 1200, noisy: true));
        await page.ClickAsync("#save");
        await page.WaitForURLAsync("**/desk/field?saved=*");
        await Assertions.Expect(page.Locator("#outbox")).ToContainTextAsync("照片 1 张，0 张已送达");

        await page.Context.SetOfflineAsync(false);
        await page.ClickAsync("#send-now");
        await broken.Task;
        await page.ReloadAsync();
        Assert.Equal(65_536, await app.ReadAsync(db => db.PhotoUploads.Select(u => u.Received).SingleAsync()));
        mended = true;
        await page.ClickAsync("#send-now");

        await Assertions.Expect(page.Locator("#outbox")).ToContainTextAsync("照片 1 张，1 张已送达");
        // What had arrived was not sent again.
        Assert.Equal(("0", 1), (pieces[0], pieces.Count(p => p == "0")));
        Assert.Equal(["0", "65536", "131072"], pieces.Distinct(StringComparer.Ordinal).Take(3));
        var visit = await app.ReadAsync(db => db.Visits.Select(v => v.Id).SingleAsync());
        var supervisor = await Chromium.SignInAsync(app, Roles.Supervisor);
        await supervisor.GotoAsync($"/desk/visits/{visit}");
        await supervisor.ClickAsync("#photos li a");
        var picture = supervisor.Locator("#photo img");
        await Assertions.Expect(picture).ToHaveJSPropertyAsync("complete", true);
        Assert.True(await picture.EvaluateAsync<int>("picture => picture.naturalWidth") >= 400);
        var served = await (await supervisor.Context.APIRequest.GetAsync(app.PublicUrl + await picture.GetAttributeAsync("src"))).BodyAsync();
        Assert.All(new[] { PhotoFiles.Maker, PhotoFiles.Xmp, "Exif" }, text => Assert.DoesNotContain(text, System.Text.Encoding.Latin1.GetString(served)));
    }
}
