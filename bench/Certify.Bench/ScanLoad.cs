using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Certify.Bench;

/// <summary>One load: wrk on the other core, going through a list of tokens, a different one at each request.</summary>
internal sealed partial class ScanLoad
{
    private const string Core = "1";

    private readonly string script;

    public ScanLoad(string folder, string name, IEnumerable<string> tokens)
    {
        script = Path.Combine(folder, name + ".lua");
        File.WriteAllLines(Path.Combine(folder, name + ".txt"), tokens);
        // Each answer's status is counted: an error page is fast too.
        File.WriteAllText(script, $$"""
            local requests, at = {}, 0
            init = function(args)
              for token in io.lines("{{Path.Combine(folder, name + ".txt")}}") do requests[#requests + 1] = wrk.format("GET", "/V/" .. token) end
            end
            request = function() at = at % #requests + 1; return requests[at] end
            """);
    }

    /// <param name="server"></param>
    /// <param name="seconds"></param>
    /// <param name="connections"></param>
    /// <exception cref="InvalidOperationException">A connection failed, or an answer was 5xx.</exception>
    public Figures Run(ScanServer server, int seconds, int connections = 32)
    {
        var before = server.CpuSeconds();
        using var wrk = Begin(server, seconds, connections);
        return End(wrk, () => server.CpuSeconds() - before);
    }

    public Process Begin(ScanServer server, int seconds, int connections = 32) => ScanServer.Start("taskset",
        ["-c", Core, "wrk", "-t1", $"-c{connections}", $"-d{seconds}s", "--timeout", "10s", "--latency", "-s", script, server.Url], [], read: true);

    public static Figures End(Process wrk, Func<double> cpu)
    {
        var said = wrk.StandardOutput.ReadToEnd();
        wrk.WaitForExit();
        if (said.Contains("Socket errors", StringComparison.Ordinal))
            throw new InvalidOperationException(said);
        var requests = double.Parse(Requests().Match(said).Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        return new(double.Parse(PerSecond().Match(said).Groups[1].ValueSpan, CultureInfo.InvariantCulture), cpu() / requests * 1e6, Time(Half().Match(said)), Time(Most().Match(said)));
    }

    private static TimeSpan Time(Match said) => TimeSpan.FromMilliseconds(double.Parse(said.Groups[1].ValueSpan, CultureInfo.InvariantCulture) * said.Groups[2].Value switch
    {
        "us" => 0.001,
        "ms" => 1,
        _ => 1000,
    });

    [GeneratedRegex(@"([0-9]+) requests in")]
    private static partial Regex Requests();

    [GeneratedRegex(@"Requests/sec:\s+([0-9.]+)")]
    private static partial Regex PerSecond();

    [GeneratedRegex(@"50%\s+([0-9.]+)(\w+)")]
    private static partial Regex Half();

    [GeneratedRegex(@"99%\s+([0-9.]+)(\w+)")]
    private static partial Regex Most();
}

/// <param name="PerSecond"></param>
/// <param name="Cpu">Processor time of the server for one request, in µs.</param>
/// <param name="Median"></param>
/// <param name="P99"></param>
internal sealed record Figures(double PerSecond, double Cpu, TimeSpan Median, TimeSpan P99)
{
    public override string ToString() => $"{PerSecond,8:N0}/s, {Cpu:0.0} µs CPU each, median {Median.TotalMilliseconds:0.00} ms, p99 {P99.TotalMilliseconds:0.00} ms";
}
