using Certify.Accounts;
using Certify.Tests.Support;

namespace Certify.Tests.Browser;

public sealed class SignInBrowserTests
{
    [Theory]
    [InlineData("zh-CN", "工作台")]
    [InlineData("en", "Desk")]
    public async Task Sign_in_by_keyboard_opens_the_desk_in_the_readers_language(string language, string title)
    {
        await using var app = new CertifyApp(kestrel: true);

        var page = await Chromium.SignInAsync(app, Roles.Inspector, language: language);

        Assert.Contains(title, await page.TitleAsync());
    }
}
