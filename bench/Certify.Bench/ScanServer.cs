using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Certify.Bench;

/// <summary>The two servers of the scan bench, each alone on one core: Certify as it runs in production, and nginx with one file.</summary>
internal sealed class ScanServer : IDisposable
{
    private const string Core = "0";

    private readonly Process process;

    private ScanServer(Process process, string url) => (this.process, Url) = (process, url);

    public string Url { get; }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public static ScanServer Certify(string folder, string url) => new(Start("taskset",
        ["-c", Core, "dotnet", Path.Combine(AppContext.BaseDirectory, "Certify.Web.dll"), "serve"],
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
        }), url);

    /// <summary>The demo district as it is run for trying out, on all cores.</summary>
    public static ScanServer Demo(string folder, string url) => new(Start("dotnet", [Path.Combine(AppContext.BaseDirectory, "Certify.Web.dll"), "serve", "--urls", url],
        new(StringComparer.Ordinal)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["Certify__PublicUrl"] = url,
            ["Certify__DataDirectory"] = Path.Combine(folder, "data"),
            ["Certify__MasterKeyFile"] = Path.Combine(folder, "master.key"),
            ["Logging__LogLevel__Default"] = "Warning",
            ["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Warning",
        }), url);

    public static ScanServer Nginx(string folder, byte[] page)
    {
        var port = FreePort();
        File.WriteAllBytes(Path.Combine(folder, "page.html"), page);
        File.WriteAllText(Path.Combine(folder, "nginx.conf"), $$"""
            daemon off; worker_processes 1; worker_rlimit_nofile 30000; pid {{folder}}/nginx.pid; error_log /dev/null;
            events { worker_connections 12000; }
            http {
              access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; default_type text/html;
              client_body_temp_path {{folder}}; proxy_temp_path {{folder}}; fastcgi_temp_path {{folder}}; uwsgi_temp_path {{folder}}; scgi_temp_path {{folder}};
              server { listen 127.0.0.1:{{port}}; root {{folder}}; location / { try_files /page.html =404; } }
            }
            """);
        // The worker must be able to read what this user made.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherExecute | UnixFileMode.OtherRead);
        return new(Start("taskset", ["-c", Core, "nginx", "-c", Path.Combine(folder, "nginx.conf")], []), $"http://127.0.0.1:{port}");
    }

    /// <summary>The page at that path, once it holds <paramref name="text"/>: the server listens, and what it began at its start is done.</summary>
    public async Task<byte[]> PageAsync(string path, string text)
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Add("Accept-Language", "zh-CN");
        for (var attempt = 0; attempt < 6_000; attempt++)
        {
            try
            {
                var page = await client.GetByteArrayAsync(Url + path);
                if (System.Text.Encoding.UTF8.GetString(page).Contains(text, StringComparison.Ordinal))
                    return page;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
            await Task.Delay(100);
        }
        throw new TimeoutException($"{Url}{path} never said {text}");
    }

    /// <summary>Processor time of the server and its workers, in seconds: unlike the rate, it stays put when the machine has other work to do.</summary>
    public double CpuSeconds()
    {
        var (ticks, own) = (0d, process.Id.ToString(CultureInfo.InvariantCulture));
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(d => char.IsAsciiDigit(Path.GetFileName(d)[0])))
        {
            try
            {
                // After the name in brackets: state, parent, …; the 14th and 15th field of all are user and system time, 100 ticks a second.
                var stat = File.ReadAllText(Path.Combine(folder, "stat"));
                var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
                if (Path.GetFileName(folder) == own || fields[1] == own)
                    ticks += double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture);
            }
            catch (IOException)
            {
                // Ended meanwhile.
            }
        }
        return ticks / 100;
    }

    /// <summary>Resident memory of the server, in MB.</summary>
    public double Megabytes()
    {
        process.Refresh();
        return process.WorkingSet64 / 1e6;
    }

    public void Dispose()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
    }

    internal static Process Start(string program, string[] args, Dictionary<string, string> environment, bool read = false)
    {
        var start = new ProcessStartInfo(program, args) { RedirectStandardOutput = read };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
