using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Certify.Accounts;
using Certify.Badges;
using Certify.Tests.Support;

namespace Certify.Tests.Pages.Badges;

public sealed class BadgesApiTests
{
    private const string Number = "HYGX-2021-000531-7K3Q";

    [Fact]
    public async Task Post_suspend_restore_revoke_answer_with_the_new_state()
    {
        await using var app = new CertifyApp();
        await app.Given.ABadge();
        var visitor = await app.SignInAsync(Roles.Supervisor);

        Assert.Equal((HttpStatusCode.OK, "suspended"), await State(visitor, "suspend"));
        Assert.Equal((HttpStatusCode.OK, "valid"), await State(visitor, "restore"));
        Assert.Equal((HttpStatusCode.OK, "revoked"), await State(visitor, "revoke"));
        Assert.Equal(["badge.restored", "badge.revoked", "badge.suspended"],
            (await app.ReadAsync(db => Task.FromResult(db.Audit.Where(a => a.Subject == "badge").ToList()))).Select(a => a.Action).Order(StringComparer.Ordinal));
        Assert.Equal(BadgeState.Revoked, (await app.ReadAsync(db => Task.FromResult(db.Standings.Single()))).BadgeState);
    }

    [Theory]
    [InlineData("restore", "badges.state_valid")]
    [InlineData("suspend", "badges.state_suspended")]
    [InlineData("revoke", "badges.state_revoked")]
    public async Task Post_where_the_state_does_not_allow_is_409_with_its_code(string verb, string code)
    {
        await using var app = new CertifyApp();
        var badge = await app.Given.ABadge();
        if (verb == "suspend")
            await app.Given.Change(badge, b => b.Suspend(SuspensionCause.Supervisor, "核查", CertifyApp.Start));
        if (verb == "revoke")
            await app.Given.Change(badge, b => b.Revoke("冒用", CertifyApp.Start));
        var visitor = await app.SignInAsync(Roles.Supervisor);

        var response = await visitor.Client.PostAsJsonAsync($"/api/v1/badges/{Number}/{verb}", new { reason = "核查" });

        await Refused(response, HttpStatusCode.Conflict, code);
    }

    [Fact]
    public async Task Post_without_reason_is_422()
    {
        await using var app = new CertifyApp();
        await app.Given.ABadge();
        var visitor = await app.SignInAsync(Roles.Supervisor);

        await Refused(await visitor.Client.PostAsJsonAsync($"/api/v1/badges/{Number}/revoke", new { }), HttpStatusCode.UnprocessableEntity, "badges.reason_missing");
        await Refused(await visitor.Client.PostAsJsonAsync($"/api/v1/badges/{Number}/revoke", new { reason = new string('长', 301) }), HttpStatusCode.UnprocessableEntity, "badges.reason_long");
    }

    [Fact]
    public async Task Post_unknown_number_is_404()
    {
        await using var app = new CertifyApp();
        var visitor = await app.SignInAsync(Roles.Supervisor);

        await Refused(await visitor.Client.PostAsJsonAsync($"/api/v1/badges/{Number}/revoke", new { reason = "冒用" }), HttpStatusCode.NotFound, "badges.unknown");
    }

    [Fact]
    public async Task Post_from_another_site_is_403()
    {
        await using var app = new CertifyApp();
        await app.Given.ABadge();
        var visitor = await app.SignInAsync(Roles.Supervisor);
        visitor.Client.DefaultRequestHeaders.Add("Origin", "https://elsewhere.example");

        await Refused(await visitor.Client.PostAsJsonAsync($"/api/v1/badges/{Number}/revoke", new { reason = "冒用" }), HttpStatusCode.Forbidden, "api.cross_site");
    }

    [Fact]
    public async Task Post_no_json_is_415_and_broken_json_400()
    {
        await using var app = new CertifyApp();
        await app.Given.ABadge();
        var visitor = await app.SignInAsync(Roles.Supervisor);

        await Refused(await visitor.Client.PostAsync($"/api/v1/badges/{Number}/revoke", new FormUrlEncodedContent([])), HttpStatusCode.UnsupportedMediaType, "api.json_only");
        await Refused(await visitor.Client.PostAsync($"/api/v1/badges/{Number}/revoke", new StringContent("{", null, "application/json")), HttpStatusCode.BadRequest, "api.malformed");
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData(Roles.Inspector, HttpStatusCode.Forbidden)]
    [InlineData(Roles.Owner, HttpStatusCode.Forbidden)]
    [InlineData(Roles.Auditor, HttpStatusCode.Forbidden)]
    public async Task Post_by_anyone_but_a_supervisor_changes_nothing(string? role, HttpStatusCode status)
    {
        await using var app = new CertifyApp();
        await app.Given.ABadge();
        var visitor = role is null ? app.Anonymous() : await app.SignInAsync(role);

        Assert.Equal(status, (await visitor.Client.PostAsJsonAsync($"/api/v1/badges/{Number}/revoke", new { reason = "冒用" })).StatusCode);
        Assert.Equal(BadgeState.Valid, (await app.ReadAsync(db => Task.FromResult(db.Badges.Single()))).State);
    }

    private static async Task<(HttpStatusCode, string?)> State(Visitor visitor, string verb)
    {
        var response = await visitor.Client.PostAsJsonAsync($"/api/v1/badges/{Number}/{verb}", new { reason = "现场核查" });
        return (response.StatusCode, (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("state").GetString());
    }

    private static async Task Refused(HttpResponseMessage response, HttpStatusCode status, string code)
    {
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.NotEqual(code, problem.GetProperty("title").GetString());
    }
}
