using System.CommandLine;
using System.Globalization;
using Certify.Badges;
using Certify.Certification;
using Certify.Log;
using Certify.Web.Text;

namespace Certify.Web.Commands;

/// <summary><c>keys list|rotate|revoke</c>: the keys that sign badges. A running service sees the change within seconds.</summary>
public static class Keys
{
    public static Command Command(Func<WebApplication> program)
    {
        var list = new Command("list", CommandLine.Say("cli.keys_list"));
        list.SetAction(asked => List(program().Services, asked.InvocationConfiguration.Output));

        var rotate = new Command("rotate", CommandLine.Say("cli.keys_rotate"));
        rotate.SetAction(async (asked, cancel) =>
        {
            var key = program().Services.GetRequiredService<KeyStore>().Rotate();
            await asked.InvocationConfiguration.Output.WriteLineAsync(program().Services.GetRequiredService<Words>()["cli.keys_rotated", key.Thumbprint]);
            await LogAsync(program().Services, asked.InvocationConfiguration.Error, cancel);
            return 0;
        });

        var thumbprint = new Argument<string>("kid") { Description = CommandLine.Say("cli.keys_kid") };
        var since = new Option<DateTimeOffset?>("--since") { Description = CommandLine.Say("cli.keys_since") };
        var revoke = new Command("revoke", CommandLine.Say("cli.keys_revoke")) { thumbprint, since };
        revoke.SetAction((asked, cancel) => RevokeAsync(program().Services, asked.GetRequiredValue(thumbprint), asked.GetValue(since), asked.InvocationConfiguration, cancel));
        return new Command("keys", CommandLine.Say("cli.keys")) { list, rotate, revoke };
    }

    private static async Task<int> RevokeAsync(IServiceProvider services, string thumbprint, DateTimeOffset? since, InvocationConfiguration console, CancellationToken cancel)
    {
        var words = services.GetRequiredService<Words>();
        var keys = services.GetRequiredService<KeyStore>();
        var now = services.GetRequiredService<CertifyClock>().Now;
        var from = since ?? now;
        if (from > now || !keys.Revoke(thumbprint, from))
        {
            await console.Error.WriteLineAsync(from > now ? words["cli.keys_future", from] : words["cli.keys_unknown", thumbprint]);
            return 1;
        }
        await console.Output.WriteLineAsync(words["cli.keys_revoked", from, keys.Active.Thumbprint]);
        if (await LogAsync(services, console.Error, cancel)
            && await services.GetRequiredService<LateRevocations>().NumbersAsync(keys.All.First(k => k.Thumbprint == thumbprint).Kid, cancel) is { Count: > 0 } lost)
            await console.Output.WriteLineAsync(words["cli.keys_lost", lost.Count, string.Join(' ', lost)]);
        return 0;
    }

    /// <summary>The change itself is done, whatever state the database is in: a stolen key must not wait for it. The service logs it later if this can't.</summary>
    private static async Task<bool> LogAsync(IServiceProvider services, TextWriter errors, CancellationToken cancel)
    {
        try
        {
            await Serve.PrepareAsync(services, cancel);
            await services.GetRequiredService<LateRevocations>().FollowKeysAsync(cancel);
            if ((await services.GetRequiredService<LogPublisher>().PublishAsync(cancel: cancel)).Refusal is { } refusal)
                await errors.WriteLineAsync(services.GetRequiredService<Words>()[refusal]);
            return true;
        }
        catch (Exception failure) when (failure is System.Data.Common.DbException or IOException or Microsoft.EntityFrameworkCore.DbUpdateException or InvalidOperationException)
        {
            await errors.WriteLineAsync(services.GetRequiredService<Words>()["cli.keys_unlogged", failure.GetType().Name]);
            return false;
        }
    }

    private static void List(IServiceProvider services, TextWriter console)
    {
        var keys = services.GetRequiredService<KeyStore>();
        var words = services.GetRequiredService<Words>();
        var active = keys.Active;
        foreach (var key in keys.All)
            console.WriteLine(string.Join("  ", key.Thumbprint, key.CreatedAt.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture),
                key.CompromisedSince is { } since ? words["cli.key_compromised", since] : words[key.Thumbprint == active.Thumbprint ? "cli.key_signs" : "cli.key_verifies"]));
    }
}
