using System.Net;
using Certify.Accounts;
using Certify.Tests.Support;
using Certify.Tips;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tests.Pages.DeskScan;

public sealed class DeskScanTests
{
    [Fact]
    public async Task Get_with_number_token_or_address_opens_the_shop_whatever_the_badges_state()
    {
        await using var app = new CertifyApp();
        var (shop, id) = await app.Given.ACertifiedShop();
        var badge = await app.Given.BadgeOf(id);
        var inspector = await app.SignInAsync(Roles.Inspector);

        foreach (var text in new[] { badge.Number, badge.Number.ToLowerInvariant(), badge.Token, "https://certify.example/v/" + badge.Token.ToLowerInvariant() })
            Assert.Equal($"/desk/shops/{shop.Id}?badge={badge.Number}", (await inspector.OpenAsync("/desk/scan?text=" + Uri.EscapeDataString(text))).Path);
        await app.Given.Change(badge, b => b.Suspend(Certify.Badges.SuspensionCause.Coverage, "badges.reason_coverage", CertifyApp.Start));
        var page = await inspector.OpenAsync("/desk/scan?text=" + badge.Number);

        Assert.Equal($"/desk/shops/{shop.Id}?badge={badge.Number}", page.Path);
        Assert.NotNull(page.Find($"a[href='/desk/scan/elsewhere?badge={badge.Number}']"));
    }

    [Theory]
    [InlineData("HYGX-2021-000531-7K3Q", "未查到登记记录")]
    [InlineData("FORGED", "二维码无法识别")]
    public async Task Get_with_what_opens_no_shop_says_what_it_is(string text, string sentence)
    {
        await using var app = new CertifyApp();

        var page = await (await app.SignInAsync(Roles.Inspector)).OpenAsync("/desk/scan?text=" + text);

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains(sentence, page.Text);
    }

    [Fact]
    public async Task Post_elsewhere_becomes_the_supervisors_task_and_says_who_found_it()
    {
        await using var app = new CertifyApp();
        var (shop, id) = await app.Given.ACertifiedShop();
        var badge = await app.Given.BadgeOf(id);
        var inspector = await app.SignInAsync(Roles.Inspector);
        var form = await inspector.OpenAsync("/desk/scan/elsewhere?badge=" + badge.Number);

        Assert.Contains("请填写发现地点", (await inspector.SubmitAsync(form, new() { ["Input.Place"] = "" })).Text);
        var done = await inspector.SubmitAsync(form, new() { ["Input.Place"] = "蔡伦路8号水果摊", ["Input.Text"] = "复印件" });
        await inspector.SubmitAsync(form, new() { ["Input.Place"] = "蔡伦路8号水果摊", ["Input.Text"] = "复印件" });

        Assert.Contains("已报告负责人", done.Text);
        var tip = await app.ReadAsync(db => db.Tips.SingleAsync());
        Assert.Equal((TipKind.Misplaced, shop.Id), (tip.Kind, tip.ShopId));
        var told = (await (await app.SignInAsync(Roles.Supervisor)).OpenAsync($"/desk/tips/{tip.Id}")).Text;
        Assert.Contains("蔡伦路8号水果摊", told);
        Assert.Contains("检查员 inspector 扫码发现", told);
    }

    [Fact]
    public async Task Post_elsewhere_of_no_badge_of_ours_is_a_suspect_sign()
    {
        await using var app = new CertifyApp();
        var inspector = await app.SignInAsync(Roles.Inspector);

        await inspector.SubmitAsync(await inspector.OpenAsync("/desk/scan/elsewhere?code=FORGED"), new() { ["Input.Place"] = "蔡伦路8号" });

        Assert.Equal(TipKind.Suspect, await app.ReadAsync(db => db.Tips.Select(t => t.Kind).SingleAsync()));
    }
}
