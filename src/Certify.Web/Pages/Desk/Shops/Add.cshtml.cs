using Certify.Data;
using Certify.Shops;
using Certify.Web.Security;
using Certify.Web.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Certify.Web.Pages.Desk.Shops;

public sealed class AddModel(CertifyDb db, ShopService shops, Words words) : PageModel
{
    [BindProperty]
    public ShopForm Input { get; set; } = new();

    public GridChoices Grids { get; private set; } = null!;
    public Guid? Duplicate { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel) => Grids = await GridChoices.ReadAsync(db, cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await OnGetAsync(cancel);
        if (!ModelState.IsValid) return Page();
        var added = await shops.AddAsync(Input.Entry(), User.Actor(), cancel);
        if (added.Refusal is { } refusal)
        {
            Duplicate = ModelState.Add(refusal, words);
            return Page();
        }
        TempData["Flash"] = words["shops.added", Input.RegisteredName];
        return RedirectToPage("Details", new { id = added.Value });
    }
}
