using Certify.Accounts;
using Certify.Badges;
using Certify.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Certify.Tests.Browser;

/// <summary>/check in real Chromium: network cut, camera, photos, an update beneath an open page.</summary>
public sealed class CheckBrowserTests
{
    [Fact]
    public async Task Check_without_network_gives_every_answer_from_what_it_keeps_and_amber_after_a_day()
    {
        var app = new CertifyApp(kestrel: true);
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var state in new[] { BadgeState.Valid, BadgeState.Suspended, BadgeState.Revoked, BadgeState.Expired })
            texts[state.ToString()] = $"{app.PublicUrl.ToUpperInvariant()}/V/{await ABadgeIn(app, state)}";
        var page = await ReadyAsync(app, await Chromium.OpenAsync(app, phone: true));
        var asked = new List<string>();
        page.Context.Request += (_, request) => asked.Add(request.Url);

        // Nothing answers any more: the network is cut, and nobody listens at the other end.
        await page.Context.SetOfflineAsync(true);
        var origin = app.PublicUrl;
        await app.DisposeAsync();
        await page.ReloadAsync();
        await Expect(page.Locator("#kept")).ToHaveTextAsync("无网络时也可核验；状态数据截至 14:00");

        await CheckAsync(page, texts["Valid"], "标识有效", "valid");
        await Expect(page.Locator("#answer")).ToContainTextAsync("标识真实；状态截至 14:00");
        await Expect(page.Locator("#answer")).ToContainTextAsync("有效期至 2021年11月7日");
        await Expect(page.Locator("#answer h2")).ToHaveTextAsync("Valid店");
        await CheckAsync(page, texts["Suspended"].ToLowerInvariant(), "标识暂停使用", "suspended");
        await CheckAsync(page, texts["Revoked"], "标识已失效", "revoked");
        await CheckAsync(page, texts["Expired"], "标识已过期", "expired");
        await CheckAsync(page, TestFile.Vector("badge_token.json", "valid"), "未通过真伪核验", "forged");
        await CheckAsync(page, "https://menu.example/table/7", "二维码无法识别", "unreadable");
        await page.ClickAsync("#again");
        await page.SetInputFilesAsync("#photo", new FilePayload { Name = "sign.png", MimeType = "image/png", Buffer = QrPictures.Photo(texts["Suspended"]) });
        await Expect(page.Locator("#answer h1")).ToHaveTextAsync("标识暂停使用");
        await page.SetInputFilesAsync("#photo", new FilePayload { Name = "no.png", MimeType = "image/png", Buffer = [1, 2, 3] });
        await Expect(page.Locator("#complaint")).ToContainTextAsync("无法打开这张照片");
        await page.FillAsync("#text", "HYGX-2021-000531-7K3Q");
        await page.ClickAsync("#by-text button");
        await Expect(page.Locator("#complaint")).ToContainTextAsync("按编号查询需要网络");

        await page.GotoAsync("/check?lang=en");
        await CheckAsync(page, texts["Valid"], "This badge is valid", "valid");
        await page.Context.Clock.SetFixedTimeAsync(CertifyApp.Start.AddHours(25).UtcDateTime);
        await page.GotoAsync("/check");
        await CheckAsync(page, texts["Valid"], "标识真实，状态暂无法确认", "unconfirmed");
        await Expect(page.Locator("#answer")).ToContainTextAsync("状态截至 2021年8月9日 14:00");
        Assert.Equal("rgb(117, 76, 0)", await page.Locator("#answer .field-of").EvaluateAsync<string>("e => getComputedStyle(e).backgroundColor"));
        await CheckAsync(page, texts["Revoked"], "标识已失效", "revoked");

