using System.CommandLine;
using Certify.Web.Text;

namespace Certify.Web.Commands;

/// <summary>
/// What the program is asked to do: <c>serve</c> when nothing else is said, else one task of the office (an account, a key, a backup).
/// Read before anything is put together, so that help and mistakes need no configuration; run with the same parts as the web side.
/// </summary>
public sealed class CommandLine
{
    private static readonly string[] HelpWords = ["-h", "-?", "--help", "--version"];

    /// <summary>The host itself hears the signals that end a program: it finishes what it has begun, which two seconds may not be enough for.</summary>
    private static readonly InvocationConfiguration Invocation = new() { ProcessTerminationTimeout = null };

    private readonly ParseResult _asked;
    private WebApplication? _app;

    private CommandLine(string[] args)
    {
        // What stands before or without a command is the host's own: `--urls http://*:80`, `--Certify:PublicUrl=…`.
        var serves = args.Length == 0 || args[0] == "serve" || (args[0].StartsWith('-') && !HelpWords.Contains(args[0], StringComparer.Ordinal));
        HostOptions = Host(serves ? [.. args.Where((a, i) => i > 0 || a != "serve")] : []);
        _asked = Root().Parse(serves ? ["serve"] : args);
    }

    public WebApplicationOptions HostOptions { get; }

    /// <summary>False for help, version and mistakes, which are answered at once, and for the health check, which asks the program that runs already.</summary>
    public bool NeedsProgram => _asked.Errors.Count == 0 && _asked.CommandResult.Command.Name != HealthCheck.Name && _asked.Action == _asked.CommandResult.Command.Action;

    public static CommandLine Read(string[] args) => new(args);

    /// <summary>Answers what needs no program.</summary>
    public Task<int> AnswerAsync() => _asked.InvokeAsync(Invocation);

    /// <summary>Does what was asked. The answer is the exit code: 0 done, 1 refused.</summary>
    public Task<int> RunAsync(WebApplication app)
    {
        _app = app;
        return _asked.InvokeAsync(Invocation);
    }

    public static string Say(string key) => Words.Of(Words.IsEnglish ? Words.English : Words.Chinese).GetValueOrDefault(key, key);

    /// <summary>The program's own files lie beside it, wherever it is started from, unless the source folder or a test says otherwise.</summary>
    private static WebApplicationOptions Host(string[] args) => new()
    {
        Args = args,
        ContentRootPath = File.Exists("appsettings.json") || args.Any(a => a.StartsWith("--contentRoot", StringComparison.OrdinalIgnoreCase)) ? null : AppContext.BaseDirectory,
    };

    private RootCommand Root() => new(Say("cli.program"))
    {
        Serve.Command(Program),
        AdminAdd.Command(Program),
        Import.Command(Program),
        Verify.Command(Program),
        Keys.Command(Program),
        LogCommand.Command(Program),
        PolicyShow.Command(Program),
        DemoData.Command(Program),
        Backups.Make(Program),
        Backups.Bring(Program),
        HealthCheck.Command(),
    };

    private WebApplication Program() => _app ?? throw new InvalidOperationException("This command needs the program.");
}
