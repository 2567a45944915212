using Certify.Certification;
using Certify.Data;
using Certify.Shops;
using Certify.Web.Security;
using Certify.Web.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Visits;

/// <summary>Two inspectors at one shop on one day: where they found different things, field by field. Both visits stand; a supervisor takes note.</summary>
public sealed class PairModel(CertifyDb db, PairBook pairs, Words words) : PageModel
{
    public OpenedPair Opened { get; private set; } = null!;
    public Shop Shop { get; private set; } = null!;
    public IReadOnlyList<DifferenceRow> Rows { get; private set; } = [];

    /// <summary>Of the two, the visit that no correction has replaced and that is the shop's latest; null: a still later one decides.</summary>
    public Guid? Deciding { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel) =>
        await LoadAsync(id, cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        if (await pairs.NoteAsync(id, User.Actor(), cancel) is not { } result)
            return NotFound();
        if (result.Refusal is { } refusal)
        {
            ModelState.AddModelError("", words[refusal]);
            return await LoadAsync(id, cancel) ? Page() : NotFound();
        }
        TempData["Flash"] = words["pairs.noted_now"];
        return Redirect("/desk");
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancel)
    {
        if (await pairs.OpenAsync(id, User.Actor(), cancel) is not { } opened)
            return false;
        Opened = opened;
        Shop = await db.Shops.AsNoTracking().SingleAsync(s => s.Id == opened.Later.ShopId, cancel);
        Rows = [.. opened.Differences.Select(d => DifferenceRow.Of(d, opened.List, words))];
        var latest = await db.Standings.Where(s => s.ShopId == Shop.Id).Select(s => s.LastVisitId).FirstOrDefaultAsync(cancel);
        Deciding = latest == opened.Later.Id || latest == opened.Earlier.Id ? latest : null;
        return true;
    }
}
