using Certify.Accounts;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace Certify.Tests.Browser;

/// <summary>Somebody at the door tells us, a supervisor looks and decides, the owner appeals, another supervisor puts it right; what the scan says follows.</summary>
public sealed class TellJourneyTests
{
    [Theory]
    [InlineData("zh-CN", "反映已收到", "标识暂停使用", "标识有效")]
    [InlineData("en", "Your report has come in", "This badge is suspended", "This badge is valid")]
    public async Task Tip_with_photo_leads_to_a_suspension_and_the_appeal_against_it_to_a_valid_badge(string language, string sent, string suspended, string valid)
    {
        await using var app = new CertifyApp(kestrel: true);
        app.StartServer();
        var shop = await app.Given.AShop();
        await app.Given.AnOwner(Roles.Owner, shop);
        await app.Given.Recorded(app.Given.AVisit(shop));
        var (token, number) = await app.ReadAsync(db => db.Badges.Select(b => ValueTuple.Create(b.Token, b.Number)).SingleAsync());

        var passer = await Chromium.OpenAsync(app, language, javaScript: false, phone: true);
        await passer.GotoAsync("/V/" + token);
        await passer.ClickAsync("form.tell button[value='misplaced']");
        Assert.True(await passer.IsCheckedAsync("input[value='Misplaced']"));
        await passer.FillAsync("#Input_Place", "蒸湘路 9 号面馆门口");
        await passer.SetInputFilesAsync("#Input_Photo", new FilePayload { Name = "IMG_0001.jpg", MimeType = "image/jpeg", Buffer = PhotoFiles.FromAPhone() });
        await passer.ClickAsync("form.tip .button.main");
        Assert.Equal(sent, await passer.InnerTextAsync("h1"));
        Assert.Empty(await passer.Context.CookiesAsync());

        var supervisor = await Chromium.SignInAsync(app, Roles.Supervisor, language: language);
        await supervisor.GotoAsync("/desk/tips");
        await supervisor.ClickAsync("td.moment a");
        Assert.Contains("蒸湘路 9 号面馆门口", await supervisor.InnerTextAsync("main"));
        await Assertions.Expect(supervisor.Locator("img.told-photo")).ToHaveJSPropertyAsync("naturalWidth", 1600);
        var tip = supervisor.Url;
        await supervisor.ClickAsync($"main a[href='/desk/badges/{number}/suspend']");
        await supervisor.FillAsync("textarea", "标识牌出现在其他场所");
        await supervisor.ClickAsync("main form button");
        await supervisor.WaitForURLAsync($"**/desk/badges/{number}");
        await supervisor.GotoAsync(tip);
        await supervisor.CheckAsync("input[value='BadgeDecided']");
        await supervisor.ClickAsync("form[action$='handler=Close'] button");
        await Assertions.Expect(supervisor.Locator("form[action$='handler=Close']")).ToHaveCountAsync(0);
        await passer.GotoAsync("/V/" + token);
        Assert.Equal(suspended, await passer.InnerTextAsync("h1"));

        var owner = await Chromium.SignInAsync(app, Roles.Owner, language: language, phone: true);
        await owner.GotoAsync("/desk/owner");
        await owner.ClickAsync("a[href$='/appeals']");
        await owner.FillAsync("textarea", "标识牌被盗，已报警");
        await owner.ClickAsync("main form .button.main");
        await Assertions.Expect(owner.Locator("main article")).ToContainTextAsync("标识牌被盗，已报警");

        var other = await Chromium.SignInAsync(app, Roles.Supervisor, "second-supervisor", language);
        await other.GotoAsync("/desk/appeals");
        await other.ClickAsync("tbody a");
        await other.CheckAsync("input[name='Input.Uphold'][value='true']");
        await other.FillAsync("textarea", "被盗属实");
        await other.ClickAsync("main form .button.main");
        await Assertions.Expect(other.Locator("main form")).ToHaveCountAsync(0);

        await passer.GotoAsync("/V/" + token);
        Assert.Equal(valid, await passer.InnerTextAsync("h1"));
        await owner.ReloadAsync();
        Assert.Contains("被盗属实", await owner.InnerTextAsync("main"));
    }
}
