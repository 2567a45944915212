using System.ComponentModel.DataAnnotations;
using Certify.Badges;
using Certify.Data;
using Certify.Shops;
using Certify.Tips;
using Certify.Web.Security;
using Certify.Web.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Tips;

/// <summary>One tip: what was seen, what the owner says to it, what came of it. Opened on record.</summary>
[ResponseCache(NoStore = true)]
public sealed class ShowModel(CertifyDb db, TipDesk desk, CertifyClock clock, Words words) : PageModel
{
    /// <summary>What an officer may close a tip with; that it lapsed only time says.</summary>
    public static readonly IReadOnlyList<TipResult> Results = [TipResult.Fine, TipResult.VisitOrdered, TipResult.BadgeDecided, TipResult.Unclear];

    [FromRoute]
    public Guid Id { get; set; }

    [BindProperty]
    public Form Input { get; set; } = new();

    public Tip Tip { get; private set; } = null!;
    public Shop? Shop { get; private set; }
    public Badge? Badge { get; private set; }
    public BadgeState? BadgeState { get; private set; }
    public TipWords? Told { get; private set; }
    public string? Reply { get; private set; }

    /// <summary>Tips about the same shop within the days that count.</summary>
    public int OfShop { get; private set; }

    public sealed class Form
    {
        [StringLength(Tip.NoteLimit, ErrorMessage = "form.too_long")]
        public string? Question { get; set; }

        public TipResult? Result { get; set; }

        [StringLength(Tip.NoteLimit, ErrorMessage = "form.too_long")]
        public string? Note { get; set; }

        [StringLength(200, ErrorMessage = "form.too_long")]
        public string? Shop { get; set; }
    }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel))
            return NotFound();
        Input.Question = words["tips.question_" + Tip.Kind.ToString().ToLowerInvariant()];
        return Page();
    }

    public async Task<IActionResult> OnGetPhotoAsync(CancellationToken cancel) =>
        await desk.PhotoAsync(Id, User.Actor(), cancel) is { } photo ? File(photo, "image/jpeg") : NotFound();

    public async Task<IActionResult> OnPostAskAsync(CancellationToken cancel) =>
        await AnswerAsync(ModelState.IsValid ? await desk.AskAsync(Id, Input.Question, User.Actor(), cancel) : new Refusal("form.problem"), "tips.done_asked", cancel);

    public async Task<IActionResult> OnPostCloseAsync(CancellationToken cancel)
    {
        if (!ModelState.IsValid || Input.Result is not { } result || !Results.Contains(result))
            return await AnswerAsync(new Refusal("tips.result_missing"), "", cancel);
        return await AnswerAsync(await desk.CloseAsync(Id, result, Input.Note, Input.Shop, User.Actor(), cancel), "tips.done_closed", cancel);
    }

    public async Task<IActionResult> OnPostEraseAsync(CancellationToken cancel) =>
        await AnswerAsync(await desk.EraseAsync(Id, User.Actor(), cancel), "tips.done_erased", cancel);

    private async Task<IActionResult> AnswerAsync(Result? result, string done, CancellationToken cancel)
    {
        if (result is null || (!result.Ok && !await LoadAsync(cancel)))
            return NotFound();
        if (result.Refusal is { } refusal)
        {
            ModelState.AddModelError("", words[refusal]);
            return Page();
        }
        TempData["Flash"] = words[done];
        return LocalRedirect($"/desk/tips/{Id}");
    }

    private async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await db.Tips.AsNoTracking().SingleOrDefaultAsync(t => t.Id == Id, cancel) is not { } tip)
            return false;
        Tip = tip;
        Shop = await db.Shops.AsNoTracking().SingleOrDefaultAsync(s => s.Id == tip.ShopId, cancel);
        Badge = await db.Badges.AsNoTracking().SingleOrDefaultAsync(b => b.Id == tip.BadgeId, cancel);
        BadgeState = Badge?.StateAt(clock.Now);
        var since = clock.Now.AddDays(-ToldShops.Days);
        OfShop = tip.ShopId is null ? 0 : await db.Tips.CountAsync(t => t.ShopId == tip.ShopId && t.ReceivedAt > since, cancel);
        Told = (await desk.OpenAsync([Id], User.Actor(), cancel)).GetValueOrDefault(Id);
        Reply = (await desk.RepliesAsync([Id], User.Actor(), cancel)).GetValueOrDefault(Id);
        return true;
    }
}
