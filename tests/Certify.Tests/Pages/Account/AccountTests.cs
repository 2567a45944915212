using System.Net;
using Certify.Accounts;
using Certify.Tests.Support;

namespace Certify.Tests.Pages.Account;

public sealed class AccountTests
{
    [Fact]
    public async Task Post_new_password_works_and_ends_other_sessions()
    {
        await using var app = new CertifyApp();
        var (here, there) = (await app.SignInAsync(Roles.Supervisor), await app.SignInAsync(Roles.Supervisor));

        var page = await here.SubmitAsync(await here.OpenAsync("/account"), Passwords(CertifyApp.Password, "correct-horse-battery"), "form:has([name='Input.Current'])");
        app.Time.Advance(TimeSpan.FromSeconds(61));

        Assert.Contains("密码已修改", page.Text);
        Assert.Equal("/account", (await here.OpenAsync("/account")).Path);
        Assert.StartsWith("/account/sign-in", (await there.OpenAsync("/account")).Path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wrong-password", "correct-horse-battery", "correct-horse-battery", "当前密码不正确")]
    [InlineData(CertifyApp.Password, "short", "short", "密码至少 10 个字符")]
    [InlineData(CertifyApp.Password, "my-supervisor-1", "my-supervisor-1", "密码不能包含用户名")]
    [InlineData(CertifyApp.Password, "aaaaaaaaaaaa", "aaaaaaaaaaaa", "密码过于简单")]
    [InlineData(CertifyApp.Password, "correct-horse-battery", "correct-horse-batter", "两次输入的密码不一致")]
    public async Task Post_password_that_will_not_do_says_why(string current, string next, string again, string sentence)
    {
        await using var app = new CertifyApp();
        var visitor = await app.SignInAsync(Roles.Supervisor);
        var values = Passwords(current, next);
        values["Input.Again"] = again;

        var page = await visitor.SubmitAsync(await visitor.OpenAsync("/account"), values, "form:has([name='Input.Current'])");

        Assert.Contains(sentence, page.Text);
    }

    [Fact]
    public async Task Post_everywhere_ends_every_session()
    {
        await using var app = new CertifyApp();
        var (here, there) = (await app.SignInAsync(Roles.Supervisor), await app.SignInAsync(Roles.Supervisor));

        var page = await here.SubmitAsync(await here.OpenAsync("/account"), [], "form[action$='handler=Everywhere']");
        app.Time.Advance(TimeSpan.FromSeconds(61));

        Assert.Contains("已退出所有设备", page.Text);
        Assert.StartsWith("/account/sign-in", (await there.OpenAsync("/desk")).Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_language_is_kept_for_the_next_session()
    {
        await using var app = new CertifyApp();
        var visitor = await app.SignInAsync(Roles.Supervisor);

        var page = await visitor.SubmitAsync(await visitor.OpenAsync("/account"), [], "form[action='/account/language']");
        var later = await (await app.SignInAsync(Roles.Supervisor)).OpenAsync("/account");

        Assert.Contains("My account", page.Text);
        Assert.Contains("My account", later.Text);
    }

    [Fact]
    public async Task Get_sign_in_sets_cookies_that_travel_under_https_alone()
    {
        await using var app = new CertifyApp();
        var visitor = app.Anonymous();
        var page = await visitor.OpenAsync("/account/sign-in");

        var answer = await visitor.Client.GetAsync("/account/sign-in");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        var cookies = page.Response.Headers.TryGetValues("Set-Cookie", out var set) ? set.ToList() : [];
        Assert.NotEmpty(cookies);
        Assert.All(cookies, c => Assert.Contains("; secure", c, StringComparison.OrdinalIgnoreCase));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static Dictionary<string, string> Passwords(string current, string next) =>
        new(StringComparer.Ordinal) { ["Input.Current"] = current, ["Input.Next"] = next, ["Input.Again"] = next };
}
