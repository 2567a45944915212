using System.Globalization;
using Certify.Data;
using Certify.Shops;
using Certify.Web.Security;
using Certify.Web.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Shops;

/// <summary>Everything about a shop but its address: a new address is a move.</summary>
public sealed class EditModel(CertifyDb db, ShopService shops, TableSeal seal, Words words) : PageModel
{
    [BindProperty]
    public ShopForm Input { get; set; } = new();

    public Shop Shop { get; private set; } = null!;
    public GridChoices Grids { get; private set; } = null!;
    public Guid? Duplicate { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        var grid = await db.Grids.AsNoTracking().FirstAsync(grid => grid.Id == Shop.GridId, cancel);
        Input = new ShopForm
        {
            Uscc = Shop.Uscc,
            RegisteredName = Shop.RegisteredName,
            Category = Shop.Category,
            Address = Shop.Address,
            Subdistrict = grid.Subdistrict,
            Community = grid.Community,
            ContactName = Open(nameof(Shop.ContactName), Shop.ContactName),
            ContactPhone = Open(nameof(Shop.ContactPhone), Shop.ContactPhone),
            ClaimedStaff = Shop.ClaimedStaff,
            EstablishedOn = Shop.EstablishedOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            Version = Shop.Version,
        };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        Input.Address = Shop.Address;
        if (!ModelState.IsValid) return Page();
        var amended = await shops.AmendAsync(id, Input.Version, Input.Entry(Shop), User.Actor(), cancel);
        if (amended?.Refusal is { } refusal)
        {
            Duplicate = ModelState.Add(refusal, words);
            return Page();
        }
        TempData["Flash"] = words["shops.saved", Input.RegisteredName];
        return RedirectToPage("Details", new { id });
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancel)
    {
        Grids = await GridChoices.ReadAsync(db, cancel);
        if (await db.Shops.AsNoTracking().FirstOrDefaultAsync(shop => shop.Id == id, cancel) is not { } shop) return false;
        Shop = shop;
        return true;
    }

    private string? Open(string column, byte[]? box) => box is null ? null : seal.OpenText("Shops", column, Shop.Id, box);
}
