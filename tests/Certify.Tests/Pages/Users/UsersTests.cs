using System.Net;
using Certify.Accounts;
using Certify.Data;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tests.Pages.Users;

public sealed class UsersTests
{
    [Theory]
    [InlineData("li", Roles.Auditor, "用户名应为 3 至 32 个字符")]
    [InlineData("李四李四", Roles.Auditor, "用户名只能使用英文字母")]
    [InlineData("19000005423", Roles.Auditor, "请勿使用手机号或证件号码")]
    [InlineData("admin", Roles.Auditor, "该用户名已被使用")]
    [InlineData("li.si", "", "请至少选择一个角色")]
    [InlineData("li.si", Roles.Owner, "经营者账号须由检查员或负责人邀请建立")]
    public async Task Post_account_that_will_not_do_says_why_and_keeps_what_was_typed(string userName, string role, string sentence)
    {
        await using var app = new CertifyApp();
        var admin = await app.SignInAsync(Roles.Admin);
        var values = new Dictionary<string, string>(StringComparer.Ordinal) { ["Input.DisplayName"] = "李四", ["Input.UserName"] = userName };
        if (role.Length > 0)
            values["Input.Roles"] = role;

        var page = await admin.SubmitAsync(await admin.OpenAsync("/desk/users/new"), values);

        Assert.Contains(sentence, page.Text);
        Assert.Equal("李四", page.Find("input[name='Input.DisplayName']")!.GetAttribute("value"));
    }

    [Theory]
    [InlineData("Deactivate")]
    [InlineData(null)]
    public async Task Post_last_administrator_can_not_leave(string? handler)
    {
        await using var app = new CertifyApp();
        var admin = await app.SignInAsync(Roles.Admin);
        var self = await app.Given.AUser(Roles.Admin, Roles.Admin);
        var page = await admin.OpenAsync($"/desk/users/{self.Id}");
        page.Document.QuerySelector($"input[type=checkbox][value='{Roles.Admin}']")!.RemoveAttribute("checked");
        page.Document.QuerySelector($"input[type=checkbox][value='{Roles.Auditor}']")!.SetAttribute("checked", "");

        page = await admin.SubmitAsync(page, [], handler is null ? "form:has([name='Input.DisplayName'])" : "form[action$='handler=Deactivate']");

        Assert.Contains("这是最后一个可用的管理员", page.Text);
        Assert.Equal(HttpStatusCode.OK, (await admin.OpenAsync("/desk/users")).Status);
    }

    [Fact]
    public async Task Post_deactivate_ends_the_session_and_refuses_sign_in_like_a_wrong_password()
    {
        await using var app = new CertifyApp();
        var admin = await app.SignInAsync(Roles.Admin);
        var wang = await app.SignInAsync(Roles.Inspector, "wang");
        var user = await app.Given.AUser("wang", Roles.Inspector);

        await admin.SubmitAsync(await admin.OpenAsync($"/desk/users/{user.Id}"), [], "form[action$='handler=Deactivate']");
        app.Time.Advance(TimeSpan.FromSeconds(61));

        Assert.StartsWith("/account/sign-in", (await wang.OpenAsync("/desk")).Path, StringComparison.Ordinal);
        var again = await wang.SubmitAsync(await wang.OpenAsync("/account/sign-in"), new(StringComparer.Ordinal) { ["Input.UserName"] = "wang", ["Input.Password"] = CertifyApp.Password });
        Assert.Contains("用户名或密码不正确", again.Text);
        await admin.SubmitAsync(await admin.OpenAsync($"/desk/users/{user.Id}"), [], "form[action$='handler=Reactivate']");
        Assert.Equal("/desk", (await (await app.SignInAsync(Roles.Inspector, "wang")).OpenAsync("/desk")).Path);
    }

    [Fact]
    public async Task Post_grids_gives_the_inspector_those_shops_and_leaves_an_audit_row()
    {
        await using var app = new CertifyApp();
        var grid = await app.Given.AGrid("华兴街道", "蒸湘社区");
        var user = await app.Given.AUser("wang", Roles.Inspector);
        var admin = await app.SignInAsync(Roles.Admin);

        await admin.SubmitAsync(await admin.OpenAsync($"/desk/users/{user.Id}"), new(StringComparer.Ordinal) { ["grids"] = grid.Id.ToString() }, "form[action$='handler=Grids']");

        Assert.Equal(grid.Id, await app.ReadAsync(db => db.GridHolders.Where(h => h.UserId == user.Id).Select(h => h.GridId).SingleAsync()));
        Assert.True(await app.ReadAsync(db => db.Audit.AnyAsync(r => r.Action == "user.grids" && r.SubjectId == user.Id)));
    }

    [Fact]
    public async Task Change_of_a_role_is_undone_when_its_audit_row_can_not_be_written()
    {
        await using var app = new CertifyApp();
        var user = await app.Given.AUser("wang", Roles.Inspector);
        await app.WithAsync<CertifyDb, int>(db => db.Database.ExecuteSqlRawAsync("CREATE TRIGGER no_audit BEFORE INSERT ON Audit BEGIN SELECT RAISE(ABORT, 'no'); END"));

        await Assert.ThrowsAsync<DbUpdateException>(() => app.WithAsync<UserAccounts, Result?>(
            accounts => accounts.ChangeAsync(user.Id, "wang", [Roles.Supervisor], Actor.System)));

        Assert.Equal(Roles.Inspector, await app.ReadAsync(db => (from h in db.UserRoles join r in db.Roles on h.RoleId equals r.Id where h.UserId == user.Id select r.Name).SingleAsync()));
    }
}
