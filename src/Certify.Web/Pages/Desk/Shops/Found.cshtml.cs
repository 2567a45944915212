using System.ComponentModel.DataAnnotations;
using Certify.Data;
using Certify.Shops;
using Certify.Web.Security;
using Certify.Web.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Pages.Desk.Shops;

/// <summary>A shop found in the street that the list doesn't have. What may be the same is named before anything is saved.</summary>
public sealed class FoundModel(CertifyDb db, FoundShops found, Words words) : PageModel
{
    [BindProperty]
    public Form Input { get; set; } = new();

    public IReadOnlyList<Grid> Grids { get; private set; } = [];
    public IReadOnlyList<LikeShop> Like { get; private set; } = [];
    public Guid? Duplicate { get; private set; }

    /// <summary>The suggestions that the person sees, so that saving says no to these and not to others.</summary>
    public string Shown => string.Join(' ', Like.Select(l => l.Id.ToString("N")));

    public sealed class Form
    {
        [Required(ErrorMessage = "form.required"), StringLength(Shop.NameLimit, ErrorMessage = "form.too_long")]
        public string Name { get; set; } = "";

        [Required(ErrorMessage = "form.required"), StringLength(Shop.AddressLimit, ErrorMessage = "form.too_long")]
        public string Address { get; set; } = "";

        [Required(ErrorMessage = "form.required")]
        public string Category { get; set; } = "";

        public Guid GridId { get; set; }

        [StringLength(40, ErrorMessage = "form.too_long")]
        public string? Uscc { get; set; }

        /// <summary>Ids of the suggestions that were seen and are others.</summary>
        [StringLength(400)]
        public string? NoneOfThese { get; set; }
    }

    public Task OnGetAsync(CancellationToken cancel) => LoadAsync(cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        if (!Grids.Any(g => g.Id == Input.GridId))
            ModelState.AddModelError("Input.GridId", words["shops.grid_missing"]);
        if (!ModelState.IsValid)
            return Page();
        Like = await found.LikeAsync(Input.Uscc, Input.Name, Input.Address, Input.GridId, cancel: cancel);
        if (Like.Count > 0 && Input.NoneOfThese != Shown)
            return Page();
        var added = await found.AddAsync(Input.Uscc, Input.Name, Input.Address, Input.Category, Input.GridId, User.Actor(), cancel);
        if (added.Refusal is { } refusal)
        {
            ModelState.AddModelError(ShopForm.FieldOf(refusal) is "Input.RegisteredName" ? "Input.Name" : ShopForm.FieldOf(refusal), words[refusal]);
            Duplicate = refusal is { Code: "shops.duplicate", Args: [_, _, Guid other] } ? other : null;
            return Page();
        }
        TempData["Flash"] = words["found.saved", Input.Name];
        return RedirectToPage("Details", new { id = added.Value });
    }

    private async Task LoadAsync(CancellationToken cancel)
    {
        var me = User.Id();
        Grids = [.. (await db.Grids.AsNoTracking().Where(g => db.GridHolders.Any(h => h.UserId == me && h.GridId == g.Id)).ToListAsync(cancel)).OrderBy(g => g.Name, StringComparer.Ordinal)];
    }
}
