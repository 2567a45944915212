using System.CommandLine;
using System.Security.Cryptography;
using Certify.Accounts;
using Certify.Data;
using Certify.Web.Text;
using Microsoft.AspNetCore.Identity;

namespace Certify.Web.Commands;

/// <summary><c>admin add NAME</c>: the first administrator, who then makes all other accounts on the web. The password is shown once and kept nowhere.</summary>
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
            var given = asked.GetValue(typed) ? (await Console.In.ReadLineAsync(cancel))?.Trim() : null;
            var password = given ?? RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 20);
            var user = new AppUser(asked.GetRequiredValue(name), asked.GetValue(shown) ?? asked.GetRequiredValue(name));
            await using var scope = program().Services.CreateAsyncScope();
            var words = scope.ServiceProvider.GetRequiredService<Words>();
            if (await MakeAsync(scope.ServiceProvider, user, password, cancel) is { } wrong)
            {
                await asked.InvocationConfiguration.Error.WriteLineAsync(wrong);
                return 1;
            }
            await asked.InvocationConfiguration.Output.WriteLineAsync(given is null ? words["cli.admin_added", user.UserName, password] : words["cli.admin_added_typed", user.UserName]);
            return 0;
        });
        return new Command("admin", CommandLine.Say("cli.admin")) { add };
    }

    /// <summary>User, role and audit row in one transaction; null when done, else why not.</summary>
    private static async Task<string?> MakeAsync(IServiceProvider services, AppUser user, string password, CancellationToken cancel)
    {
        var db = services.GetRequiredService<CertifyDb>();
        var users = services.GetRequiredService<UserManager<AppUser>>();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var made = await users.CreateAsync(user, password);
        if (made.Succeeded)
            made = await users.AddToRoleAsync(user, Roles.Admin);
        if (!made.Succeeded)
            return string.Join(Environment.NewLine, made.Errors.Select(e => e.Description));
        db.Add(new AuditRow(Actor.System, "user.created", "user", user.Id, user.UserName!, Roles.Admin, services.GetRequiredService<CertifyClock>().Now));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return null;
    }
}
