using System.ComponentModel.DataAnnotations;
using Certify.Badges;
using Certify.Data;
using Certify.Shops;
using Certify.Web.Security;
using Certify.Web.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Shops;

public sealed class MoveModel(CertifyDb db, ShopService shops, Words words) : PageModel
{
    [BindProperty]
    public Form Input { get; set; } = new();

    public Shop Shop { get; private set; } = null!;
    public bool HasBadge { get; private set; }
    public GridChoices Grids { get; private set; } = null!;
    public Guid? Duplicate { get; private set; }

    public sealed class Form
    {
        [Required(ErrorMessage = "form.required"), StringLength(Shop.AddressLimit, ErrorMessage = "form.too_long")]
        public string Address { get; set; } = "";

        [Required(ErrorMessage = "form.required"), StringLength(Grid.NameLimit, ErrorMessage = "form.too_long")]
        public string Subdistrict { get; set; } = "";

        [Required(ErrorMessage = "form.required"), StringLength(Grid.NameLimit, ErrorMessage = "form.too_long")]
        public string Community { get; set; } = "";

        /// <summary>The shop has not moved: only its address was written wrong.</summary>
        public bool SamePlace { get; set; }

        public int Version { get; set; }
    }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        var grid = await db.Grids.AsNoTracking().FirstAsync(grid => grid.Id == Shop.GridId, cancel);
        Input = new Form { Address = Shop.Address, Subdistrict = grid.Subdistrict, Community = grid.Community, Version = Shop.Version };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        if (!ModelState.IsValid) return Page();
        var moved = await shops.MoveAsync(id, Input.Version, Input.Address, Input.Subdistrict, Input.Community, Input.SamePlace, User.Actor(), cancel);
        if (moved?.Refusal is { } refusal)
        {
            Duplicate = ModelState.Add(refusal, words);
            return Page();
        }
        TempData["Flash"] = words[Input.SamePlace ? "shops.address_corrected" : "shops.moved", Input.Address];
        return RedirectToPage("Details", new { id });
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancel)
    {
        Grids = await GridChoices.ReadAsync(db, cancel);
        if (await db.Shops.AsNoTracking().FirstOrDefaultAsync(shop => shop.Id == id, cancel) is not { } shop) return false;
        Shop = shop;
        HasBadge = await db.Badges.AnyAsync(badge => badge.ShopId == id && (badge.State == BadgeState.Valid || badge.State == BadgeState.Suspended), cancel);
        return true;
    }
}
