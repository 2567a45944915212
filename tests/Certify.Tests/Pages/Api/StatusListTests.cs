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

public sealed class StatusListTests
{
    private const string Revocation = "/.well-known/badge-status/revocation/0", Suspension = "/.well-known/badge-status/suspension/0";

    [Theory]
    [InlineData("revocation")]
    [InlineData("suspension")]
    public async Task Get_list_is_a_credential_of_the_standard_signed_by_a_published_key(string purpose)
    {
        await using var app = new CertifyApp();
        await app.Given.ABadge();

        using var response = await app.CreateClient().GetAsync($"/.well-known/badge-status/{purpose}/0");
        var list = await PublishedList.ReadAsync(app, response);

        Assert.Equal("application/vc+jwt", response.Content.Headers.ContentType!.ToString());
        Assert.Equal(("ES256", "vc+jwt"), (list.Header.GetProperty("alg").GetString(), list.Header.GetProperty("typ").GetString()));
        Assert.Equal("https://www.w3.org/ns/credentials/v2", list.Payload.GetProperty("@context")[0].GetString());
        Assert.Equal(["VerifiableCredential", "BitstringStatusListCredential"], list.Payload.GetProperty("type").EnumerateArray().Select(t => t.GetString()));
        Assert.Equal("https://certify.example", list.Payload.GetProperty("issuer").GetString());
        Assert.Equal($"https://certify.example/.well-known/badge-status/{purpose}/0", list.Payload.GetProperty("id").GetString());
        var subject = list.Payload.GetProperty("credentialSubject");
        Assert.Equal(($"https://certify.example/.well-known/badge-status/{purpose}/0#list", "BitstringStatusList", purpose),
            (subject.GetProperty("id").GetString(), subject.GetProperty("type").GetString(), subject.GetProperty("statusPurpose").GetString()));
        Assert.Equal(CertifyApp.Start, list.Time("validFrom"));
        Assert.InRange(list.Time("validUntil") - CertifyApp.Start, TimeSpan.FromHours(24), TimeSpan.FromHours(30));
        Assert.Equal(131_072 / 8, list.Bits.Length);
        Assert.All(list.Bits, b => Assert.Equal(0, b));
    }

