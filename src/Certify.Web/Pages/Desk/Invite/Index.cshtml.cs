using Certify.Accounts;
using Certify.Data;
using Certify.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Certify.Web.Pages.Desk.Invite;

/// <summary>The office's half of an invitation: makes the link and shows it once, to be read from this screen or sent.</summary>
public sealed class InviteOwnerModel(CertifyDb db, Invitations invitations, IOptions<CertifyOptions> options) : PageModel
{
    [FromRoute]
    public Guid Shop { get; set; }

    public string ShopName { get; private set; } = "";
    public IReadOnlyList<string> Owners { get; private set; } = [];
    public string? Link { get; private set; }

    public async Task<IActionResult> OnGetAsync() => await LoadAsync() ? Page() : NotFound();

    /// <summary>Answered with the page itself: the code stands in no address and no cookie.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        if (!await LoadAsync() || await invitations.CreateAsync(Shop, User.Actor()) is not { } code)
            return NotFound();
        Link = $"{options.Value.PublicUrl.TrimEnd('/')}/invite/{code}";
        return Page();
    }

    private async Task<bool> LoadAsync()
    {
        if (await db.ShopsOf(User).Where(s => s.Id == Shop).Select(s => s.OwnSignboardName ?? s.RegisteredName).FirstOrDefaultAsync() is not { } name)
            return false;
        ShopName = name;
        Owners = await (from o in db.ShopOwners join u in db.Users on o.UserId equals u.Id where o.ShopId == Shop orderby u.UserName select u.UserName!).ToListAsync();
        return true;
    }
}
