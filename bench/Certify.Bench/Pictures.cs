using System.Globalization;
using Microsoft.Playwright;

namespace Certify.Bench;

/// <summary>
/// <c>pictures [address] [folder]</c>: the README's pictures, taken from a running demo district with /usr/bin/chromium: a visit to a shop where somebody
/// is not done yet, a door sign, and what the phone shows that scans it.
/// </summary>
internal static class Pictures
{
    public static async Task<int> RunAsync(string[] args)
    {
        var home = new Uri(args.ElementAtOrDefault(0) ?? "http://localhost:5080");
        var folder = Directory.CreateDirectory(args.ElementAtOrDefault(1) ?? "docs/pictures").FullName;
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox"] });
        await using var desk = await browser.NewContextAsync(new() { BaseURL = home.ToString(), Locale = "zh-CN", ViewportSize = new() { Width = 1280, Height = 860 } });
        var page = await desk.NewPageAsync();
        await SignInAsync(page, "inspector");
        await VisitAsync(page, Path.Combine(folder, "visit.png"));
        await page.Context.ClearCookiesAsync();
        await SignInAsync(page, "supervisor");
        var number = await BadgeAsync(page, Path.Combine(folder, "badge.png"));
        await using var phone = await browser.NewContextAsync(new() { BaseURL = home.ToString(), Locale = "zh-CN", ViewportSize = new() { Width = 390, Height = 780 }, DeviceScaleFactor = 2 });
        var scan = await phone.NewPageAsync();
        await scan.GotoAsync($"/b/{number}");
        await scan.ScreenshotAsync(new() { Path = Path.Combine(folder, "scan.png") });
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"visit.png, badge.png, scan.png in {folder}"));
        return 0;
    }

    internal static async Task SignInAsync(IPage page, string userName)
    {
        await page.GotoAsync("/account/sign-in");
        await page.FillAsync("[name='Input.UserName']", userName);
        await page.FillAsync("[name='Input.Password']", "certify-demo");
        await page.ClickAsync("main form button");
    }

    /// <summary>The visit page of a shop that was visited before and did not pass: known people, one of them not done, and a measure that isn't in order.</summary>
    private static async Task VisitAsync(IPage page, string file)
    {
        await page.GotoAsync("/desk/shops?state=referrals&category=catering");
        await page.ClickAsync("main table a[href*='/desk/shops/']");
        await page.ClickAsync("main a[href*='/desk/visits/new']");
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await page.Keyboard.PressAsync("F8");
        await page.Keyboard.PressAsync("F9");
        await page.Locator("#measures input").Last.UncheckAsync();
        await page.ScreenshotAsync(new() { Path = file });
    }

    /// <summary>The A5 door sign of the first valid badge as the program draws it; the badge's number.</summary>
    private static async Task<string> BadgeAsync(IPage page, string file)
    {
        await page.GotoAsync("/desk/badges?state=Valid");
        var address = await page.Locator("main a[href*='/desk/badges/']").First.GetAttributeAsync("href");
        var number = address!.Split('?')[0].Split('/')[^1].ToUpperInvariant();
        await page.GotoAsync(address);
        var paper = await page.Locator("main a[href*='door-a5'][href*='png']").First.GetAttributeAsync("href");
        var picture = await page.APIRequest.GetAsync(paper!);
        await File.WriteAllBytesAsync(file, await picture.BodyAsync());
        return number;
    }
}
