using Certify.Accounts;
using Certify.Data;
using Certify.Rounds;
using Certify.Shops;
using Certify.Web.Security;
using Certify.Web.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Rounds;

/// <summary>Hands one grid's round to another inspector from a day on, and takes that back.</summary>
public sealed class HandOverModel(CertifyDb db, RoundHandover rounds, CertifyClock clock, Words words) : PageModel
{
    private const int Rows = 30;

    public Grid Grid { get; private set; } = null!;
    public IReadOnlyList<string> Holders { get; private set; } = [];
    public IReadOnlyList<(Guid Id, string Name)> Inspectors { get; private set; } = [];
    public IReadOnlyList<Handover> Past { get; private set; } = [];
    public DateOnly Today => clock.Today;
    public bool IsSupervisor => User.IsInRole(Roles.Supervisor);

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel) => await LoadAsync(id, cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostHandOverAsync(Guid id, Guid to, DateOnly? on, CancellationToken cancel)
    {
        if (!IsSupervisor || !await LoadAsync(id, cancel))
            return NotFound();
        if (on is null && ModelState.IsValid)
            ModelState.AddModelError("", words["attempts.day_missing"]);
        return ModelState.IsValid ? await AnswerAsync(rounds.HandOverAsync(id, to, on!.Value, User.Actor(), cancel), on == Today ? "rounds.handed_over" : "rounds.will_hand_over") : Page();
    }

    public async Task<IActionResult> OnPostUndoAsync(Guid id, Guid handover, CancellationToken cancel) =>
        IsSupervisor && await LoadAsync(id, cancel) ? await AnswerAsync(rounds.UndoAsync(id, handover, User.Actor(), cancel), "rounds.undone") : NotFound();

    private async Task<IActionResult> AnswerAsync(Task<Result?> work, string done)
    {
        if (await work is not { } result)
            return NotFound();
        if (result.Refusal is { } refusal)
        {
            ModelState.AddModelError("", words[refusal]);
            return Page();
        }
        TempData["Flash"] = words[done];
        return RedirectToPage(new { id = Grid.Id });
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancel)
    {
        if (await db.Grids.AsNoTracking().FirstOrDefaultAsync(g => g.Id == id, cancel) is not { } grid)
            return false;
        Grid = grid;
        Holders = await db.Users.Where(u => db.GridHolders.Any(h => h.GridId == id && h.UserId == u.Id)).OrderBy(u => u.DisplayName).Select(u => u.DisplayName).ToListAsync(cancel);
        Inspectors = [.. (await RoundHandover.Inspectors(db).OrderBy(u => u.DisplayName).Select(u => new { u.Id, u.DisplayName }).ToListAsync(cancel)).Select(u => (u.Id, u.DisplayName))];
        Past = await db.Handovers.AsNoTracking().Where(h => h.GridId == id).OrderByDescending(h => h.OrderedAt).Take(Rows).ToListAsync(cancel);
        return true;
    }
}
