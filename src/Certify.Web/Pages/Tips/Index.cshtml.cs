using System.ComponentModel.DataAnnotations;
using Certify.Badges;
using Certify.Data;
using Certify.Tips;
using Certify.Web.Api;
using Certify.Web.Security;
using Certify.Web.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Certify.Web.Pages.Tips;

/// <summary>
/// 我要反映: a short form without sign-in. A public page: no cookie, the origin is checked instead of a token; nothing of who sends it is kept.
/// A photo stays in memory until it is sealed (<see cref="TipFormReader"/>).
/// </summary>
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true)]
[ServiceFilter<TipFormReader>]
public sealed class IndexModel(TipInbox inbox, TipGate gate, CertifyOptions options, Words words) : PageModel
{
    /// <summary>The scanned text.</summary>
    [BindProperty(SupportsGet = true, Name = "code")]
    public string? Code { get; set; }

    /// <summary>The badge's number.</summary>
    [BindProperty(SupportsGet = true, Name = "number")]
    public string? Number { get; set; }

    [BindProperty]
    public Form Input { get; set; } = new();

    public TipAbout About { get; private set; } = null!;
    public string Hotline => options.Hotline;

    /// <summary>Our records could be asked. If not, what it is about is not known yet, and it may well be a badge.</summary>
    public bool IsKnown => About.IsBadge || About.Answer != ScanStatus.Unconfirmed;

    /// <summary>A photo came with a form that is shown again: browsers forget it.</summary>
    public bool PhotoGone { get; private set; }

    public sealed class Form
    {
        public Guid Id { get; set; }
        public TipKind? Kind { get; set; }

        [StringLength(Tip.PlaceLimit, ErrorMessage = "form.too_long")]
        public string? Place { get; set; }

        [StringLength(Tip.TextLimit, ErrorMessage = "form.too_long")]
        public string? Text { get; set; }
    }

    public async Task<IActionResult> OnGetAsync([FromQuery(Name = "kind")] string? kind, CancellationToken cancel)
    {
        ModelState.Clear();
        Input = new() { Id = Guid.CreateVersion7(), Kind = Enum.TryParse<TipKind>(kind, ignoreCase: true, out var asked) && Enum.IsDefined(asked) ? asked : null };
        return await LoadAsync(cancel) ? Page() : TooMany("tips.too_many_lookups");
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!SameOrigin.Holds(Request, options))
            return StatusCode(StatusCodes.Status403Forbidden);
        if (!await LoadAsync(cancel))
            return TooMany("tips.too_many_lookups");
        var photo = HttpContext.Features.Get<SentPhoto>();
        PhotoGone = photo?.Came == true;
        if (!IsKnown)
            return Shown(StatusCodes.Status503ServiceUnavailable, "tips.not_kept");
        var draft = DraftOf(photo);
        if (photo?.Refusal is { } untaken)
            ModelState.AddModelError("Input.Photo", words[untaken]);
        foreach (var wrong in TipInbox.Check(draft, About))
            ModelState.AddModelError("Input." + wrong.Field, words[wrong.Refusal]);
        if (!ModelState.IsValid)
            return Page();
        var address = HttpContext.Connection.RemoteIpAddress;
        if (gate.Admit(address, About.BadgeId) is var pass && pass != TipPass.Welcome)
            return TooMany(pass == TipPass.TooManyHere ? "tips.too_many_here" : "tips.too_many_on_this");
        // Noted before it is kept, so that of two at the same moment one is the repeat; taken back where it was refused, so that the next try is none.
        var (repeats, kept) = (gate.Tell(address, About.BadgeId), false);
        try
        {
            var result = await inbox.ReceiveAsync(draft with { Repeats = repeats }, About, cancel);
            kept = result.Ok;
            if (kept)
                return LocalRedirect("/tips/sent" + LanguageLink.Keep(HttpContext));
            ModelState.AddModelError("Input.Photo", words[result.Refusal!]);
            return Page();
        }
        catch (Exception failure) when (failure.IsUnreachable())
        {
            return Shown(StatusCodes.Status503ServiceUnavailable, "tips.not_kept");
        }
        finally
        {
            if (!kept && !repeats)
                gate.TakeBack(address, About.BadgeId);
        }
    }

    /// <summary>What it is about. False: this address asks for too many numbers, as if it were trying them out.</summary>
    private async Task<bool> LoadAsync(CancellationToken cancel)
    {
        About = new TipAbout(ScanStatus.Unreadable);
        if (!string.IsNullOrWhiteSpace(Number) && !gate.MayLookUp(HttpContext.Connection.RemoteIpAddress))
            return false;
        About = await inbox.AboutAsync(Code, Number, cancel);
        if (!About.IsBadge && IsKnown)
            Input.Kind = TipKind.Suspect;
        return true;
    }

    private TipDraft DraftOf(SentPhoto? photo) => new()
    {
        Id = Input.Id == Guid.Empty ? Guid.CreateVersion7() : Input.Id,
        // No kind chosen reads as the one that doesn't fit, and is refused as such.
        Kind = Input.Kind ?? (About.IsBadge ? TipKind.Suspect : TipKind.Wrong),
        Place = Input.Place,
        Text = Input.Text,
        Photo = photo?.File ?? default,
        Code = string.IsNullOrWhiteSpace(Number) ? Code : Number,
    };

    private PageResult TooMany(string sentence) => Shown(StatusCodes.Status429TooManyRequests, sentence);

    private PageResult Shown(int status, string sentence)
    {
        Response.StatusCode = status;
        ModelState.AddModelError("", words[sentence, options.Hotline]);
        return Page();
    }
}
