using Microsoft.Playwright;

namespace Certify.Tests.Support;

/// <summary>
/// Real Chromium: one for the run, a context of its own for each visitor, so that nobody sees another's cookies.
/// The program must listen on a port: <c>new CertifyApp(kestrel: true)</c>.
/// </summary>
public static class Chromium
{
    /// <summary>How long something may take before it counts as never: no test measures speed, and a busy machine may be slow.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly Lazy<Task<IBrowser>> One = new(() => LaunchAsync());

    static Chromium() => Assertions.SetDefaultExpectTimeout((float)Patience.TotalMilliseconds);

    /// <summary>Closes the browser if a test has opened it.</summary>
    public static async ValueTask CloseAsync()
    {
        if (One.IsValueCreated)
            await (await One.Value).CloseAsync();
    }

    public static async Task<IPage> OpenAsync(CertifyApp app, string language = "zh-CN", bool javaScript = true, bool phone = false, bool dark = false) =>
        await OpenAsync(await One.Value, app, language, javaScript, phone, dark);

    /// <summary>A phone of its own whose camera sees that video, and which lets this site use it.</summary>
    public static async Task<IPage> OpenWithCameraAsync(CertifyApp app, string video)
    {
        var browser = await LaunchAsync("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", $"--use-file-for-fake-video-capture={video}");
        return await OpenAsync(browser, app, "zh-CN", javaScript: true, phone: true, dark: false);
    }

    /// <summary>A laptop: a browser whose profile lies in that folder and stays there when it is closed.</summary>
    public static async Task<IBrowserContext> OpenProfileAsync(CertifyApp app, string folder)
    {
        app.StartServer();
        var context = await (await Playwright.CreateAsync()).Chromium.LaunchPersistentContextAsync(folder, new() { ExecutablePath = Program, Args = Arguments, BaseURL = app.PublicUrl, Locale = "zh-CN" });
        context.SetDefaultTimeout((float)Patience.TotalMilliseconds);
        return context;
    }

    private static string Program => Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium";

    private static readonly string[] Arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];

    private static async Task<IBrowser> LaunchAsync(params string[] more) =>
        await (await Playwright.CreateAsync()).Chromium.LaunchAsync(new() { ExecutablePath = Program, Args = [.. Arguments, .. more] });

    private static async Task<IPage> OpenAsync(IBrowser browser, CertifyApp app, string language, bool javaScript, bool phone, bool dark)
    {
        app.StartServer();
        var context = await browser.NewContextAsync(new()
        {
            BaseURL = app.PublicUrl,
            Locale = language,
            JavaScriptEnabled = javaScript,
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            ViewportSize = phone ? new() { Width = 390, Height = 844 } : new() { Width = 1280, Height = 900 },
            AcceptDownloads = true,
        });
        context.SetDefaultTimeout((float)Patience.TotalMilliseconds);
        return await context.NewPageAsync();
    }

    /// <summary>Opens the sign-in page and signs in as a person does, by keyboard; makes the user with that role if there is none.</summary>
    public static async Task<IPage> SignInAsync(CertifyApp app, string role, string? userName = null, string language = "zh-CN", bool javaScript = true, bool phone = false, bool dark = false)
    {
        var page = await OpenAsync(app, language, javaScript, phone, dark);
        await SignInAsync(page, app, role, userName);
        return page;
    }

    /// <summary>Signs in on a page that is open, e.g. of somebody who has just signed out.</summary>
    public static async Task SignInAsync(IPage page, CertifyApp app, string role, string? userName = null)
    {
        await app.Given.AUser(userName ?? role, role);
        await page.GotoAsync("/account/sign-in");
        await page.FillAsync("[name='Input.UserName']", userName ?? role);
        await page.FillAsync("[name='Input.Password']", CertifyApp.Password);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/desk**");
    }
}
