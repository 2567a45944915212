using Certify.Badges;
using Certify.Badges.Status;
using Certify.Data;
using Certify.Web.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Certify.Web.Pages.Check;

/// <summary>
/// Checks a badge by camera, photo or text on the reader's own device, with a network or without. Without JavaScript it is a plain form:
/// a number or a text goes on to the page that answers it.
/// </summary>
public sealed class IndexModel(StatusLists lists) : PageModel
{
    public const int TextLimit = 4000;

    /// <summary>What the device itself can say: its name in the module (and the reason, where that has words of its own), what it looks like, and its words.</summary>
    public sealed record Answer(string Name, ScanStatus Status, string Look, string TitleKey, string NextKey);

    public static readonly IReadOnlyList<Answer> Answers =
    [
        Of(ScanStatus.Valid), Of(ScanStatus.Suspended), Of(ScanStatus.Expired), Of(ScanStatus.Forged), Of(ScanStatus.Unreadable),
        new("forged-compromisedKey", ScanStatus.Forged, "forged", "scan.forged", "scan.forged_key_next"),
        new("noLongerInForce", ScanStatus.Revoked, "revoked", "scan.ended", "scan.ended_next"),
        new("unconfirmed", ScanStatus.Unconfirmed, "unconfirmed", "scan.unconfirmed", "check.unconfirmed_next"),
    ];

    /// <summary>A number, or what was scanned.</summary>
    [FromQuery(Name = "text")]
    public string? Text { get; set; }

    public string? Fault { get; private set; }

    /// <summary>Number of the newest status list, so that the device fetches them all.</summary>
    public int Newest { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        if (Text is not null && !string.IsNullOrWhiteSpace(Text))
            return Redirect(AddressOf(Text) + LanguageLink.Keep(HttpContext));
        Fault = Request.Query.ContainsKey("text") ? "check.nothing" : null;
        Response.Headers.CacheControl = "no-cache";
        Response.Headers.Vary = "Accept-Language";
        try
        {
            Newest = await lists.NewestAsync(HttpContext.RequestAborted);
        }
        catch (Exception failure) when (failure.IsUnreachable())
        {
            // Whoever has the lists already can go on with them.
        }
        return Page();
    }

    /// <summary>Where a text is answered. What can't be a token is cut, for the answer is the same and an address has its limit.</summary>
    private static string AddressOf(string text)
    {
        if (BadgeNumber.TryParse(text, out var number))
            return "/b/" + number;
        var token = BadgeToken.Extract(text);
        return "/V/" + (token.All(char.IsAsciiLetterOrDigit) ? token : Uri.EscapeDataString(token.Length > 64 ? token[..64] : token));
    }

    private static Answer Of(ScanStatus status)
    {
        var name = status.ToString().ToLowerInvariant();
        return new(name, status, name, "scan." + name, $"scan.{name}_next");
    }
}
