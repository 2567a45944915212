using System.ComponentModel.DataAnnotations;
using Certify.Accounts;
using Certify.Appeals;
using Certify.Badges;
using Certify.Data;
using Certify.Shops;
using Certify.Web.Security;
using Certify.Web.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Appeals;

/// <summary>One appeal: what was decided about the badge and why, what the owner says to it, and the decision of an officer who had no part in the first.</summary>
[ResponseCache(NoStore = true)]
public sealed class ShowModel(CertifyDb db, AppealBook book, CertifyClock clock, Words words) : PageModel
{
    [FromRoute]
    public Guid Id { get; set; }

    [BindProperty]
    public Form Input { get; set; } = new();

    public Appeal Appeal { get; private set; } = null!;
    public Shop Shop { get; private set; } = null!;
    public Badge Badge { get; private set; } = null!;
    public BadgeState BadgeState { get; private set; }
    public AppealTexts Texts { get; private set; } = new(null, null);

    /// <summary>What was done to the badge before the appeal, by whom and why.</summary>
    public IReadOnlyList<AuditRow> History { get; private set; } = [];

    /// <summary>Why the reader may not decide; null: may.</summary>
    public Refusal? WhyNot { get; private set; }
    public DateOnly Today => clock.Today;

    /// <summary>Text key of what upholding will do: by what became of the badge since, and whether another one is in force.</summary>
    public string WillDo { get; private set; } = "";

    public sealed class Form
    {
        [Required(ErrorMessage = "appeals.choice_missing")]
        public bool? Uphold { get; set; }

        [Required(ErrorMessage = "form.required"), StringLength(Appeal.TextLimit, ErrorMessage = "form.too_long")]
        public string Text { get; set; } = "";
    }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await LoadAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!ModelState.IsValid)
            return await LoadAsync(cancel) ? Page() : NotFound();
        var result = await book.DecideAsync(Id, Input.Uphold!.Value, Input.Text, User.Actor(), cancel);
        if (result is null)
            return NotFound();
        if (result.Refusal is { } refusal)
        {
            ModelState.AddModelError("", words[refusal]);
            return await LoadAsync(cancel) ? Page() : NotFound();
        }
        TempData["Flash"] = words["appeals.done"];
        return LocalRedirect($"/desk/appeals/{Id}");
    }

    private async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await db.Appeals.AsNoTracking().SingleOrDefaultAsync(a => a.Id == Id, cancel) is not { } appeal)
            return false;
        Appeal = appeal;
        Shop = await db.Shops.AsNoTracking().SingleAsync(s => s.Id == appeal.ShopId, cancel);
        Badge = await db.Badges.AsNoTracking().SingleAsync(b => b.Id == appeal.BadgeId, cancel);
        BadgeState = Badge.StateAt(clock.Now);
        History = await db.Audit.AsNoTracking().Where(a => a.Subject == "badge" && a.SubjectId == appeal.BadgeId).OrderBy(a => a.At).ThenBy(a => a.Id).ToListAsync(cancel);
        WillDo = BadgeState switch
        {
            BadgeState.Suspended => appeal.Cause == SuspensionCause.Coverage ? "appeals.will_coverage" : "appeals.will_restore",
            BadgeState.Valid => "appeals.will_nothing",
            _ when await AppealBook.HasAnotherAsync(db, appeal, clock.Now, cancel) => "appeals.will_newer",
            BadgeState.Revoked => "appeals.will_visit",
            _ => "appeals.will_ended",
        };
        WhyNot = await AppealBook.WhyNotAsync(db, appeal, User.Actor(), cancel);
        Texts = await book.OpenAsync(appeal, User.Actor(), cancel);
        return true;
    }
}
