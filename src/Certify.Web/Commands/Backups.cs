using System.CommandLine;
using Certify.Backups;
using Certify.Badges;
using Certify.Data;
using Certify.Log;
using Certify.Web.Text;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Commands;

/// <summary><c>backup TARGET</c> on the running service, <c>restore FILE</c> on a stopped one. Neither touches the master key, which is kept elsewhere.</summary>
public static class Backups
{
    public static Command Make(Func<WebApplication> program)
    {
        var target = new Argument<string>("target") { Description = CommandLine.Say("cli.backup_target") };
        var backup = new Command("backup", CommandLine.Say("cli.backup")) { target };
        backup.SetAction(async (asked, cancel) =>
        {
            var words = program().Services.GetRequiredService<Words>();
            try
            {
                var file = await program().Services.GetRequiredService<Backup>().MakeAsync(asked.GetRequiredValue(target), cancel);
                await asked.InvocationConfiguration.Output.WriteLineAsync(words["cli.backup_made", file, new FileInfo(file).Length / 1024]);
                return 0;
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException or System.ComponentModel.Win32Exception)
            {
                await asked.InvocationConfiguration.Error.WriteLineAsync(words["cli.backup_failed", failure.Message]);
                return 1;
            }
        });
        return backup;
    }

    public static Command Bring(Func<WebApplication> program)
    {
        var file = new Argument<FileInfo>("file") { Description = CommandLine.Say("cli.restore_file") };
        file.AcceptExistingOnly();
        var force = new Option<bool>("--force") { Description = CommandLine.Say("cli.restore_force") };
        var restore = new Command("restore", CommandLine.Say("cli.restore")) { file, force };
        restore.SetAction(async (asked, cancel) =>
        {
            var services = program().Services;
            var words = services.GetRequiredService<Words>();
            var restored = await services.GetRequiredService<Restore>().RunAsync(asked.GetRequiredValue(file).FullName, asked.GetValue(force), cancel);
            if (restored.Refusal is { } refusal)
            {
                await asked.InvocationConfiguration.Error.WriteLineAsync(words[refusal]);
                return 1;
            }
            await Serve.PrepareAsync(services, cancel);
            await services.GetRequiredService<LogPublisher>().PublishAsync(cancel: cancel);
            await using var db = await services.GetRequiredService<IDbContextFactory<CertifyDb>>().CreateDbContextAsync(cancel);
            await asked.InvocationConfiguration.Output.WriteLineAsync(words["cli.restored", restored.Value!.MadeAt,
                await db.Shops.CountAsync(cancel), await db.Visits.CountAsync(cancel), await db.Badges.CountAsync(cancel)]);
            if (services.GetRequiredService<PublishedLog>().Size is > 0 and var size)
                await asked.InvocationConfiguration.Output.WriteLineAsync(words["cli.restored_log", size, await services.GetRequiredService<BadgeLogCheck>().LostAsync(cancel)]);
            return 0;
        });
        return restore;
    }
}