        Assert.NotEmpty(asked);
        Assert.All(asked, url => Assert.StartsWith(origin, url));
    }

    [Fact]
    public async Task Check_with_network_follows_the_state_and_never_says_which_badge_it_checks()
    {
        await using var app = new CertifyApp(kestrel: true);
        var badge = await app.Given.ABadge();
        var page = await ReadyAsync(app, await Chromium.OpenAsync(app));
        var asked = new List<string>();
        page.Context.Request += (_, request) => asked.Add(request.Url);

        await CheckAsync(page, badge.Token, "标识有效", "valid");
        await app.Given.Change(badge, b => b.Suspend(SuspensionCause.Coverage, "一人未接种", CertifyApp.Start));
        app.Time.Advance(TimeSpan.FromMinutes(1));
        await page.Context.Clock.SetFixedTimeAsync(CertifyApp.Start.AddMinutes(1).UtcDateTime);
        await CheckAsync(page, badge.Token, "标识暂停使用", "suspended");

        Assert.All(asked, url => Assert.StartsWith(app.PublicUrl + "/.well-known/", url));
        Assert.DoesNotContain(asked, url => url.Contains(badge.Token, StringComparison.OrdinalIgnoreCase));
        await page.GetByText("查看登记记录").ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("标识暂停使用");
    }

    [Fact]
    public async Task Camera_reads_a_sign_held_before_it_by_keyboard_alone()
    {
        await using var app = new CertifyApp(kestrel: true);
        var badge = await app.Given.ABadge();
        var video = Path.Combine(app.Folder, "sign.y4m");
        await File.WriteAllBytesAsync(video, QrPictures.Video($"{app.PublicUrl.ToUpperInvariant()}/V/{badge.Token}"));
        var page = await ReadyAsync(app, await Chromium.OpenWithCameraAsync(app, video));

        await page.FocusAsync("#open-camera");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Locator("#answer h1")).ToHaveTextAsync("标识有效");
        Assert.Equal("H1", await page.EvaluateAsync<string>("document.activeElement.tagName"));
        await Expect(page.Locator("#camera")).ToBeHiddenAsync();
        await page.Context.Browser!.CloseAsync();
    }

    [Fact]
    public async Task Camera_that_is_refused_or_missing_says_what_to_do_instead()
    {
        await using var app = new CertifyApp(kestrel: true);
        var page = await ReadyAsync(app, await Chromium.OpenAsync(app, "en"));

        await page.ClickAsync("#open-camera");

        await Expect(page.Locator("#complaint")).ToContainTextAsync("Use a photo instead");
        await Expect(page.Locator("#open-camera")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("/check")]
    [InlineData("/desk/scan")]
    public async Task Camera_that_is_allowed_only_after_stop_was_pressed_stays_off(string address)
    {
        await using var app = new CertifyApp(kestrel: true);
        var page = await (address == "/check" ? Chromium.OpenAsync(app) : Chromium.SignInAsync(app, Roles.Inspector));
        await page.AddInitScriptAsync("""
            navigator.mediaDevices.getUserMedia = () => new Promise((allow) => {
              globalThis.allowCamera = () => allow(globalThis.camera = document.createElement("canvas").captureStream());
            });
            """);
        await page.GotoAsync(address);

        await page.ClickAsync("#open-camera");
        await page.WaitForFunctionAsync("() => globalThis.allowCamera");
        await page.ClickAsync("#stop-camera");
        await page.EvaluateAsync("allowCamera()");

        await page.WaitForFunctionAsync("() => camera.getTracks().every((track) => track.readyState === 'ended')", null, new() { Timeout = 3000 });
        await Expect(page.Locator("#camera")).ToBeHiddenAsync();
        await Expect(page.Locator("#open-camera")).ToBeVisibleAsync();
        await Expect(page.Locator("#complaint")).ToBeEmptyAsync();
    }

    [Fact]
    public async Task Check_in_a_browser_without_workers_says_that_it_works_while_the_page_is_open()
    {
        await using var app = new CertifyApp(kestrel: true);
        var badge = await app.Given.ABadge();
        var page = await Chromium.OpenAsync(app);
        await page.AddInitScriptAsync("delete Navigator.prototype.serviceWorker");
        await page.Context.Clock.SetFixedTimeAsync(app.Time.GetUtcNow().UtcDateTime);
        await page.GotoAsync("/check");

        await Expect(page.Locator("#kept")).ToHaveTextAsync("没有网络时，仅在本页打开期间可以核验；状态数据截至 14:00", new() { Timeout = 5000 });
        await page.Context.SetOfflineAsync(true);
        await CheckAsync(page, badge.Token, "标识有效", "valid");
    }

    [Fact]
    public async Task New_worker_waits_while_a_page_is_open_and_the_page_goes_on_without_network()
    {
        await using var app = new CertifyApp(kestrel: true);
        var badge = await app.Given.ABadge();
        var page = await ReadyAsync(app, await Chromium.OpenAsync(app));
        await page.ReloadAsync();
        await Expect(page.Locator("#check[data-state=ready]")).ToBeVisibleAsync();

        // Another address of the worker is to the browser what changed bytes are: an update.
        await page.EvaluateAsync("""
            async () => {
              const registration = await navigator.serviceWorker.register("/check/worker.js?next", { scope: "/check" });
              const next = registration.installing ?? registration.waiting;
              if (next.state !== "installed") await new Promise((done) => next.addEventListener("statechange", () => next.state === "installed" && done()));
            }
            """);
        Assert.Equal("installed", await page.EvaluateAsync<string>("navigator.serviceWorker.getRegistration('/check').then(r => r.waiting.state)"));
        await page.Context.SetOfflineAsync(true);

        await CheckAsync(page, badge.Token, "标识有效", "valid");
        await page.ReloadAsync();
        await CheckAsync(page, badge.Token, "标识有效", "valid");
    }

    private static async Task<IPage> ReadyAsync(CertifyApp app, IPage page)
    {
        // The service's clock stands still in 2021; so must the phone's.
        await page.Context.Clock.SetFixedTimeAsync(app.Time.GetUtcNow().UtcDateTime);
        await page.GotoAsync("/check");
        await Expect(page.Locator("#check[data-state=ready]")).ToBeVisibleAsync();
        return page;
    }

    private static async Task CheckAsync(IPage page, string text, string title, string look)
    {
        await page.FillAsync("#text", text);
        await page.ClickAsync("#by-text button");
        await Expect(page.Locator("#answer h1")).ToHaveTextAsync(title);
        await Expect(page.Locator($"#answer .field-of.is-{look}")).ToBeVisibleAsync();
    }

    private static async Task<string> ABadgeIn(CertifyApp app, BadgeState state)
    {
        var badge = await app.Given.ABadge(
            await app.Given.AShop($"{state}店"), $"HYGX-2021-00010{(int)state}-AAAA", state == BadgeState.Expired ? CertifyApp.Start.AddDays(-100) : null);
        if (state == BadgeState.Suspended)
            await app.Given.Change(badge, b => b.Suspend(SuspensionCause.Coverage, "一人未接种", CertifyApp.Start));
        if (state == BadgeState.Revoked)
            await app.Given.Change(badge, b => b.Revoke("冒用标识", CertifyApp.Start));
        return badge.Token;
    }
}
