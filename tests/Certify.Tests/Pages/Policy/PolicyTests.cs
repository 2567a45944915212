using Certify.Accounts;
using Certify.Badges;
using Certify.Certification;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Certify.Tests.Pages.Policy;

public sealed class PolicyTests
{
    [Fact]
    public async Task Two_supervisors_change_the_policy_and_see_what_it_does_first()
    {
        await using var app = new CertifyApp();
        await Propose(app, new PolicyTerms(CourseRule.FirstDose), "zhang", confirm: "wu");
        var shop = await app.Given.AShop();
        await app.Given.Recorded(app.Given.AVisit(shop, Given.Person("赵小波", Doses.One)));
        Assert.Equal(BadgeState.Valid, await StateOf(app, shop.Id));
        var zhang = await app.SignInAsync(Roles.Supervisor, "zhang");
        var wu = await app.SignInAsync(Roles.Supervisor, "wu");

        var preview = await Press(zhang, await zhang.OpenAsync("/desk/policy"), "Preview", new(StringComparer.Ordinal) { ["Input.Course"] = "Complete" });
        var proposed = await Press(zhang, preview, "Propose");
        Assert.Contains("现有标识 1 个：其中 1 户将不再满足接种要求", preview.Text);
        Assert.Contains("待确认的修改（第 3 版）", proposed.Text);
        var refused = await Press(zhang, await zhang.OpenAsync("/desk/policy"), "Confirm");
        Assert.Contains("不能确认自己提出的修改", refused.Text);

        var done = await Press(wu, await wu.OpenAsync("/desk/policy"), "Confirm");

        Assert.Contains("评定规则已生效", done.Text);
        await app.Given.Due();
        var standing = await app.ReadAsync(db => db.Standings.SingleAsync());
        Assert.Equal((0, 1), (standing.Vaccinated, standing.Staff));
        Assert.NotNull(standing.ShortSince);
        Assert.Equal(2, await app.ReadAsync(db => db.Badges.Select(b => b.PolicyVersion).SingleAsync()));
    }

    [Fact]
    public async Task Post_same_terms_is_refused()
    {
        await using var app = new CertifyApp();
        var supervisor = await app.SignInAsync(Roles.Supervisor);
        var preview = await Press(supervisor, await supervisor.OpenAsync("/desk/policy"), "Preview");

        Assert.Contains("与现行规则相同", (await Press(supervisor, preview, "Propose")).Text);
    }

    [Fact]
    public async Task Post_impossible_days_are_refused()
    {
        await using var app = new CertifyApp();

        var result = await app.WithAsync<PolicyChanges, Result>(changes => changes.ProposeAsync(new PolicyTerms(ValidDays: 91), Actor.System));

        Assert.Equal("policy.days", result.Refusal!.Code);
    }

    [Fact]
    public async Task Post_second_proposal_waits_for_the_first_and_withdrawing_frees_the_way()
    {
        await using var app = new CertifyApp();
        await Propose(app, new PolicyTerms(GraceDays: 5), "zhang");

        var second = await app.WithAsync<PolicyChanges, Result>(changes => changes.ProposeAsync(new PolicyTerms(GraceDays: 6), Actor.System));
        var zhang = await app.SignInAsync(Roles.Supervisor, "zhang");
        var withdrawn = await Press(zhang, await zhang.OpenAsync("/desk/policy"), "Withdraw");

        Assert.Equal("policy.open_already", second.Refusal!.Code);
        Assert.Contains("修改已撤回", withdrawn.Text);
        Assert.Contains("提出修改", withdrawn.Text);
    }

    [Fact]
    public async Task Get_by_auditor_shows_the_policy_and_no_form()
    {
        await using var app = new CertifyApp();

        var page = await (await app.SignInAsync(Roles.Auditor)).OpenAsync("/desk/policy");

        Assert.Contains("现行规则（第 1 版）", page.Text);
        Assert.Null(page.Find("main form"));
    }

    private static async Task<BadgeState> StateOf(CertifyApp app, Guid shop) => (BadgeState)(await app.ReadAsync(db => db.Standings.Where(s => s.ShopId == shop).Select(s => s.BadgeState).SingleAsync()))!;

    /// <summary>Presses a button that sends its form elsewhere (formaction).</summary>
    private static Task<Page> Press(Visitor visitor, Page page, string handler, Dictionary<string, string>? values = null)
    {
        var button = page.Find($"button[formaction$='handler={handler}']")!;
        var form = button.Closest("form")!;
        form.SetAttribute("action", button.GetAttribute("formaction")!);
        form.Id = "pressed";
        return visitor.SubmitAsync(page, values ?? [], "#pressed");
    }

    private static async Task Propose(CertifyApp app, PolicyTerms terms, string by, string? confirm = null)
    {
        var proposer = await app.Given.AUser(by, Roles.Supervisor);
        Assert.Null((await app.WithAsync<PolicyChanges, Result>(c => c.ProposeAsync(terms, new Actor(proposer.Id, by, Roles.Supervisor)))).Refusal);
        if (confirm is null)
            return;
        var version = await app.ReadAsync(db => db.Policies.MaxAsync(p => p.Version));
        var confirmer = await app.Given.AUser(confirm, Roles.Supervisor);
        Assert.Null((await app.WithAsync<PolicyChanges, Result?>(c => c.ConfirmAsync(version, new Actor(confirmer.Id, confirm, Roles.Supervisor))))!.Refusal);
    }
}
