using Certify.Badges;
using Certify.Certification;
using Certify.Data;
using Certify.Log;
using Certify.Shops;
using Certify.Web.Security;
using Certify.Web.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Shops;

/// <summary>A shop found in the street: the supervisor says which one of the registry it is, or takes it as one of its own.</summary>
public sealed class AcceptModel(CertifyDb db, FoundShops found, ShopAcceptance acceptance, LogPublisher log, Words words) : PageModel
{
    public Shop Shop { get; private set; } = null!;
    public IReadOnlyList<LikeShop> Like { get; private set; } = [];
    public int Visits { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel))
            return NotFound();
        return Shop.IsProvisional ? Page() : RedirectToPage("Details", new { id });
    }

    public async Task<IActionResult> OnPostAcceptAsync(Guid id, CancellationToken cancel) =>
        await LoadAsync(id, cancel) ? await AnswerAsync(acceptance.AcceptAsync(id, User.Actor(), cancel), id, "found.accepted") : NotFound();

    public async Task<IActionResult> OnPostMatchAsync(Guid id, Guid to, CancellationToken cancel) =>
        await LoadAsync(id, cancel) ? await AnswerAsync(acceptance.MatchAsync(id, to, User.Actor(), cancel), to, "found.matched") : NotFound();

    /// <summary>By code, where the suggestions don't name it.</summary>
    public async Task<IActionResult> OnPostMatchCodeAsync(Guid id, string? code, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel))
            return NotFound();
        var uscc = Uscc.Parse(code) is { Ok: true } parsed ? parsed.Value.ToString() : null;
        var shops = uscc is null ? [] : await db.Shops.Where(s => s.Uscc == uscc && s.Id != id && s.ClosedOn == null).Select(s => s.Id).Take(2).ToListAsync(cancel);
        if (shops is [var one])
            return await AnswerAsync(acceptance.MatchAsync(id, one, User.Actor(), cancel), one, "found.matched");
        ModelState.AddModelError("", words[shops.Count == 0 ? "found.code_unknown" : "found.code_several"]);
        return Page();
    }

    private async Task<IActionResult> AnswerAsync(Task<Result<Badge?>?> work, Guid shop, string done)
    {
        if (await work is not { } result)
            return NotFound();
        if (result.Refusal is { } refusal)
        {
            ModelState.AddModelError("", words[refusal]);
            return Page();
        }
        if (result.Value is { } badge)
        {
            await log.BeforeAnswerAsync();
            TempData["Flash"] = words["found.with_badge", words[done], badge.Number];
        }
        else
            TempData["Flash"] = words[done];
        return RedirectToPage("Details", new { id = shop });
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancel)
    {
        if (await db.Shops.AsNoTracking().FirstOrDefaultAsync(s => s.Id == id, cancel) is not { } shop)
            return false;
        Shop = shop;
        Visits = await db.Visits.CountAsync(v => v.ShopId == id, cancel);
        Like = await found.LikeAsync(shop.Uscc, shop.SignboardName, shop.Address, shop.GridId, shop.Id, cancel);
        return true;
    }
}
