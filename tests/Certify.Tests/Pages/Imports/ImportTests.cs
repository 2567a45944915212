using Certify.Accounts;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tests.Pages.Imports;

public sealed class ImportTests
{
    [Fact]
    public async Task Publish_registry_of_1264_shops_makes_them_and_a_second_time_changes_nothing()
    {
        await using var app = new CertifyApp();
        var supervisor = await app.SignInAsync(Roles.Supervisor);

        var preview = await new Importing(supervisor).StageAsync("Shops", "registry.csv");
        Assert.Contains("1264 新增", preview.Text);
        var done = await new Importing(supervisor).PublishAsync(preview);

        Assert.Contains("已写入 1264 行", done.Text);
        Assert.Equal(1264, await app.ReadAsync(db => db.Shops.CountAsync()));
        Assert.Equal(14, await app.ReadAsync(db => db.Grids.CountAsync()));
        Assert.Equal(1, await app.ReadAsync(db => db.Audit.CountAsync(row => row.Action == "import.published")));

        var again = await new Importing(supervisor).StageAsync("Shops", "registry.csv");
        Assert.Contains("0 新增 0 有变化 1264 无变化", again.Text);
        Assert.Null(again.Find("form[action*='handler=Publish']"));
    }

    [Fact]
    public async Task Preview_messy_registry_counts_and_names_each_fault()
    {
        await using var app = new CertifyApp();
        var supervisor = await app.SignInAsync(Roles.Supervisor);

        var preview = await new Importing(supervisor).StageAsync("Shops", "registry-messy.xlsx");

        Assert.Contains("339 新增 0 有变化 0 无变化 21 需留意 71 有误 10 重复", preview.Text);
        var wrong = await supervisor.OpenAsync(preview.Path + "?show=uscc.check");
        Assert.Contains("13 衡阳高新区四季药店 有误 统一社会信用代码：校验码不符：末位是 2，应为 1，请核对。", wrong.Text);
        Assert.Contains("第 11 位“O”", (await supervisor.OpenAsync(preview.Path + "?show=uscc.letter")).Text);
    }
}
