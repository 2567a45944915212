using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Html.Dom;
using Certify.Tests.Support;

namespace Certify.Tests.Pages.Security;

/// <summary>Every route and every form, given what no browser would send: whatever it is, it is the sender's fault (4xx) or harmless, never a fault of ours (5xx).</summary>
public sealed partial class HostileWalkTests
{
    /// <summary>As they stand in an address or a form body: long, a NUL, broken UTF-8, huge and negative numbers, markup, a line break with a mark of direction.</summary>
    private static readonly string[] Values =
        [new('A', 3_000), "%00", "%ff%fe%80", "99999999999999999999999", "-1", "%3Cscript%3E%27%22%5B%7B%25", "%0d%0a%e2%80%ae%f0%9f%98%80"];

    private static readonly string[] Queries =
        ["q", "page", "grid", "category", "state", "show", "shop", "day", "from", "to", "outcome", "odd", "lang", "return", "returnUrl", "number", "text", "sort", "kind", "verdict", "handler", "bleed", "supersedes", "inspector"];

    private static readonly string[] Bodies =
        ["", "{", "null", "[]", "\"text\"", "{\"id\":1,\"staff\":{},\"measures\":[]}", "{\"reason\":99999999999999999999}", "{\"reason\":\"\\u0000\"}",
            "{\"id\":\"01900000-0000-7000-8000-000000000000\",\"startedAt\":\"9999-12-31T23:59:59Z\",\"finishedAt\":\"0001-01-01T00:00:00Z\",\"sentAt\":\"0001-01-01T00:00:00Z\",\"staff\":[null],\"measures\":{}}",
            new string('[', 2_000), "{\"reason\":\"" + new string('长', 100_000) + "\"}"];

    [Fact]
    public async Task Hostile_addresses_get_no_5xx()
    {
        await using var app = new CertifyApp();
        var world = await RouteWalkTests.World.MakeAsync(app);
        var faults = new List<string>();

        await foreach (var (visitor, who, pattern) in EachAsync(app))
        {
            var asked = world.Fill(pattern, foreign: false);
            // Nobody gets past the door of a desk page, whatever stands in the address.
            foreach (var value in who == "*" && RouteTable.Rules[pattern].Own != "*" ? Values[..1] : Values)
            {
                // The server itself answers a path with %00 with 400; the tests' own transport doesn't send one.
                if (pattern.Contains('{', StringComparison.Ordinal) && value != "%00")
                    await AskAsync("/" + Hole().Replace(pattern, value));
                await AskAsync(asked + (asked.Contains('?', StringComparison.Ordinal) ? "&" : "?") + string.Join('&', Queries.Select(q => $"{q}={value}")));
            }
            await AskAsync(asked + (asked.Contains('?', StringComparison.Ordinal) ? "&" : "?") + string.Join('&', Queries.Select(q => $"{q}=1&{q}=2&{q}[]=3&{q}")));

            async Task AskAsync(string address)
            {
                try
                {
                    Note(faults, await visitor.Client.GetAsync(address), $"{who} GET {address}");
                }
                catch (InvalidOperationException notSent) when (notSent.Message.Contains("null characters", StringComparison.Ordinal))
                {
                    // The answer sent the client on to a path with %00, see above.
                }
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task Hostile_forms_and_bodies_get_no_5xx()
    {
        await using var app = new CertifyApp();
        var world = await RouteWalkTests.World.MakeAsync(app);
        var faults = new List<string>();

        await foreach (var (visitor, who, pattern) in EachAsync(app))
        {
            var address = world.Fill(pattern, foreign: false);
            if (address.StartsWith("/api/", StringComparison.Ordinal))
                foreach (var body in Bodies)
                    Note(faults, await visitor.Client.PostAsync(address, new StringContent(body, Encoding.UTF8, "application/json")), $"{who} POST {address} {body[..Math.Min(body.Length, 60)]}");
            else if (!pattern.Contains("sign-out", StringComparison.Ordinal))
                foreach (var form in (await visitor.OpenAsync(address)).Document.QuerySelectorAll("main form[method=post]").OfType<IHtmlFormElement>().ToList())
                    await FillAsync(visitor, form, address, who, faults);
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private static async Task FillAsync(Visitor visitor, IHtmlFormElement form, string address, string who, List<string> faults)
    {
        var action = form.GetAttribute("action") is { Length: > 0 } given ? given : address;
        var names = form.Elements.Select(e => e.GetAttribute("name")).OfType<string>().Where(n => n != "__RequestVerificationToken").Distinct(StringComparer.Ordinal).Select(Uri.EscapeDataString).ToList();
        var token = form.QuerySelector("[name=__RequestVerificationToken]")?.GetAttribute("value") is { } value ? "__RequestVerificationToken=" + Uri.EscapeDataString(value) : "";
        var bodies = Values.Select(v => string.Join('&', names.Select(n => $"{n}={v}")))
            .Append("").Append(string.Join('&', names.Select(n => $"{n}=&{n}=1&{n}=on"))).Append(string.Join('&', names.Select(n => $"{n}[0].X[99999]=1&{n}.Y=")));
        foreach (var body in bodies)
        {
            var content = new ByteArrayContent(Encoding.ASCII.GetBytes($"{token}&{body}")) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded") } };
            Note(faults, await visitor.Client.PostAsync(action, content), $"{who} POST {action} {body[..Math.Min(body.Length, 80)]}");
        }
    }

    /// <summary>Every route with each kind of visitor who may open it, and with nobody signed in.</summary>
    private static async IAsyncEnumerable<(Visitor Visitor, string Who, string Pattern)> EachAsync(CertifyApp app)
    {
        var visitors = new List<(char Letter, Visitor Visitor)> { ('*', app.Anonymous()) };
        foreach (var (letter, role) in Rule.Letters)
            visitors.Add((letter, await app.SignInAsync(role)));
        foreach (var pattern in RouteTable.Rules.Keys)
            foreach (var (letter, visitor) in visitors.Where(v => RouteTable.Rules[pattern].Own.Contains(v.Letter) || v.Letter == '*'))
                yield return (visitor, letter.ToString(), pattern);
    }

    private static void Note(List<string> faults, HttpResponseMessage answer, string asked)
    {
        if ((int)answer.StatusCode >= 500)
            faults.Add($"{(int)answer.StatusCode} {(asked.Length > 200 ? asked[..200] + "…" : asked)}");
        answer.Dispose();
    }

    [GeneratedRegex(@"\{[^/]*\}")]
    private static partial Regex Hole();
}
