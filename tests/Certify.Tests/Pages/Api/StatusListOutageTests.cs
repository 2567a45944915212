using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Certify.Badges;
using Certify.Badges.Status;
using Certify.Data;
using Certify.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Certify.Tests.Pages.Api;

/// <summary>What the status lists say while the database is gone or hangs, and while the worker that writes down what has come due is late.</summary>
public sealed class StatusListOutageTests
{
    private const string Revocation = "/.well-known/badge-status/revocation/0", Suspension = "/.well-known/badge-status/suspension/0";

    [Fact]
    public async Task Get_list_while_the_database_is_gone_is_the_last_one_until_it_ends_then_503()
    {
        await using var app = new CertifyApp();
        await app.Given.ABadge();
        var client = app.CreateClient();
        var last = await client.GetStringAsync(Revocation);
        app.LoseDatabase();

        app.Time.Advance(TimeSpan.FromHours(20));
        Assert.Equal(last, await client.GetStringAsync(Revocation));

        app.Time.Advance(TimeSpan.FromHours(12));
        using var response = await client.GetAsync(Revocation);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("unavailable", (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Get_list_while_the_database_hangs_is_the_last_one_after_a_moment_and_at_once_for_the_next()
    {
        await using var app = await CertifyApp.OnAsync(postgres: true);
        await app.Given.ABadge();
        var client = app.CreateClient();
        var last = await client.GetStringAsync(Revocation);
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CertifyDb>();
        await using var hanging = await db.Database.BeginTransactionAsync();
        await db.Database.ExecuteSqlRawAsync("LOCK TABLE \"Badges\" IN ACCESS EXCLUSIVE MODE");
        app.Time.Advance(StatusLists.LookAgain);

        var first = client.GetStringAsync(Revocation);
        while (await Task.WhenAny(first, Task.Delay(100)) != first)
            app.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(last, await first);
        // The clock stands: nobody waits again for what has just been found to hang.
        Assert.Equal(last, await client.GetStringAsync(Revocation).WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/check").WaitAsync(TimeSpan.FromSeconds(20))).StatusCode);
    }

    [Fact]
    public async Task Badge_whose_grace_ended_is_suspended_in_the_list_before_anyone_wrote_it_down()
    {
        await using var app = new CertifyApp();
        var badge = await app.Given.ABadge();
        await app.Given.Change(badge, b => b.RestFrom(CertifyApp.Start.AddDays(3)));
        var client = app.CreateClient();
        Assert.False((await PublishedList.ReadAsync(app, await client.GetAsync(Suspension)))[badge.StatusIndex]);

        app.Time.Advance(TimeSpan.FromDays(3));

        Assert.Equal(BadgeState.Valid, await app.ReadAsync(db => db.Badges.Select(b => b.State).SingleAsync()));
        Assert.NotNull((await app.Anonymous().OpenAsync("/V/" + badge.Token)).Find(".field-of.is-suspended"));
        Assert.True((await PublishedList.ReadAsync(app, await client.GetAsync(Suspension)))[badge.StatusIndex]);
        Assert.False((await PublishedList.ReadAsync(app, await client.GetAsync(Revocation)))[badge.StatusIndex]);
    }
}
