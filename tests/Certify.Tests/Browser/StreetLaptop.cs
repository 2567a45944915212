using Certify.Accounts;
using Certify.Log;
using Certify.Tests.Support;
using Microsoft.Playwright;

namespace Certify.Tests.Browser;

/// <summary>An inspector's laptop before it goes out, and what its owner does on the visit form.</summary>
internal static class StreetLaptop
{
    /// <summary>Takes a photo on the visit form; it waits there.</summary>
    internal static async Task TakeAsync(IPage page, byte[] photo)
    {
        await page.SetInputFilesAsync("[data-photo='take-file']", new FilePayload { Name = "IMG_1.jpg", MimeType = "image/jpeg", Buffer = photo });
        await Assertions.Expect(page.Locator("[data-photo='waiting'] li")).ToContainTextAsync("等待发送");
    }

    /// <summary>Signed in, with the pages and the field pack kept.</summary>
    internal static async Task<IPage> StreetAsync(CertifyApp app, IPage? page = null)
    {
        await app.WithAsync<LogPublisher, bool>(async log => { await log.PublishAsync(); return true; });
        if (page is null)
            page = await Chromium.SignInAsync(app, Roles.Inspector);
        else
            await Chromium.SignInAsync(page, app, Roles.Inspector);
        await page.GotoAsync("/desk/field");
        await page.EvaluateAsync("navigator.serviceWorker.ready");
        await page.ClickAsync("#take");
        await Assertions.Expect(page.Locator("#pack")).ToContainTextAsync("户，");
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("#field")).ToBeVisibleAsync();
        return page;
    }

    internal static async Task FillAsync(IPage page, string name)
    {
        await Assertions.Expect(page.Locator("html.js")).ToHaveCountAsync(1);
        await page.CheckAsync("[value='Duty']");
        var row = page.Locator("tbody.person:not([data-known='1'])").First;
        foreach (var (field, value) in new[] { ("Name", name), ("IdNumber", IdNumbers.Next()), ("Phone", "19000005423"), ("Vaccine", "科兴"), ("Dose1", "5.6"), ("Dose2", "6.1") })
            await row.Locator($"[name$='.{field}']").FillAsync(value);
        foreach (var box in await page.Locator("[data-measure]").AllAsync())
            await box.CheckAsync();
    }
}
