using System.Net;
using System.Text;
using Certify.Accounts;
using Certify.Log;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tests.Pages.Visits;

/// <summary>Files exported from an outbox, loaded by a supervisor.</summary>
public sealed class LoadTests
{
    private const string Address = "/desk/visits/load";

    [Fact]
    public async Task Post_records_each_file_as_its_inspectors_visit_on_record()
    {
        await using var app = new CertifyApp();
        await app.WithAsync<LogPublisher, bool>(async log => { await log.PublishAsync(); return true; });
        var (one, two) = (await app.Given.AShop("甲店"), await app.Given.AShop("乙店"));
        var laptop = await Laptop.OpenAsync(app);
        var (first, second) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var supervisor = await app.SignInAsync(Roles.Supervisor);

        var page = await LoadAsync(supervisor, Visit(laptop, first, one.Id), Visit(laptop, second, two.Id));

        Assert.Contains("本次导入 2 个文件", page.Text);
        Assert.Contains("评定通过，接种率 1 / 1", page.TextOf(".loaded"));
        Assert.Contains("visit receipt", page.TextOf(".loaded pre"));
        Assert.NotNull(page.Find($".loaded a[href='/desk/visits/{first}']"));
        Assert.Equal([laptop.User], await app.ReadAsync(db => db.Visits.Select(v => v.InspectorId).Distinct().ToListAsync()));
        Assert.Equal(2, await app.ReadAsync(db => db.Badges.CountAsync()));
        var rows = await app.ReadAsync(db => db.Audit.Where(a => a.Action == "visit.loaded" || a.Action == "visit.recorded").ToListAsync());
        Assert.Equal(4, rows.Count);
        Assert.All(rows, r => Assert.Equal(Roles.Supervisor, r.ActorRole));
        Assert.Contains("甲店 · inspector", (await supervisor.OpenAsync(Address)).TextOf("tbody"));
        Assert.Contains("导入走访文件", (await supervisor.OpenAsync("/desk/audit")).TextOf("tbody"));
        Assert.NotNull((await supervisor.OpenAsync("/desk/visits")).Find($"a[href='{Address}']"));
    }

    [Fact]
    public async Task Post_what_has_arrived_says_so_and_records_nothing_twice()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        var laptop = await Laptop.OpenAsync(app);
        var id = Guid.CreateVersion7();
        var parcel = laptop.Parcel("visit", id, shop.Id, Laptop.Fields(id, "陈桂英"));
        using var sent = await laptop.PostAsync(parcel);
        app.Time.Advance(TimeSpan.FromHours(3));

        var page = await LoadAsync(await app.SignInAsync(Roles.Supervisor), parcel.AsFile());

