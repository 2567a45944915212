using System.CommandLine;
using System.Globalization;
using Certify.Badges;
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
        rotate.SetAction(asked =>
        {
            var key = program().Services.GetRequiredService<KeyStore>().Rotate();
            asked.InvocationConfiguration.Output.WriteLine(program().Services.GetRequiredService<Words>()["cli.keys_rotated", key.Thumbprint]);
        });

        var thumbprint = new Argument<string>("kid") { Description = CommandLine.Say("cli.keys_kid") };
        var since = new Option<DateTimeOffset?>("--since") { Description = CommandLine.Say("cli.keys_since") };
        var revoke = new Command("revoke", CommandLine.Say("cli.keys_revoke")) { thumbprint, since };
        revoke.SetAction(asked =>
        {
            var services = program().Services;
            var words = services.GetRequiredService<Words>();
            var keys = services.GetRequiredService<KeyStore>();
            var from = asked.GetValue(since) ?? services.GetRequiredService<CertifyClock>().Now;
            var done = keys.Revoke(asked.GetRequiredValue(thumbprint), from);
            var (console, sentence) = done ? (asked.InvocationConfiguration.Output, words["cli.keys_revoked", from, keys.Active.Thumbprint])
                : (asked.InvocationConfiguration.Error, words["cli.keys_unknown", asked.GetRequiredValue(thumbprint)]);
            console.WriteLine(sentence);
            return done ? 0 : 1;
        });
        return new Command("keys", CommandLine.Say("cli.keys")) { list, rotate, revoke };
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
