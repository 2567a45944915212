using Certify.Tests.Support;

namespace Certify.Tests.Faults;

/// <summary>The program as an operator meets it: started with wrong settings, by commands, stopped.</summary>
public sealed class ProgramTests
{
    [Fact]
    public async Task Start_without_a_master_key_says_what_to_do_and_makes_none()
    {
        var folder = Directory.CreateTempSubdirectory("certify-run-").FullName;

        var (code, said) = await ProgramRun.DoAsync(folder, null, "serve");

        Assert.Equal(1, code);
        Assert.Contains("Certify__MasterKeyFile", said, StringComparison.Ordinal);
        Assert.Contains("openssl rand -base64 32", said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
    }

    [Fact]
    public async Task Start_with_the_master_key_among_the_data_is_refused()
    {
        var folder = ProgramRun.NewFolder();

        var (code, said) = await ProgramRun.DoAsync(folder, folder, "serve");

        Assert.Equal(1, code);
        Assert.Contains("outside Certify__DataDirectory", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_command_is_refused_with_help()
    {
        var folder = ProgramRun.NewFolder();

        var (code, said) = await ProgramRun.DoAsync(folder, null, "imprt", "x.csv");

        Assert.Equal(1, code);
        Assert.Contains("imprt", said, StringComparison.Ordinal);
        Assert.Contains("backup", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Service_in_production_serves_its_stylesheet_answers_its_own_host_alone_and_stops_when_told()
    {
        var folder = ProgramRun.NewFolder();
        await using var service = await ProgramRun.ServeAsync(folder);
        using var client = new HttpClient { BaseAddress = new Uri(service.Url) };

        Assert.Equal(200, (int)(await client.GetAsync("/account/sign-in")).StatusCode);
        Assert.Equal("text/css", (await client.GetAsync("/dist/public.css")).Content.Headers.ContentType?.MediaType);
        using var foreign = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { Host = "evil.example" } };
        Assert.Equal(400, (int)(await client.SendAsync(foreign)).StatusCode);
        var (healthy, _) = await ProgramRun.DoAsync(folder, null, "healthcheck", "--url", service.Url + "/healthz/live");
        Assert.Equal(0, healthy);
        Assert.Equal(0, await service.StopAsync());
        Assert.DoesNotContain("warn:", service.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("demo", service.Said, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task First_administrator_of_a_new_installation_comes_from_the_command_line()
    {
        var folder = ProgramRun.NewFolder();

        var (made, said) = await ProgramRun.DoAsync(folder, null, "admin", "add", "boss");
        var (again, why) = await ProgramRun.DoAsync(folder, null, "admin", "add", "boss");

        Assert.True(made == 0, said);
        Assert.Contains(ProgramRun.PublicUrl + "/account/link/", said, StringComparison.Ordinal);
        Assert.Equal(1, again);
        Assert.Contains("已被使用", why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_on_a_new_installation_tells_a_foreign_token()
    {
        var folder = ProgramRun.NewFolder();

        var (code, said) = await ProgramRun.DoAsync(folder, null, "verify", PaperFixture.QrText);

        Assert.Equal(1, code);
        Assert.Contains("未通过真伪核验", said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
    }
}
