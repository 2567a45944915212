using System.CommandLine;
using Certify.Certification;
using Certify.Data;
using Certify.Web.Text;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Commands;

/// <summary><c>policy show</c>: what it takes to be certified now.</summary>
public static class PolicyShow
{
    public static Command Command(Func<WebApplication> program)
    {
        var show = new Command("show", CommandLine.Say("cli.policy_show"));
        show.SetAction(async (asked, cancel) =>
        {
            await Serve.PrepareAsync(program().Services, cancel);
            await using var scope = program().Services.CreateAsyncScope();
            var policy = await scope.ServiceProvider.GetRequiredService<CertifyDb>().Policies.AsNoTracking()
                .Where(p => p.ConfirmedAt != null).OrderByDescending(p => p.Version).FirstOrDefaultAsync(cancel);
            var terms = policy?.Terms ?? new PolicyTerms();
            var words = scope.ServiceProvider.GetRequiredService<Words>();
            asked.InvocationConfiguration.Output.WriteLine(words["cli.policy", policy?.Version ?? 1, words["cli.policy_course_" + terms.Course.ToString().ToLowerInvariant()],
                terms.VisitDays, terms.ValidDays, terms.GraceDays, terms.RectificationDays, words[terms.SecondTier ? "cli.on" : "cli.off"]]);
        });
        return new Command("policy", CommandLine.Say("cli.policy_group")) { show };
    }
}
