using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using BadgeExample;
using Certify.Badges;
using Certify.Tests.Support;
using Certify.Web.Api;

namespace Certify.Tests.Pages.Developers;

/// <summary>/developers and what stands behind it: the test issuer, the examples as they are shown, the problem codes.</summary>
public sealed partial class DevelopersTests
{
    public static TheoryData<string> Statuses => [.. Enum.GetNames<ScanStatus>().Select(n => n.ToLowerInvariant())];

    [Theory]
    [InlineData("zh-CN", "开发者文档")]
    [InlineData("en", "For developers")]
    public async Task Get_page_shows_every_test_badge_example_and_problem_code(string language, string title)
    {
        await using var app = new CertifyApp();

        var page = await app.Anonymous(language).OpenAsync("/developers");

        Assert.Equal(title, page.TextOf("h1"));
        Assert.Equal(File().Count, page.Document.QuerySelectorAll("#tests tbody tr").Length);
        var sources = page.Document.QuerySelectorAll("pre").Select(e => e.TextContent).ToList();
        Assert.Equal(["#!/bin/sh", "checkerFor", "cbor2", "IfNoneMatch"], sources.Zip(["#!/bin/sh", "checkerFor", "cbor2", "IfNoneMatch"], (text, word) => text.Contains(word, StringComparison.Ordinal) ? word : text));
        foreach (var code in ProblemCodes.All)
            Assert.Contains(code.Code, page.TextOf("#codes tbody th"));
        Assert.DoesNotMatch(@"\{\d", page.TextOf("#codes"));
    }