        Assert.Contains("这次走访早已于", page.TextOf(".loaded"));
        Assert.NotNull(page.Find($".loaded a[href='/desk/visits/{id}']"));
        Assert.Equal((1, 0), (await app.ReadAsync(db => db.Visits.CountAsync()), await app.ReadAsync(db => db.VisitConflicts.CountAsync())));
    }

    [Fact]
    public async Task Post_other_content_leads_to_the_conflicts_card()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        var laptop = await Laptop.OpenAsync(app);
        var id = Guid.CreateVersion7();
        using var sent = await laptop.PostAsync(laptop.Parcel("visit", id, shop.Id, Laptop.Fields(id, "陈桂英")));
        var supervisor = await app.SignInAsync(Roles.Supervisor);

        var page = await LoadAsync(supervisor, Visit(laptop, id, shop.Id, "李文斌"));

        var card = page.Find(".loaded a[href^='/desk/visits/conflicts/']")!;
        Assert.Contains("李文斌", (await supervisor.OpenAsync(card.GetAttribute("href")!)).Text);
        Assert.Equal(1, await app.ReadAsync(db => db.Visits.CountAsync()));
    }

    [Fact]
    public async Task Post_refused_visit_gives_its_reasons_and_waits_for_its_inspector()
    {
        await using var app = new CertifyApp();
        var foreign = await app.Given.AShop("别人家的店", grid: await app.Given.AGrid("蒸湘街道", "红湘社区", heldBy: "other"));
        var own = await app.Given.AShop("自家的店");
        var laptop = await Laptop.OpenAsync(app);
        var (unread, elsewhere) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var supervisor = await app.SignInAsync(Roles.Supervisor);

        // The inspector's rules count, not the supervisor's: another grid's shop needs a reason.
        var page = await LoadAsync(supervisor, laptop.Parcel("visit", unread, own.Id, Laptop.Fields(unread, "陈桂英", dose: "昨天")).AsFile(), Visit(laptop, elsewhere, foreign.Id));

        Assert.Contains("无法识别“昨天”", page.TextOf(".loaded .error"));
        Assert.Contains("不在您负责的网格", page.TextOf(".loaded .error"));
        Assert.Contains("登录后在工作台", page.TextOf(".loaded"));
        Assert.Equal(0, await app.ReadAsync(db => db.Visits.CountAsync()));
        var desk = await laptop.Visitor.OpenAsync("/desk");
        Assert.Contains("自家的店", desk.TextOf("#unfinished ~ ul"));
        Assert.Equal("昨天", (await laptop.Visitor.OpenAsync(desk.Find($"a[href*='{unread}']")!.GetAttribute("href")!)).Find("[name='Input.Rows[0].Dose1']")?.GetAttribute("value"));

        var user = laptop.User;
        await app.WithAsync<UserAccounts, Result?>(a => a.DeactivateAsync(user, Actor.System));
        Assert.Contains("账号已停用", (await LoadAsync(supervisor, Visit(laptop, elsewhere, foreign.Id))).TextOf(".loaded"));
    }

    [Fact]
    public async Task Post_draft_waits_for_its_inspector()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        var laptop = await Laptop.OpenAsync(app);
        var id = Guid.CreateVersion7();

        var page = await LoadAsync(await app.SignInAsync(Roles.Supervisor), laptop.Parcel("draft", id, shop.Id, Laptop.Fields(id, "陈桂英")).AsFile());

        Assert.Contains("没有写完", page.TextOf(".loaded"));
        Assert.Equal((0, 1), (await app.ReadAsync(db => db.Visits.CountAsync()), await app.ReadAsync(db => db.HeldForms.CountAsync())));
    }

    [Fact]
    public async Task Post_attempt_is_noted_as_its_inspectors()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        var laptop = await Laptop.OpenAsync(app);
        var (noted, wrong) = (laptop.Parcel("attempt", Guid.CreateVersion7(), shop.Id, "kind=noStaff&on=2021-08-09").AsFile(), laptop.Parcel("attempt", Guid.CreateVersion7(), shop.Id, "kind=comeBack&on=2021-08-09").AsFile());
        var supervisor = await app.SignInAsync(Roles.Supervisor);

        Assert.Contains("未成走访；无人在店", (await LoadAsync(supervisor, noted)).TextOf(".loaded"));
        Assert.Contains("没有重复登记", (await LoadAsync(supervisor, noted)).TextOf(".loaded"));
        Assert.Contains("请填写再去的日期", (await LoadAsync(supervisor, wrong)).TextOf(".loaded .error"));
        Assert.Equal([laptop.User], await app.ReadAsync(db => db.Attempts.Select(a => a.InspectorId).ToListAsync()));
    }

    [Fact]
    public async Task Post_says_of_each_file_what_is_wrong_with_it()
    {
        await using var app = new CertifyApp();
        var shop = await app.Given.AShop();
        var other = await app.Given.AShop("另一家店");
        var laptop = await Laptop.OpenAsync(app);
        var id = Guid.CreateVersion7();
        var parcel = laptop.Parcel("visit", id, shop.Id, Laptop.Fields(id, "陈桂英"));
        var nowhere = Guid.CreateVersion7();
        var supervisor = await app.SignInAsync(Roles.Supervisor);
        var dispatcher = await app.Given.AUser("dispatcher", Roles.Dispatcher);

        async Task Says(string sentence, byte[] file) => Assert.Contains(sentence, (await LoadAsync(supervisor, file)).TextOf(".loaded"));

        await Says("这不是从“外出走访”导出的走访文件", Encoding.UTF8.GetBytes("姓名,电话\n"));
        await Says("这不是从“外出走访”导出的走访文件", Encoding.UTF8.GetBytes("[1]"));
        await Says("这不是从“外出走访”导出的走访文件", (parcel with { User = null }).AsFile());
        await Says("文件打不开", (parcel with { Box = parcel.Box[..^4] + "AAAA" }).AsFile());
        await Says("文件打不开", (parcel with { ShopId = other.Id }).AsFile());
        await Says("不是本系统的检查员", (parcel with { User = Guid.CreateVersion7() }).AsFile());
        await Says("不是本系统的检查员", (parcel with { User = dispatcher.Id }).AsFile());
        await Says("没有文件写明的经营户", laptop.Parcel("visit", id, nowhere, Laptop.Fields(id, "陈桂英")).AsFile());
        await Says("文件超过 2 MB", new byte[(2 << 20) + 1]);
        Assert.Equal(0, await app.ReadAsync(db => db.Visits.CountAsync()));
    }

    [Fact]
    public async Task Post_nothing_or_too_many_is_refused()
    {
        await using var app = new CertifyApp();
        var supervisor = await app.SignInAsync(Roles.Supervisor);

        Assert.Contains("请选择要导入的文件", (await LoadAsync(supervisor)).Text);
        Assert.Contains("一次最多导入 20 个文件，您选了 21 个", (await LoadAsync(supervisor, [.. Enumerable.Repeat("{}"u8.ToArray(), 21)])).Text);
        Assert.Equal(HttpStatusCode.OK, (await supervisor.OpenAsync(Address)).Status);
    }

    private static byte[] Visit(Laptop laptop, Guid id, Guid shop, string name = "陈桂英") => laptop.Parcel("visit", id, shop, Laptop.Fields(id, name)).AsFile();

    private static async Task<Page> LoadAsync(Visitor supervisor, params byte[][] files) =>
        await supervisor.SubmitAsync(await supervisor.OpenAsync(Address), [], files: [.. files.Select((f, i) => ("Input.Files", $"visit-{i}.json", f))]);
}
