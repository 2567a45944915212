using Certify.Certification;
using Certify.Data;
using Certify.Log;
using Certify.Shops;
using Certify.Visits;
using Certify.Web.Security;
using Certify.Web.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Visits;

/// <summary>Two contents under one visit id, side by side; a supervisor keeps one, takes the other, or picks field by field.</summary>
public sealed class ConflictModel(CertifyDb db, ConflictBook conflicts, LogPublisher log, Words words) : PageModel
{
    /// <summary>Key of a difference, and <c>this</c> or <c>that</c>.</summary>
    [BindProperty]
    public IDictionary<string, string> Choice { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public OpenedConflict Opened { get; private set; } = null!;
    public Shop Shop { get; private set; } = null!;
    public string OtherInspector { get; private set; } = "";
    public IReadOnlyList<DifferenceRow> Rows { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel) =>
        await LoadAsync(id, cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(Guid id, ConflictDecision decision, CancellationToken cancel)
    {
        if (decision is ConflictDecision.Open || !Enum.IsDefined(decision))
            return await RefusedAsync(id, [words["conflicts.choose"]], cancel);
        var taken = Choice.Where(c => c.Value == "that").Select(c => c.Key).ToHashSet(StringComparer.Ordinal);
        if (decision == ConflictDecision.Merged && taken.Count == 0)
            return await RefusedAsync(id, [words["conflicts.nothing_taken"]], cancel);
        if (await conflicts.DecideAsync(id, decision, taken, User.Actor(), cancel) is not { } answer)
            return NotFound();
        if (answer.Receipt is not { } receipt)
            return await RefusedAsync(id, answer.Kind == VisitAnswerKind.Conflict ? [words["conflicts.decided"]] : [.. (answer.Errors ?? []).Select(e => words[e.Refusal])], cancel);
        if (receipt.Badge is not null)
            await log.BeforeAnswerAsync();
        TempData["Flash"] = words["conflicts.flash_" + decision.ToString().ToLowerInvariant()];
        return Redirect($"/desk/visits/{receipt.VisitId}");
    }

    private async Task<IActionResult> RefusedAsync(Guid id, IEnumerable<string> sentences, CancellationToken cancel)
    {
        foreach (var sentence in sentences)
            ModelState.AddModelError("", sentence);
        return await LoadAsync(id, cancel) ? Page() : NotFound();
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancel)
    {
        if (await conflicts.OpenAsync(id, User.Actor(), cancel) is not { } opened)
            return false;
        Opened = opened;
        Shop = await db.Shops.AsNoTracking().SingleAsync(s => s.Id == opened.Visit.ShopId, cancel);
        OtherInspector = await db.Users.Where(u => u.Id == opened.Conflict.InspectorId).Select(u => u.DisplayName).FirstOrDefaultAsync(cancel) ?? "";
        Rows = [.. opened.Comparison.Differences.Select(d => DifferenceRow.Of(d, opened.List, words))];
        return true;
    }
}