    [Fact]
    public async Task Test_badges_are_forged_or_unreadable_everywhere_but_at_the_test_issuer()
    {
        await using var app = new CertifyApp();
        var client = app.CreateClient();

        foreach (var badge in File().Where(b => b.Text.Length is > 0 and < 1000))
        {
            var real = await client.GetFromJsonAsync<JsonElement>("/api/v1/verify?text=" + Uri.EscapeDataString(badge.Text));
            Assert.Contains(real.GetProperty("status").GetString(), new[] { "forged", "unreadable" });
            Assert.Equal(JsonValueKind.Null, real.GetProperty("badge").ValueKind);
        }
        var test = await client.GetFromJsonAsync<KeySet>("/developers/test/.well-known/jwks.json", JsonSerializerOptions.Web);
        var own = await client.GetFromJsonAsync<KeySet>("/.well-known/jwks.json", JsonSerializerOptions.Web);
        Assert.Empty(test!.Keys.Select(k => k.CoseKid).Intersect(own!.Keys.Select(k => k.CoseKid), StringComparer.Ordinal));
        var ours = await client.GetFromJsonAsync<JsonElement>("/developers/test/api/v1/verify/" + (await app.Given.ABadge()).Token);
        Assert.Equal(("forged", "unknownKey"), (ours.GetProperty("status").GetString(), ours.GetProperty("reason").GetString()));
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task Test_issuer_gives_each_answer_in_the_form_of_the_real_one(string status)
    {
        await using var app = new CertifyApp();

        foreach (var badge in File().Where(b => b.Status == status))
        {
            using var response = await app.CreateClient().GetAsync("/developers/test/api/v1/verify?text=" + Uri.EscapeDataString(badge.Text));
            var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
            Assert.Equal((status, badge.Reason), (answer.GetProperty("status").GetString(), answer.GetProperty("reason").GetString()));
            Assert.Equal(["status", "reason", "checkedAt", "asOf", "issuer", "kid", "badge"], answer.EnumerateObject().Select(p => p.Name).Take(7));
            Assert.Equal(status is not ("forged" or "unreadable" or "unknown"), answer.GetProperty("badge").ValueKind == JsonValueKind.Object);
        }
    }

    [Theory]
    [InlineData("curl.sh")]
    [InlineData("javascript.mjs")]
    [InlineData("python.py")]
    [InlineData("csharp.cs")]
    public void Example_is_twenty_lines_of_code_at_most(string file)
    {
        var lines = new SourceFile("src/Certify.Web/Developers/examples/" + file).Text.Split('\n');

        Assert.InRange(lines.Count(l => l.Trim().Length > 0 && !l.StartsWith('#') && !l.StartsWith("//", StringComparison.Ordinal)), 1, 20);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 160));
    }

    [Fact]
    public async Task Example_in_curl_gives_the_answers()
    {
        await using var app = Listening();

        foreach (var badge in Named("valid", "revoked", "changed text"))
            Assert.Contains($"\"status\":\"{badge.Status}\"", await RunAsync("sh", "curl.sh", app, badge));
    }

    [Fact]
    public async Task Example_in_javascript_gives_the_answers()
    {
        await using var app = Listening();

        foreach (var badge in Named("valid", "suspended", "superseded", "expired", "changed text", "cut short", "state can't be looked up"))
            Assert.StartsWith(badge.Offline + " ", await RunAsync("node", "javascript.mjs", app, badge));
    }

    [Fact]
    public async Task Example_in_python_gives_the_answers()
    {
        await using var app = Listening();

        // Debian's own interpreter has Debian's libraries.
        foreach (var badge in Named("valid", "suspended", "revoked", "expired", "changed text", "unknown key", "cut short"))
            Assert.StartsWith(badge.Offline, await RunAsync("/usr/bin/python3", "python.py", app, badge));
    }

    [Fact]
    public async Task Example_in_csharp_gives_the_answers_and_asks_with_the_tag()
    {
        await using var app = new CertifyApp();
        var api = new BadgeApi(app.CreateClient(), "https://certify.example/developers/test");

        foreach (var badge in Named("valid", "valid", "suspended", "changed text"))
            Assert.Equal(badge.Status, await api.StatusAsync(badge.Text));
    }

    [Fact]
    public void Every_problem_code_of_the_interface_is_listed()
    {
        var spoken = SourceTree.Files("src/Certify.Web/Api", ".cs").SelectMany(f => Spoken().Matches(f.Text).Select(m => m.Groups[1].Value))
            .Concat(new SourceFile("src/Certify/Certification/BadgeDecisions.cs") is var decisions ? Refused().Matches(decisions.Text).Select(m => m.Groups[1].Value) : [])
            .Concat(Enum.GetNames<BadgeState>().Select(s => "badges.state_" + s.ToLowerInvariant()));

        Assert.Empty(spoken.Except(ProblemCodes.All.Select(c => c.Code), StringComparer.Ordinal));
        Assert.Equal(ProblemCodes.All.Count, ProblemCodes.All.Select(c => c.Code).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Description_lists_the_codes_and_has_an_example_for_every_public_read()
    {
        await using var app = new CertifyApp();

        var description = await app.CreateClient().GetFromJsonAsync<JsonElement>("/openapi/v1.json");

        var codes = description.GetProperty("components").GetProperty("schemas").GetProperty("ProblemDetails").GetProperty("properties").GetProperty("code").GetProperty("enum");
        Assert.Equal(ProblemCodes.All.Select(c => c.Code), codes.EnumerateArray().Select(c => c.GetString()));
        foreach (var (path, type) in new[] { ("/api/v1/verify/{token}", "application/json"), ("/.well-known/jwks.json", "application/jwk-set+json"), ("/.well-known/badge-status/revocation/{number}", "application/vc+jwt") })
            Assert.True(description.GetProperty("paths").GetProperty(path).GetProperty("get").GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty(type).TryGetProperty("example", out _), path);
    }

    [Fact]
    public async Task Verify_known_badge_again_with_its_tag_is_304_until_its_state_changes()
    {
        await using var app = new CertifyApp();
        var badge = await app.Given.ABadge();
        var client = app.CreateClient();
        using var first = await client.GetAsync("/api/v1/verify/" + badge.Token);
        Assert.True(first.Headers.CacheControl!.NoCache);
        client.DefaultRequestHeaders.IfNoneMatch.Add(first.Headers.ETag!);
        app.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(HttpStatusCode.NotModified, (await client.GetAsync("/api/v1/verify/" + badge.Token)).StatusCode);

        await app.Given.Change(badge, b => b.Suspend(SuspensionCause.Coverage, "一人未接种", CertifyApp.Start));
        app.Time.Advance(TimeSpan.FromMinutes(2));

        using var second = await client.GetAsync("/api/v1/verify/" + badge.Token);
        Assert.Equal("suspended", (await second.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").GetString());
        Assert.NotEqual(first.Headers.ETag, second.Headers.ETag);
    }

    private static CertifyApp Listening()
    {
        var app = new CertifyApp(kestrel: true);
        app.StartServer();
        return app;
    }

    /// <summary>Runs an example as a reader would, against the test issuer; what it prints.</summary>
    private static async Task<string> RunAsync(string program, string file, CertifyApp app, TestBadge badge)
    {
        using var process = Process.Start(new ProcessStartInfo(program, [Path.Combine(SourceTree.Root, "src/Certify.Web/Developers/examples", file), app.PublicUrl + "/developers/test", badge.Text])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        return output;
    }

    private static List<TestBadge> File() =>
        JsonDocument.Parse(new SourceFile(TestBadges.File).Text).RootElement.GetProperty("badges").Deserialize<List<TestBadge>>(JsonSerializerOptions.Web)!;

    private static IEnumerable<TestBadge> Named(params string[] names) => names.Select(n => File().Single(b => b.Name == n));

    [GeneratedRegex(@"Problem\(StatusCodes\.\w+, ""([a-z._]+)""")]
    private static partial Regex Spoken();

    [GeneratedRegex(@"new Refusal\(""([^""]+)""")]
    private static partial Regex Refused();
}
