using System.Globalization;
using Certify.Badges;
using Certify.Tests.Support;
using Certify.Web.Commands;

namespace Certify.Tests.Faults;

/// <summary><c>verify TOKEN</c>: says what a scan says, and a script can tell a valid badge from any other by the exit code alone.</summary>
public sealed class VerifyCommandTests
{
    [Fact]
    public async Task Verify_valid_badge_names_the_shop_and_ends_with_0()
    {
        await using var app = new CertifyApp();
        var badge = await app.Given.ABadge(await app.Given.AShop("湘味土菜馆", address: "衡阳市高新区解放大道18号"));

        foreach (var scanned in new[] { badge.Token, $"https://certify.example/v/{badge.Token.ToLowerInvariant()}" })
        {
            var (code, said) = await VerifyAsync(app, scanned);

            Assert.Equal(0, code);
            Assert.StartsWith("标识有效", said, StringComparison.Ordinal);
            string[] lines = ["场所名称：湘味土菜馆", "地址：衡阳市高新区解放大道18号", "编号：HYGX-2021-000531-7K3Q", "评定日期：2021年8月9日", "有效期至：2021年11月7日", "核验时间 2021年8月9日 14:00"];
            Assert.All(lines, line => Assert.Contains(line, said, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Verify_suspended_and_revoked_badge_ends_with_1_and_tells_no_reason()
    {
        await using var app = new CertifyApp();
        var badge = await app.Given.ABadge();

        await app.Given.Change(badge, b => b.Suspend(SuspensionCause.Coverage, "一人未接种", CertifyApp.Start));
        var (code, said) = await VerifyAsync(app, badge.Token);
        Assert.Equal(1, code);
        Assert.StartsWith("标识暂停使用", said, StringComparison.Ordinal);
        Assert.DoesNotContain("未接种", said, StringComparison.Ordinal);

        await app.Given.Change(badge, b => b.Revoke("冒用", CertifyApp.Start));
        var (final, why) = await VerifyAsync(app, badge.Token);
        Assert.Equal(1, final);
        Assert.StartsWith("标识已撤销", why, StringComparison.Ordinal);
        Assert.DoesNotContain("冒用", why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zh-CN", "二维码无法识别", "请擦净二维码")]
    [InlineData("en", "This code can't be read", "enter the number printed on the badge")]
    public async Task Verify_what_is_no_token_is_unreadable_in_the_readers_language(string language, string title, string next)
    {
        await using var app = new CertifyApp();

        foreach (var scanned in new[] { "", "你好", "%00%ff", new string('A', 5_000) })
        {
            var (code, said) = await VerifyAsync(app, scanned, language);

            Assert.Equal(1, code);
            Assert.StartsWith(title, said, StringComparison.Ordinal);
            Assert.Contains(next, said, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Verify_without_records_says_unconfirmed_never_valid()
    {
        await using var app = new CertifyApp();
        var badge = await app.Given.ABadge();
        app.LoseDatabase();

        var (code, said) = await VerifyAsync(app, badge.Token, "en");

        Assert.Equal(1, code);
        Assert.StartsWith("Genuine; its state can't be confirmed now", said, StringComparison.Ordinal);
        Assert.Contains("when issued on 9 August 2021 14:00", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_lists_verify_with_its_exit_codes()
    {
        var (code, said) = await ProgramRun.DoAsync(ProgramRun.NewFolder(), null, "verify", "--help");

        Assert.Equal(0, code);
        Assert.Contains("退出码：0 标识有效，1 其他结果", said, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Said)> VerifyAsync(CertifyApp app, string scanned, string language = "zh-CN")
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        using var console = new StringWriter();
        return (await Verify.AnswerAsync(app.Services, scanned, console), console.ToString());
    }
}
