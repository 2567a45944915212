using Certify.Accounts;
using Certify.Certification;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tests.Pages.Report;

public sealed class ReportTests
{
    [Fact]
    public async Task Get_counts_shops_people_grids_and_inspectors_and_writes_the_sentence()
    {
        await using var app = new CertifyApp();
        await Day(app);

        var zh = await (await app.SignInAsync(Roles.Supervisor)).OpenAsync("/desk/report");
        var en = await (await app.SignInAsync(Roles.Supervisor, "smith", "en")).OpenAsync("/desk/report");

        Assert.Equal("截至8月9日14时，累计评定1户，其中今日新增1户，标识有效1户；今日走访2户，尚未走访1户；未完成全程接种1人。", zh.TextOf("#sentence-text"));
        Assert.Equal("As of 14:00 on 9 Aug: 1 premises certified, 1 of them new today, 1 badges valid; 2 visited today, 1 still to visit; 1 people not fully vaccinated.", en.TextOf("#sentence-text"));
        Assert.Contains("华兴街道华兴社区 3 2 2 1 1 1 1 0 1", zh.Text);
        Assert.Contains("inspector 2 2 1 1", zh.Text);
    }

    [Fact]
    public async Task Get_xlsx_holds_the_same_figures()
    {
        await using var app = new CertifyApp();
        await Day(app);
        var supervisor = await app.SignInAsync(Roles.Supervisor);

        var bytes = await supervisor.Client.GetByteArrayAsync("/desk/report?handler=Xlsx");

        using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(bytes));
        var grids = await new StreamReader(zip.GetEntry("xl/worksheets/sheet2.xml")!.Open()).ReadToEndAsync();
        Assert.Contains("华兴街道华兴社区", grids);
        Assert.Contains("尚未走访", grids);
    }

    [Fact]
    public async Task Report_is_kept_once_at_the_configured_hour_and_stays_as_it_was()
    {
        await using var app = new CertifyApp();
        await Day(app);
        Task<bool> Keep() => app.WithAsync<ReportBook, bool>(reports => reports.KeepAsync());

        var early = await Keep();
        app.Time.Advance(TimeSpan.FromHours(4));
        // The program's own clock may have been first: either way one report is kept.
        await Keep();
        var again = await Keep();
        await app.Given.Recorded(app.Given.AVisit(await app.Given.AShop("晚到的店")));
        var page = await (await app.SignInAsync(Roles.Supervisor)).OpenAsync("/desk/report?day=2021-08-09");

        Assert.False(early);
        Assert.False(again);
        Assert.Equal(1, await app.ReadAsync(db => db.DayReports.CountAsync()));
        Assert.StartsWith("截至8月9日18时，累计评定1户", page.TextOf("#sentence-text"), StringComparison.Ordinal);
    }

    /// <summary>Three shops of one grid: one certified today, one visited and not certified, one still to go.</summary>
    private static async Task Day(CertifyApp app)
    {
        var (good, lacking) = (await app.Given.AShop("湘味土菜馆"), await app.Given.AShop("好吃米粉"));
        await app.Given.AShop("没去过的店");
        await app.Given.Recorded(app.Given.AVisit(good));
        await app.Given.Recorded(app.Given.AVisit(lacking, Given.Person("赵小波", Doses.One)));
    }
}
