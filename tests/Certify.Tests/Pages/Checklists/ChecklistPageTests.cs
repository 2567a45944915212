using System.Net;
using Certify.Accounts;
using Certify.Checklists;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tests.Pages.Checklists;

/// <summary>The supervisor's pages of the lists, without JavaScript.</summary>
public sealed class ChecklistPageTests
{
    [Fact]
    public async Task List_says_of_each_which_version_is_in_force_and_who_uses_it()
    {
        await using var app = new CertifyApp();
        var supervisor = await app.SignInAsync(Roles.Supervisor);

        var page = await supervisor.OpenAsync("/desk/checklists");
        Assert.Contains("农贸市场 编号 5", page.Text);
        Assert.Contains("10 项，其中建议项 1 项", page.Text);
        page = await supervisor.SubmitAsync(page, new() { ["Uses[tea]"] = "market" });

        Assert.Contains("已更改 1 个业态的清单", page.Text);
        Assert.Contains("商超、茶饮烘焙", page.Text);
        // Saving also binds what came with the program for the five categories that have a list of their own.
        var audit = await app.ReadAsync(async db => (await db.Audit.Where(a => a.Subject == "checklist").ToListAsync()).Select(a => (a.Action, a.Label, a.Detail!)).ToList());
        Assert.Contains(("checklist.assigned", "茶饮烘焙", "商场超市"), audit);
        Assert.Equal(6, audit.Count);
    }

    [Theory]
    [InlineData("Uses[tea]", "bazaar", "没有这份清单")]
    [InlineData("Uses[bazaar]", "market", "请选择业态")]
    public async Task List_refuses_what_is_no_list_or_no_category(string field, string value, string sentence)
    {
        await using var app = new CertifyApp();
        var supervisor = await app.SignInAsync(Roles.Supervisor);

        var page = await supervisor.SubmitAsync(await supervisor.OpenAsync("/desk/checklists"), new() { [field] = value });

        Assert.Contains(sentence, page.Text);
        Assert.Equal(0, await app.ReadAsync(db => db.ChecklistUses.CountAsync()));
    }

    [Fact]
    public async Task Edit_adds_moves_rewords_and_removes_then_shows_and_publishes()
    {
        await using var app = new CertifyApp();
        var supervisor = await app.SignInAsync(Roles.Supervisor);
        var page = await supervisor.OpenAsync("/desk/checklists/shop");

        page = await Press(supervisor, page, "add");
        page = await Press(supervisor, page, "up:6", ("Input.Rows[6].Zh", "张贴场所码"), ("Input.Rows[6].En", "Place code posted"));
        Assert.NotNull(page.Find("button[value='up:5'][autofocus]"));
        page = await Press(supervisor, page, "remove:0");
        page = await Press(supervisor, page, "preview", ("Input.Rows[0].Zh", "规范佩戴口罩"), ("Input.Rows[4].Required", "false"));
        Assert.Equal(["“佩戴口罩”改为“规范佩戴口罩”", "新增“张贴场所码”", "删去“实名登记”"], page.Document.QuerySelectorAll("#preview li").Select(l => l.TextContent.Trim()));
        page = await Press(supervisor, page, "publish");

        Assert.Contains("已发布，编号 7", page.Text);
        var list = await app.ReadAsync(db => ChecklistBook.LatestAsync(db, "shop"));
        Assert.Equal(["规范佩戴口罩", "测量体温", "查验健康码与接种记录", "通风", "张贴场所码", "消杀"], list.Items.Select(i => i.Zh));
        Assert.Equal(["masks", "temperature", "codes", "ventilation", "placeCodePosted", "disinfection"], list.Items.Select(i => i.Key));

        // The old version stays readable, and its content can be published again.
        page = await supervisor.OpenAsync("/desk/checklists/shop?version=1");
        Assert.Contains("实名登记", page.Text);
        page = await supervisor.SubmitAsync(page, [], "form[action*='Again']");
        Assert.Contains("已发布，编号 8", page.Text);
        Assert.Equal((await app.ReadAsync(db => ChecklistBook.FindAsync(db, 1)))!.Items, (await app.ReadAsync(db => ChecklistBook.FindAsync(db, 8)))!.Items);
    }

    [Theory]
    [InlineData("Input.Rows[1].En", " ", "第 2 项：中文和英文都要填写")]
    [InlineData("Input.Rows[1].Zh", "实名登记", "第 1 项与第 2 项内容相同")]
    [InlineData("Input.Rows[1].Zh", "长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长", "每种文字最多 80 个字符")]
    [InlineData("Input.Rows[1].Key", "masks", "与现行版相同")]
    public async Task Publish_refused_says_why_and_keeps_what_was_typed(string field, string value, string sentence)
    {
        await using var app = new CertifyApp();
        var supervisor = await app.SignInAsync(Roles.Supervisor);

        var page = await Press(supervisor, await supervisor.OpenAsync("/desk/checklists/shop"), "publish", (field, value));

        Assert.Contains(sentence, page.Text);
        Assert.Equal(value.Trim(), page.Find($"[name='{field}']")!.GetAttribute("value") ?? "");
        Assert.Equal(6, await app.ReadAsync(db => db.ChecklistVersions.CountAsync()));
    }

    [Fact]
    public async Task Publish_after_another_supervisor_says_so_keeps_what_was_typed_and_then_goes_on()
    {
        await using var app = new CertifyApp();
        var (first, second) = (await app.SignInAsync(Roles.Supervisor), await app.SignInAsync(Roles.Supervisor, "supervisor2"));
        var (mine, theirs) = (await first.OpenAsync("/desk/checklists/shop"), await second.OpenAsync("/desk/checklists/shop"));
        await Press(first, mine, "publish", ("Input.Rows[0].Zh", "顾客实名登记"));

        var page = await Press(second, theirs, "publish", ("Input.Rows[1].Zh", "规范佩戴口罩"));

        Assert.Contains("已于2021年8月9日 14:00发布了编号 7", page.Text);
        Assert.Equal("规范佩戴口罩", page.Find("[name='Input.Rows[1].Zh']")!.GetAttribute("value"));
        Assert.Equal(["“顾客实名登记”改为“实名登记”", "“佩戴口罩”改为“规范佩戴口罩”"], page.Document.QuerySelectorAll("#preview li").Select(l => l.TextContent.Trim()));
        Assert.Contains("已发布，编号 8", (await Press(second, page, "publish", ("Input.Rows[0].Zh", "顾客实名登记"))).Text);
    }

    [Fact]
    public async Task Auditor_reads_and_changes_nothing()
    {
        await using var app = new CertifyApp();
        var auditor = await app.SignInAsync(Roles.Auditor);

        var page = await auditor.OpenAsync("/desk/checklists/wetMarket");

        Assert.Contains("摊位每日清洗消毒", page.Text);
        Assert.Null(page.Find("main form"));
        Assert.Equal(HttpStatusCode.NotFound, (await auditor.OpenAsync("/desk/checklists/bazaar")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await auditor.OpenAsync("/desk/checklists/shop?version=5")).Status);
    }

    private static Task<Page> Press(Visitor supervisor, Page page, string action, params (string Name, string Value)[] values) =>
        supervisor.SubmitAsync(page, values.ToDictionary(v => v.Name, v => v.Value, StringComparer.Ordinal), "main form.card", ("action", action));
}
