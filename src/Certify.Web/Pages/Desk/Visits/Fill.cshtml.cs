using Certify.Certification;
using Certify.Data;
using Certify.Shops;
using Certify.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Visits;

/// <summary>A link that the owner fills in the staff with before the visit: shown once, as text and as QR.</summary>
public sealed class FillModel(CertifyDb db, StaffFilling filling, CertifyOptions options) : PageModel
{
    public Shop Shop { get; private set; } = null!;
    public string? Link { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid shop, CancellationToken cancel) =>
        await LoadAsync(shop, cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(Guid shop, CancellationToken cancel)
    {
        if (!await LoadAsync(shop, cancel) || await filling.InviteAsync(shop, User.Actor(), cancel) is not { } code)
            return NotFound();
        Link = $"{options.PublicUrl.TrimEnd('/')}/fill/{code}";
        return Page();
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancel)
    {
        if (await db.ShopsOf(User).FirstOrDefaultAsync(s => s.Id == id, cancel) is not { } shop)
            return false;
        Shop = shop;
        return true;
    }
}
