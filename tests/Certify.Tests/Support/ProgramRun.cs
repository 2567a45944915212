using System.Diagnostics;
using System.Text;

namespace Certify.Tests.Support;

/// <summary>
/// The program as a process of its own, as production runs it: configuration by environment alone, data and master key in a folder that outlives it.
/// What it writes to the console is kept for the test to read.
/// </summary>
public sealed class ProgramRun : IAsyncDisposable
{
    public const string PublicUrl = "https://certify.example";

    private readonly Process _process;
    private readonly StringBuilder _said = new();
    private readonly TaskCompletionSource<string> _listens = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private (string Text, TaskCompletionSource Heard)? _awaited;

    private ProgramRun(Process process) => _process = process;

    /// <summary>Address of the running service, without a slash at the end.</summary>
    public string Url { get; private set; } = "";

    public string Said
    {
        get
        {
            lock (_said)
                return _said.ToString();
        }
    }

    /// <summary>Starts <c>serve</c> on a free port and waits until it listens.</summary>
    public static async Task<ProgramRun> ServeAsync(string folder, string? dataDirectory = null, string environment = "Production", Dictionary<string, string>? settings = null)
    {
        var run = Start(folder, dataDirectory, environment, settings ?? [], "serve", "--urls", "http://127.0.0.1:0");
        run.Url = await run._listens.Task.WaitAsync(TimeSpan.FromMinutes(2));
        return run;
    }

    /// <summary>Starts one command and doesn't wait for it.</summary>
    public static ProgramRun Begin(string folder, string environment, Dictionary<string, string> settings, params string[] arguments) => Start(folder, null, environment, settings, arguments);

    /// <summary>Runs one command to its end.</summary>
    public static Task<(int ExitCode, string Said)> DoAsync(string folder, string? dataDirectory, params string[] arguments) =>
        DoInAsync("Production", folder, dataDirectory, arguments);

    public static async Task<(int ExitCode, string Said)> DoInAsync(string environment, string folder, string? dataDirectory, params string[] arguments)
    {
        await using var run = Start(folder, dataDirectory, environment, [], arguments);
        await run._process.WaitForExitAsync();
        return (run._process.ExitCode, run.Said);
    }

    /// <summary>Comes back as soon as the program has said a line with that in it.</summary>
    public Task SaidAsync(string text)
    {
        lock (_said)
        {
            if (_said.ToString().Contains(text, StringComparison.Ordinal))
                return Task.CompletedTask;
            _awaited = (text, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            return _awaited.Value.Heard.Task.WaitAsync(TimeSpan.FromMinutes(2));
        }
    }

    /// <summary>SIGKILL: no farewell, as when the power goes.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, as a container's stop does; the exit code.</summary>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    /// <summary>A folder with a master key and nothing else.</summary>
    public static string NewFolder()
    {
        var folder = Directory.CreateTempSubdirectory("certify-run-").FullName;
        MasterKey.Create(Path.Combine(folder, "master.key"));
        return folder;
    }

    private static ProgramRun Start(string folder, string? dataDirectory, string environment, Dictionary<string, string> settings, params string[] arguments)
    {
        // The web project's own output, not the copy beside the tests: that is what runs elsewhere.
        var program = AppContext.BaseDirectory.Replace(Path.Combine("tests", "Certify.Tests"), Path.Combine("src", "Certify.Web"), StringComparison.Ordinal) + "Certify.Web.dll";
        var start = new ProcessStartInfo("dotnet", [program, .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        foreach (var given in start.Environment.Keys.Where(k => k.StartsWith("Certify__", StringComparison.Ordinal) || k.StartsWith("ASPNETCORE_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(given);
        start.Environment["ASPNETCORE_ENVIRONMENT"] = environment;
        start.Environment["LANG"] = "zh_CN.UTF-8";
        start.Environment["Certify__PublicUrl"] = PublicUrl;
        start.Environment["Certify__DataDirectory"] = dataDirectory ?? Path.Combine(folder, "data");
        start.Environment["Certify__MasterKeyFile"] = Path.Combine(folder, "master.key");
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        var process = new Process { StartInfo = start };
        var run = new ProgramRun(process);
        process.OutputDataReceived += (_, line) => run.Hear(line.Data);
        process.ErrorDataReceived += (_, line) => run.Hear(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return run;
    }

    private void Hear(string? line)
    {
        if (line is null)
        {
            _listens.TrySetException(new InvalidOperationException("The program ended before it listened:\n" + Said));
            return;
        }
        lock (_said)
        {
            _said.AppendLine(line);
            if (_awaited is var (text, heard) && line.Contains(text, StringComparison.Ordinal))
                heard.TrySetResult();
        }
        if (line.IndexOf("http://", StringComparison.Ordinal) is >= 0 and var at && line.Contains("listening", StringComparison.Ordinal))
            _listens.TrySetResult(line[at..].Trim());
    }
}
