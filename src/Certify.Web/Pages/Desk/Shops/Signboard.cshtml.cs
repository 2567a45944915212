using System.ComponentModel.DataAnnotations;
using Certify.Data;
using Certify.Shops;
using Certify.Web.Security;
using Certify.Web.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Shops;

/// <summary>招牌名称: set by whoever stands before the signboard.</summary>
public sealed class SignboardModel(CertifyDb db, ShopService shops, Words words) : PageModel
{
    [BindProperty]
    public Form Input { get; set; } = new();

    public Shop Shop { get; private set; } = null!;

    public sealed class Form
    {
        [StringLength(Shop.NameLimit, ErrorMessage = "form.too_long")]
        public string? Name { get; set; }
    }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        Input.Name = Shop.OwnSignboardName;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        if (!ModelState.IsValid) return Page();
        var named = await shops.NameSignboardAsync(id, Input.Name, User.Actor(), cancel);
        if (named?.Refusal is { } refusal)
        {
            ModelState.AddModelError("Input.Name", words[refusal]);
            return Page();
        }
        TempData["Flash"] = words["shops.signboard_saved"];
        return RedirectToPage("Details", new { id });
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancel)
    {
        if (await db.ShopsOf(User).FirstOrDefaultAsync(shop => shop.Id == id, cancel) is not { } shop) return false;
        Shop = shop;
        return true;
    }
}
