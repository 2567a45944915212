using Certify.Accounts;
using Certify.Tests.Support;
using Certify.Web.Text;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tests.Pages.Audit;

public sealed class AuditTests
{
    [Fact]
    public async Task Get_says_who_did_what_on_what_and_filters()
    {
        await using var app = new CertifyApp();
        var admin = await app.SignInAsync(Roles.Admin);
        await admin.SubmitAsync(await admin.OpenAsync("/desk/users/new"), new(StringComparer.Ordinal) { ["Input.DisplayName"] = "李四", ["Input.UserName"] = "li.si", ["Input.Roles"] = Roles.Dispatcher });
        await app.Given.Recorded(app.Given.AVisit(await app.Given.AShop("湘味土菜馆")));
        var auditor = await app.SignInAsync(Roles.Auditor);

        var all = await auditor.OpenAsync("/desk/audit");
        var users = await auditor.OpenAsync("/desk/audit?subject=user&q=li.si");
        var before = await auditor.OpenAsync("/desk/audit?to=2021-08-08");

        Assert.Contains("新建账号 li.si dispatcher", users.Text);
        Assert.Contains("admin 管理员", users.Text);
        Assert.Contains("2021年8月9日 14:00", all.Text);
        Assert.Contains("没有符合条件的记录", before.Text);
        // Every action that was written has its words.
        Assert.All(await app.ReadAsync(db => db.Audit.Select(r => r.Action).Distinct().ToListAsync()), action => Assert.True(Words.Has("audit." + action), action));
    }

    [Fact]
    public async Task Get_many_rows_are_paged()
    {
        await using var app = new CertifyApp();
        var auditor = await app.SignInAsync(Roles.Auditor);
        await app.WithAsync<Certify.Data.CertifyDb, int>(db =>
        {
            for (var i = 0; i < 60; i++)
                db.Audit.Add(new AuditRow(Actor.System, "user.unlocked", "user", null, $"user-{i:00}", null, CertifyApp.Start.AddMinutes(-i)));
            return db.SaveChangesAsync();
        });

        var first = await auditor.OpenAsync("/desk/audit?subject=user");
        var second = await auditor.OpenAsync(first.Find("a[rel=next]")!.GetAttribute("href")!);

        Assert.Contains("第 1 / 2 页", first.Text);
        Assert.Contains("第 2 / 2 页", second.Text);
        Assert.Contains("user-59", second.Text);
    }
}
