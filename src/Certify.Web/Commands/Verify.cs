using System.CommandLine;
using Certify.Badges;
using Certify.Web.Pages.Scan;
using Certify.Web.Text;

namespace Certify.Web.Commands;

/// <summary>
/// <c>verify TOKEN</c>: the answer that a scan of it gets, in the words of the public page. Exit code 0 for a valid badge, 1 for any other answer.
/// Reads what is there and changes nothing: a database that is away or not made yet leaves the token to be judged by itself.
/// </summary>
public static class Verify
{
    public static Command Command(Func<WebApplication> program)
    {
        var token = new Argument<string>("token") { Description = CommandLine.Say("cli.verify_token") };
        var verify = new Command("verify", CommandLine.Say("cli.verify")) { token };
        verify.SetAction(async asked => await AnswerAsync(program().Services, asked.GetRequiredValue(token), asked.InvocationConfiguration.Output));
        return verify;
    }

    /// <summary>Writes the answer to one scanned text. 0 if the badge is valid, else 1.</summary>
    public static async Task<int> AnswerAsync(IServiceProvider services, string scanned, TextWriter output)
    {
        var words = services.GetRequiredService<Words>();
        var answer = await services.GetRequiredService<BadgeVerifier>().ScanAsync(scanned);
        var form = ScanForm.Of(answer, byNumber: false, asked: false);
        await output.WriteLineAsync(words[form.TitleKey]);
        if (answer.Badge is { } badge)
        {
            (string Key, string? Value)[] lines =
            [
                ("scan.shop", badge.ShopName), ("cli.verify_address", badge.Address), ("scan.registered_name", badge.RegisteredName), ("scan.number", badge.Number),
                ("scan.issued_on", Words.Day(badge.IssuedOn)), ("cli.verify_until", Words.Day(badge.ValidUntil)), ("cli.verify_newer", badge.NewerNumber),
            ];
            foreach (var (key, value) in lines)
                if (value is not null)
                    await output.WriteLineAsync($"  {words[key]}{(Words.IsEnglish ? ": " : "：")}{value}");
        }
        await output.WriteLineAsync(words[form.NextKey, null, answer.AsOf]);
        await output.WriteLineAsync(words["scan.checked", answer.CheckedAt]);
        return answer.Status == ScanStatus.Valid ? 0 : 1;
    }
}
