using Certify.Accounts;
using Certify.Tests.Support;

namespace Certify.Tests.Pages.Account;

public sealed class SignInTests
{
    [Fact]
    public async Task Post_right_password_opens_the_desk()
    {
        await using var app = new CertifyApp();
        var visitor = await app.SignInAsync(Roles.Supervisor);

        var page = await visitor.OpenAsync("/desk");

        Assert.Equal("/desk", page.Path);
        Assert.Contains("经营户", page.Text);
    }

    [Fact]
    public async Task Post_wrong_password_says_so_and_keeps_the_name()
    {
        await using var app = new CertifyApp();
        await app.Given.AUser("wang", Roles.Inspector);
        var visitor = app.Anonymous();

        var page = await visitor.SubmitAsync(await visitor.OpenAsync("/account/sign-in"), new(StringComparer.Ordinal) { ["Input.UserName"] = "wang", ["Input.Password"] = "wrong" });

        Assert.Contains("用户名或密码不正确", page.Text);
        Assert.Equal("wang", page.Find("input[name='Input.UserName']")?.GetAttribute("value"));
    }

    [Fact]
    public async Task Get_desk_signed_out_asks_for_sign_in()
    {
        await using var app = new CertifyApp();

        var page = await app.Anonymous("en").OpenAsync("/desk");

        Assert.StartsWith("/account/sign-in?return=%2Fdesk", page.Path);
        Assert.Contains("Sign in", page.Text);
    }
}
