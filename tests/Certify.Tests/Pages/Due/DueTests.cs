using Certify.Accounts;
using Certify.Shops;
using Certify.Tests.Support;
using static Certify.Tests.Pages.Due.DueSteps;

namespace Certify.Tests.Pages.Due;

/// <summary>The lists of what falls due.</summary>
public sealed class DueTests
{
    [Fact]
    public async Task Get_by_supervisor_lists_this_week_day_by_day_and_not_the_next()
    {
        await using var app = new CertifyApp();
        var (ending, _) = await app.Given.ACertifiedShop("到期的店");
        app.Time.Advance(TimeSpan.FromDays(85));
        await app.Given.Due();
        var (short_, _) = await app.Given.ACertifiedShop("缺人的店");
        await app.Given.Hired(short_);
        await app.Given.Recorded(app.Given.AVisit(await app.Given.AShop("整改的店"), Given.Person("周敏")) with { Measures = Given.All.With("codes", false) });
        await app.Given.ACertifiedShop("长久的店");

        var page = await (await app.SignInAsync(Roles.Supervisor)).OpenAsync("/desk/due");

        Assert.Contains("共 3 项", page.Text);
        var days = page.Document.QuerySelectorAll("tbody").Select(b => string.Join(' ', b.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).ToList();
        Assert.Equal(2, days.Count);
        Assert.Contains("整改的店", days[0]);
        Assert.Contains("缺人的店", days[0]);
        Assert.Contains("接种率 2 / 3", days[0]);
        Assert.Contains("到期的店", days[1]);
        Assert.Contains("标识到期", days[1]);
        Assert.DoesNotContain("长久的店", page.Text);
        Assert.NotNull(page.Find($"a[href='/desk/shops/{ending.Id}']"));
    }

    [Fact]
    public async Task Get_overdue_lists_what_should_have_been_done()
    {
        await using var app = new CertifyApp();
        await app.Given.Recorded(app.Given.AVisit(await app.Given.AShop("整改的店"), Given.Person("周敏")) with { Measures = Given.All.With("codes", false) });
        await app.Given.ACertifiedShop("过期的店");
        app.Time.Advance(TimeSpan.FromDays(93));
        await app.Given.Due();
        var supervisor = await app.SignInAsync(Roles.Supervisor);

        var page = await supervisor.OpenAsync("/desk/due?late=true");

        Assert.Contains("共 2 项逾期", page.Text);
        Assert.Contains("整改的店", page.Text);
        Assert.Contains("标识已于 11月7日过期", page.Text);
        Assert.Contains("需要复访：2 户，其中逾期 2 户", (await supervisor.OpenAsync("/desk")).Text);
    }

    [Theory]
    [InlineData("zh-CN", "7 天内没有到期事项")]
    [InlineData("en", "Nothing falls due within 7 days")]
    public async Task Get_when_nothing_is_due_says_what_will_stand_here(string language, string sentence)
    {
        await using var app = new CertifyApp();

        Assert.Contains(sentence, (await (await app.SignInAsync(Roles.Supervisor, language: language)).OpenAsync("/desk/due")).Text);
    }

    [Fact]
    public async Task List_of_revisits_by_an_inspector_is_in_the_order_of_their_days_with_the_reason()
    {
        await using var app = new CertifyApp();
        var (expiring, _) = await app.Given.ACertifiedShop("快到期的店");
        app.Time.Advance(TimeSpan.FromDays(80));
        await app.Given.Due();
        var (renamed, _) = await app.Given.ACertifiedShop("改名的店");
        await app.WithAsync<ShopService, Result?>(s => s.NameSignboardAsync(renamed.Id, "新名字", Given.AnOfficer));
        var (moved, _) = await app.Given.ACertifiedShop("搬走的店");
        await Move(app, moved);
        await app.Given.ACertifiedShop("无事的店");
        var inspector = await app.SignInAsync(Roles.Inspector);

        var page = await inspector.OpenAsync("/desk/shops?state=revisit");

        Assert.Equal([moved.Id, expiring.Id, renamed.Id], page.Document.QuerySelectorAll("tbody th a").Select(a => Guid.Parse(a.GetAttribute("href")!.Split('/')[^1])));
        foreach (var reason in new[] { "已迁址，须在新址走访", "标识 11月7日到期", "名称或地址有变，11月11日前换发" })
            Assert.Contains(reason, page.Text);
        Assert.Contains("已迁址，须在新址走访", (await inspector.OpenAsync("/desk")).TextOf(".stops"));
    }
}
