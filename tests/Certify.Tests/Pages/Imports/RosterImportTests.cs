using System.Text;
using Certify.Accounts;
using Certify.Staff;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tests.Pages.Imports;

public sealed class RosterImportTests
{
    private const string Head = "店名,统一社会信用代码,姓名,证件号码,手机号,疫苗,第一针,第二针\n";

    [Fact]
    public async Task Publish_roster_fills_the_shops_and_a_second_time_changes_nothing()
    {
        await using var app = new CertifyApp();
        var supervisor = await app.SignInAsync(Roles.Supervisor);
        var importing = new Importing(supervisor);
        await importing.PublishAsync(await importing.StageAsync("Shops", "registry.csv"));

        var preview = await importing.StageAsync("Staff", "rosters.xlsx");
        Assert.True(preview.Text.Contains("390 新增", StringComparison.Ordinal), preview.Text);
        Assert.Contains("田** · 衡阳高新区衡山任记美容院", preview.Text);
        Assert.DoesNotContain("430499196203127652", preview.Html);
        await importing.PublishAsync(preview);

        Assert.Equal(390, await app.ReadAsync(db => db.Staff.CountAsync(staff => staff.Source == StaffSource.Import && !staff.Confirmed)));
        Assert.Equal(390, await app.ReadAsync(db => db.Standings.SumAsync(standing => standing.Unconfirmed)));
        Assert.Contains("0 新增 0 有变化 390 无变化", (await importing.StageAsync("Staff", "rosters.xlsx")).Text);
    }

    [Fact]
    public async Task Preview_roster_names_unknown_shop_wrong_id_and_a_person_at_two_shops()
    {
        await using var app = new CertifyApp();
        await app.Given.AShop("湘味土菜馆", "92430499MAQMDPGT2E");
        var elsewhere = await app.Given.AShop("湘味洗车行", "92430499MABBXE0L7D");
        await app.Given.AStaffMember(elsewhere, "白娟", "43049919930324653X");
        var importing = new Importing(await app.SignInAsync(Roles.Supervisor));

        var preview = await importing.StageAsync("Staff", "人员.csv", Encoding.UTF8.GetBytes(Head
            + "没有的店,,田兰勇,430499196203127652,,,,\n"
            + "湘味土菜馆,92430499MAQMDPGT2E,田兰勇,430499196203127651,,,,\n"
            + "湘味土菜馆,,白娟,43049919930324653X,,科兴中维,2021-05-01,2021-05-12\n"
            + "湘味土菜馆,,白娟,43049919930324653x,,,,\n"));

        Assert.Contains("没有找到“没有的店”这家店", preview.Text);
        Assert.Contains("校验位不符：末位应为 2", preview.Text);
        Assert.Contains("此人在另一家店也登记在岗", preview.Text);
        Assert.Contains("第2剂距上一剂 11 天，不足 14 天", preview.Text);
        Assert.Contains("与第 4 行是同一家店的同一人", preview.Text);
        Assert.Contains("1 新增 0 有变化 0 无变化 1 需留意 2 有误 1 重复", preview.Text);
    }

    [Fact]
    public async Task Opening_known_people_for_a_roster_is_on_record_under_the_supervisor_who_brought_it()
    {
        await using var app = new CertifyApp();
        await app.Given.AShop("湘味土菜馆", "92430499MAQMDPGT2E");
        var importing = new Importing(await app.SignInAsync(Roles.Supervisor, "importer"));
        var roster = Encoding.UTF8.GetBytes(Head + "湘味土菜馆,,白娟,43049919930324653X,,,,\n");
        await importing.PublishAsync(await importing.StageAsync("Staff", "人员.csv", roster));

        await importing.StageAsync("Staff", "人员.csv", roster);

        var user = await app.Given.AUser("importer", Roles.Supervisor);
        var opened = await app.ReadAsync(db => db.Access.Where(a => a.Purpose == "import").Select(a => a.ActorId).Distinct().ToListAsync());
        Assert.Equal(new Guid?[] { user.Id }, opened);
    }

    [Fact]
    public async Task Publish_roster_leaves_whom_an_officer_confirmed_or_recorded_as_left()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop("湘味土菜馆", "92430499MAQMDPGT2E");
        await app.Given.AStaffMember(shop, "白娟", "43049919930324653X");
        var importing = new Importing(await app.SignInAsync(Roles.Supervisor));

        var preview = await importing.StageAsync("Staff", "人员.csv", Encoding.UTF8.GetBytes(Head + "湘味土菜馆,,白娟娟,43049919930324653X,,,,\n"));

        Assert.Contains("0 新增 0 有变化 1 无变化", preview.Text);
        Assert.Contains("无需写入", preview.Text);
        Assert.True(await app.ReadAsync(db => db.Staff.Select(staff => staff.Vaccinated).SingleAsync()));
    }
}
