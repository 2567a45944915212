using System.ComponentModel.DataAnnotations;
using Certify.Badges;
using Certify.Certification;
using Certify.Data;
using Certify.Log;
using Certify.Web.Security;
using Certify.Web.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Badges;

/// <summary>Asks before a badge is suspended, restored or revoked: says what will happen, wants the reason.</summary>
public sealed class DecideModel(CertifyDb db, BadgeDecisions decisions, LogPublisher log, CertifyClock clock, Words words) : PageModel
{
    [FromRoute]
    public string Number { get; set; } = "";

    [FromRoute]
    public string Act { get; set; } = "";

    [BindProperty]
    public Form Input { get; set; } = new();

    public Badge Badge { get; private set; } = null!;

    public sealed class Form
    {
        [Required(ErrorMessage = "form.required"), StringLength(Badge.ReasonLimit, ErrorMessage = "form.too_long")]
        public string Reason { get; set; } = "";
    }

    public async Task<IActionResult> OnGetAsync()
    {
        if (!await FindAsync())
            return NotFound();
        // Somebody was faster, or the address was typed: the badge's page shows what it is now.
        return Fits(Badge.StateAt(clock.Now)) ? Page() : LocalRedirect("/desk/badges/" + Badge.Number);
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await FindAsync())
            return NotFound();
        if (!ModelState.IsValid)
            return Page();
        var actor = User.Actor();
        var result = Act switch
        {
            "suspend" => await decisions.SuspendAsync(Badge.Number, Input.Reason, actor),
            "restore" => await decisions.RestoreAsync(Badge.Number, Input.Reason, actor),
            _ => await decisions.RevokeAsync(Badge.Number, Input.Reason, actor),
        };
        if (result is null)
            return NotFound();
        if (result.Refusal is { } refusal)
        {
            ModelState.AddModelError("", words[refusal]);
            return Page();
        }
        await log.BeforeAnswerAsync();
        TempData["Flash"] = words["badges.done_" + Act, Badge.Number];
        return LocalRedirect("/desk/badges/" + Badge.Number);
    }

    private bool Fits(BadgeState state) => Act == "restore" ? state == BadgeState.Suspended : state == BadgeState.Valid || (Act == "revoke" && state == BadgeState.Suspended);

    private async Task<bool> FindAsync()
    {
        if (!BadgeNumber.TryParse(Number, out var parsed))
            return false;
        var exact = parsed.ToString();
        Badge = (await db.BadgesOf(User).FirstOrDefaultAsync(b => b.Number == exact))!;
        return Badge is not null;
    }
}
