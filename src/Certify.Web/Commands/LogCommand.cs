using System.CommandLine;
using Certify.Badges;
using Certify.Log;
using Certify.Web.Text;

namespace Certify.Web.Commands;

/// <summary><c>log check</c>: recomputes the public log from its files and compares it with what was signed and with the records. Changes nothing.</summary>
public static class LogCommand
{
    public static Command Command(Func<WebApplication> program)
    {
        var check = new Command("check", CommandLine.Say("cli.log_check"));
        check.SetAction(async (asked, cancel) =>
        {
            var services = program().Services;
            var words = services.GetRequiredService<Words>();
            var report = await services.GetRequiredService<LogCheck>().RunAsync(cancel);
            var faults = report.Faults.Concat(report.Size > 0 ? await services.GetRequiredService<BadgeLogCheck>().RunAsync(cancel) : []).ToList();
            foreach (var fault in faults)
                await asked.InvocationConfiguration.Error.WriteLineAsync(words[fault]);
            if (faults.Count > 0)
                return 1;
            await asked.InvocationConfiguration.Output.WriteLineAsync(report.Size == 0 ? words["cli.log_none"]
                : words["cli.log_good", report.Size, services.GetRequiredService<LogKeys>().Find()!.Verifier.Line]);
            return 0;
        });
        return new Command("log", CommandLine.Say("cli.log")) { check };
    }
}
