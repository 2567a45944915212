using System.Diagnostics;

namespace Certify.Tests.Rules;

public sealed class BrowserRulesTests
{
    /// <summary>The browser's own rules against the same case files, by Node's test runner.</summary>
    [Fact]
    public async Task Node_tests_of_the_browsers_rules_pass()
    {
        using var node = Process.Start(new ProcessStartInfo("node", ["--test"])
        {
            WorkingDirectory = Path.Combine(Root(), "src", "Certify.Web", "client"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        var output = node.StandardOutput.ReadToEndAsync();
        var errors = node.StandardError.ReadToEndAsync();
        await node.WaitForExitAsync();
        var said = await output + await errors;

        Assert.True(node.ExitCode == 0, said);
        Assert.Contains("# fail 0", said);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Certify.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
