using Certify.Accounts;
using Certify.Tests.Support;

namespace Certify.Tests.Pages.Account;

public sealed class LinkTests
{
    [Fact]
    public async Task Post_link_chooses_a_password_once()
    {
        await using var app = new CertifyApp();
        var (admin, link) = await NewAccount(app);
        var visitor = app.Anonymous();

        var done = await visitor.SubmitAsync(await visitor.OpenAsync(link), Choice("correct-horse-battery"));
        var desk = await visitor.SubmitAsync(done, new(StringComparer.Ordinal) { ["Input.UserName"] = "li.si", ["Input.Password"] = "correct-horse-battery" });
        var again = await visitor.OpenAsync(link);

        Assert.Contains("请用用户名 li.si 和新密码登录", done.Text);
        Assert.Equal("/desk/referrals", desk.Path);
        Assert.Contains("此链接已使用、已过期或不存在", again.Text);
        Assert.NotNull(admin);
    }

    [Fact]
    public async Task Get_link_after_a_day_says_it_has_ended()
    {
        await using var app = new CertifyApp();
        var (_, link) = await NewAccount(app);

        app.Time.Advance(TimeSpan.FromHours(24));

        Assert.Contains("此链接已使用、已过期或不存在", (await app.Anonymous().OpenAsync(link)).Text);
    }

    [Fact]
    public async Task Get_link_does_not_use_it_up()
    {
        await using var app = new CertifyApp();
        var (_, link) = await NewAccount(app);
        await app.Anonymous().OpenAsync(link);

        Assert.NotNull((await app.Anonymous().OpenAsync(link)).Find("input[name='Input.Password']"));
    }

    [Fact]
    public async Task Post_second_link_ends_the_first()
    {
        await using var app = new CertifyApp();
        var (admin, link) = await NewAccount(app);
        var page = await admin.OpenAsync("/desk/users?q=li.si");
        page = await admin.OpenAsync(page.Find("tbody a")!.GetAttribute("href")!);

        var made = await admin.SubmitAsync(page, [], "form[action$='handler=Link']");

        Assert.NotEqual(link, made.Find("#copy-text")!.GetAttribute("value"));
        Assert.Contains("此链接已使用、已过期或不存在", (await app.Anonymous().OpenAsync(link)).Text);
        Assert.Null((await admin.OpenAsync(made.Path)).Find("#copy-text"));
    }

    private static async Task<(Visitor Admin, string Link)> NewAccount(CertifyApp app)
    {
        var admin = await app.SignInAsync(Roles.Admin);
        var page = await admin.SubmitAsync(await admin.OpenAsync("/desk/users/new"), new(StringComparer.Ordinal)
        {
            ["Input.DisplayName"] = "李四",
            ["Input.UserName"] = "li.si",
            ["Input.Roles"] = Roles.Dispatcher,
        });
        return (admin, page.Find("#copy-text")!.GetAttribute("value")!);
    }

    private static Dictionary<string, string> Choice(string password) =>
        new(StringComparer.Ordinal) { ["Input.Password"] = password, ["Input.Again"] = password };
}
