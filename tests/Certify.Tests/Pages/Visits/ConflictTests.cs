using System.Net;
using Certify.Accounts;
using Certify.Badges;
using Certify.Tests.Support;
using Certify.Visits;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tests.Pages.Visits;

/// <summary>One visit id, two contents: a supervisor sees them side by side and decides; nothing is lost.</summary>
public sealed class ConflictTests
{
    [Fact]
    public async Task Get_shows_what_differs_side_by_side_on_record()
    {
        await using var app = new CertifyApp();
        var (_, conflict) = await ConflictAsync(app, v => v with { Note = "卷帘门关着", Staff = [v.Staff[0], v.Staff[1] with { Phone = "19000009999" }, Given.Person("赵小波", Doses.One)] });
        var supervisor = await app.SignInAsync(Roles.Supervisor);

        var page = await supervisor.OpenAsync((await supervisor.OpenAsync("/desk")).Find("a[href^='/desk/visits/conflicts/']")!.GetAttribute("href")!);

        Assert.EndsWith(conflict.ToString(), page.Path, StringComparison.Ordinal);
        Assert.Equal(["备注", "李文斌：电话", "赵小波：是否在名单上"], page.Document.QuerySelectorAll("tbody th").Select(th => th.TextContent));
        Assert.Contains("（空） 卷帘门关着", page.Text);
        Assert.Contains("19000005423 19000009999", page.Text);
        Assert.Contains("不在名单上 在名单上", page.Text);
        Assert.DoesNotContain("陈桂英", page.Text);
        var access = await app.ReadAsync(db => db.Access.Where(a => a.Purpose == "conflict").ToListAsync());
        Assert.Contains(access, a => a.Columns == "VisitConflicts" && a.ActorRole == Roles.Supervisor);
        Assert.Contains(access, a => a.Persons == 2 && a.Columns.Contains("Phone", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Keep_this_changes_nothing_and_can_be_thought_over()
    {
        await using var app = new CertifyApp();
        var (visit, conflict) = await ConflictAsync(app, v => v with { Note = "另一份" });
        var supervisor = await app.SignInAsync(Roles.Supervisor);

        var done = await DecideAsync(supervisor, conflict, "Kept");

        Assert.Equal($"/desk/visits/{visit}", done.Path);
        Assert.Contains("已保留原登记内容", done.Text);
        Assert.Equal(1, await app.ReadAsync(db => db.Visits.CountAsync()));
        Assert.Null((await supervisor.OpenAsync("/desk")).Find("a[href^='/desk/visits/conflicts/']"));

        Assert.Contains("仍可改作其他处理", (await supervisor.OpenAsync($"/desk/visits/conflicts/{conflict}")).Text);
        Assert.Equal($"/desk/visits/{conflict}", (await DecideAsync(supervisor, conflict, "Taken")).Path);
        Assert.Equal(["visit.conflict_kept", "visit.conflict_taken"], await app.ReadAsync(db => db.Audit.Where(a => a.Action.StartsWith("visit.conflict_")).Select(a => a.Action).Order().ToListAsync()));
    }

    [Fact]
    public async Task Keep_that_records_it_as_its_inspectors_correction_and_the_badge_follows()
    {
        await using var app = new CertifyApp();
        var (visit, conflict) = await ConflictAsync(app, v => v with { Staff = [v.Staff[0], Given.Person("赵小波", Doses.One)] });
        Assert.Equal(BadgeState.Valid, await app.ReadAsync(db => db.Badges.Select(b => b.State).SingleAsync()));

        var done = await DecideAsync(await app.SignInAsync(Roles.Supervisor), conflict, "Taken");

        Assert.Contains("暂不符合评定条件", done.Text);
        var correction = await app.ReadAsync(db => db.Visits.SingleAsync(v => v.Id == conflict));
        var first = await app.ReadAsync(db => db.Visits.SingleAsync(v => v.Id == visit));
        Assert.Equal((visit, first.InspectorId, first.VisitedAt), (correction.SupersedesId!.Value, correction.InspectorId, correction.VisitedAt));
        Assert.Equal(BadgeState.Suspended, await app.ReadAsync(db => db.Badges.Select(b => b.State).SingleAsync()));
        // 李文斌 had come onto the roster by the mistaken content alone.
        Assert.Equal((1, 2), await app.ReadAsync(db => db.Standings.Select(s => new ValueTuple<int, int>(s.Vaccinated, s.Staff)).SingleAsync()));
        Assert.Equal(Roles.Supervisor, await app.ReadAsync(db => db.Audit.Where(a => a.Action == "visit.corrected").Select(a => a.ActorRole).SingleAsync()));
    }

    [Fact]
    public async Task Merge_records_what_was_picked_of_each()
    {
        await using var app = new CertifyApp();
        var (_, conflict) = await ConflictAsync(app, v => v with { Note = "另一份", Companion = "王警官", Staff = [v.Staff[0], v.Staff[1] with { Phone = "19000009999" }] });
        var supervisor = await app.SignInAsync(Roles.Supervisor);
        var page = await supervisor.OpenAsync($"/desk/visits/conflicts/{conflict}");
        var phone = page.Document.QuerySelectorAll("tbody tr").Single(r => r.TextContent.Contains("电话", StringComparison.Ordinal)).QuerySelector("input")!.GetAttribute("name")!;

        var done = await supervisor.SubmitAsync(page, new(StringComparer.Ordinal) { [phone] = "that", ["Choice[companion]"] = "that" }, button: ("decision", "Merged"));

        Assert.Contains("已按所选合并", done.Text);
        Assert.Contains("王警官", done.Text);
        Assert.DoesNotContain("另一份", done.TextOf("dl.facts"));
        var changed = await app.ReadAsync(db => db.VisitStaff.Where(l => l.VisitId == conflict && l.Line == 2).Select(l => l.StaffId).SingleAsync());
        Assert.Contains("190****9999", (await supervisor.OpenAsync($"/desk/staff/{changed}")).Text);
        Assert.Equal(2, await app.ReadAsync(db => db.Staff.CountAsync()));
    }

    [Fact]
    public async Task Person_with_a_passport_is_the_same_person_in_both_and_can_be_recorded_again()
    {
        await using var app = new CertifyApp();
        var visit = app.Given.AVisit(await app.Given.AShop(), Given.Person("陈桂英", idNumber: "G12345678") with { IdType = Certify.Staff.IdType.Passport });
        await app.Given.Recorded(visit);
        app.Time.Advance(TimeSpan.FromMilliseconds(300));
        await app.Given.Recorded(visit with { Note = "另一份" });
        var conflict = await app.ReadAsync(db => db.VisitConflicts.Select(c => c.Id).SingleAsync());
        var supervisor = await app.SignInAsync(Roles.Supervisor);

        var page = await supervisor.OpenAsync($"/desk/visits/conflicts/{conflict}");
        Assert.Equal(["备注"], page.Document.QuerySelectorAll("tbody th").Select(th => th.TextContent));

        Assert.Contains("已采用另一份内容登记", (await DecideAsync(supervisor, conflict, "Taken")).Text);
        Assert.Equal(1, await app.ReadAsync(db => db.Staff.CountAsync()));
    }

    [Fact]
    public async Task Other_shop_becomes_a_visit_of_its_own()
    {
        await using var app = new CertifyApp();
        var other = await app.Given.AShop("雁城饭店");
        var (visit, conflict) = await ConflictAsync(app, v => v with { ShopId = other.Id, Staff = [Given.Person("周敏")] });
        var supervisor = await app.SignInAsync(Roles.Supervisor);

        var page = await supervisor.OpenAsync($"/desk/visits/conflicts/{conflict}");
        Assert.Contains("另一份内容说的是另一家经营户", page.Text);
        Assert.Null(page.Find("button[value=Merged]"));
        Assert.Contains("不能合并", (await DecideAsync(supervisor, conflict, "Merged", ("Choice[note]", "that"))).Text);

        Assert.Contains("雁城饭店", (await DecideAsync(supervisor, conflict, "Taken")).Text);
        var visits = await app.ReadAsync(db => db.Visits.ToDictionaryAsync(v => v.Id));
        Assert.Equal((null, null, other.Id, 2), (visits[visit].SupersedesId, visits[conflict].SupersedesId, visits[conflict].ShopId, visits.Count));
    }

    [Fact]
    public async Task Refusals_say_what_to_do()
    {
        await using var app = new CertifyApp();
        var (_, conflict) = await ConflictAsync(app, v => v with { Note = "另一份" });
        var supervisor = await app.SignInAsync(Roles.Supervisor);

        Assert.Contains("没有选用另一份的任何一项", (await DecideAsync(supervisor, conflict, "Merged")).Text);
        Assert.Contains("请选择如何处理", (await DecideAsync(supervisor, conflict, "Open")).Text);
        var open = await supervisor.OpenAsync($"/desk/visits/conflicts/{conflict}");
        await DecideAsync(supervisor, conflict, "Taken");
        // Another window, opened before it was decided.
        Assert.Contains("此事已有处理结果", (await supervisor.SubmitAsync(open, [], button: ("decision", "Kept"))).Text);
        Assert.Null((await supervisor.OpenAsync($"/desk/visits/conflicts/{conflict}")).Find("button[name=decision]"));
        Assert.Equal(HttpStatusCode.NotFound, (await supervisor.OpenAsync($"/desk/visits/conflicts/{Guid.CreateVersion7()}")).Status);
    }

    private static async Task<Page> DecideAsync(Visitor supervisor, Guid conflict, string decision, params (string Name, string Value)[] choice) =>
        await supervisor.SubmitAsync(await supervisor.OpenAsync($"/desk/visits/conflicts/{conflict}"), choice.ToDictionary(c => c.Name, c => c.Value, StringComparer.Ordinal), button: ("decision", decision));

    private static async Task<(Guid Visit, Guid Conflict)> ConflictAsync(CertifyApp app, Func<VisitSubmission, VisitSubmission> other)
    {
        var visit = app.Given.AVisit(await app.Given.AShop());
        await app.Given.Recorded(visit);
        await app.Given.Recorded(other(visit));
        return (visit.Id, await app.ReadAsync(db => db.VisitConflicts.Select(c => c.Id).SingleAsync()));
    }
}
