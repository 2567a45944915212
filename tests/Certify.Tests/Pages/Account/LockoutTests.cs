using Certify.Accounts;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tests.Pages.Account;

public sealed class LockoutTests
{
    [Fact]
    public async Task Post_wrong_password_five_times_locks_a_known_and_an_unknown_name_alike()
    {
        await using var app = new CertifyApp();
        await app.Given.AUser("wang", Roles.Inspector);
        var visitor = app.Anonymous();

        var known = await Sentences(visitor, "wang");
        var unknown = await Sentences(visitor, "nobody-of-that-name");

        Assert.Equal(known, unknown);
        Assert.StartsWith("用户名或密码不正确", known[0], StringComparison.Ordinal);
        Assert.StartsWith("尝试次数过多", known[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_to_a_locked_account_refuses_the_right_password_until_the_administrator_unlocks_it()
    {
        await using var app = new CertifyApp();
        var user = await app.Given.AUser("wang", Roles.Inspector);
        var visitor = app.Anonymous();
        await Sentences(visitor, "wang");

        var locked = await SignIn(visitor, "wang", CertifyApp.Password);
        var admin = await app.SignInAsync(Roles.Admin);
        var page = await admin.OpenAsync($"/desk/users/{user.Id}");
        Assert.Contains("已锁定", page.Text);
        await admin.SubmitAsync(page, [], "form[action$='handler=Unlock']");
        var open = await SignIn(visitor, "wang", CertifyApp.Password);

        Assert.Contains("尝试次数过多", locked.Text);
        Assert.Equal("/desk", open.Path);
    }

    [Fact]
    public async Task Post_sign_in_leaves_audit_rows_that_hold_nothing_typed()
    {
        await using var app = new CertifyApp();
        await app.SignInAsync(Roles.Supervisor);
        await SignIn(app.Anonymous(), "my-own-secret", "x");

        var rows = await app.ReadAsync(db => db.Audit.AsNoTracking().ToListAsync());

        Assert.Contains(rows, r => r is { Action: "account.signed_in", Label: "supervisor" });
        var failed = Assert.Single(rows, r => r.Action == "account.sign_in_failed");
        Assert.Equal("", failed.Label);
        Assert.DoesNotContain("secret", failed.ActorName + failed.Detail);
    }

    private static async Task<List<string>> Sentences(Visitor visitor, string name)
    {
        var said = new List<string>();
        for (var i = 0; i < 6; i++)
            said.Add((await SignIn(visitor, name, "wrong")).TextOf(".validation-summary-errors"));
        return said;
    }

    private static async Task<Page> SignIn(Visitor visitor, string name, string password) =>
        await visitor.SubmitAsync(await visitor.OpenAsync("/account/sign-in"), new(StringComparer.Ordinal) { ["Input.UserName"] = name, ["Input.Password"] = password });
}
