using System.ComponentModel.DataAnnotations;
using Certify.Accounts;
using Certify.Web.Security;
using Certify.Web.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Certify.Web.Pages.Invite;

public sealed class InviteModel(Invitations invitations, SignInManager<AppUser> signIn, Words words) : PageModel
{
    [BindProperty]
    public Form Input { get; set; } = new();

    [FromRoute]
    public string Code { get; set; } = "";

    public Invitation? Invitation { get; private set; }

    public sealed class Form
    {
        [Required(ErrorMessage = "form.required"), StringLength(UserAccounts.UserNameLimit, ErrorMessage = "form.too_long")]
        public string UserName { get; set; } = "";

        [Required(ErrorMessage = "form.required"), StringLength(200, ErrorMessage = "form.too_long")]
        public string Password { get; set; } = "";

        [Compare(nameof(Password), ErrorMessage = "account.password_differs")]
        public string Again { get; set; } = "";
    }

    public async Task OnGetAsync() => Invitation = await invitations.FindAsync(Code);

    public async Task<IActionResult> OnPostAsync()
    {
        await OnGetAsync();
        if (!ModelState.IsValid || Invitation is null)
            return Page();
        var done = await invitations.AcceptAsync(Code, Input.UserName.Trim(), Input.Password);
        if (done is null)
        {
            Invitation = null;
            return Page();
        }
        if (!done.Ok)
        {
            ModelState.AddModelError(done.Refusal!.Code.StartsWith("account.user_name", StringComparison.Ordinal) ? "Input.UserName" : "Input.Password", words[done.Refusal!]);
            return Page();
        }
        await signIn.SignInAsync((await signIn.UserManager.FindByIdAsync(done.Value.ToString()))!, isPersistent: false);
        TempData["Flash"] = words["invite.welcome", Invitation.ShopName];
        return LocalRedirect("/desk/owner");
    }

    public async Task<IActionResult> OnPostAddAsync()
    {
        ModelState.Clear();
        await OnGetAsync();
        if (Invitation is null || !User.IsInRole(Roles.Owner) || await invitations.AddShopAsync(Code, User.Actor()) is null)
        {
            Invitation = null;
            return Page();
        }
        TempData["Flash"] = words["invite.welcome", Invitation.ShopName];
        return LocalRedirect("/desk/owner");
    }
}