    [Fact]
    public async Task Get_list_is_open_to_every_origin_short_lived_and_not_sent_twice()
    {
        await using var app = new CertifyApp();
        await app.Given.ABadge();
        var client = app.CreateClient();
        client.DefaultRequestHeaders.Add("Origin", "https://map.example");
        using var first = await client.GetAsync(Revocation);

        Assert.Equal("*", first.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.True(first.Headers.CacheControl is { Public: true, MaxAge: { TotalSeconds: <= 50 } });
        Assert.False(first.Headers.Contains("Set-Cookie"));
        client.DefaultRequestHeaders.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await client.GetAsync(Revocation);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Equal(first.Headers.ETag, second.Headers.ETag);
    }

    [Fact]
    public async Task Get_unchanged_list_stays_the_same_until_its_period_ends()
    {
        await using var app = new CertifyApp();
        await app.Given.ABadge();
        var client = app.CreateClient();
        var first = await client.GetStringAsync(Revocation);

        app.Time.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(first, await client.GetStringAsync(Revocation));

        app.Time.Advance(TimeSpan.FromHours(6));
        var later = await PublishedList.ReadAsync(app, await client.GetAsync(Revocation));
        Assert.InRange(later.Time("validUntil") - app.Time.GetUtcNow(), TimeSpan.FromHours(24), TimeSpan.FromHours(30));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Change_made_elsewhere_is_in_the_list_within_a_minute_and_its_tag_is_the_same_on_every_instance(bool postgres)
    {
        await using var app = await CertifyApp.OnAsync(postgres);
        var badge = await app.Given.ABadge();
        var client = app.CreateClient();
        using var before = await client.GetAsync(Suspension);
        var other = app.Services.CreateScope().ServiceProvider;
        var instance = new StatusLists(other.GetRequiredService<IDbContextFactory<CertifyDb>>(), other.GetRequiredService<KeyStore>(), other.GetRequiredService<CertifyOptions>(), other.GetRequiredService<CertifyClock>(), app.Time);
        Assert.Equal(before.Headers.ETag!.Tag, $"\"{(await instance.FindAsync(StatusPurpose.Suspension, 0))!.Tag}\"");

        await app.Given.Change(badge, b => b.Suspend(SuspensionCause.Coverage, "一人未接种", CertifyApp.Start));
        app.Time.Advance(StatusLists.LookAgain);

        using var after = await client.GetAsync(Suspension);
        Assert.True((await PublishedList.ReadAsync(app, after))[badge.StatusIndex]);
        Assert.NotEqual(before.Headers.ETag, after.Headers.ETag);
        Assert.Equal(after.Headers.ETag!.Tag, $"\"{(await instance.FindAsync(StatusPurpose.Suspension, 0))!.Tag}\"");
        Assert.InRange(StatusLists.LookAgain + after.Headers.CacheControl!.MaxAge!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(60));
    }

    [Theory]
    [InlineData("/.well-known/badge-status/revocation/1")]
    [InlineData("/.well-known/badge-status/suspension/2147483647")]
    [InlineData("/.well-known/badge-status/revocation/-1")]
    public async Task Get_list_that_holds_no_badge_is_a_problem(string address)
    {
        await using var app = new CertifyApp();
        await app.Given.ABadge();

        using var response = await app.CreateClient().GetAsync(address);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("api.no_status_list", (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Get_list_after_its_key_was_compromised_is_signed_by_the_new_one()
    {
        await using var app = new CertifyApp();
        await app.Given.ABadge();
        var before = await PublishedList.ReadAsync(app, await app.CreateClient().GetAsync(Revocation));
        var store = app.Services.GetRequiredService<KeyStore>();
        store.Revoke(store.Active.Thumbprint, CertifyApp.Start);
        app.Time.Advance(StatusLists.LookAgain);

        var after = await PublishedList.ReadAsync(app, await app.CreateClient().GetAsync(Revocation));

        Assert.NotEqual(before.Header.GetProperty("kid").GetString(), after.Header.GetProperty("kid").GetString());
        Assert.Equal(store.Active.Thumbprint, after.Header.GetProperty("kid").GetString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Issued_badges_stand_at_random_places_of_the_first_list(bool postgres)
    {
        await using var app = await CertifyApp.OnAsync(postgres);
        foreach (var name in new[] { "甲店", "乙店", "丙店" })
            await app.Given.Recorded(app.Given.AVisit(await app.Given.AShop(name), Given.Person("陈桂英")));

        var indices = await app.ReadAsync(db => db.Badges.OrderBy(b => b.IssuedAt).Select(b => b.StatusIndex).ToListAsync());

        Assert.Equal(3, indices.Distinct().Count());
        Assert.All(indices, i => Assert.Equal(0, StatusBits.ListOf(i)));
        Assert.NotEqual([0, 1, 2], indices);
    }

    [Theory]
    [InlineData(ScanStatus.Valid, false, false)]
    [InlineData(ScanStatus.Suspended, false, true)]
    [InlineData(ScanStatus.Revoked, true, false)]
    [InlineData(ScanStatus.Superseded, true, false)]
    [InlineData(ScanStatus.Expired, false, false)]
    [InlineData(ScanStatus.Suspended, false, true, true)]
    [InlineData(ScanStatus.Superseded, true, false, true)]
    public async Task Scan_answer_and_lists_agree_in_every_state(ScanStatus status, bool revoked, bool suspended, bool postgres = false)
    {
        await using var app = await CertifyApp.OnAsync(postgres);
        var address = await app.Given.AScanOf(status);
        var index = await app.ReadAsync(db => db.Badges.Where(b => b.Number == "HYGX-2021-000531-7K3Q").Select(b => b.StatusIndex).SingleAsync());

        var page = await app.Anonymous().OpenAsync(address);
        var answer = await app.CreateClient().GetFromJsonAsync<JsonElement>("/api/v1/verify" + address[2..]);

        Assert.NotNull(page.Find($".field-of.is-{status.ToString().ToLowerInvariant()}"));
        Assert.Equal(status.ToString().ToLowerInvariant(), answer.GetProperty("status").GetString());
        Assert.Equal((revoked, suspended), ((await PublishedList.ReadAsync(app, await app.CreateClient().GetAsync(Revocation)))[index], (await PublishedList.ReadAsync(app, await app.CreateClient().GetAsync(Suspension)))[index]));
    }
}
