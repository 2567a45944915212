using System.ComponentModel.DataAnnotations;
using Certify.Badges;
using Certify.Tips;
using Certify.Web.Security;
using Certify.Web.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Certify.Web.Pages.Desk.Scan;

/// <summary>A sign that hangs where it doesn't belong, told on the spot: it goes the way of a tip, and says which inspector found it.</summary>
public sealed class ElsewhereModel(TipInbox inbox, CertifyClock clock, Words words) : PageModel
{
    [BindProperty]
    public Form Input { get; set; } = new();

    public TipAbout? About { get; private set; }

    public sealed class Form
    {
        public Guid Id { get; set; }

        /// <summary>Number of the badge, or <see cref="Code"/>: what was scanned and is no badge of ours.</summary>
        [StringLength(40)]
        public string? Badge { get; set; }

        [StringLength(IndexModel.TextLimit)]
        public string? Code { get; set; }

        [Required(ErrorMessage = "tips.place_missing"), StringLength(Tip.PlaceLimit, ErrorMessage = "form.too_long")]
        public string? Place { get; set; }

        [StringLength(Tip.TextLimit - 100, ErrorMessage = "form.too_long")]
        public string? Text { get; set; }
    }

    public async Task<IActionResult> OnGetAsync([FromQuery(Name = "badge")] string? badge, [FromQuery(Name = "code")] string? code, CancellationToken cancel)
    {
        Input = new() { Id = Guid.CreateVersion7(clock.Now), Badge = badge, Code = code };
        return await LoadAsync(cancel) ? Page() : Redirect("/desk/scan");
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel))
            return NotFound();
        if (!ModelState.IsValid)
            return Page();
        var draft = new TipDraft
        {
            Id = Input.Id == Guid.Empty ? Guid.CreateVersion7(clock.Now) : Input.Id,
            Kind = About!.IsBadge ? TipKind.Misplaced : TipKind.Suspect,
            Place = Input.Place,
            Text = words["desk_scan.by_inspector", User.DisplayName(), Input.Text?.Trim() ?? ""],
            Code = Input.Code,
        };
        if ((await inbox.ReceiveAsync(draft, About, cancel)).Refusal is { } refusal)
        {
            ModelState.AddModelError("", words[refusal]);
            return Page();
        }
        TempData["Flash"] = words["desk_scan.reported"];
        return Redirect("/desk");
    }

    private async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(Input.Badge) && string.IsNullOrWhiteSpace(Input.Code))
            return false;
        About = await inbox.AboutAsync(Input.Code, Input.Badge, cancel);
        // What can't be looked up now can't be told apart from what is none of ours.
        return About.IsBadge || About.Answer is ScanStatus.Forged or ScanStatus.Unknown or ScanStatus.Unreadable;
    }
}
