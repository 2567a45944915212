using System.CommandLine;
using Certify.Accounts;
using Certify.Web.Text;

namespace Certify.Web.Commands;

/// <summary><c>admin add NAME</c>: the first administrator, who then makes all other accounts on the web. Answers with a one-time link to choose the password by.</summary>
public static class AdminAdd
{
    public static Command Command(Func<WebApplication> program)
    {
        var name = new Argument<string>("name") { Description = CommandLine.Say("cli.admin_name") };
        var shown = new Option<string?>("--display-name") { Description = CommandLine.Say("cli.admin_display_name") };
        var typed = new Option<bool>("--password-stdin") { Description = CommandLine.Say("cli.admin_password_stdin") };
        var add = new Command("add", CommandLine.Say("cli.admin_add")) { name, shown, typed };
        add.SetAction(async (asked, cancel) =>
        {
            await Serve.PrepareAsync(program().Services, cancel);
            await using var scope = program().Services.CreateAsyncScope();
            var services = scope.ServiceProvider;
            var words = services.GetRequiredService<Words>();
            var userName = asked.GetRequiredValue(name);
            var password = asked.GetValue(typed) ? (await Console.In.ReadLineAsync(cancel))?.Trim() ?? "" : null;
            var refused = password is null ? null : OwnAccount.RefusePassword(userName, password);
            var made = refused is null ? await services.GetRequiredService<UserAccounts>().AddAsync(userName, asked.GetValue(shown) ?? userName, [Roles.Admin], Actor.System, cancel) : refused;
            if (made.Refusal is { } refusal)
            {
                await asked.InvocationConfiguration.Error.WriteLineAsync(words[refusal]);
                return 1;
            }
            if (password is not null)
                await services.GetRequiredService<OwnAccount>().RedeemAsync(made.Value!.Code, password, cancel);
            await asked.InvocationConfiguration.Output.WriteLineAsync(password is not null ? words["cli.admin_added_typed", userName]
                : words["cli.admin_added", userName, $"{services.GetRequiredService<CertifyOptions>().PublicUrl}/account/link/{made.Value!.Code}"]);
            return 0;
        });
        return new Command("admin", CommandLine.Say("cli.admin")) { add };
    }
}
