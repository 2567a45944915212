using Certify.Accounts;
using Certify.Badges;
using Certify.Tests.Support;
using UglyToad.PdfPig;

namespace Certify.Tests.Pages.Badges;

public sealed class SignTests
{
    private const string Number = "HYGX-2021-000531-7K3Q";

    [Fact]
    public async Task Post_pdf_is_in_the_order_of_the_round_and_changes_nothing()
    {
        await using var app = new CertifyApp();
        var far = await app.Given.AGrid("衡州路街道", "北社区", Roles.Inspector);
        await app.Given.ABadge(await app.Given.AShop("乙店", grid: far), "HYGX-2021-000001-AAAA");
        await app.Given.ABadge(await app.Given.AShop("丙店", address: "解放大道2号"), "HYGX-2021-000002-BBBB");
        await app.Given.ABadge(await app.Given.AShop("甲店", address: "解放大道1号"), "HYGX-2021-000003-CCCC");
        var visitor = await app.SignInAsync(Roles.Inspector);
        var page = await visitor.OpenAsync("/desk/prints");
        var ids = page.Document.QuerySelectorAll("input[name='Input.Ids']").Select(i => KeyValuePair.Create("Input.Ids", i.GetAttribute("value")!)).ToList();
        var token = page.Find("input[name='__RequestVerificationToken']")!.GetAttribute("value")!;

        var response = await visitor.Client.PostAsync("/desk/prints?handler=pdf",
            new FormUrlEncodedContent([.. ids, KeyValuePair.Create("Input.Template", "door-a5"), KeyValuePair.Create("__RequestVerificationToken", token)]));

        using var pdf = PdfDocument.Open(await response.Content.ReadAsByteArrayAsync());
        Assert.Equal(3, pdf.NumberOfPages);
        Assert.Contains("甲店", pdf.GetPage(1).Text);
        Assert.Contains("丙店", pdf.GetPage(2).Text);
        Assert.Contains("乙店", pdf.GetPage(3).Text);
        Assert.All(await app.ReadAsync(db => Task.FromResult(db.Badges.ToList())), b => Assert.Equal(SignState.ToPrint, b.Sign));
    }

    [Fact]
    public async Task Post_marks_take_a_sign_from_printer_to_door_and_down_again()
    {
        await using var app = new CertifyApp();
        var badge = await app.Given.ABadge();
        var visitor = await app.SignInAsync(Roles.Supervisor);

        await Mark(visitor, app, "toprint", "printed");
        await Mark(visitor, app, "printed", "posted");
        Assert.Contains(Number, (await visitor.OpenAsync("/desk/prints?sign=posted")).TextOf("table"));
        await app.Given.Change(badge, b => b.Suspend(SuspensionCause.Coverage, "badges.reason_coverage", CertifyApp.Start));
        var task = await visitor.OpenAsync("/desk/prints?sign=totakedown");
        Assert.Contains(Number, task.TextOf("table"));
        await Mark(visitor, app, "totakedown", "takendown");

        Assert.Equal(SignState.TakenDown, (await app.ReadAsync(db => Task.FromResult(db.Badges.Single()))).Sign);
        Assert.Equal(["badge.sign_posted", "badge.sign_printed", "badge.sign_takendown"],
            (await app.ReadAsync(db => Task.FromResult(db.Audit.ToList()))).Select(a => a.Action).Where(a => a.StartsWith("badge.sign", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Post_mark_with_nothing_chosen_says_so()
    {
        await using var app = new CertifyApp();
        await app.Given.ABadge();
        var visitor = await app.SignInAsync(Roles.Supervisor);
        var page = await visitor.OpenAsync("/desk/prints");
        var token = page.Find("input[name='__RequestVerificationToken']")!.GetAttribute("value")!;

        var refused = await Page.ReadAsync(await visitor.Client.PostAsync("/desk/prints?handler=move&to=printed",
            new FormUrlEncodedContent([KeyValuePair.Create("__RequestVerificationToken", token)])));

        Assert.Contains("请先勾选至少一个标识", refused.Text);
    }

    [Fact]
    public async Task Post_mark_of_somebody_elses_badge_changes_nothing()
    {
        await using var app = new CertifyApp();
        await app.Given.ABadge();
        var foreign = await app.Given.ABadge(await app.Given.AShop(grid: await app.Given.AGrid("衡州路街道", heldBy: "another")), "HYGX-2021-000002-BBBB");
        var visitor = await app.SignInAsync(Roles.Inspector);
        var page = await visitor.OpenAsync("/desk/prints");
        Assert.DoesNotContain("HYGX-2021-000002-BBBB", page.Text);
        var token = page.Find("input[name='__RequestVerificationToken']")!.GetAttribute("value")!;

        await visitor.Client.PostAsync("/desk/prints?handler=move&to=printed",
            new FormUrlEncodedContent([KeyValuePair.Create("Input.Ids", foreign.Id.ToString()), KeyValuePair.Create("__RequestVerificationToken", token)]));

        Assert.All(await app.ReadAsync(db => Task.FromResult(db.Badges.ToList())), b => Assert.Equal(SignState.ToPrint, b.Sign));
    }

    [Fact]
    public async Task Get_sign_past_its_last_day_is_listed_to_take_down()
    {
        await using var app = new CertifyApp();
        await app.Given.Change(await app.Given.ABadge(), b => b.MoveSign(SignState.Posted, CertifyApp.Start));
        app.Time.SetUtcNow(CertifyApp.Start.AddDays(91));
        var visitor = await app.SignInAsync(Roles.Supervisor);

        Assert.Contains(Number, (await visitor.OpenAsync("/desk/prints?sign=totakedown")).TextOf("table"));
        await Mark(visitor, app, "totakedown", "takendown");
        Assert.Contains(Number, (await visitor.OpenAsync("/desk/prints?sign=takendown")).TextOf("table"));
    }

    [Fact]
    public async Task Get_suspended_badge_is_not_listed_to_print()
    {
        await using var app = new CertifyApp();
        await app.Given.Change(await app.Given.ABadge(), b => b.Suspend(SuspensionCause.Supervisor, "核查", CertifyApp.Start));
        var visitor = await app.SignInAsync(Roles.Supervisor);

        Assert.Contains("没有待打印的标识牌", (await visitor.OpenAsync("/desk/prints")).Text);
    }

    private static async Task Mark(Visitor visitor, CertifyApp app, string from, string to)
    {
        var page = await visitor.OpenAsync($"/desk/prints?sign={from}");
        var token = page.Find("input[name='__RequestVerificationToken']")!.GetAttribute("value")!;
        var id = page.Find("input[name='Input.Ids']")!.GetAttribute("value")!;
        var done = await Page.ReadAsync(await visitor.Client.PostAsync($"/desk/prints?handler=move&to={to}&sign={from}",
            new FormUrlEncodedContent([KeyValuePair.Create("Input.Ids", id), KeyValuePair.Create("__RequestVerificationToken", token)])));
        Assert.Contains("已登记 1 个标识牌", done.Text);
        Assert.NotNull(app);
    }
}
