using Certify.Accounts;
using Certify.Certification;
using Certify.Data;
using Certify.Shops;
using Certify.Visits;
using Certify.Web.Security;
using Certify.Web.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Rectifications;

/// <summary>One shop's rectifications: their days, the notice, and the re-check in one step.</summary>
public sealed class ShopModel(CertifyDb db, RectificationBook book, CertifyClock clock, Words words) : PageModel
{
    private const int DoneRows = 20;

    public Shop Shop { get; private set; } = null!;
    public IReadOnlyList<Rectification> Open { get; private set; } = [];
    public IReadOnlyList<Rectification> Done { get; private set; } = [];
    public DateOnly Today => clock.Today;

    /// <summary>Days that the policy gives; what an overdue order is offered anew.</summary>
    public int DefaultDays { get; private set; }
    public DateOnly Last => clock.Today.AddDays(RectificationBook.LongestDays);
    public bool MayChange => Shop.IsOpen && (User.IsInRole(Roles.Inspector) || User.IsInRole(Roles.Supervisor));

    public async Task<IActionResult> OnGetAsync(Guid shop, CancellationToken cancel) => await LoadAsync(shop, cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostPutRightAsync(Guid shop, Guid order, CancellationToken cancel) =>
        await LoadAsync(shop, cancel) && MayChange ? await AnswerAsync(book.PutRightAsync(shop, order, User.Actor(), cancel), "rectifications.put_right_now") : NotFound();

    public async Task<IActionResult> OnPostDayAsync(Guid shop, Guid order, DateOnly? day, CancellationToken cancel)
    {
        if (!await LoadAsync(shop, cancel) || !MayChange)
            return NotFound();
        if (day is not { } chosen)
        {
            if (ModelState.IsValid)
                ModelState.AddModelError("", words["attempts.day_missing"]);
            return Page();
        }
        return await AnswerAsync(book.SetDayAsync(shop, order, chosen, User.Actor(), cancel), "rectifications.day_set");
    }

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
        return RedirectToPage(new { shop = Shop.Id });
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancel)
    {
        if (await db.ShopsOf(User).FirstOrDefaultAsync(s => s.Id == id, cancel) is not { } shop)
            return false;
        Shop = shop;
        DefaultDays = (await PolicyBook.TermsAsync(db, cancel)).RectificationDays;
        Open = await db.Rectifications.AsNoTracking().Where(r => r.ShopId == id && r.DoneAt == null).OrderBy(r => r.DueOn).ThenBy(r => r.Id).ToListAsync(cancel);
        Done = await db.Rectifications.AsNoTracking().Where(r => r.ShopId == id && r.DoneAt != null).OrderByDescending(r => r.DoneAt).Take(DoneRows).ToListAsync(cancel);
        return true;
    }
}
