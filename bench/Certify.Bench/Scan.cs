using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Certify.Bench;

/// <summary>
/// <c>scan [badges] [seconds] [rounds]</c>: the scan page on one core against nginx serving the same bytes as a file on one core, in turns, in one run,
/// with a different badge at each request. Wants Linux with two cores, nginx, wrk and taskset; best on a machine that does nothing else.
/// </summary>
internal static partial class Scan
{
    /// <summary>Addresses that the load generator goes through, drawn over all badges.</summary>
    private const int Addresses = 20_000;

    private static readonly Dictionary<string, string> None = new(StringComparer.Ordinal);

    private const string ServerCore = "0", LoadCore = "1";

    public static async Task<int> RunAsync(string[] args)
    {
        var badges = Number(args, 0, 1_000);
        var seconds = Number(args, 1, 8);
        var rounds = Number(args, 2, 3);
        var folder = Directory.CreateTempSubdirectory("certify-bench-").FullName;
        try
        {
            var port = FreePort();
            var url = $"http://127.0.0.1:{port}";
            Console.WriteLine($"making {badges:N0} badges …");
            var tokens = ScanDistrict.Make(folder, url, badges, Addresses);
            await File.WriteAllTextAsync(Path.Combine(folder, "load.lua"), Script(tokens));
            using var certify = StartCertify(folder, url);
            var page = await FirstPageAsync($"{url}/V/{tokens[0]}");
            var peerPort = FreePort();
            using var nginx = StartNginx(folder, peerPort, page);
            var peer = $"http://127.0.0.1:{peerPort}";
            await FirstPageAsync($"{peer}/V/{tokens[0]}");
            Console.WriteLine($"page {page.Length} bytes; warming up …");
            Load(folder, url, seconds, certify.Id);
            Load(folder, url, seconds, certify.Id);
            Load(folder, peer, 2, nginx.Id);
            var (ratios, cpu) = (new List<double>(), new List<double>());
            for (var round = 1; round <= rounds; round++)
            {
                var theirs = Load(folder, peer, seconds, nginx.Id);
                var ours = Load(folder, url, seconds, certify.Id);
                ratios.Add(ours.PerSecond / theirs.PerSecond);
                cpu.Add(theirs.Cpu / ours.Cpu);
                Console.WriteLine($"round {round}: certify {ours}   nginx {theirs}   ratio {ratios[^1]:0.00}");
            }
            Console.WriteLine($"scan page, {badges:N0} badges: {Median(ratios):0.00} x nginx by rate, {Median(cpu):0.00} x by processor time (medians of {rounds} rounds)");
            Stop(certify);
            Stop(nginx);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Process StartCertify(string folder, string url) => Start("taskset",
        ["-c", ServerCore, "dotnet", Path.Combine(AppContext.BaseDirectory, "Certify.Web.dll"), "serve"],
        new(StringComparer.Ordinal)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["ASPNETCORE_URLS"] = url,
            ["Certify__PublicUrl"] = url,
            ["Certify__DataDirectory"] = Path.Combine(folder, "data"),
            ["Certify__MasterKeyFile"] = Path.Combine(folder, "master.key"),
            // A process on one core else takes a minute to reach its compiled form.
            ["DOTNET_TC_DelaySingleProcMultiplier"] = "1",
            ["Logging__LogLevel__Default"] = "Warning",
            ["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Warning",
        });

    private static Process StartNginx(string folder, int port, byte[] page)
    {
        File.WriteAllBytes(Path.Combine(folder, "page.html"), page);
        File.WriteAllText(Path.Combine(folder, "nginx.conf"), $$"""
            daemon off; worker_processes 1; pid {{folder}}/nginx.pid; error_log /dev/null;
            events { worker_connections 1024; }
            http {
              access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; default_type text/html;
              client_body_temp_path {{folder}}; proxy_temp_path {{folder}}; fastcgi_temp_path {{folder}}; uwsgi_temp_path {{folder}}; scgi_temp_path {{folder}};
              server { listen 127.0.0.1:{{port}}; root {{folder}}; location / { try_files /page.html =404; } }
            }
            """);
        // The worker must be able to read what this user made.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherExecute | UnixFileMode.OtherRead);
        return Start("taskset", ["-c", ServerCore, "nginx", "-c", Path.Combine(folder, "nginx.conf")], None);
    }

    private static Figures Load(string folder, string url, int seconds, int server)
    {
        var before = CpuSeconds(server);
        using var wrk = Start("taskset", ["-c", LoadCore, "wrk", "-t1", "-c32", $"-d{seconds}s", "--latency", "-s", Path.Combine(folder, "load.lua"), url], None, read: true);
        var said = wrk.StandardOutput.ReadToEnd();
        wrk.WaitForExit();
        if (said.Contains("Non-2xx", StringComparison.Ordinal) || said.Contains("Socket errors", StringComparison.Ordinal))
            throw new InvalidOperationException(said);
        var requests = double.Parse(Requests().Match(said).Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        return new Figures(
            double.Parse(PerSecond().Match(said).Groups[1].ValueSpan, CultureInfo.InvariantCulture), (CpuSeconds(server) - before) / requests * 1e6,
            Half().Match(said).Groups[1].Value, Most().Match(said).Groups[1].Value);
    }

    private static string Script(IEnumerable<string> tokens) => $$"""
        local requests, at = {}, 0
        init = function(args)
          for token in string.gmatch("{{string.Join(' ', tokens)}}", "%S+") do requests[#requests + 1] = wrk.format("GET", "/V/" .. token) end
        end
        request = function() at = at % #requests + 1; return requests[at] end
        """;

    private static async Task<byte[]> FirstPageAsync(string address)
    {
        using var client = new HttpClient();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var response = await client.GetAsync(address);
                if (response.StatusCode == HttpStatusCode.OK)
                    return await response.Content.ReadAsByteArrayAsync();
            }
            catch (HttpRequestException) when (attempt < 300)
            {
                // Not listening yet.
            }
            await Task.Delay(100);
        }
    }

    private static Process Start(string program, string[] args, Dictionary<string, string> environment, bool read = false)
    {
        var start = new ProcessStartInfo(program, args) { RedirectStandardOutput = read };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private static void Stop(Process process)
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static int Number(string[] args, int at, int otherwise) => args.Length > at ? int.Parse(args[at], CultureInfo.InvariantCulture) : otherwise;

    /// <summary>Processor time of a server and its workers: unlike the rate, it stays put when the machine has other work to do.</summary>
    private static double CpuSeconds(int server)
    {
        var ticks = 0d;
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(d => char.IsAsciiDigit(Path.GetFileName(d)[0])))
        {
            try
            {
                // After the name in brackets: state, parent, …; the 14th and 15th field of all are user and system time, 100 ticks a second.
                var stat = File.ReadAllText(Path.Combine(folder, "stat"));
                var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
                if (Path.GetFileName(folder) == server.ToString(CultureInfo.InvariantCulture) || fields[1] == server.ToString(CultureInfo.InvariantCulture))
                    ticks += double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture);
            }
            catch (IOException)
            {
                // Ended meanwhile.
            }
        }
        return ticks / 100;
    }

    private sealed record Figures(double PerSecond, double Cpu, string Median, string P99)
    {
        public override string ToString() => $"{PerSecond,8:N0}/s, {Cpu:0.0} µs CPU each (median {Median}, p99 {P99})";
    }

    [GeneratedRegex(@"([0-9]+) requests in")]
    private static partial Regex Requests();

    [GeneratedRegex(@"Requests/sec:\s+([0-9.]+)")]
    private static partial Regex PerSecond();

    [GeneratedRegex(@"50%\s+([0-9.]+\w+)")]
    private static partial Regex Half();

    [GeneratedRegex(@"99%\s+([0-9.]+\w+)")]
    private static partial Regex Most();
}
