using System.CommandLine;

namespace Certify.Web.Commands;

/// <summary><c>healthcheck</c>: asks the running service whether it lives; for a container that has no curl. Needs no configuration of its own.</summary>
public static class HealthCheck
{
    public const string Name = "healthcheck";

    public static Command Command()
    {
        var url = new Option<string>("--url") { Description = CommandLine.Say("cli.healthcheck_url"), DefaultValueFactory = _ => Default().ToString() };
        var check = new Command(Name, CommandLine.Say("cli.healthcheck")) { url };
        check.SetAction(async (asked, cancel) =>
        {
            try
            {
                using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
                using var answer = await client.GetAsync(asked.GetRequiredValue(url), cancel);
                return answer.IsSuccessStatusCode ? 0 : 1;
            }
            catch (Exception unreachable) when (unreachable is HttpRequestException or TaskCanceledException)
            {
                await asked.InvocationConfiguration.Error.WriteLineAsync(unreachable.Message);
                return 1;
            }
        });
        return check;
    }

    /// <summary>Where the service listens by the environment that both share.</summary>
    private static Uri Default()
    {
        var listens = Environment.GetEnvironmentVariable("ASPNETCORE_URLS")?.Split(';')[0];
        var port = Environment.GetEnvironmentVariable("ASPNETCORE_HTTP_PORTS")?.Split(';')[0] ?? "8080";
        var at = listens is null ? new Uri($"http://localhost:{port}") : new Uri(listens.Replace("//*", "//localhost", StringComparison.Ordinal).Replace("//+", "//localhost", StringComparison.Ordinal).Replace("//0.0.0.0", "//localhost", StringComparison.Ordinal).Replace("//[::]", "//localhost", StringComparison.Ordinal));
        return new Uri(at, "/healthz/live");
    }
}
