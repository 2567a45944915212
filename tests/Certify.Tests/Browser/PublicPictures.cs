using Certify.Badges;
using Certify.Tests.Support;

namespace Certify.Tests.Browser;

public sealed class PublicPictures
{
    [Fact]
    public async Task Take()
    {
        if (Environment.GetEnvironmentVariable("PICTURES") is not { } folder)
            return;
        foreach (var status in Enum.GetValues<ScanStatus>())
        {
            await using var app = new CertifyApp(kestrel: true, settings: new() { ["Certify:IcpFiling"] = "湘ICP备2021000000号-1", ["Certify:PublicSecurityFiling"] = "湘公网安备43040002000000号" });
            var address = await app.Given.AScanOf(status);
            foreach (var (language, phone, dark) in new[] { ("zh-CN", true, false), ("en", true, true), ("zh-CN", false, true), ("en", false, false) })
            {
                var page = await Chromium.OpenAsync(app, language, phone: phone, dark: dark);
                await page.GotoAsync(address);
                await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{status}-{language}-{(phone ? "phone" : "wide")}-{(dark ? "dark" : "light")}.png"), FullPage = true });
                await page.Context.CloseAsync();
            }
        }
    }
}
