using System.ComponentModel.DataAnnotations;
using Certify.Badges;
using Certify.Certification;
using Certify.Data;
using Certify.Shops;
using Certify.Web.Security;
using Certify.Web.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Shops;

public sealed class CloseModel(CertifyDb db, ShopService shops, Words words) : PageModel
{
    [BindProperty]
    public Form Input { get; set; } = new();

    public Shop Shop { get; private set; } = null!;
    public bool HasBadge { get; private set; }

    /// <summary>Days within which reopening brings the badge back.</summary>
    public int UndoDays { get; private set; }

    public sealed class Form
    {
        [Required(ErrorMessage = "form.required"), StringLength(200, ErrorMessage = "form.too_long")]
        public string Reason { get; set; } = "";
    }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel) => await LoadAsync(id, cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        if (!ModelState.IsValid) return Page();
        var closed = await shops.CloseAsync(id, Input.Reason.Trim(), User.Actor(), cancel);
        if (closed?.Refusal is { } refusal)
        {
            ModelState.Add(refusal, words);
            return Page();
        }
        TempData["Flash"] = words["shops.closed", Shop.SignboardName];
        return RedirectToPage("Details", new { id });
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancel)
    {
        if (await db.Shops.AsNoTracking().FirstOrDefaultAsync(shop => shop.Id == id, cancel) is not { } shop) return false;
        Shop = shop;
        UndoDays = (await PolicyBook.TermsAsync(db, cancel)).VisitDays;
        HasBadge = await db.Badges.AnyAsync(badge => badge.ShopId == id && (badge.State == BadgeState.Valid || badge.State == BadgeState.Suspended), cancel);
        return true;
    }
}
